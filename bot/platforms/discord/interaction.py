"""Reads Discord's interactions, from the gateway or posted over HTTP: who asks, where, and for what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import discord

from bot.answers.asker import Asker
from bot.platforms.discord.names import english_name
from bot.rendering.discord import EPHEMERAL
from bot.rendering.translations import known_locale

PING, COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 1, 2, 3, 4, 5
SLASH, ON_MESSAGE = 1, 3
SUBCOMMAND, SUBCOMMAND_GROUP = 1, 2
ADMINISTRATOR, MANAGE_GUILD = 1 << 3, 1 << 5
WITH_THE_BOT, AMONG_PEOPLE = 1, 2
"""Contexts of interactions outside of servers: a direct message with the bot, and one among other people."""
PRIVATE = "private"
"""The name of the option that makes an answer ephemeral."""


class NotAnInteraction(ValueError):
    """A payload is no interaction that this bot can have caused; the message says why."""


@dataclass(frozen=True)
class SlashCommand:
    """A slash command, ``case status`` for a subcommand; ``focused`` is the option that is being typed."""

    name: str
    options: tuple[tuple[str, str], ...]
    private: bool | None = None
    focused: str = ""


@dataclass(frozen=True)
class MessageCommand:
    """A command of a message's context menu, the text of that message, and its address."""

    name: str
    text: str
    address: str = ""


@dataclass(frozen=True)
class ComponentPress:
    """A pressed button or a menu's chosen option: what it carries, and on what kind of message it is.

    ``own`` says that nobody else is known to have asked for the message, which has the id ``message``.
    """

    custom_id: str
    chosen: str | None
    on_ephemeral: bool
    own: bool
    message: str = ""


@dataclass(frozen=True)
class SubmittedForm:
    """A form that was sent: what it carries, and what was typed or chosen in its fields, by their names.

    Of a field in which several things can be chosen, ``chosen`` has the values, of a role its id after “&”.
    """

    custom_id: str
    values: Mapping[str, str]
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Asked = SlashCommand | MessageCommand | ComponentPress | SubmittedForm


@dataclass(frozen=True)
class Interaction:
    """An interaction: ids, who asks, and what; None for a PING."""

    id: str
    token: str
    application: str
    asker: Asker
    asked: Asked | None
    alone: bool = False
    """Whether nobody but the asker sees the channel: it is their direct message with the bot."""


def of_json(raw: Mapping[str, Any]) -> Interaction:
    """The interaction that Discord posted. Raises NotAnInteraction."""
    try:
        asker = _asker(raw) if raw["type"] != PING else Asker("discord", "", "", "")
        asked = _asked(raw, asker.user)
        asker = replace(asker, request=str(raw["id"]))
        alone = asker.is_direct and raw.get("context", WITH_THE_BOT) == WITH_THE_BOT
        return Interaction(str(raw["id"]), str(raw["token"]), str(raw["application_id"]), asker, asked, alone)
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise NotAnInteraction(repr(error)) from None


def of_gateway(event: discord.Interaction) -> Interaction:
    """The interaction that came over the gateway, as if Discord had posted it. Raises NotAnInteraction."""
    raw: dict[str, Any] = {
        "id": event.id,
        "token": event.token,
        "application_id": event.application_id,
        "type": event.type.value,
        "data": event.data,
        "guild_id": event.guild_id or "",
        "channel_id": event.channel_id or "",
        "member": {
            "permissions": event.permissions.value,
            "user": {"id": event.user.id},
            # discord.py names only those of servers that it could parse.
            "roles": list(getattr(event.user, "_roles", ())),
        },
        "locale": event.locale.value,
        "context": AMONG_PEOPLE if event.context.private_channel else WITH_THE_BOT,
    }
    if event.message:
        raw["message"] = _message_of(event.message)
    return of_json(raw)


def _message_of(message: discord.Message) -> dict[str, Any]:
    raw: dict[str, Any] = {"id": message.id, "flags": message.flags.value}
    if message.interaction_metadata:
        raw["interaction_metadata"] = {"user": {"id": message.interaction_metadata.user.id}}
    return raw


def _asker(raw: Mapping[str, Any]) -> Asker:
    member = raw.get("member") or raw
    may = int(member.get("permissions", 0))
    return Asker(
        "discord",
        workspace=str(raw.get("guild_id") or ""),
        channel=str(raw.get("channel_id") or ""),
        user=str(member["user"]["id"]),
        manages=bool(may & (ADMINISTRATOR | MANAGE_GUILD)),
        locale=known_locale(str(raw.get("locale") or "en-US")),
        is_direct=not raw.get("guild_id"),
        roles=tuple(map(str, roles)) if (roles := member.get("roles")) else (),
    )


def _asked(raw: Mapping[str, Any], user: str) -> Asked | None:
    kind, data = raw["type"], raw.get("data") or {}
    if kind == PING:
        return None
    if kind == COMPONENT:
        return _press(data, raw["message"], user)
    if kind == MODAL_SUBMIT:
        roles = frozenset((data.get("resolved") or {}).get("roles") or ())
        fields = list(_fields(data["components"]))
        typed = {one["custom_id"]: one["value"] for one in fields if isinstance(one.get("value"), str)}
        chosen = {one["custom_id"]: _chosen(one["values"], roles) for one in fields if "values" in one}
        return SubmittedForm(data["custom_id"], typed, chosen)
    if kind == COMMAND and data["type"] == ON_MESSAGE:
        # All texts of the message, line by line.
        texts = _texts(data["resolved"]["messages"][data["target_id"]])
        return MessageCommand(data["name"], "\n".join(filter(None, texts)), _address(raw, data["target_id"]))
    if kind in {COMMAND, AUTOCOMPLETE} and data["type"] == SLASH:
        return _command(data)
    raise NotAnInteraction(f"an interaction of type {kind}")


def _command(data: Mapping[str, Any]) -> SlashCommand:
    name, options = data["name"], data.get("options", [])
    while options and options[0]["type"] in {SUBCOMMAND, SUBCOMMAND_GROUP}:
        name, options = f"{name} {options[0]['name']}", options[0].get("options", [])
    private, focused, given = None, "", []
    for one in options:
        option = english_name(one["name"])
        if option == PRIVATE:
            private = bool(one["value"])
        else:
            given.append((option, str(one["value"])))
            focused = option if one.get("focused") else focused
    return SlashCommand(name, tuple(given), private, focused)


def _press(data: Mapping[str, Any], message: Mapping[str, Any], user: str) -> ComponentPress:
    asked_by = (message.get("interaction_metadata") or {}).get("user", {}).get("id", user)
    chosen = data.get("values") or [None]
    on_ephemeral = bool(message["flags"] & EPHEMERAL)
    own, identifier = str(asked_by) == user, str(message.get("id", ""))
    return ComponentPress(data["custom_id"], chosen[0], on_ephemeral, own, identifier)


def _fields(components: Any) -> Iterator[Mapping[str, Any]]:
    """The fields of a form, which are in rows or below labels."""
    for component in components:
        if "custom_id" in component:
            yield component
        below = component.get("component")
        yield from _fields([*component.get("components", ()), *([below] if below else ())])


def _chosen(values: Any, roles: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"&{one}" if one in roles else str(one) for one in values)


def _address(raw: Mapping[str, Any], message: Any) -> str:
    """The address of a message in the channel of an interaction; empty where it cannot be made."""
    ids = (str(raw.get("guild_id") or ""), str(raw.get("channel_id") or ""), str(message))
    server, channel, identifier = ids
    if not (channel.isdecimal() and identifier.isdecimal() and (server or "0").isdecimal()):
        return ""
    return f"https://discord.com/channels/{server or '@me'}/{channel}/{identifier}"


def _texts(message: Mapping[str, Any]) -> Iterator[str]:
    """All texts of a message: its content, and those of its embeds, components and forwarded messages."""
    yield message.get("content", "")
    for embed in message.get("embeds", ()):
        yield from (embed.get("title", ""), embed.get("description", ""))
        yield from (field["value"] for field in embed.get("fields", ()))
    yield from displayed(message.get("components", ()))
    for forwarded in message.get("message_snapshots", ()):
        yield from _texts(forwarded["message"])


def displayed(components: Any) -> Iterator[str]:
    """The texts of components and of those inside them, in order."""
    for component in components:
        if component.get("content"):
            yield component["content"]
        yield from displayed(component.get("components", ()))
