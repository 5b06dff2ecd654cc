"""Where digests go, and whose they are: from who asks to a delivery's target."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.answers.asker import SLACK, Asker, Platform
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
    Reason.IS_FORUM: phrase("that is a forum; schedule the digest in one of its posts"),
    Reason.NOT_A_MEMBER: phrase("you are not in that channel yourself, or may not post there"),
    Reason.MEMBERS_UNKNOWN: phrase(
        "the platform did not tell whether you are in that channel; try again, or schedule it from there"
    ),
    Reason.NOT_ADMITTED: phrase("whoever runs the bot does not offer it in that place"),
    Reason.PAYLOAD: phrase("the platform refused the message itself; the operator's log has the reason"),
}
CHANNEL_ID = re.compile(r"(?=.{0,80}\w)[\w.-]{1,80}")
NOT_OF_A_CHANNEL = re.compile("[DUW][A-Z0-9]{2,}")
"""Matches Slack's ids of direct messages (D) and people (U, W), which are in no channel's place."""

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
    thread = mentioned_thread(typed) if asker.platform == SLACK else None
    channel = thread[0] if thread else mentioned_channel(typed)
    if channel is None or not _may_be_a_channel(asker.platform, channel):
        raise CommandError(NO_CHANNEL.filled(typed=shortened(typed)), asked.command)
    if thread:
        return replace(target, kind="thread", channel=channel, thread=thread[1])
    return replace(target, channel=channel)


def _may_be_a_channel(platform: Platform, typed: str) -> bool:
    is_of_a_person = platform == SLACK and NOT_OF_A_CHANNEL.fullmatch(typed)
    return not is_of_a_person and CHANNEL_ID.fullmatch(typed) is not None


def asker_at(asker: Asker, subscription: Subscription) -> Asker:
    """The asker as somebody in the subscription's place, whose preferences say who may manage it."""
    is_direct = subscription.kind == "dm"
    return replace(asker.at(subscription.channel), is_direct=is_direct)


def belongs_to(subscription: Subscription, asker: Asker) -> bool:
    """Whether a subscription is one of the asker's workspace, or posts to their own direct messages.

    A direct message of Discord is in no server; one of Slack is in a workspace, in which alone a person's id
    means that person.
    """
    workspaces = {asker.workspace}
    if subscription.kind == "dm":
        if subscription.channel != asker.user:
            return False
        workspaces.add("")
    return subscription.platform == asker.platform and subscription.workspace in workspaces


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
