"""What Slack shows of a message or of a view: a modal, or the Home tab."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.web.preview import (
    Control,
    ControlRow,
    Field,
    FieldKind,
    MenuChoice,
    Preview,
    PreviewBlock,
    PreviewLine,
    SentPayload,
    StyledText,
    command_of,
    joined,
    one_line,
)

FIELDS: Mapping[str, FieldKind] = {
    "plain_text_input": "text",
    "checkboxes": "boxes",
    "radio_buttons": "radio",
    "timepicker": "time",
    "static_select": "menu",
}
"""Elements of a form by their types; every other one is filled by Slack while somebody types in it."""
SIGNS = {"channel": ("#", "channel_id"), "user": ("@", "user_id")}


def slack_preview(payload: SentPayload, *, is_private: bool = False) -> Preview:
    """Read a message, or a view with its title and its buttons where it is a modal."""
    labels = {name: _text(payload[name]) for name in ("title", "submit", "close") if name in payload}
    blocks = tuple(shown for block in payload["blocks"] for shown in _blocks(block))
    return Preview(blocks, len(payload["blocks"]), is_private=is_private, **labels)


def _blocks(block: Mapping[str, Any]) -> Iterator[PreviewBlock]:
    match block["type"]:
        case "header":
            yield one_line("title", _text(block["text"]))
        case "rich_text":
            lines = [line for element in block["elements"] for line in _rich(element)]
            yield replace(lines[0], begins=True)
            yield from lines[1:]
        case "actions":
            yield ControlRow(tuple(map(_control, block["elements"])))
        case "section":
            accessory = block.get("accessory")
            words = _text(block["text"])
            yield ControlRow((_control(accessory),), words) if accessory else one_line("plain", words)
        case "input":
            yield _field(block)
        case "divider":
            yield PreviewLine("rule")
        case _:
            pass


def _rich(element: Mapping[str, Any]) -> Iterator[PreviewLine]:
    texts = tuple(map(_styled, element["elements"]))
    if element["type"] == "rich_text_quote":
        yield PreviewLine("quote", texts)
        return
    line: list[StyledText] = []
    for text in texts:
        # A line of ours holds no other line breaks than these.
        if text.words == "\n":
            yield PreviewLine("plain", joined(iter(line)))
            line = []
        else:
            line.append(text)
    yield PreviewLine("plain", joined(iter(line)))


def _styled(part: Mapping[str, Any]) -> StyledText:
    if sign := SIGNS.get(part["type"]):
        return StyledText(f"{sign[0]}{part[sign[1]]}", mention=True)
    # A date shows in the reader's own time zone; its fallback names the zone.
    return StyledText(
        part.get("text") or part["fallback"], **part.get("style", {}), address=part.get("url", "")
    )


def _control(element: Mapping[str, Any]) -> Control:
    if element["type"] == "button":
        command, page = command_of(element.get("value", ""))
        return Control(_text(element["text"]), command, page, element.get("url", ""))
    choices = tuple(_choices(element))
    return Control(_text(element.get("placeholder", {})), choices=choices, is_menu=True)


def _choices(element: Mapping[str, Any]) -> Iterator[MenuChoice]:
    initial = [element.get("initial_option"), *element.get("initial_options", ())]
    chosen = {one["value"] for one in initial if one}
    for option in element.get("options", ()):
        command, _ = command_of(option["value"])
        yield MenuChoice(_text(option["text"]), "", option["value"] in chosen, command)


def _field(block: Mapping[str, Any]) -> Field:
    element = block["element"]
    kind = FIELDS.get(element["type"], "picker")
    if element.get("multiline"):
        kind = "area"
    value = element.get("initial_time", "") or _text((element.get("initial_option") or {}).get("text", {}))
    if kind == "picker" and not value:
        value = _text(element.get("placeholder", {}))
    return Field(
        kind,
        _text(block["label"]),
        _text(block.get("hint", {})),
        value,
        tuple(_choices(element)),
        bool(block.get("optional")),
    )


def _text(plain: Mapping[str, Any]) -> str:
    return str(plain.get("text", ""))
