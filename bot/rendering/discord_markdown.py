"""Escapes words for Discord's markdown, and reads what Discord shows of escaped words.

Discord removes a backslash before any character that is not a letter, digit or space. Only what would
otherwise be markup is escaped; the reader refuses whatever still is.
"""

import re
from collections.abc import Iterator

SPECIAL = re.compile(r"[\\*_~|`<>\[\]#@:]")
"""Emphasis, spoiler, code, mentions, links, headings, web addresses and emoji names."""
AT_LINE_START = re.compile(r"(\s*)([-+]|\d+(?=[.)]))")
"""Matches what makes a line a list or small print."""
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
"""Matches an escaped character."""
LINE_END = re.compile(r"(\r\n|\r|\n)")
"""Discord begins a new line at a carriage return alone, too."""


class LiveMarkup(ValueError):
    """Words that Discord would show as markup and not as they are."""


def lines(text: str) -> Iterator[tuple[str, str]]:
    """Each line as Discord shows it, with the characters that end it; the last ends with none."""
    parts = [*LINE_END.split(text), ""]
    return zip(parts[::2], parts[1::2], strict=True)


def escape(text: str) -> str:
    """A line of words, escaped so that Discord shows exactly these."""
    listed = AT_LINE_START.match(text)
    if not listed:
        return SPECIAL.sub(r"\\\g<0>", text)
    space, mark = listed.groups()
    number = mark if mark.isdigit() else ""
    rest = text[len(space) + len(number) :]
    return f"{space}{number}\\{rest[0]}" + SPECIAL.sub(r"\\\g<0>", rest[1:])


def shown(line: str) -> str:
    """What Discord shows of a line of escaped words. Raises LiveMarkup where part of it is markup."""
    live = SPECIAL.search(ESCAPED.sub("", line)) or AT_LINE_START.match(line)
    if live:
        raise LiveMarkup(f"{live.group().strip()} is live in {line!r}")
    return ESCAPED.sub(r"\1", line)
