"""The texts that a Slack message shows, in order: https://docs.slack.dev/reference/block-kit/blocks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.checking.parts import TextPart, shown_parts

MOST_NESTED = 6
"""How deep blocks, and messages forwarded in attachments, are read at most."""
STRUCK = re.compile(r"(?<![\w~])~(?=[^\s~])([^~\n]+)(?<=\S)~(?![\w~])")
"""What Slack's own markup strikes out: between single tildes."""
FILE_TEXTS = ("title", "alt_txt", "preview_plain_text", "plain_text")


def slack_parts(message: Mapping[str, Any]) -> tuple[TextPart, ...]:
    """The texts of a message as Slack's API gives it; where it has blocks, its ``text`` is not shown."""
    return tuple(shown_parts(_shown(message, "", MOST_NESTED)))


def _shown(message: Mapping[str, Any], before: str, depth: int) -> Iterator[tuple[str, object]]:
    blocks = list(_blocks(_listed(message, "blocks"), f"{before}block"))
    yield from blocks or [(f"{before}content", _struck(message.get("text")))]
    for number, attachment in enumerate(_listed(message, "attachments"), start=1):
        yield from _attachment(attachment, f"{before}attachment {number}", depth)
    for number, file in enumerate(_listed(message, "files"), start=1):
        yield from ((f"{before}file {number} {name}", file.get(name)) for name in FILE_TEXTS)


def _attachment(attachment: Mapping[str, Any], name: str, depth: int) -> Iterator[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    forwarded = [_part(one, "message") for one in _listed(attachment, "message_blocks")]
    inner = [
        *_listed(attachment, "blocks"),
        *(block for one in forwarded for block in _listed(one, "blocks")),
    ]
    found += ((f"{name} {key}", _struck(attachment.get(key))) for key in ("pretext", "author_name", "title"))
    blocks = list(_blocks(inner, f"{name} block"))
    # A forwarded message comes both as blocks and as text.
    found += blocks or [(f"{name} text", _struck(attachment.get("text")))]
    for number, field in enumerate(_listed(attachment, "fields"), start=1):
        found += ((f"{name} field {number} {key}", _struck(field.get(key))) for key in ("title", "value"))
    found.append((f"{name} footer", _struck(attachment.get("footer"))))
    if not any(isinstance(text, str) and text.strip() for _, text in found):
        found.append((f"{name} fallback", _struck(attachment.get("fallback"))))
    yield from found
    if depth:
        for number, one in enumerate(_listed(attachment, "attachments"), start=1):
            yield from _attachment(one, f"{name} attachment {number}", depth - 1)


def _blocks(blocks: Iterable[Mapping[str, Any]], name: str) -> Iterator[tuple[str, object]]:
    for number, block in enumerate(blocks, start=1):
        texts = [text for text in _block(block) if text.strip()]
        if texts:
            yield f"{name} {number}", "\n".join(texts)


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    """The texts of one block, whatever its type: rich text, or objects with texts, labels and fields."""
    if block.get("type") == "rich_text":
        yield from _rich(_listed(block, "elements"), MOST_NESTED)
        return
    yield from _texts(block, MOST_NESTED)


NESTED = ("title", "text", "description", "label", "hint", "placeholder")
LISTS = ("fields", "elements", "options", "rows", "columns")


def _texts(one: Any, depth: int) -> Iterator[str]:
    if isinstance(one, list):
        for inner in one:
            yield from _texts(inner, depth)
        return
    if not isinstance(one, dict) or not depth:
        return
    if one.get("type") in {"rich_text", "rich_text_section"}:
        yield from _rich([one] if one["type"] == "rich_text_section" else _listed(one, "elements"), depth)
        return
    for name in NESTED:
        found = one.get(name)
        if isinstance(found, str):
            yield _struck(found)
        else:
            yield from _texts(found, depth - 1)
    yield from filter(None, (_text(one.get("alt_text")),))
    for name in (*LISTS, "accessory", "element"):
        yield from _texts(one.get(name), depth - 1)


def _rich(elements: Iterable[Mapping[str, Any]], depth: int) -> Iterator[str]:
    """The lines of rich text; those of a quotation begin with “>”, as they are typed."""
    for element in elements:
        inner = _listed(element, "elements")
        if element.get("type") == "rich_text_list" and depth:
            yield from _rich(inner, depth - 1)
            continue
        words = "".join(map(_words, inner))
        if element.get("type") == "rich_text_quote":
            words = "\n".join(f"> {line}" for line in words.split("\n") if line.strip())
        yield words


def _words(part: Mapping[str, Any]) -> str:
    """What a piece of rich text shows; a mention keeps its markup, so that it is no word."""
    match part.get("type"):
        case "user" | "channel" | "usergroup" | "broadcast" | "team":
            return f"<@{_text(part.get('user_id')) or part.get('type')}>"
        case "emoji":
            return f":{_text(part.get('name')) or 'emoji'}:"
        case "date":
            return _text(part.get("fallback"))
        case _:
            pass
    words = _text(part.get("text")) or _text(part.get("url"))
    return f"~~{words}~~" if _part(part, "style").get("strike") and words.strip() else words


def _struck(text: object) -> str:
    return STRUCK.sub(r"~~\1~~", _text(text))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _listed(message: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = message.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list | tuple) else []


def _part(message: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = message.get(name)
    return found if isinstance(found, dict) else {}
