"""The composer that delivery asks: digests, corrections and notices as proven payloads of each platform."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from bot.answers.answer import Answer, Suggestion
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.spans import selectors_of_facts
from bot.db.subscriptions import Subscription
from bot.digests import composer
from bot.digests.composer import Correction, NothingNew, ShownVersion
from bot.digests.content import PAUSE, Subject, correction, digest, revision
from bot.digests.cursor import Cursor
from bot.digests.descriptions import TERMINAL
from bot.digests.schedule_parser import read_schedule
from bot.digests.targets import REFUSED, pause_reason
from bot.digests.version_repository import VersionRepository
from bot.rendering.render import Payload, Presentation, in_detail, to_discord, to_slack, to_text
from bot.rendering.wording import Wording

DigestRenderer = Callable[[Answer, Presentation], Payload]
"""Renders a digest as one message of a platform: of more pages the first, whose buttons turn to others."""
RENDERERS: Mapping[str, DigestRenderer] = {
    "discord": lambda answer, shown: to_discord(answer, shown)[0],
    "slack": lambda answer, shown: to_slack(answer, shown)[0],
}
"""The renderers by platform, without the buttons that a platform's adapter adds."""


class DigestWriter:
    """Writes what delivery posts, from the cases as they were last read.

    ``library`` tells which versions there are; a subscription's readers are shown what ``library_for`` gives
    for it, which is the same where it is not given.
    """

    def __init__(  # noqa: PLR0913, PLR0917  -- what a digest depends on; the last three are rarely given
        self,
        library: Callable[[], Library],
        presentation: Presentation,
        memory: VersionRepository,
        today: Callable[[], date | None] = lambda: None,
        renderers: Mapping[str, DigestRenderer] = RENDERERS,
        library_for: Callable[[Subscription], Library] | None = None,
    ) -> None:
        self._library = library
        self._library_for = library_for or (lambda _: library())
        self._presentation = presentation
        self._memory = memory
        self._today = today
        self._renderers = renderers

    def next_run(self, schedule: str, zone: str, after: datetime) -> datetime:
        """The first time of a schedule after an instant. Raises CommandError where it is none."""
        return read_schedule(schedule, zone).next_run(after)

    def loud_from(self, schedule: str, zone: str, moment: datetime) -> datetime:
        """When what is late may be posted: at once, or when quiet hours end."""
        return read_schedule(schedule, zone).loud_from(moment)

    async def newer(self, case_id: str, version: str) -> str | None:
        """The version of a case as it is now, where ``version`` is an earlier one of it that is kept."""
        return await asyncio.to_thread(self._newer, case_id, version)

    async def compose(
        self,
        subscription: Subscription,
        slot: datetime,  # noqa: ARG002  -- delivery tells it; what is new does not depend on when it was due
    ) -> composer.DigestMessage | NothingNew:
        """The digest with all that is new since the last one, however many slots were missed."""
        return await asyncio.to_thread(self._composed, subscription)

    async def correct(self, subscription: Subscription, shown: ShownVersion) -> Correction | None:
        """What to put in the place of a digest that showed this; None where none of it was corrected."""
        return await asyncio.to_thread(self._corrected, subscription, shown)

    async def notice(self, subscription: Subscription) -> Payload:
        """What the owner is told: why their digest is paused, or that a new installation has resumed it."""
        number = str(subscription.id)
        if subscription.state == "active":
            return await asyncio.to_thread(self._payload, subscription, _resumed(subscription))
        lead = phrase(
            "Your digest {id} ({schedule}) is paused: {reason}. Its settings are kept; "
            "/digest resume {id} starts it again.",
            id=number,
            schedule=subscription.schedule,
            reason=pause_reason(subscription) or REFUSED,
        )
        resume = Suggestion(phrase("Resume"), Query("digest resume", (("id", number),)))
        answer = Answer(Query("digest list"), phrase("digest paused"), lead, suggestions=(resume,))
        return await asyncio.to_thread(self._payload, subscription, answer)

    def _composed(self, subscription: Subscription) -> composer.DigestMessage | NothingNew:
        library, case_id = self._library_for(subscription), subscription.case_id
        if case_id not in library.cases:
            return NothingNew(subscription.seen)
        cursor = Cursor.parse(subscription.seen)
        remembered = self._memory.recall(library, case_id, cursor.version)
        made = digest(library, subject_of(subscription), cursor, remembered)
        self._memory.keep(library, case_id)
        if made is None:
            return NothingNew(str(Cursor.of(library.cases[case_id])))
        payload = self._payload(subscription, made.answer)
        shown = _shown_by(subscription, made.answer)
        return composer.DigestMessage(
            payload, ShownVersion(case_id, made.cursor.version, shown), str(made.cursor)
        )

    def _newer(self, case_id: str, version: str) -> str | None:
        library = self._library()
        if case_id not in library.cases:
            return None
        now = library.cases[case_id].version
        self._memory.note_read(case_id, now)
        if version == now:
            return None
        earlier = self._version(library, case_id, version)
        is_older = self._is_older(library, earlier) if earlier else self._memory.knew(case_id, version)
        return now if is_older else None

    def _is_older(self, library: Library, version: Case) -> bool:
        """Whether a version is one that the editor keeps, or was revised earlier, or was read here before.

        What an editor takes back is the newer one, though its day is not.
        """
        case = library.cases[version.id]
        if version.version == case.version:
            return False
        is_earlier = version in library.earlier.get(case.id, ()) or version.revised < case.revised
        return is_earlier or self._memory.knew(case.id, version.version)

    def _version(self, library: Library, case_id: str, name: str) -> Case | None:
        """The case in the version of this name, as the editor or the bot has kept it.

        Before schema 0005, versions were named such as “2023-07-12/1f2e3d4c”. Where the file of one was not
        kept, it is the only version known of that day; None where there is none, or several.
        """
        versions = library.versions(case_id)
        same = (version for version in versions if version.version == name)
        found = next(same, None) or self._memory.recall(library, case_id, name)
        if found or "/" not in name:
            return found
        known = (*versions, *self._memory.recall_all(library, case_id))
        of_day = {one.version: one for one in known if one.revised == Cursor.parse(name).day}
        return next(iter(of_day.values())) if len(of_day) == 1 else None

    def _corrected(self, subscription: Subscription, shown: ShownVersion) -> Correction | None:
        about = replace(subject_of(subscription), case=shown.case_id)
        library = self._library_for(subscription)
        if shown.case_id not in library.cases:
            return None
        then = self._version(library, shown.case_id, shown.case_version)
        correct = partial(correction, then=then) if then else revision
        answer = correct(library, about, shown=shown.quotations)
        # What it shows from now on may be corrected, too.
        self._memory.keep(library, shown.case_id)
        if answer is None:
            return None
        case = library.cases[shown.case_id]
        # What cannot be shown any more is remembered: it may stand again, and the message with it.
        there = {selector.id for selector in selectors_of_facts(case)}
        hidden = tuple(one for one in shown.quotations if one not in there)
        after = ShownVersion(
            case.id, case.version, tuple(dict.fromkeys((*_shown_by(subscription, answer), *hidden)))
        )
        return Correction(self._payload(subscription, answer), after)

    def _payload(self, subscription: Subscription, answer: Answer) -> Payload:
        """The message of the subscription's platform, or plain text on one without a renderer."""
        shown = replace(self._presentation, words=Wording(subscription.locale), today=self._today())
        render = self._renderers.get(subscription.platform)
        return render(answer, shown) if render else {"text": to_text(answer, shown)}


def _resumed(subscription: Subscription) -> Answer:
    lead = phrase(
        "Your digest {id} ({schedule}) is on again: the bot was installed again. What fell due in the "
        "meantime is not sent later.",
        id=str(subscription.id),
        schedule=subscription.schedule,
    )
    pause = Suggestion(PAUSE, Query("digest pause", (("id", str(subscription.id)),)))
    return Answer(Query("digest list"), phrase("digest resumed"), lead, suggestions=(pause,))


def subject_of(subscription: Subscription) -> Subject:
    """What a subscription's digests are about, as their composer needs it."""
    return Subject(subscription.id, subscription.case_id, subscription.contents, subscription.nothing_new)


def _shown_by(subscription: Subscription, answer: Answer) -> tuple[str, ...]:
    """The ids of a digest's quotations whose words its message shows: in chats, those of its short form."""
    form = "full" if subscription.platform == TERMINAL else "short"
    shown = tuple(in_detail(answer, form).quotations())
    legible = (
        one for one in answer.quotations() if any(other.selector.contains(one.selector) for other in shown)
    )
    return tuple(dict.fromkeys(one.id for one in legible))
