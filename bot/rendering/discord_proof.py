"""Reads back what a Discord message shows besides quotations and proves it: colours, links, commands."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bot.answers.answer import Answer
from bot.rendering.accent import accent
from bot.rendering.command_mentions import CommandIds
from bot.rendering.discord import ACTION_ROW, CONTAINER
from bot.rendering.gate import NotProvenOnPayload, instants_of
from bot.rendering.proof import COMMAND_MENTION, TIMESTAMP, displays
from bot.rendering.sections import LinkButton


class Expected(NamedTuple):
    """What the messages of an answer may show: the links below them, and the ids of commands."""

    links: tuple[LinkButton, ...]
    commands: CommandIds


def discord_accents(payload: Mapping[str, Any]) -> Iterator[int | None]:
    """The colour of each container of a message as 0xRRGGBB; None for a neutral one."""
    for component in payload["components"]:
        if component["type"] == CONTAINER:
            yield component.get("accent_color")


def discord_links(payload: Mapping[str, Any]) -> Iterator[LinkButton]:
    """The buttons of a message that open an address."""
    for row in payload["components"]:
        for component in row["components"] if row["type"] == ACTION_ROW else ():
            if "url" in component:
                yield LinkButton(component["label"], component["url"])


def discord_commands(payload: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The commands that a message mentions, as they are typed, with their ids."""
    for text in displays(payload["components"]):
        yield from ((found["name"], found["id"]) for found in COMMAND_MENTION.finditer(text))


def discord_instants(payload: Mapping[str, Any]) -> Iterator[int]:
    """The instants that a message shows in its reader's own time, in seconds since 1970."""
    for text in displays(payload["components"]):
        yield from (int(found["seconds"]) for found in TIMESTAMP.finditer(text))


def prove_message(answer: Answer, payload: Mapping[str, Any], expected: Expected) -> None:
    """Compare what a message shows besides quotations with its answer. Raises NotProvenOnPayload."""
    for colour in discord_accents(payload):
        if colour != accent(answer):
            raise NotProvenOnPayload(f"a colour that the answer does not have: {colour}")
    for link in discord_links(payload):
        if link not in expected.links:
            raise NotProvenOnPayload(f"a link that the answer does not have: {link}")
    for name, identifier in discord_commands(payload):
        if expected.commands.ids.get(name) != identifier:
            raise NotProvenOnPayload(f"{name} has not the id {identifier}")
    known = {instant.seconds for instant in instants_of(answer)}
    for seconds in discord_instants(payload):
        if seconds not in known:
            raise NotProvenOnPayload(f"an instant that the answer does not name: {seconds}")
