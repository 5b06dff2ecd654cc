"""The composer that delivery asks: digests, corrections and notices as proven payloads of each platform."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.answers.answer import Answer, Suggestion
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.cases.changes import version_of
from bot.cases.library import Library
from bot.db.subscriptions import Subscription
from bot.digests import composer
from bot.digests.composer import Correction, NothingNew, ShownVersion
from bot.digests.content import Subject, correction, digest
from bot.digests.outcomes import Rejected
from bot.digests.schedule_parser import read_schedule
from bot.digests.senders import Payload
from bot.digests.targets import rejection_reason as worded
from bot.digests.version_repository import VersionRepository
from bot.rendering.render import Presentation, to_discord, to_slack, to_text
from bot.rendering.wording import Wording

T = TypeVar("T")


class DigestWriter:
    """Writes what delivery posts, from the cases as they were last read."""

    def __init__(
        self, library: Callable[[], Library], presentation: Presentation, memory: VersionRepository
    ) -> None:
        self._library = library
        self._presentation = presentation
        self._memory = memory

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

    async def notice(self, subscription: Subscription, rejection_reason: Rejected) -> Payload:
        """What the owner is told when their digest was paused because its place refuses it for good."""
        number = str(subscription.id)
        lead = phrase(
            "Your digest {id} ({schedule}) is paused: {reason}. Its settings are kept; "
            "/digest resume {id} starts it again.",
            id=number,
            schedule=subscription.schedule,
            reason=worded(rejection_reason),
        )
        resume = Suggestion(phrase("Resume"), Query("digest resume", (("id", number),)))
        answer = Answer(Query("digest list"), phrase("digest paused"), lead, suggestions=(resume,))
        return await asyncio.to_thread(self._payload, subscription, answer)

    def _composed(self, subscription: Subscription) -> composer.DigestMessage | NothingNew:
        library = self._library()
        case_id, seen = subscription.case_id, subscription.seen
        made = digest(library, subject_of(subscription), seen, self._memory.recall(library, case_id, seen))
        if case_id not in library.cases:
            return NothingNew(seen)
        self._memory.keep(library, case_id)
        if made is None:
            return NothingNew(version_of(library.cases[case_id]))
        payload = self._payload(subscription, made.answer)
        return composer.DigestMessage(payload, _shown(made.answer, made.seen), made.seen)

    def _newer(self, case_id: str, version: str) -> str | None:
        library = self._library()
        if case_id not in library.cases:
            return None
        *earlier, now = map(version_of, library.versions(case_id))
        self._memory.read(case_id, now)
        if version == now:
            return None
        is_known = version in earlier or self._is_older(library, case_id, version)
        return now if is_known else None

    def _is_older(self, library: Library, case_id: str, version: str) -> bool:
        """Whether the bot has kept a version, and it was revised earlier or was read here before.

        What an editor takes back is the newer one, though its day is not.
        """
        remembered = self._memory.recall(library, case_id, version)
        if remembered is None:
            return False
        return remembered.revised < library.cases[case_id].revised or self._memory.knew(case_id, version)

    def _corrected(self, subscription: Subscription, shown: ShownVersion) -> Correction | None:
        about = replace(subject_of(subscription), case=shown.case_id)
        library = self._library()
        then = self._memory.recall(library, shown.case_id, shown.case_version)
        answer = correction(library, about, shown.case_version, shown.quotations, then)
        # What it shows from now on may be corrected, too.
        self._memory.keep(library, shown.case_id)
        if answer is None:
            return None
        version = version_of(library.cases[shown.case_id])
        return Correction(self._payload(subscription, answer), _shown(answer, version))

    def _payload(self, subscription: Subscription, answer: Answer) -> Payload:
        """The message: of more pages the first, whose buttons turn to the others."""
        shown = replace(self._presentation, words=Wording(subscription.locale))
        match subscription.platform:
            case "discord":
                return to_discord(answer, shown)[0]
            case "slack":
                return to_slack(answer, shown)[0]
            case _:
                return {"text": to_text(answer, shown)}


def subject_of(subscription: Subscription) -> Subject:
    """What a subscription's digests are about."""
    return Subject(subscription.id, subscription.case_id, subscription.contents, subscription.nothing_new)


def _shown(answer: Answer, version: str) -> ShownVersion:
    quotations = dict.fromkeys(quotation.id for quotation in answer.quotations())
    return ShownVersion(str(answer.case), version, tuple(quotations))
