"""What Discord shows of a message or of a form; Markdown is read as the proof of payloads reads it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.answers.phrases import phrase
from bot.rendering.discord import (
    ACTION_ROW,
    BUTTON,
    CONTAINER,
    EPHEMERAL,
    SELECT,
    SEPARATOR,
    TEXT,
    count,
)
from bot.rendering.discord_markdown import ESCAPED
from bot.rendering.proof import (
    COMMAND_MENTION,
    DISCORD_LINE,
    MASKED_LINK,
    MENTION,
    TIMESTAMP,
    discord_quoted,
)
from bot.rendering.wording import Wording
from bot.web.preview import (
    Control,
    ControlRow,
    Field,
    FieldKind,
    LineKind,
    MenuChoice,
    Preview,
    PreviewLine,
    SentPayload,
    StyledText,
    command_of,
    joined,
)

LABEL, TEXT_INPUT, RADIO_GROUP = 18, 4, 21
SHORT = 1
"""The style of a text input of one line."""
KINDS: Mapping[str | None, LineKind] = {
    "## ": "title",
    "### ": "heading",
    "-# ": "small",
    "- ": "bullet",
    "**": "bold",
    "> ": "quote",
    None: "plain",
}
LIVE = re.compile(
    "|".join(
        re.sub(r"\(\?P<\w+>", "(?:", one.pattern)
        for one in (MASKED_LINK, TIMESTAMP, MENTION, COMMAND_MENTION)
    )
)
"""Matches a link, an instant or a mention inside a line."""
SIGNS = {"#": "#", "@": "@", "@&": "@"}
SUBMIT, CANCEL = phrase("Submit"), phrase("Cancel")
"""The labels that Discord itself gives the buttons of a form."""
HERE = phrase("# this channel")


def discord_preview(payload: SentPayload, words: Wording, today: date | None = None) -> Preview:
    """Read a message of Components V2; instants are written for a reader in UTC on the day ``today``."""
    blocks = tuple(_blocks(payload["components"], _Instants(words, today).shown))
    colours = (one.get("accent_color") for one in payload["components"])
    accent = next((f"#{colour:06x}" for colour in colours if colour is not None), "")
    is_private = bool(payload.get("flags", 0) & EPHEMERAL)
    return Preview(blocks, count(payload["components"]), accent, is_private)


def discord_form(payload: SentPayload, words: Wording) -> Preview:
    """Read a form (modal), whose own buttons have the labels that Discord gives them."""
    data = payload["data"]
    here = words.say(HERE)
    fields = tuple(_field(one, here) for one in data["components"])
    submit, close = words.say(SUBMIT), words.say(CANCEL)
    return Preview(fields, count(data["components"]), title=data["title"], submit=submit, close=close)


class _Instants:
    """Writes instants as Discord does: how long ago they were, or the day with the time."""

    def __init__(self, words: Wording, today: date | None) -> None:
        self._words, self._today = words, today

    def shown(self, seconds: int, *, is_relative: bool) -> str:
        moment = datetime.fromtimestamp(seconds, UTC)
        if not is_relative:
            return self._words.instant(moment)
        return self._words.days_ago((self._today - moment.date()).days) if self._today else ""


LiveMark = Callable[..., str]


def _blocks(components: Iterable[Mapping[str, Any]], shown: LiveMark) -> Iterator[PreviewLine | ControlRow]:
    for component in components:
        match component["type"]:
            case kind if kind == CONTAINER:
                yield from _blocks(component["components"], shown)
            case kind if kind == SEPARATOR and component["divider"]:
                yield PreviewLine("rule")
            case kind if kind == TEXT:
                first, *rest = _markdown(component["content"].strip(), shown)
                yield replace(first, begins=True)
                yield from rest
            case kind if kind == ACTION_ROW:
                yield ControlRow(tuple(map(_control, component["components"])))


def _markdown(content: str, shown: LiveMark) -> Iterator[PreviewLine]:
    """Lines of the same block quotation are one, as on Discord."""
    quoted: list[tuple[str, bool]] = []
    for line in content.split("\n"):
        if line.startswith("> "):
            quoted.append(discord_quoted(line.removeprefix("> ")))
            continue
        if quoted:
            yield _quotation(quoted)
            quoted = []
        found = DISCORD_LINE.fullmatch(line)
        mark = found["mark"] if found else None
        plain = line.removeprefix(mark or "")
        yield PreviewLine(
            KINDS[mark], joined(_texts(plain.removesuffix("**") if mark == "**" else plain, shown))
        )


def _quotation(lines: list[tuple[str, bool]]) -> PreviewLine:
    words = "\n".join(words for words, _ in lines)
    return PreviewLine("quote", (StyledText(words),), veiled=any(is_veiled for _, is_veiled in lines))


def _texts(line: str, shown: LiveMark) -> Iterator[StyledText]:
    at = 0
    for live in LIVE.finditer(line):
        yield _plain(line[at : live.start()])
        yield _live(live.group(), shown)
        at = live.end()
    yield _plain(line[at:])


def _live(mark: str, shown: LiveMark) -> StyledText:
    if link := MASKED_LINK.fullmatch(mark):
        return StyledText(_plain(link["name"]).words, address=link["address"])
    if instant := TIMESTAMP.fullmatch(mark):
        return StyledText(shown(int(instant["seconds"]), is_relative=mark.endswith(":R>")))
    if named := COMMAND_MENTION.fullmatch(mark):
        return StyledText(named["name"], mention=True)
    mention = MENTION.fullmatch(mark)
    return StyledText(f"{SIGNS[mention['sign']]}{mention['id']}" if mention else mark, mention=True)


def _plain(words: str) -> StyledText:
    """What Discord shows of escaped words, which were proven to hold no markup with their whole line."""
    return StyledText(ESCAPED.sub(r"\1", words))


def _control(component: Mapping[str, Any]) -> Control:
    if component["type"] == BUTTON:
        command, page = command_of(component.get("custom_id", ""))
        return Control(component["label"], command, page, component.get("url", ""))
    choices = tuple(map(_choice, component.get("options", ()))) if component["type"] == SELECT else ()
    return Control(component.get("placeholder", ""), choices=choices, is_menu=True)


def _choice(option: Mapping[str, Any]) -> MenuChoice:
    command, _ = command_of(option["value"])
    return MenuChoice(option["label"], option.get("description", ""), bool(option.get("default")), command)


def _field(labelled: Mapping[str, Any], here: str) -> Field:
    inner = labelled["component"]
    kind, value = _kind(inner), inner.get("value", "")
    choices = tuple(map(_choice, inner.get("options", ())))
    if kind == "picker":
        # The bot knows no name of a channel: the one chosen at first is where the form is opened.
        value = ", ".join(here if one["type"] == "channel" else one["id"] for one in inner["default_values"])
    is_optional = not inner.get("required", True)
    return Field(kind, labelled["label"], labelled.get("description", ""), value, choices, is_optional)


def _kind(component: Mapping[str, Any]) -> FieldKind:
    match component["type"]:
        case kind if kind == TEXT_INPUT:
            return "text" if component["style"] == SHORT else "area"
        case kind if kind == RADIO_GROUP:
            return "radio"
        case kind if kind == SELECT:
            return "boxes" if component.get("max_values", 1) > 1 else "menu"
    # The other selects are filled by Discord: with people, roles or channels.
    return "picker"
