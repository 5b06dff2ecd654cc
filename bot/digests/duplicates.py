"""Whether what somebody schedules is a digest that is there already."""

from collections.abc import Iterable

from bot.answers.query import CommandError
from bot.db.subscriptions import NewSubscription, Subscription
from bot.digests.schedule import Schedule
from bot.digests.schedule_parser import read_schedule


def same_digest(new: NewSubscription, kept: Iterable[Subscription]) -> Subscription | None:
    """The kept subscription with the case, place, times and zone of a new one; None where there is none.

    What it tells of the case may differ: two digests of one case at one time in one place are one too many.
    """
    when = read_schedule(new.schedule, new.zone)
    return next((one for one in kept if _place_of(one) == _place_of(new) and _times_of(one) == when), None)


def _place_of(one: NewSubscription | Subscription) -> tuple[str, ...]:
    return one.platform, one.workspace, one.kind, one.channel, one.thread, one.case_id


def _times_of(kept: Subscription) -> Schedule | None:
    try:
        return read_schedule(kept.schedule, kept.zone)
    except CommandError:  # of an earlier version that read more, or a zone that is no more
        return None
