"""Reads Discord's interactions, from the gateway or posted over HTTP: who asks, where, and for what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import discord

from bot.answers.asker import Asker
from bot.answers.checked_message import CheckedMessage, message_query
from bot.answers.query import Query
from bot.checking.discord_parts import discord_parts
from bot.platforms.discord.names import english_name
from bot.platforms.discord.permissions import THREADS
from bot.rendering.discord import EPHEMERAL, SHARE_SHOWN
from bot.rendering.translations import known_locale

PING, COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 1, 2, 3, 4, 5
SLASH, ON_MESSAGE = 1, 3
SUBCOMMAND, SUBCOMMAND_GROUP, ATTACHMENT = 1, 2, 11
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
    """A command of a message's context menu, and the query that checks that message."""

    name: str
    query: Query


@dataclass(frozen=True)
class ComponentPress:
    """A pressed button or a menu's chosen option: what it carries, and on what kind of message it is.

    ``own`` says that nobody else is known to have asked for the message, which has the id ``message``.
    ``shown`` are the message's components, for a button that shares them.
    """

    custom_id: str
    chosen: str | None
    on_ephemeral: bool
    own: bool
    message: str = ""
    shown: tuple[Mapping[str, Any], ...] = ()


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
    if isinstance(event.channel, discord.Thread):
        raw["channel"] = {"type": event.channel.type.value, "parent_id": event.channel.parent_id}
    if event.message:
        raw["message"] = _message_of(event.message)
        if (raw["data"] or {}).get("custom_id") == SHARE_SHOWN:
            raw["message"]["components"] = [component.to_dict() for component in event.message.components]
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
        parent=_parent(raw.get("channel") or {}),
    )


def _parent(channel: Mapping[str, Any]) -> str:
    """The channel of which a channel is a thread; of any other one, what is above it is a category."""
    return str(channel.get("parent_id") or "") if channel.get("type") in THREADS else ""


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
        message = data["resolved"]["messages"][data["target_id"]]
        return MessageCommand(
            data["name"], message_query(discord_parts(message), _checked(raw, message, user))
        )
    if kind in {COMMAND, AUTOCOMPLETE} and data["type"] == SLASH:
        return _command(data)
    raise NotAnInteraction(f"an interaction of type {kind}")


def _checked(raw: Mapping[str, Any], message: Mapping[str, Any], user: str) -> CheckedMessage:
    channel = message.get("channel_id") or raw.get("channel_id")
    link = f"https://discord.com/channels/{raw.get('guild_id') or '@me'}/{channel}/{message['id']}"
    return CheckedMessage(link, str((message.get("author") or {}).get("id")) == user)


def _command(data: Mapping[str, Any]) -> SlashCommand:
    name, options = data["name"], data.get("options", [])
    while options and options[0]["type"] in {SUBCOMMAND, SUBCOMMAND_GROUP}:
        name, options = f"{name} {options[0]['name']}", options[0].get("options", [])
    private, focused, given = None, "", []
    files = (data.get("resolved") or {}).get("attachments") or {}
    for one in options:
        option = english_name(one["name"])
        if option == PRIVATE:
            private = bool(one["value"])
        elif one["type"] == ATTACHMENT:
            # What is attached is named by its address, from which it can be had for a day.
            given.append((option, str(files[str(one["value"])]["url"])))
        else:
            given.append((option, str(one["value"])))
            focused = option if one.get("focused") else focused
    return SlashCommand(name, tuple(given), private, focused)


def _press(data: Mapping[str, Any], message: Mapping[str, Any], user: str) -> ComponentPress:
    asked_by = (message.get("interaction_metadata") or {}).get("user", {}).get("id", user)
    chosen = data.get("values") or [None]
    on_ephemeral = bool(message["flags"] & EPHEMERAL)
    own, identifier = str(asked_by) == user, str(message.get("id", ""))
    shown = tuple(message.get("components", ())) if data["custom_id"] == SHARE_SHOWN else ()
    return ComponentPress(data["custom_id"], chosen[0], on_ephemeral, own, identifier, shown)


def _fields(components: Any) -> Iterator[Mapping[str, Any]]:
    """The fields of a form, which are in rows or below labels."""
    for component in components:
        if "custom_id" in component:
            yield component
        below = component.get("component")
        yield from _fields([*component.get("components", ()), *([below] if below else ())])


def _chosen(values: Any, roles: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"&{one}" if one in roles else str(one) for one in values)


def displayed(components: Any) -> Iterator[str]:
    """The texts of components and of those inside them, in order."""
    for component in components:
        if component.get("content"):
            yield component["content"]
        yield from displayed(component.get("components", ()))
