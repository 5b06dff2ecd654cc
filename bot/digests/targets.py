"""Where digests go, and whose they are: from who asks to a delivery's target."""

from collections.abc import Mapping
from dataclasses import replace

from bot.answers.asker import Asker
from bot.answers.phrases import Phrase, phrase, shortened
from bot.answers.query import CommandError, Query
from bot.db.subscriptions import Subscription
from bot.digests.outcomes import NO_NEXT_RUN, Reason, Rejected
from bot.digests.senders import Target
from bot.service.mentions import mentioned_channel, mentioned_thread

REASONS: Mapping[str, Phrase] = {
    NO_NEXT_RUN: phrase("its schedule is not understood any more; remove it and schedule it anew"),
    Reason.NO_ACCESS: phrase("the bot is not in that place any more, or may not see it; invite it again"),
    Reason.NO_PERMISSION: phrase("the bot may not post there; give it the permission"),
    Reason.NO_CHANNEL: phrase("that channel is not there, or the bot cannot see it"),
    Reason.ARCHIVED: phrase("that channel is archived; unarchive it"),
    Reason.REVOKED: phrase("the bot's token is no longer valid in this workspace; install the bot again"),
    Reason.NOT_WANTED: phrase("that person takes no direct messages from the bot"),
    Reason.PAYLOAD: phrase("the platform refused the message itself; the operator's log has the reason"),
}
REFUSED = phrase("its place refuses it")
NOT_IN_DIRECT = phrase(
    "In a direct message a digest comes to you alone. Schedule one for a channel in its server."
)
NO_CHANNEL = phrase("“{typed}” is not a channel. Pick one from the list, or mention it, such as #news.")


def target_here(asker: Asker) -> Target:
    """The target where somebody asks: the channel, or in a direct message the person."""
    if asker.is_direct:
        return Target(asker.platform, asker.workspace, "dm", asker.user)
    return Target(asker.platform, asker.workspace, "channel", asker.channel)


def requested_target(asked: Query, asker: Asker) -> Target:
    """The target that the option ``channel`` names, or else the one where it is asked."""
    target, typed = target_here(asker), asked.get("channel")
    if not typed:
        return target
    if asker.is_direct:
        raise CommandError(NOT_IN_DIRECT, asked.command)
    if asker.platform == "slack" and (found := mentioned_thread(typed)):
        return replace(target, kind="thread", channel=found[0], thread=found[1])
    channel = mentioned_channel(typed)
    if channel is None:
        raise CommandError(NO_CHANNEL.filled(typed=shortened(typed)), asked.command)
    return replace(target, channel=channel)


def asker_at(asker: Asker, subscription: Subscription) -> Asker:
    """The asker as somebody in the subscription's place, whose preferences say who may manage it."""
    is_direct = subscription.kind == "dm"
    return replace(asker, channel=subscription.channel, is_direct=is_direct)


def belongs_to(subscription: Subscription, asker: Asker) -> bool:
    """Whether it belongs to the asker's workspace, or is their own direct message."""
    if subscription.kind == "dm":
        return subscription.channel == asker.user and subscription.platform == asker.platform
    return (subscription.platform, subscription.workspace) == (asker.platform, asker.workspace)


def rejection_reason(refused: Rejected) -> Phrase:
    """What a platform's refusal means for whoever can mend it."""
    return _worded(refused.reason, refused.detail)


def pause_reason(subscription: Subscription) -> Phrase | None:
    """Why a subscription is paused; None where a person paused it."""
    if not subscription.reason:
        return None
    return _worded(subscription.reason, subscription.reason_detail)


def _worded(reason: str, detail: str) -> Phrase:
    cause = REASONS.get(reason, REFUSED)
    return phrase("{reason} ({detail})", reason=cause, detail=detail) if detail else cause
