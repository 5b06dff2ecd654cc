"""Discord's markdown: writing words so that they show as they are, and reading what Discord shows.

Discord removes a backslash before any character that is not a letter, digit or space. Only what would
otherwise be markup is escaped; the reader refuses whatever still is.
"""

from __future__ import annotations

import re

SPECIAL = frozenset("\\*_~|`<>[]#@:")
"""Emphasis, spoiler, code, mentions, links, headings, web addresses and emoji names."""
AT_LINE_START = re.compile(r"(?P<space>\s*)(?P<mark>[-+]|\d+(?=(?P<dot>[.)])))")
"""Lists, and small print, begin a line."""
ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")


class LiveMarkup(ValueError):
    """Words that Discord would show as something else."""


def escape(text: str) -> str:
    """A line of words as Discord must be given it to show exactly these."""
    listed = AT_LINE_START.match(text)
    at = -1
    if listed:
        at = listed.start("dot") if listed["dot"] else listed.start("mark")
    return "".join(
        f"\\{character}" if character in SPECIAL or index == at else character for index, character in enumerate(text)
    )


def shown(line: str) -> str:
    """What Discord shows of a line of escaped words. Raises LiveMarkup where part of it is markup."""
    bare = ESCAPE.sub("", line)
    live = next((character for character in bare if character in SPECIAL), None)
    if live or (AT_LINE_START.match(line) is not None):
        raise LiveMarkup(f"{live or 'a list'} is live in {line!r}")
    return ESCAPE.sub(r"\1", line)
