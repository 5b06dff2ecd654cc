"""Application commands: made from the table of commands, and registered with Discord when they differ."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import structlog

from bot.answers.commands import COMMANDS, Command, Option, meant_by
from bot.answers.phrases import translatable
from bot.platforms.discord.interaction import (
    ATTACHMENT,
    MANAGE_GUILD,
    ON_MESSAGE,
    PRIVATE,
    SLASH,
    SUBCOMMAND,
)
from bot.platforms.discord.names import discord_locales, localised_names
from bot.platforms.discord.rest import Rest, RestResponse
from bot.rendering.command_mentions import CommandIds
from bot.rendering.translations import localised
from bot.service.command_service import CommandService

STRING, BOOLEAN, CHANNEL = 3, 5, 7
POSTABLE = (0, 2, 5, 10, 11, 12, 13)
"""Types of channels in which messages can be posted: text, voice, announcements, threads and stages."""
SERVERS, WITH_THE_BOT, AMONG_PEOPLE = 0, 1, 2
FOR_SERVERS, FOR_ONESELF = 0, 1
LONGEST_OPTION = 6_000
GROUPS = {
    "case": translatable("What a case holds, in the words of the source"),
    "digest": translatable("Digests that are posted at set times"),
    "settings": translatable("What this channel or the whole server prefers"),
}
WITH_A_FORM = frozenset({"digest schedule"})
"""Commands whose needed options may be left out: a form asks for them."""
MANAGED = frozenset({"digest", "settings"})
"""Groups that Discord shows to those alone who manage the server, until its admins say otherwise."""
CHECK_QUOTES = translatable("Check quotes")
SEEN_BY_YOU = translatable("Only you see the answer")
BACKOFF = (1.0, 5.0, 30.0, 120.0, 600.0)
"""Seconds between the attempts to register the commands."""

log = structlog.get_logger()


def commands(prefix: str = "") -> list[dict[str, Any]]:
    """All application commands, their names with a prefix, as the body of a bulk overwrite."""
    return [*_slash_commands(prefix), _check_quotes()]


async def register(rest: Rest, service: CommandService) -> None:
    """Register the commands if Discord knows others; repeats what fails, and logs how it ends."""
    for pause in (*BACKOFF, None):
        response = await _register_once(rest, commands(service.prefix))
        if response.is_success:
            service.learn_command_ids(command_ids(response.body, service.prefix))
            return
        if pause is None or not (response.is_uncertain or response.retry_after is not None):
            log.error("commands not registered", why=str(response))
            return
        await asyncio.sleep(max(pause, response.retry_after or 0))


async def look_up_ids(rest: Rest, service: CommandService, application: str) -> None:
    """Ask Discord for the ids of the commands, which another process has registered."""
    known = await rest.ask("GET", f"/applications/{application}/commands")
    if known.is_success:
        service.learn_command_ids(command_ids(known.body, service.prefix))


def command_ids(known: Iterable[Mapping[str, Any]], prefix: str) -> CommandIds:
    """The ids of the commands that Discord knows: a subcommand has that of its command."""
    ids = {one["name"]: str(one["id"]) for one in known if one.get("type", SLASH) == SLASH}
    typed = ((f"{prefix}{name}", f"{prefix}{name.split()[0]}") for name in COMMANDS)
    return CommandIds({f"/{name}": ids[first] for name, first in typed if first in ids})


async def _register_once(rest: Rest, wanted: list[dict[str, Any]]) -> RestResponse:
    """Overwrite the commands that Discord knows, perhaps from another process, if they differ."""
    application = await rest.ask("GET", "/applications/@me")
    if not application.is_success:
        return application
    path = f"/applications/{application.body['id']}/commands"
    known = await rest.ask("GET", f"{path}?with_localizations=true")
    if not known.is_success:
        return known
    if are_known(wanted, known.body):
        log.info("commands known", commands=len(wanted))
        return known
    response = await rest.ask("PUT", path, wanted)
    if response.is_success:
        log.info("commands registered", commands=len(wanted))
    return response


def are_known(wanted: Sequence[Mapping[str, Any]], known: Any) -> bool:
    """Whether the commands that Discord knows are exactly the wanted ones."""
    by_name = {(one["type"], one["name"]): one for one in known}
    listed = [by_name.get((one["type"], one["name"])) for one in wanted]
    return len(known) == len(wanted) and all(map(_agrees, wanted, listed))


def _agrees(wanted: Any, known: Any) -> bool:
    """Whether a known value is the wanted one; Discord adds ids and defaults, and omits what is empty."""
    if isinstance(wanted, Mapping):
        has = known if isinstance(known, Mapping) else {}
        return all(_agrees(value, has.get(name)) for name, value in wanted.items())
    if isinstance(wanted, list) and isinstance(known, list):
        return len(wanted) == len(known) and all(map(_agrees, wanted, known))
    # Permissions are set as a number and returned as text.
    return str(wanted) == str(known) or (not wanted and not known)


def _slash_commands(prefix: str) -> Iterator[dict[str, Any]]:
    for name in dict.fromkeys(command.split()[0] for command in COMMANDS):
        group = meant_by(name)
        single = group[0] if group[0].name == name else None
        described = _described(name, single.description if single else GROUPS[name], prefix)
        options = _options(single) if single else [_subcommand(command) for command in group]
        yield {"type": SLASH, **described, "options": options, **_availability(managed=name in MANAGED)}


def _check_quotes() -> dict[str, Any]:
    named = {"name": CHECK_QUOTES, "name_localizations": _localisations(CHECK_QUOTES)}
    return {"type": ON_MESSAGE, **named, **_availability(managed=False)}


def _availability(*, managed: bool) -> dict[str, Any]:
    """Where a command is shown, and to whom: one that is ``managed`` only on servers with the bot itself."""
    return {
        "contexts": [SERVERS, WITH_THE_BOT, *([] if managed else [AMONG_PEOPLE])],
        "integration_types": [FOR_SERVERS, *([] if managed else [FOR_ONESELF])],
        "default_member_permissions": MANAGE_GUILD if managed else None,
    }


def _subcommand(command: Command) -> dict[str, Any]:
    described = _described(command.name.split()[1], command.description)
    return {"type": SUBCOMMAND, **described, "options": _options(command)}


def _options(command: Command) -> list[dict[str, Any]]:
    private = {"type": BOOLEAN, **_described(PRIVATE, SEEN_BY_YOU)}
    has_form = command.name in WITH_A_FORM
    picked = (*command.options, *(option for option in command.carried if option.takes == "file"))
    return [*(_option(option, needed=option.needed and not has_form) for option in picked), private]


def _option(option: Option, *, needed: bool) -> dict[str, Any]:
    described = {**_described(option.name, option.description), "required": needed}
    if option.takes == "channel":
        return {"type": CHANNEL, **described, "channel_types": list(POSTABLE)}
    if option.takes == "file":
        return {"type": ATTACHMENT, **described}
    if option.values:
        choices = [{"name": one, "value": one} for one in option.values]
        return {"type": STRING, **described, "choices": choices}
    return {"type": STRING, **described, "max_length": LONGEST_OPTION, "autocomplete": bool(option.completes)}


def _described(name: str, description: str, prefix: str = "") -> dict[str, Any]:
    """A name and a description, in every language of the bot."""
    return {
        "name": prefix + name,
        "name_localizations": localised_names(name, prefix),
        "description": description,
        "description_localizations": _localisations(description),
    }


def _localisations(text: str) -> dict[str, str]:
    return {code: localised(text, code) for code in discord_locales()}
