"""Rendering: answers become payloads of each platform, which are read back to prove them."""
