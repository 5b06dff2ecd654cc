"""``/settings show`` and ``/settings set``: the preferences of a channel or a workspace."""

from collections.abc import Callable, Iterator, Mapping

from bot.answers.answer import Answer, EntryPart, Suggestion
from bot.answers.asker import Asker
from bot.answers.common import cited_case
from bot.answers.phrases import Mention, Phrase, all_of_mentioned, phrase, shortened
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
from bot.service.preferences import EVERYONE, LOCKED
from bot.service.traits import RIGHTS_UNKNOWN, PlatformTraits, traits_of
from bot.service.unavailable import answering_when_unavailable

FindZone = Callable[[str], str]
"""The zone of a name. Raises CommandError with the nearest ones where there is none."""
TOPIC = phrase("settings")
NONE = "none"
NAMES = ("case", "visibility", "zone", "managers")
SET = "settings set"
NOT_ALLOWED = phrase(
    "Only whoever may manage this place can change its settings: on {platform} it takes {right}."
)
ALWAYS_PRIVATE = phrase("On {platform} answers are for whoever asks; the button below one shows it to all.")
NOBODY = phrase("“{typed}” does not name people. Mention them, such as @ada @bob, or write everyone.")
NOBODY_KNOWN = phrase(
    "“{typed}” names nobody whom {platform} knows. Type @ and pick each person or role from the list that "
    "opens, or write everyone."
)
VISIBILITIES: Mapping[str, Phrase] = {
    "public": phrase("public"),
    "private": phrase("private"),
    LOCKED: phrase("private, and only whoever may manage this place can share one"),
}
"""The visibilities in words, as they are typed."""
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
        kept, traits = await self._preferences.kept(asker), traits_of(asker.platform)
        return _shown(asked, phrase("What holds in this channel."), kept, traits)

    async def set(self, asked: Query, asker: Asker) -> Answer:
        """Change preferences, and answer with all. Raises CommandError for no rights or a wrong value."""
        traits = traits_of(asker.platform)
        if not asker.manages and not asker.is_direct:
            if not asker.is_known:
                raise CommandError(RIGHTS_UNKNOWN.filled(platform=traits.name), SET)
            raise CommandError(NOT_ALLOWED.filled(platform=traits.name, right=traits.managed_by), SET)
        place, saved = _place(asked, asker)
        given = {name: typed for name in NAMES if (typed := asked.get(name))}
        if not given:
            raise CommandError(
                phrase("Nothing to set was named: add case:, visibility:, zone: or managers:."), SET
            )
        if traits.is_always_private and given.get("visibility") == "public":
            raise CommandError(ALWAYS_PRIVATE.filled(platform=traits.name), SET)
        values = {name: self._value(name, typed, asker) for name, typed in given.items()}
        if "visibility" in given:
            values["locked"] = "yes" if given["visibility"] == LOCKED else ""
        return _shown(asked, saved, await self._preferences.put(place, values, asker), traits)

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
            case "visibility":
                return "private" if typed == LOCKED else typed
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
    people, traits = mentioned_users(typed), traits_of(asker.platform)
    numeric = traits.has_numeric_ids
    # A name that was only typed stays one there, and is nobody's id.
    is_known = people is not None and all(_may_be_an_id(one, numeric=numeric) for one in people)
    if people is None or not is_known:
        sentence = NOBODY_KNOWN.filled(typed=shortened(typed), platform=traits.name) if numeric else None
        raise CommandError(sentence or NOBODY.filled(typed=shortened(typed)), SET)
    # The role that everybody has, has the id of the server.
    return (EVERYONE,) if f"&{asker.workspace}" in people else people


def _may_be_an_id(named: str, *, numeric: bool) -> bool:
    """Whether a name can be somebody's or a role's id, where ids are numbers; roles are there alone."""
    return named == EVERYONE or named.removeprefix("&").isdecimal() if numeric else "&" not in named


def _manager(kept: str) -> Mention:
    return Mention("role", kept[1:]) if kept.startswith("&") else Mention("person", kept)


def _shown(asked: Query, lead: Phrase, kept: StoredPreferences, traits: PlatformTraits) -> Answer:
    entry = EntryPart(phrase("Settings of this place"), tuple(_lines(kept, traits)))
    change = Suggestion(phrase("How to change them"), Query("help", (("command", SET),)))
    return Answer(asked, TOPIC, lead, parts=(entry,), suggestions=(change,))


def _lines(kept: StoredPreferences, traits: PlatformTraits) -> Iterator[Phrase]:
    holds = kept.combined
    everyone = EVERYONE in holds.managers
    named = all_of_mentioned([_manager(one) for one in holds.managers])
    managers = phrase("everyone here") if everyone else holds.managers and named
    lines: tuple[tuple[str, object, Phrase, Phrase], ...] = (
        ("case", holds.case, phrase("Case: {value}"), phrase("Case: each command names its own")),
        (
            "visibility",
            VISIBILITIES[LOCKED if holds.locked else holds.visibility] if holds.visibility else None,
            phrase("Answers: {value}"),
            phrase("Answers: {value}, as {platform} has it").filled(
                value=traits.default_visibility, platform=traits.name
            ),
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
    if getattr(kept.channel, name):
        where = phrase("set for this channel")
    elif getattr(kept.parent, name):
        where = phrase("set for the channel of this thread")
    else:
        where = phrase("set for the workspace")
    return phrase("{setting} ({where})", setting=worded, where=where)
