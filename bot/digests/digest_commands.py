"""``/digest …``: schedule digests of a channel, look at them, and pause, resume or remove them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.answers.answer import Answer, Part, Suggestion
from bot.answers.asker import Asker
from bot.answers.changes import since_asked
from bot.answers.common import cited_case
from bot.answers.phrases import Phrase, counted, phrase
from bot.answers.query import CommandError, Query
from bot.cases.library import Library
from bot.db.subscriptions import NewSubscription, Subscription
from bot.digests.content import PAUSE, DigestContent, digest
from bot.digests.cursor import START, Cursor
from bot.digests.descriptions import TERMINAL, described
from bot.digests.duplicates import same_digest
from bot.digests.outcomes import Rejected
from bot.digests.schedule import Schedule, now_in_utc
from bot.digests.schedule_parser import read_schedule
from bot.digests.schedule_writer import write_schedule
from bot.digests.senders import Target, target_of
from bot.digests.subscription_lookup import SubscriptionLookup
from bot.digests.subscription_repository import SubscriptionRepository
from bot.digests.targets import belongs_to, rejection_reason, requested_target, target_here
from bot.digests.version_repository import VersionRepository
from bot.digests.writer import subject_of
from bot.service.bounded_pool import in_thread
from bot.service.command_service import Handler
from bot.service.preference_repository import PreferenceRepository
from bot.service.unavailable import answering_when_unavailable

CanPost = Callable[[Target], Awaitable[Rejected | None]]
"""Why posting somewhere would be refused; None where it would not."""
MayPost = Callable[[Target, str], Awaitable[Rejected | None]]
"""Why a person, by their id, may not have something posted somewhere; None where they may."""

MOST_OF_A_WORKSPACE, MOST_OF_A_PERSON = 100, 10
MOST_LISTED = 25
TOPIC = phrase("digests")
NONE_HERE = phrase("No digest is scheduled here. Schedule one: /digest schedule weekdays 9:00 Europe/Berlin")
SAME = phrase("Digest {id} does that already: nothing was scheduled.")
NO_SUCH_CASE = phrase("There is no case “{case}” any more: nothing is posted until it is back.")
NO_PREVIEW = phrase("Nothing is new, so nothing would be posted. To see a digest, add a day as since:.")
NO_DATABASE = phrase(
    "Digests cannot be looked up or changed just now: the database does not answer. Nothing was changed, and "
    "what is scheduled comes as soon as it answers again. Try again in a minute."
)


async def anybody_may(_target: Target, _person: str) -> None:
    """Refuse nobody: where a platform has no channels that some people are not in."""


@dataclass(frozen=True)
class DigestCommands:
    """The handlers of ``/digest``, for channels, threads, direct messages and the terminal."""

    subscriptions: SubscriptionRepository
    preferences: PreferenceRepository
    library: Callable[[], Library]
    can_post: CanPost
    memory: VersionRepository
    now: Callable[[], datetime] = now_in_utc
    may_post: MayPost = anybody_may
    most_of_a_workspace: int = MOST_OF_A_WORKSPACE

    @property
    def meant(self) -> SubscriptionLookup:
        """The lookup of the subscription that a command means."""
        return SubscriptionLookup(self.subscriptions, self.preferences)

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The handlers by the command that they answer."""
        commands = {
            "digest schedule": self._schedule,
            "digest list": self._list,
            "digest preview": self._preview,
            "digest now": self._post_now,
            "digest pause": self._pause,
            "digest resume": self._resume,
            "digest remove": self._remove,
        }
        return answering_when_unavailable(commands, NO_DATABASE)

    async def _schedule(self, asked: Query, asker: Asker) -> Answer:
        target = requested_target(asked, asker)
        place = asker if asker.is_direct else asker.at(target.channel)
        await self.meant.refuse_unless_managed(asked, place)
        zone = (await self.preferences.kept(place)).combined.zone
        schedule = read_schedule(asked.get("when") or "", zone)
        new = self._new(asked, asker, target, schedule)
        if same := same_digest(new, await self.subscriptions.of_place(place)):
            return self._one(asked, SAME.filled(id=str(same.id)), same, asker)
        if refused := await self._refused(target, asker):
            sentence = phrase("Nothing was scheduled: {reason}.", reason=rejection_reason(refused))
            raise CommandError(sentence, asked.command)
        most = MOST_OF_A_PERSON if target.kind == "dm" else self.most_of_a_workspace
        identifier = await self.subscriptions.add(new, self.now(), most)
        if identifier is None:
            raise CommandError(_too_many(most, target), asked.command)
        found = await self.meant.by(asked.changed(id=str(identifier)), asker)
        return self._one(asked, phrase("Scheduled."), found, asker)

    def _new(self, asked: Query, asker: Asker, target: Target, schedule: Schedule) -> NewSubscription:
        cited = cited_case(self.library(), asked)
        return NewSubscription(
            target.platform,
            target.workspace,
            target.kind,
            target.channel,
            asker.user,
            write_schedule(schedule),
            schedule.zone,
            schedule.next_run(self.now()),
            thread=target.thread,
            locale=asker.locale,
            case_id=cited.case.id,
            contents="changes" if asked.get("contents") == "changes" else "full",
            nothing_new="say" if asked.get("nothing_new") == "say" else "skip",
        )

    async def _list(self, asked: Query, asker: Asker) -> Answer:
        whole = asker.manages and not asker.is_direct
        find = self.subscriptions.of_workspace if whole else self.subscriptions.of_place
        found = await find(asker)
        if not found:
            return _answer(asked, NONE_HERE)
        lead = counted("{count} digest.", "{count} digests.", len(found))
        if len(found) > MOST_LISTED:
            lead = phrase(
                "{count} digests, of which these are the first {most}.", count=len(found), most=MOST_LISTED
            )
        channel = target_here(asker).channel
        parts = [
            described(one, self.library(), is_here=one.channel == channel) for one in found[:MOST_LISTED]
        ]
        return _answer(asked, lead, parts)

    async def _preview(self, asked: Query, asker: Asker) -> Answer:
        found = await self.meant.visible(asked, asker)
        made = await in_thread(partial(self._digest, found, cursor_asked(asked) or Cursor.parse(found.seen)))
        if made:
            return made.answer
        if found.case_id not in self.library().cases:
            return _answer(asked, NO_SUCH_CASE.filled(case=found.case_id))
        return _answer(asked, NO_PREVIEW)

    async def _post_now(self, asked: Query, asker: Asker) -> Answer:
        found = await self.meant.managed(asked, asker)
        if refused := await self._not_theirs(target_of(found), asker):
            reason = rejection_reason(refused)
            raise CommandError(phrase("Nothing is posted: {reason}.", reason=reason), asked.command)
        if found.state != "active":
            sentence = phrase("Digest {id} is paused: /digest resume starts it again.", id=str(found.id))
            raise CommandError(sentence, asked.command)
        made = await in_thread(partial(self._digest, found, Cursor.parse(found.seen)))
        if made is None:
            lead = phrase("Nothing is new since the last digest: nothing is posted.")
            return self._one(asked, lead, found, asker)
        now = self.now()
        if found.platform == TERMINAL:
            await in_thread(partial(self.memory.keep, self.library(), found.case_id))
            await self.subscriptions.move_cursor(found.id, str(made.cursor), now)
            return made.answer
        if not await self.subscriptions.run_at(found.id, now):
            return _answer(asked, phrase("Digest {id} is being posted already.", id=str(found.id)))
        loud = read_schedule(found.schedule, found.zone).loud_from(now)
        if loud > now:
            when = loud.astimezone(ZoneInfo(found.zone))
            lead = phrase(
                "Digest {id} is posted when its quiet hours end: {instant}.", id=str(found.id), instant=when
            )
            return _answer(asked, lead)
        return _answer(asked, phrase("Digest {id} is posted in a moment.", id=str(found.id)))

    async def _pause(self, asked: Query, asker: Asker) -> Answer:
        found = await self.meant.managed(asked, asker)
        await self.subscriptions.pause(found.id)
        lead = phrase("Digest {id} is paused. Its settings are kept.", id=str(found.id))
        return self._one(asked, lead, await self.meant.again(found, asked, asker), asker)

    async def _resume(self, asked: Query, asker: Asker) -> Answer:
        found = await self.meant.managed(asked, asker)
        if refused := await self._refused(target_of(found), asker):
            reason = rejection_reason(refused)
            sentence = phrase("Digest {id} stays paused: {reason}.", id=str(found.id), reason=reason)
            raise CommandError(sentence, asked.command)
        if found.state != "active":
            schedule = read_schedule(found.schedule, found.zone)
            await self.subscriptions.resume(found.id, schedule.next_run(self.now()))
        lead = phrase("Digest {id} is on. What fell due in the meantime is not sent later.", id=str(found.id))
        return self._one(asked, lead, await self.meant.again(found, asked, asker), asker)

    async def _remove(self, asked: Query, asker: Asker) -> Answer:
        found = await self.meant.managed(asked, asker)
        await self.subscriptions.remove(found.id)
        lead = phrase("Digest {id} is removed: {schedule}.", id=str(found.id), schedule=found.schedule)
        return _answer(asked, lead)

    async def _refused(self, target: Target, asker: Asker) -> Rejected | None:
        """Why neither the bot nor the asker may post to a target; None where both may."""
        return await self.can_post(target) or await self._not_theirs(target, asker)

    async def _not_theirs(self, target: Target, asker: Asker) -> Rejected | None:
        """Why the asker may not have something posted to a target; whoever asks in a channel is in it."""
        is_here = target.kind == "dm" or target.channel == target_here(asker).channel
        return None if is_here else await self.may_post(target, asker.user)

    def _digest(self, found: Subscription, cursor: Cursor) -> DigestContent | None:
        """What would be posted to readers who have been told as far as the cursor says."""
        library = self.library()
        remembered = self.memory.recall(library, found.case_id, cursor.version)
        return digest(library, subject_of(found), cursor, remembered)

    def _one(self, asked: Query, lead: Phrase, one: Subscription, asker: Asker) -> Answer:
        is_here = belongs_to(one, asker) and one.channel == target_here(asker).channel
        number = (("id", str(one.id)),)
        is_on = one.state == "active"
        action = Suggestion(PAUSE, Query("digest pause", number))
        again = Suggestion(phrase("Resume"), Query("digest resume", number))
        preview = Suggestion(phrase("Preview"), Query("digest preview", number))
        parts = [described(one, self.library(), is_here=is_here)]
        return _answer(asked, lead, parts, (preview, action if is_on else again))


def cursor_asked(asked: Query) -> Cursor | None:
    """The cursor of ``since:``; None without it. Raises CommandError where it is none."""
    if asked.get("since") == START:
        return Cursor()
    since = since_asked(asked)
    return Cursor(*since) if since else None


def _answer(
    asked: Query, lead: Phrase, parts: Sequence[Part] | None = None, suggestions: tuple[Suggestion, ...] = ()
) -> Answer:
    return Answer(asked, TOPIC, lead, parts=tuple(parts or ()), suggestions=suggestions)


def _too_many(most: int, target: Target) -> Phrase:
    if target.kind == "dm":
        return phrase("You have {most} digests already, which is the limit. Remove one first.", most=most)
    return phrase(
        "This workspace has {most} digests already, which is the limit. Remove one first (/digest list).",
        most=most,
    )
