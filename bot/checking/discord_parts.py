"""The texts that a Discord message shows, in order: https://docs.discord.com/developers/resources/message."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.checking.parts import TextPart, shown_parts

MOST_NESTED = 6
"""How deep components, and messages forwarded in messages, are read at most."""


def discord_parts(message: Mapping[str, Any]) -> tuple[TextPart, ...]:
    """The texts of a message as Discord's API gives it, each with where it stood."""
    return tuple(shown_parts(_shown(message, "", MOST_NESTED)))


def _shown(message: Mapping[str, Any], before: str, depth: int) -> Iterator[tuple[str, object]]:
    yield f"{before}content", message.get("content")
    for number, embed in enumerate(_listed(message, "embeds"), start=1):
        yield from ((f"{before}embed {number} {name}", text) for name, text in _embed(embed))
    for number, attachment in enumerate(_listed(message, "attachments"), start=1):
        yield f"{before}attachment {number} description", attachment.get("description")
    shown = (text for text in _components(_listed(message, "components"), depth) if text)
    for number, text in enumerate(shown, start=1):
        yield f"{before}component {number}", text
    poll = _part(message, "poll")
    yield f"{before}poll question", _part(poll, "question").get("text")
    for number, answer in enumerate(_listed(poll, "answers"), start=1):
        yield f"{before}poll answer {number}", _part(answer, "poll_media").get("text")
    if depth:
        for number, snapshot in enumerate(_listed(message, "message_snapshots"), start=1):
            yield from _shown(_part(snapshot, "message"), f"forwarded {number} {before}", depth - 1)


def _embed(embed: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield "provider", _part(embed, "provider").get("name")
    yield "author", _part(embed, "author").get("name")
    yield "title", embed.get("title")
    yield "description", embed.get("description")
    for number, field in enumerate(_listed(embed, "fields"), start=1):
        yield f"field {number} name", field.get("name")
        yield f"field {number} value", field.get("value")
    yield "footer", _part(embed, "footer").get("text")


def _components(components: Iterable[Mapping[str, Any]], depth: int) -> Iterator[object]:
    """The texts, labels and descriptions of components and of those inside them, in order."""
    for component in components:
        yield from (component.get(name) for name in ("content", "label", "description", "placeholder"))
        if depth:
            yield from _components(_listed(component, "components"), depth - 1)
            yield from _components([_part(component, "accessory")], depth - 1)
            yield from (item.get("description") for item in _listed(component, "items"))
            yield from _components(_listed(component, "options"), 0)


def _listed(message: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = message.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list | tuple) else []


def _part(message: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = message.get(name)
    return found if isinstance(found, dict) else {}
