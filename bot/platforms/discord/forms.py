"""Forms in place of options: /digest schedule and /settings set, with Discord's own pickers.

https://docs.discord.com/developers/components/reference#label
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.answers.asker import Asker
from bot.answers.grammar import parse, query, write
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import CommandError, Query
from bot.cases.library import Library
from bot.digests.schedule_completion import ZONES_FIRST
from bot.digests.schedule_words import ENGLISH, WEEKDAYS
from bot.digests.zones import WELL_KNOWN
from bot.platforms.discord.interaction import SubmittedForm
from bot.platforms.discord.messages import SHOW_FORM, as_json
from bot.platforms.discord.registration import POSTABLE
from bot.rendering.buttons import excerpt
from bot.rendering.limits import DISCORD
from bot.rendering.wording import Wording
from bot.service.command_service import CommandService
from bot.service.preferences import EVERYONE, LOCKED, Preferences, may_manage_digests

FORM = "form:"
"""Begins the custom_id of a form for a command; the id of the interaction that opened it follows."""
SCHEDULE, SET = "digest schedule", "settings set"
STRING_SELECT, TEXT_INPUT, MENTIONABLE_SELECT, CHANNEL_SELECT, LABEL, RADIO_GROUP = 3, 4, 7, 8, 18, 21
SHORT = 1
"""The style of a text input of one line."""
LONGEST_TITLE, LONGEST_LABEL, LONGEST_TYPED = 45, 45, 60
MOST_CHOSEN = 25
"""Entries that a select has, or that can be chosen in one."""
NONE = "none"
FORGED = phrase("This form holds something that it did not offer. Open it again: /{command}.")
UNCHANGED = phrase("Nothing was changed: what the form says holds already.")
CONTENTS: Mapping[str, Phrase] = {
    "full": phrase("What is new, and where the case stands"),
    "changes": phrase("Only what is new"),
}
VISIBILITIES: Mapping[str, Phrase] = {
    NONE: phrase("As Discord has it: all see them"),
    "public": phrase("All see them"),
    "private": phrase("Whoever asks alone sees them"),
    LOCKED: phrase("Whoever asks alone, and no member can share"),
}
PLACES: Mapping[str, Phrase] = {
    "channel": phrase("For this channel"),
    "workspace": phrase("For the whole server"),
}

Component = dict[str, Any]


class Forms:
    """Opens forms for commands that are sent without options, and makes commands of forms that are sent."""

    def __init__(self, service: CommandService) -> None:
        self._service = service

    async def opened(self, command: Query, asker: Asker) -> bytes | None:
        """The response that opens a command's form; None where its asker may not act."""
        preferences = await self._service.preferences.of(asker)
        words, library = (
            self._service.presentation(asker.locale).words,
            self._service.archive_of(asker).library,
        )
        if command.command == SCHEDULE and may_manage_digests(asker, preferences):
            title, fields = (
                phrase("Schedule a digest"),
                _schedule(command, preferences, asker, library, words),
            )
            kept = command.changed(channel=None, contents=None)
        elif command.command == SET and (asker.manages or asker.is_direct):
            title, fields = (
                phrase("Settings of this place"),
                _settings(command, preferences, asker, library, words),
            )
            kept = Query(SET)
        else:
            return None
        identifier = f"{FORM}{asker.request}:{write(kept)}"
        if len(identifier) > DISCORD.custom_id:
            return None
        data = {
            "custom_id": identifier,
            "title": excerpt(words.say(title), LONGEST_TITLE),
            "components": list(fields),
        }
        return as_json({"type": SHOW_FORM, "data": data})

    async def sent(self, form: SubmittedForm, asker: Asker) -> tuple[Query, str]:
        """The command that a form stands for, and the request by which it is carried out once.

        Raises CommandError for values that the form did not offer.
        """
        opener, _, typed = form.custom_id.removeprefix(FORM).partition(":")
        command = parse(typed)
        if not has_form(command) or not opener.isdecimal():
            raise CommandError(FORGED.filled(command=command.command), command.command)
        if command.command == SCHEDULE:
            options = _scheduled(form, command)
        else:
            options = _set(form, await self._service.preferences.of(asker), asker)
        return query(command.command, options), f"form:{opener}:{asker.user}"


def has_form(command: Query) -> bool:
    """Whether a form asks for the options of a command, since it comes without them."""
    if command.command == SCHEDULE:
        return command.get("when") is None
    return command.command == SET and set(dict(command.options)) <= {"where"}


def _schedule(
    command: Query, preferences: Preferences, asker: Asker, library: Library, words: Wording
) -> Iterator[Component]:
    if not asker.is_direct:
        channel = (command.get("channel") or "").strip("<#>")
        here = {"id": channel if channel.isdecimal() else asker.channel, "type": "channel"}
        picker = {
            "type": CHANNEL_SELECT,
            "custom_id": "channel",
            "channel_types": list(POSTABLE),
            "default_values": [here],
            "required": True,
        }
        yield _labelled(phrase("Where to post it"), picker, words)
    days = {day: words.weekday(number) for number, day in enumerate(ENGLISH)}
    usual = [day for number, day in enumerate(ENGLISH) if number in WEEKDAYS]
    yield _labelled(phrase("On which days"), _select("days", days, usual, most=len(days)), words)
    time, zone = phrase("Such as 9:00 or 4:30 pm"), phrase("Such as Europe/Berlin, or the name of a city")
    yield _labelled(phrase("At what time"), _input("time", "09:00"), words, time)
    likely = preferences.zone or ZONES_FIRST.get(words.language, WELL_KNOWN)[0]
    yield _labelled(phrase("In which time zone"), _input("zone", likely), words, zone)
    if not command.get("case") and preferences.case not in library.cases and len(library.cases) > 1:
        yield _labelled(phrase("Which case"), _select("case", _cases(library, words), [], most=1), words)
    else:
        chosen = command.get("contents") or "full"
        yield _labelled(phrase("What it holds"), _radio("contents", _said(CONTENTS, words), chosen), words)


def _settings(
    command: Query, preferences: Preferences, asker: Asker, library: Library, words: Wording
) -> Iterator[Component]:
    seen = _said(VISIBILITIES, words)
    yield _labelled(
        phrase("Who sees answers"), _select("visibility", seen, [_visibility(preferences)]), words
    )
    if len(library.cases) > 1:
        each = {
            NONE: words.say(phrase("Each command names its own")),
            **_cases(library, words, preferences.case),
        }
        meant = preferences.case if preferences.case in each else NONE
        yield _labelled(phrase("The case that is meant"), _select("case", each, [meant]), words)
    zone = phrase("Such as Europe/Berlin; empty where each schedule names its own")
    field = _input("zone", preferences.zone or "", required=False)
    yield _labelled(phrase("Time zone of schedules"), field, words, zone)
    if asker.is_direct:
        return
    who = phrase("People and roles, besides administrators")
    yield _labelled(phrase("Who may manage digests"), _managers(preferences, asker), words, who)
    where = command.get("where") or "channel"
    yield _labelled(phrase("Where it holds"), _radio("where", _said(PLACES, words), where), words)


def _managers(preferences: Preferences, asker: Asker) -> Component:
    known = [asker.workspace if one == EVERYONE else one for one in preferences.managers]
    chosen = [
        {"id": one.removeprefix("&"), "type": "role" if one[0] == "&" or one == asker.workspace else "user"}
        for one in known[:MOST_CHOSEN]
    ]
    bounds = {"min_values": 0, "max_values": MOST_CHOSEN, "required": False}
    return {"type": MENTIONABLE_SELECT, "custom_id": "managers", **bounds, "default_values": chosen}


def _scheduled(form: SubmittedForm, command: Query) -> dict[str, str | None]:
    """The options of /digest schedule that a form holds. Raises CommandError for what it did not offer."""
    days = form.chosen.get("days", ())
    _refuse_unless(days and set(days) <= set(ENGLISH), command)
    when = f"{', '.join(days)} {form.values.get('time', '')} {form.values.get('zone', '')}"
    channels = form.chosen.get("channel", ())
    _refuse_unless(len(channels) <= 1 and all(one.isdecimal() for one in channels), command)
    cases = form.chosen.get("case", ())
    contents = form.values.get("contents")
    _refuse_unless(len(cases) <= 1 and contents in {None, *CONTENTS}, command)
    given = {"when": when, "channel": next(iter(channels), None), "contents": contents}
    return {**dict(command.options), **given, **({"case": cases[0]} if cases else {})}


def _set(form: SubmittedForm, holds: Preferences, asker: Asker) -> dict[str, str | None]:
    """The options of /settings set that a form changes. Raises CommandError for what it did not offer."""
    command, chosen = Query(SET), form.chosen
    where = form.values.get("where")
    visibilities = chosen.get("visibility", ())
    is_seen = len(visibilities) == 1 and visibilities[0] in VISIBILITIES
    _refuse_unless(where in {None, *PLACES} and is_seen, command)
    zone = " ".join(form.values.get("zone", "").split())
    now: dict[str, str] = {"visibility": visibilities[0], "zone": zone or NONE}
    before = {"visibility": _visibility(holds), "zone": holds.zone or NONE}
    if cases := chosen.get("case"):
        now["case"], before["case"] = cases[0], holds.case or NONE
    if not asker.is_direct and (chosen.get("managers") or len(holds.managers) <= MOST_CHOSEN):
        now["managers"] = _named(chosen.get("managers", ()), asker, command)
        before["managers"] = _named(holds.managers, asker, command)
    # For the whole server all of it is set; for a channel, what it does not have already.
    changed = {name: value for name, value in now.items() if where == "workspace" or value != before[name]}
    if not changed:
        raise CommandError(UNCHANGED, SET)
    return {**changed, "where": where}


def _named(managers: Sequence[str], asker: Asker, command: Query) -> str:
    """People and roles as they would be typed, in one order."""
    ids = sorted(managers)
    _refuse_unless(all(one == EVERYONE or one.removeprefix("&").isdecimal() for one in ids), command)
    if EVERYONE in ids or f"&{asker.workspace}" in ids:
        return EVERYONE
    return " ".join(f"<@{one}>" for one in ids) or NONE


def _refuse_unless(is_offered: object, command: Query) -> None:
    if not is_offered:
        raise CommandError(FORGED.filled(command=command.command), command.command)


def _visibility(preferences: Preferences) -> str:
    return LOCKED if preferences.locked else preferences.visibility or NONE


def _cases(library: Library, words: Wording, first: str | None = None) -> dict[str, str]:
    """The newest cases by their ids, with their titles, as many as a select has beside one entry more."""
    standing = [
        case for case in library.newest_first if not case.withdrawn and len(case.id) <= DISCORD.option_label
    ]
    ordered = sorted(standing, key=lambda case: case.id != first)
    return {case.id: words.label(case.title) for case in ordered[: MOST_CHOSEN - 1]}


def _said(phrases: Mapping[str, Phrase], words: Wording) -> dict[str, str]:
    return {value: words.say(one) for value, one in phrases.items()}


def _labelled(label: Phrase, component: Component, words: Wording, hint: Phrase | None = None) -> Component:
    described = {"description": excerpt(words.say(hint), DISCORD.option_label)} if hint else {}
    return {
        "type": LABEL,
        "label": excerpt(words.say(label), LONGEST_LABEL),
        **described,
        "component": component,
    }


def _input(name: str, value: str, *, required: bool = True) -> Component:
    shape = {"style": SHORT, "required": required, "max_length": LONGEST_TYPED}
    return {"type": TEXT_INPUT, "custom_id": name, **shape, "value": value[:LONGEST_TYPED]}


def _select(name: str, entries: Mapping[str, str], chosen: Iterable[str], most: int = 1) -> Component:
    options = list(_options(entries, set(chosen)))
    bounds = {"min_values": 1, "max_values": most, "required": True}
    return {"type": STRING_SELECT, "custom_id": name, **bounds, "options": options}


def _radio(name: str, entries: Mapping[str, str], chosen: str) -> Component:
    return {
        "type": RADIO_GROUP,
        "custom_id": name,
        "required": True,
        "options": list(_options(entries, {chosen})),
    }


def _options(entries: Mapping[str, str], chosen: set[str]) -> Iterator[Component]:
    for value, label in entries.items():
        is_chosen = {"default": True} if value in chosen else {}
        yield {"label": excerpt(label, DISCORD.option_label), "value": value, **is_chosen}
