"""``/settings show`` and ``/settings set``: the preferences of a channel or a workspace."""

from collections.abc import Callable, Iterator, Mapping

from bot.answers.answer import Answer, EntryPart, Suggestion
from bot.answers.asker import Asker
from bot.answers.common import cited_case
from bot.answers.phrases import Phrase, phrase, shortened
from bot.answers.query import CommandError, Query
from bot.cases.library import Library
from bot.db.preferences import PreferenceScope
from bot.service.command_service import Handler
from bot.service.mentions import mentioned_users
from bot.service.preference_repository import (
    PreferenceRepository,
    StoredPreferences,
    channel_of,
    workspace_of,
)
from bot.service.preferences import EVERYONE
from bot.service.unavailable import answering_when_unavailable

FindZone = Callable[[str], str]
"""The zone of a name. Raises CommandError with the nearest ones where there is none."""
TOPIC = phrase("settings")
NONE = "none"
NAMES = ("case", "visibility", "zone", "managers")
SET = "settings set"
NOT_ALLOWED = phrase(
    "Only whoever may manage this place can change its settings: on Discord it takes the permission "
    "Manage Server, on Slack a workspace admin."
)
ALWAYS_PRIVATE = phrase(
    "On Slack answers are for whoever asks; the button “Share to channel” shows one to all."
)
NOBODY = phrase("“{typed}” does not name people. Mention them, such as @ada @bob, or write everyone.")
NOBODY_ON_DISCORD = phrase(
    "“{typed}” names nobody whom Discord knows. Type @ and pick each person from the list that opens, or "
    "write everyone. Roles cannot be named."
)
NO_DATABASE = phrase(
    "Settings cannot be looked up or changed just now: the database does not answer. Nothing was changed. "
    "Try again in a minute."
)


class SettingsCommands:
    """Answers ``/settings show`` and ``/settings set``."""

    def __init__(
        self, preferences: PreferenceRepository, library: Callable[[], Library], find_zone: FindZone
    ) -> None:
        self._preferences = preferences
        self._library = library
        self._find_zone = find_zone

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The handlers of the commands, by the commands' names."""
        return answering_when_unavailable({"settings show": self.show, SET: self.set}, NO_DATABASE)

    async def show(self, asked: Query, asker: Asker) -> Answer:
        """Answer which preferences the channel and its workspace have set."""
        return _shown(asked, phrase("What holds in this channel."), await self._preferences.kept(asker))

    async def set(self, asked: Query, asker: Asker) -> Answer:
        """Change preferences, and answer with all. Raises CommandError for no rights or a wrong value."""
        if not asker.manages and not asker.is_direct:
            raise CommandError(NOT_ALLOWED, SET)
        place, saved = _place(asked, asker)
        given = {name: typed for name in NAMES if (typed := asked.get(name))}
        if not given:
            raise CommandError(
                phrase("Nothing to set was named: add case:, visibility:, zone: or managers:."), SET
            )
        if asker.platform == "slack" and given.get("visibility") == "public":
            raise CommandError(ALWAYS_PRIVATE, SET)
        values = {name: self._value(name, typed, asker) for name, typed in given.items()}
        return _shown(asked, saved, await self._preferences.put(place, values, asker))

    def _value(self, name: str, typed: str, asker: Asker) -> str:
        """The value to store for what was typed; empty where the preference is to be unset."""
        if typed.lower() == NONE:
            return ""
        match name:
            case "case":
                return cited_case(self._library(), Query(SET, (("case", typed),))).case.id
            case "zone":
                return self._zone(typed)
            case "managers":
                return " ".join(_people(typed, asker))
            case _:
                return typed

    def _zone(self, typed: str) -> str:
        try:
            return self._find_zone(typed)
        except CommandError as error:
            raise CommandError(error.sentence, SET) from None


def _place(asked: Query, asker: Asker) -> tuple[PreferenceScope, Phrase]:
    if asked.get("where") != "workspace":
        return channel_of(asker), phrase("Saved for this channel.")
    if not asker.workspace or asker.is_direct:
        raise CommandError(phrase("A direct message has settings of its own alone: leave out where:."), SET)
    return workspace_of(asker), phrase("Saved for the whole workspace.")


def _people(typed: str, asker: Asker) -> tuple[str, ...]:
    people = mentioned_users(typed)
    on_discord = asker.platform == "discord"
    # A name that was only typed stays one there, and is nobody's id.
    if people is None or (on_discord and not all(one == EVERYONE or one.isdecimal() for one in people)):
        raise CommandError((NOBODY_ON_DISCORD if on_discord else NOBODY).filled(typed=shortened(typed)), SET)
    return people


def _shown(asked: Query, lead: Phrase, kept: StoredPreferences) -> Answer:
    entry = EntryPart(phrase("Settings of this place"), tuple(_lines(kept)))
    change = Suggestion(phrase("How to change them"), Query("help", (("command", SET),)))
    return Answer(asked, TOPIC, lead, parts=(entry,), suggestions=(change,))


def _lines(kept: StoredPreferences) -> Iterator[Phrase]:
    holds = kept.both
    everyone = EVERYONE in holds.managers
    managers = phrase("everyone here") if everyone else ", ".join(holds.managers)
    lines: tuple[tuple[str, object, Phrase, Phrase], ...] = (
        ("case", holds.case, phrase("Case: {value}"), phrase("Case: each command names its own")),
        (
            "visibility",
            holds.visibility,
            phrase("Answers: {value}"),
            phrase("Answers: public on Discord, private on Slack"),
        ),
        ("zone", holds.zone, phrase("Time zone: {value}"), phrase("Time zone: each schedule names its own")),
        (
            "managers",
            managers,
            phrase("Digests are managed by administrators, and: {value}"),
            phrase("Digests are managed by administrators"),
        ),
    )
    for name, value, is_set, unset in lines:
        yield _where(kept, name, is_set.filled(value=value)) if value else unset


def _where(kept: StoredPreferences, name: str, worded: Phrase) -> Phrase:
    here = bool(getattr(kept.channel, name))
    where = phrase("set for this channel") if here else phrase("set for the workspace")
    return phrase("{setting} ({where})", setting=worded, where=where)
