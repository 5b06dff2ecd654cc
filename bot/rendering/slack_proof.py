"""Reads back the instants that a Slack message leaves to Slack to write, in the reader's own time."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.rendering.gate import Instant
from bot.rendering.proof import Unreadable
from bot.rendering.slack import AGO, DATE


def slack_instants(payload: Mapping[str, Any]) -> Iterator[Instant]:
    """The instants that a message leaves to Slack to write. Raises Unreadable for a format of no renderer."""
    for block in payload["blocks"]:
        for element in block["elements"] if block["type"] == "rich_text" else ():
            for part in element["elements"]:
                if part["type"] == "date":
                    yield _instant(part)


def _instant(date: Mapping[str, Any]) -> Instant:
    # A link or another format would show words that nobody has proven.
    if date["format"] not in {AGO, DATE} or "url" in date:
        raise Unreadable(f"a date as {date['format']!r}")
    return Instant(date["timestamp"], is_relative=date["format"] == AGO)
