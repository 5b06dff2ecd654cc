"""Payloads as Discord and Slack would show them, for the playground."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.answers.grammar import write
from bot.rendering.buttons import pressed
from bot.rendering.discord import CONTAINER, SEPARATOR, TEXT
from bot.rendering.proof import DISCORD_LINE, discord_quoted, discord_words, without_mentions

LineKind = Literal["title", "heading", "small", "bullet", "bold", "plain", "quote", "rule"]
RELATIVE = re.compile(r",? ?<t:-?\d+:R>")
DISCORD_KINDS: Mapping[str | None, LineKind] = {
    "## ": "title",
    "### ": "heading",
    "-# ": "small",
    "- ": "bullet",
    "**": "bold",
    "> ": "quote",
    None: "plain",
}


@dataclass(frozen=True)
class PreviewLine:
    """A line or a block of a Discord message: its kind and its words."""

    kind: LineKind
    words: str = ""


@dataclass(frozen=True)
class PreviewButton:
    """A button, with the command and the page that pressing it would show."""

    label: str
    command: str
    page: int


@dataclass(frozen=True)
class DiscordView:
    """A Discord message as Discord displays it: lines, and its buttons."""

    lines: tuple[PreviewLine, ...]
    buttons: tuple[PreviewButton, ...]


@dataclass(frozen=True)
class StyledText:
    """A piece of Slack's rich text with one style."""

    words: str
    bold: bool = False
    italic: bool = False
    code: bool = False


@dataclass(frozen=True)
class SlackBlock:
    """A header, a line or a quotation of a Slack message."""

    kind: Literal["header", "section", "quote"]
    texts: tuple[StyledText, ...]


@dataclass(frozen=True)
class SlackView:
    """A Slack message as Slack displays it: blocks, and its buttons."""

    blocks: tuple[SlackBlock, ...]
    buttons: tuple[PreviewButton, ...]


def discord_view(payload: Mapping[str, Any]) -> DiscordView:
    """Read the lines and the buttons of a Discord payload; Markdown is read as the proof reads it."""
    lines = tuple(line for component in payload["components"] for line in _discord(component))
    return DiscordView(lines, tuple(_buttons(payload["components"], "components", "custom_id", "label")))


def slack_view(payload: Mapping[str, Any]) -> SlackView:
    """Read the blocks and the buttons of a Slack payload."""
    blocks = tuple(shown for block in payload["blocks"] for shown in _slack(block))
    return SlackView(blocks, tuple(_buttons(payload["blocks"], "elements", "value", "text")))


def _discord(component: Mapping[str, Any]) -> Iterator[PreviewLine]:
    if component["type"] == CONTAINER:
        for child in component["components"]:
            yield from _discord(child)
    elif component["type"] == SEPARATOR and component["divider"]:
        yield PreviewLine("rule")
    elif component["type"] == TEXT:
        yield from _markdown(component["content"].strip())


def _markdown(content: str) -> Iterator[PreviewLine]:
    """Lines of the same block quotation are one, as on Discord."""
    quoted: list[str] = []
    for line in content.split("\n"):
        if line.startswith("> "):
            quoted.append(discord_quoted(line.removeprefix("> "))[0])
            continue
        if quoted:
            yield PreviewLine("quote", "\n".join(quoted))
            quoted = []
        found = DISCORD_LINE.fullmatch(line)
        # How long ago something was is told by Discord itself.
        words = discord_words(without_mentions(RELATIVE.sub("", line)))
        yield PreviewLine(DISCORD_KINDS[found["mark"] if found else None], words)


def _slack(block: Mapping[str, Any]) -> Iterator[SlackBlock]:
    if block["type"] == "header":
        yield SlackBlock("header", (StyledText(block["text"]["text"]),))
    elif block["type"] == "rich_text":
        for element in block["elements"]:
            texts = tuple(
                # A date shows in the reader's own time zone; its fallback names the zone.
                StyledText(part.get("text") or part["fallback"], **part.get("style", {}))
                for part in element["elements"]
            )
            yield SlackBlock("quote" if element["type"] == "rich_text_quote" else "section", texts)


def _buttons(rows: Any, within: str, carried: str, label: str) -> Iterator[PreviewButton]:
    for row in rows:
        for element in row.get(within, ()) if isinstance(row.get(within), list) else ():
            asked = pressed(str(element.get(carried, "")))
            if asked:
                words = element[label]["text"] if isinstance(element[label], dict) else element[label]
                yield PreviewButton(words, write(asked.query), asked.page)
