"""How long what a program sends may be, over HTTP as over standard input."""

LONGEST_BODY = 256 * 1024
"""Bytes of a body: 20,000 code points of twelve bytes each, as JSON escapes them, and then some."""
