"""What Slack refuses though slack_sdk lets it pass, and what would ring somebody's phone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

LIVE = re.compile(r"<[@#!][^>]*>|<https?:")
Block = Mapping[str, Any]


def units(text: str) -> int:
    """UTF-16 units, the strictest way to count."""
    return len(text.encode("utf-16-le")) // 2


def message_problems(text: str, blocks: list[Any], most: int = 50) -> list[str]:
    """Why Slack would refuse a message, or show it otherwise than meant."""
    problems = [] if units(text) <= 4000 else [f"a text of {units(text)}"]
    problems += [f"live in the text: {found}" for found in LIVE.findall(text)]
    return problems + block_problems(blocks, most)


def view_problems(view: Mapping[str, Any]) -> list[str]:
    """Why Slack would refuse a view."""
    problems = block_problems(view["blocks"], 100)
    if view["type"] == "modal":
        for name in ("title", "submit", "close"):
            if name in view and not 1 <= units(view[name]["text"]) <= 24:
                problems.append(f"a modal's {name} of {units(view[name]['text'])}")
        if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
            problems.append("a modal with an input and no submit")
    if units(view.get("private_metadata", "")) > 3000:
        problems.append("private_metadata is too long")
    return problems


def block_problems(blocks: list[Any], most: int) -> list[str]:
    """Why Slack would refuse blocks."""
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    problems = [] if len(set(ids)) == len(ids) else ["two blocks of one id"]
    if not len(blocks) <= most:
        problems.append(f"{len(blocks)} blocks")
    for block in blocks:
        problems += _of_block(block)
    return problems


def _of_block(block: Block) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield from _text(block["text"], 150, "plain_text")
        case "section":
            yield from _text(block["text"], 3000)
            if "accessory" in block:
                yield from _element(block["accessory"])
        case "context":
            yield from _context(block["elements"])
        case "rich_text":
            yield from _rich(block["elements"])
        case "actions":
            yield from _actions(block["elements"])
        case "input":
            yield from _text(block["label"], 2000, "plain_text")
            if "hint" in block:
                yield from _text(block["hint"], 2000, "plain_text")
            yield from _element(block["element"])
        case "divider":
            pass
        case other:
            yield f"a block of type {other}"


def _context(elements: list[Block]) -> Iterator[str]:
    if not 1 <= len(elements) <= 10:
        yield f"a context of {len(elements)}"
    for element in elements:
        yield from _text(element, 3000)


def _rich(elements: list[Block]) -> Iterator[str]:
    if not elements:
        yield "an empty rich_text"
    for element in elements:
        if not element["elements"]:
            yield f"an empty {element['type']}"
        for part in element["elements"]:
            if part["type"] in {"channel", "user"}:
                kind = {"channel": "channel_id", "user": "user_id"}[part["type"]]
                if set(part) != {"type", kind} or not re.fullmatch("[CGUW][A-Z0-9]+", part[kind]):
                    yield f"a mention such as {part}"
                continue
            if part["type"] not in {"text", "link", "date"}:
                yield f"{part['type']} is live in rich text"
            text = part["fallback" if part["type"] == "date" else "text"]
            if not 1 <= units(text) <= 3000:
                yield f"rich text of {units(text)}"


def _actions(elements: list[Block]) -> Iterator[str]:
    if not 1 <= len(elements) <= 25:
        yield f"{len(elements)} actions in a block"
    ids = [element["action_id"] for element in elements]
    if len(set(ids)) != len(ids):
        yield "two actions of one id in a block"
    for element in elements:
        yield from _element(element)


def _element(element: Block) -> Iterator[str]:
    if "action_id" in element and not 1 <= units(element["action_id"]) <= 255:
        yield "an action_id of the wrong length"
    if element["type"] == "button":
        yield from _text(element["text"], 75, "plain_text")
        if units(element.get("value", "-")) > 2000 or not element.get("value", "-"):
            yield "a button's value of the wrong length"
    yield from _of_a_form(element)
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, "plain_text")
    if element["type"] == "static_select":
        yield from option_problems(element["options"])
        if not element["options"]:
            yield "a menu without options"


def _of_a_form(element: Block) -> Iterator[str]:
    if element["type"] in {"checkboxes", "radio_buttons"}:
        yield from _boxes(element)
    if element["type"] == "timepicker" and not re.fullmatch(r"\d\d:\d\d", element.get("initial_time", "")):
        yield "a time of day of the wrong form"
    if element["type"] == "conversations_select" and not element.get("filter", {}).get("include"):
        yield "a menu of conversations with every direct message"
    if "initial_option" in element:
        yield from option_problems([element["initial_option"]])


def _boxes(element: Block) -> Iterator[str]:
    options = element["options"]
    if not 1 <= len(options) <= 10:
        yield f"{len(options)} boxes"
    yield from option_problems(options)
    chosen = [
        *element.get("initial_options", ()),
        *([first] if (first := element.get("initial_option")) else ()),
    ]
    if any(one not in options for one in chosen):
        yield "a box that is ticked and not there"
    if "initial_options" in element and not chosen:
        yield "an empty list of ticked boxes"


def option_problems(options: list[Block]) -> Iterator[str]:
    """Why Slack would refuse the options of a menu."""
    if len(options) > 100:
        yield f"{len(options)} options"
    values = [option["value"] for option in options]
    if len(set(values)) != len(values):
        yield "two options of one value"
    for option in options:
        yield from _text(option["text"], 75, "plain_text")
        if not 1 <= units(option["value"]) <= 150:
            yield f"an option's value of {units(option['value'])}"


def _text(text: Block, longest: int, kind: str = "") -> Iterator[str]:
    if kind and text["type"] != kind:
        yield f"{text['type']} where {kind} must be"
    if not 1 <= units(text["text"]) <= longest:
        yield f"a text of {units(text['text'])} where {longest} fit"
    if text["type"] == "mrkdwn":
        yield f"mrkdwn: {text['text'][:50]}"
