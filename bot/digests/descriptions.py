"""A subscription in words: when it comes, what it tells, and whether it is paused."""

from zoneinfo import ZoneInfo

from bot.answers.answer import EntryPart
from bot.answers.phrases import Mention, Phrase, phrase
from bot.cases.library import Library
from bot.db.subscriptions import Subscription
from bot.digests.targets import pause_reason

TERMINAL = "terminal"
"""The platform to which nothing can be posted: digests come there when they are asked for."""
CONTENTS = {"full": phrase("what is new, and where the case stands"), "changes": phrase("only what is new")}
NOTHING_NEW = {"skip": phrase("skipped when nothing is new"), "say": phrase("says so when nothing is new")}


def described(subscription: Subscription, library: Library, *, is_here: bool) -> EntryPart:
    """A subscription's line: its number, times and contents, and when it comes next or why it does not."""
    listed = library.listings.get(subscription.case_id)
    gone = phrase("{case}, which is not there any more", case=subscription.case_id)
    tells = phrase(
        "{case}: {contents}; {nothing_new}",
        case=listed.title if listed else gone,
        contents=CONTENTS[subscription.contents],
        nothing_new=NOTHING_NEW[subscription.nothing_new],
    )
    there = phrase("In the channel {channel}", channel=Mention("channel", subscription.channel))
    where = () if is_here else (there,)
    title = phrase("Digest {id}: {schedule}", id=str(subscription.id), schedule=subscription.schedule)
    return EntryPart(title, (tells, *where, comes(subscription)))


def comes(subscription: Subscription) -> Phrase:
    """When a subscription's next digest comes, or that it is paused, and why."""
    if subscription.state == "active" and subscription.platform == TERMINAL:
        return phrase("In the terminal it comes when it is asked for: /digest now")
    if subscription.state == "active" and subscription.next_run_at:
        return phrase(
            "Next: {instant}", instant=subscription.next_run_at.astimezone(ZoneInfo(subscription.zone))
        )
    reason = pause_reason(subscription)
    if reason is None:
        return phrase("Paused. /digest resume starts it again.")
    return phrase("Paused: {reason}. Then /digest resume starts it again.", reason=reason)
