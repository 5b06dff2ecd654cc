"""Interactions as Discord sends them, over the gateway or over HTTP."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.fakes.discord.permissions import EVERYTHING
from tests.fakes.discord.world import APPLICATION, CHANNEL, GUILD, NEXT, USER, Message, World

MANAGE_GUILD = 1 << 5
SUB_COMMAND, STRING, BOOLEAN, CHANNEL_OPTION, ATTACHMENT = 1, 3, 5, 7, 11
PING, COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 1, 2, 3, 4, 5
BUTTON, SELECT = 2, 3


def slash(world: World, name: str, /, focused: str | None = None, **options: Any) -> dict[str, Any]:
    """A slash command, ``case status`` as a subcommand; with ``focused`` while that option is typed."""
    given = [_option(option, value, focused) for option, value in options.items()]
    first, _, sub = name.partition(" ")
    nested = [{"name": sub, "type": SUB_COMMAND, "options": given}] if sub else given
    data = {"id": "900", "name": first, "type": 1, "options": nested}
    return interaction(world, AUTOCOMPLETE if focused else COMMAND, data)


def attached(interaction: dict[str, Any], option: str, name: str) -> dict[str, Any]:
    """A slash command with a file picked for an option, as Discord names where it can be had."""
    identifier = "1400000000000000001"
    url = f"https://cdn.discordapp.com/attachments/{CHANNEL}/{identifier}/{name}?ex=1&is=2&hm=3"
    file = {"id": identifier, "filename": name, "size": 10, "url": url, "proxy_url": url}
    data = interaction["data"]
    picked = {"name": option, "type": ATTACHMENT, "value": identifier}
    nested = [{**one, "options": [*one["options"], picked]} for one in data["options"]]
    resolved = {"attachments": {identifier: file}}
    return {**interaction, "data": {**data, "options": nested, "resolved": resolved}}


def on_message(world: World, name: str, text: str) -> dict[str, Any]:
    """A command of a message's menu."""
    target = Message(world.new_id(), CHANNEL, {"content": text})
    message = {**target.as_discord_tells_it(), "author": user()}
    data = {
        "id": "901",
        "name": name,
        "type": 3,
        "target_id": str(target.id),
        "resolved": {"messages": {str(target.id): message}},
    }
    return interaction(world, COMMAND, data)


def edited(on_message: dict[str, Any], text: str) -> dict[str, Any]:
    """A command on the same message, once its author has edited it."""
    data = on_message["data"]
    [(target, message)] = data["resolved"]["messages"].items()
    message = {**message, "content": text, "edited_timestamp": "2026-01-02T00:00:00+00:00"}
    identifier = int(on_message["id"]) + 1
    return {
        **on_message,
        "id": str(identifier),
        "token": f"aW50ZXJhY3Rpb246-{identifier}-edited",
        "data": {**data, "resolved": {"messages": {target: message}}},
    }


def press(world: World, message: Message, custom_id: str) -> dict[str, Any]:
    """A button of a message."""
    data = {"custom_id": custom_id, "component_type": BUTTON, "id": 1}
    return {**interaction(world, COMPONENT, data), "message": message.as_discord_tells_it()}


def choose(world: World, message: Message, custom_id: str, value: str) -> dict[str, Any]:
    """An entry of a message's menu."""
    data = {"custom_id": custom_id, "component_type": SELECT, "values": [value], "id": 1}
    return {**interaction(world, COMPONENT, data), "message": message.as_discord_tells_it()}


def submit(world: World, custom_id: str, values: Mapping[str, str]) -> dict[str, Any]:
    """A form with texts below labels."""
    fields = [{"type": 4, "id": 2, "custom_id": name, "value": value} for name, value in values.items()]
    labels = [{"type": 18, "id": 1, "component": field} for field in fields]
    return interaction(world, MODAL_SUBMIT, {"custom_id": custom_id, "components": labels})


def fill(
    world: World,
    form: Mapping[str, Any],
    roles: Sequence[int] = (),
    **filled: str | Sequence[str],
) -> dict[str, Any]:
    """A form as somebody sends it who has filled in some fields and left the others as they were."""
    labels = []
    for number, label in enumerate(form["components"]):
        field = label["component"]
        value = filled.get(field["custom_id"], _prefilled(field))
        carried = {"value": value} if field["type"] in {4, 21} else {"values": list(value or ())}
        component = {"type": field["type"], "id": number, "custom_id": field["custom_id"], **carried}
        labels.append({"type": 18, "id": 100 + number, "component": component})
    resolved = {"roles": {str(role): {"id": str(role)} for role in roles}}
    data = {"custom_id": form["custom_id"], "components": labels, "resolved": resolved}
    return interaction(world, MODAL_SUBMIT, data)


def _prefilled(field: Mapping[str, Any]) -> Any:
    if field["type"] == 4:
        return field.get("value", "")
    chosen = [one["value"] for one in field.get("options", ()) if one.get("default")]
    if field["type"] == 21:
        return next(iter(chosen), None)
    return [*chosen, *(one["id"] for one in field.get("default_values", ()))]


def with_roles(interaction: dict[str, Any], *roles: int) -> dict[str, Any]:
    """The same from somebody who has these roles."""
    return {**interaction, "member": {**interaction["member"], "roles": [str(role) for role in roles]}}


def in_channel(interaction: dict[str, Any], channel: int) -> dict[str, Any]:
    """The same in another channel of its server."""
    shown = {**interaction["channel"], "id": str(channel)}
    return {**interaction, "channel_id": str(channel), "channel": shown}


def in_thread(interaction: dict[str, Any], thread: int, below: int = CHANNEL) -> dict[str, Any]:
    """The same in a public thread of a channel, which names the channel that it is below."""
    shown = {"id": str(thread), "type": 11, "name": "aside", "guild_id": str(GUILD), "parent_id": str(below)}
    since = {"archive_timestamp": "2026-01-01T00:00:00+00:00", "auto_archive_duration": 1440}
    state = {"thread_metadata": {**since, "archived": False, "locked": False}, "owner_id": str(USER)}
    counted = {"message_count": 0, "member_count": 1}
    return {**interaction, "channel_id": str(thread), "channel": {**shown, **state, **counted}}


def ping(world: World) -> dict[str, Any]:
    return interaction(world, PING, {})


def interaction(world: World, kind: int, data: dict[str, Any]) -> dict[str, Any]:
    identifier = world.new_id()
    return {
        "id": str(identifier),
        "application_id": str(APPLICATION),
        "type": kind,
        "token": f"aW50ZXJhY3Rpb246-{identifier}",
        "version": 1,
        "data": data,
        "guild_id": str(GUILD),
        "guild": {"id": str(GUILD), "locale": "en-US", "features": []},
        "channel_id": str(CHANNEL),
        "channel": {"id": str(CHANNEL), "type": 0, "name": "law", "guild_id": str(GUILD), "position": 0},
        "member": {
            "user": user(),
            "roles": [],
            "permissions": str(EVERYTHING),
            "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
        },
        "app_permissions": str(EVERYTHING),
        "locale": "en-US",
        "guild_locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(GUILD)},
        "context": 0,
        "attachment_size_limit": 10_485_760,
    }


def as_manager(interaction: dict[str, Any]) -> dict[str, Any]:
    """The same, from somebody with Manage Server."""
    member = {**interaction["member"], "permissions": str(EVERYTHING | MANAGE_GUILD)}
    return {**interaction, "member": member}


def elsewhere(interaction: dict[str, Any], number: int) -> dict[str, Any]:
    """The same on another of the world's servers."""
    guild, channel = str(GUILD + number * NEXT), str(CHANNEL + number * NEXT)
    return {
        **interaction,
        "guild_id": guild,
        "guild": {**interaction["guild"], "id": guild},
        "channel_id": channel,
        "channel": {**interaction["channel"], "id": channel, "guild_id": guild},
        "authorizing_integration_owners": {"0": guild},
    }


def in_private(interaction: dict[str, Any], *, context: int = 1) -> dict[str, Any]:
    """The same in a direct message: with the bot, or with ``context=2`` between people."""
    left = {name: value for name, value in interaction.items() if "guild" not in name and name != "member"}
    channel = {"id": str(CHANNEL + 5), "type": 1 if context == 1 else 3, "recipients": [user()]}
    return {
        **left,
        "user": user(),
        "channel_id": channel["id"],
        "channel": channel,
        "context": context,
        "authorizing_integration_owners": {"1": str(USER)},
    }


def by(interaction: dict[str, Any], person: int) -> dict[str, Any]:
    """The same from another person."""
    return {**interaction, "member": {**interaction["member"], "user": user(person)}}


def user(person: int = USER) -> dict[str, Any]:
    return {"id": str(person), "username": "ada", "discriminator": "0", "global_name": "Ada", "avatar": None}


def signed(interaction: Mapping[str, Any], key: Ed25519PrivateKey) -> tuple[bytes, dict[str, str]]:
    """The body and headers of the request with which Discord posts an interaction."""
    body = json.dumps(interaction).encode()
    return body, signed_bytes(body, key)


def signed_bytes(body: bytes, key: Ed25519PrivateKey) -> dict[str, str]:
    """The headers of a signed request with any body."""
    timestamp = str(int(time.time()))
    return {
        "X-Signature-Ed25519": key.sign(timestamp.encode() + body).hex(),
        "X-Signature-Timestamp": timestamp,
        "Content-Type": "application/json",
    }


def _option(name: str, value: Any, focused: str | None) -> dict[str, Any]:
    kind = BOOLEAN if isinstance(value, bool) else CHANNEL_OPTION if name == "channel" else STRING
    option = {"name": name, "type": kind, "value": value}
    return {**option, "focused": True} if name == focused else option
