"""Where digests can go on Discord: posts of forums, chat of voice channels, published announcements."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.digests.outcomes import Ambiguous, Reason, Rejected, Sent
from bot.digests.senders import Target
from bot.platforms.discord.sender import DiscordSender
from bot.rendering.render import Payload, Presentation, to_discord
from bot.search.archive import Archive
from tests.fakes.discord import interactions
from tests.fakes.discord.faults import MESSAGES, Fault, dropped
from tests.fakes.discord.permissions import EVERYTHING, SEND_IN_THREADS
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, GUILD, Channel
from tests.platforms.discord.running import program

FORUM, POST = CHANNEL + 3, CHANNEL + 4
NOW = datetime.now(UTC)
CROSSPOSTED = 1 << 1


def target(channel: int) -> Target:
    return Target("discord", str(GUILD), "channel", str(channel))


@pytest.fixture
def payload(archive: Archive) -> Payload:
    return to_discord(respond(archive, parse("/case damages")), Presentation())[0]


@pytest.fixture
def post(discord: FakeDiscord) -> Channel:
    discord.world.channels[FORUM] = Channel(FORUM, GUILD, kind=15)
    discord.world.channels[POST] = Channel(POST, GUILD, kind=11, parent=FORUM)
    return discord.world.channels[POST]


@pytest.mark.parametrize("kind", [0, 2, 5, 13])
async def test_text_chat_of_any_kind_takes_digests(
    discord: FakeDiscord, sender: DiscordSender, payload: Payload, kind: int
) -> None:
    discord.world.channels[CHANNEL].kind = kind
    assert await sender.can_post(target(CHANNEL)) is None
    assert isinstance(await sender.send(target(CHANNEL), payload, "key"), Sent)
    assert len(discord.world.in_channel(CHANNEL)) == 1


async def test_a_post_of_a_forum_takes_digests_and_the_forum_itself_does_not(
    discord: FakeDiscord, sender: DiscordSender, payload: Payload, post: Channel
) -> None:
    assert await sender.can_post(target(POST)) is None
    assert isinstance(await sender.send(target(POST), payload, "key"), Sent)
    assert await sender.can_post(target(FORUM)) == Rejected(Reason.IS_FORUM)
    discord.world.channels[FORUM].allowed = EVERYTHING & ~SEND_IN_THREADS
    assert await sender.can_post(target(POST)) == Rejected(Reason.NO_PERMISSION, "Send Messages in Threads")


async def test_an_archived_thread_takes_digests_and_a_locked_one_pauses_them(
    sender: DiscordSender, payload: Payload, post: Channel
) -> None:
    post.archived = True
    assert await sender.can_post(target(POST)) is None
    assert isinstance(await sender.send(target(POST), payload, "key"), Sent)
    post.locked = True
    assert await sender.can_post(target(POST)) == Rejected(Reason.ARCHIVED)
    refused = await sender.send(target(POST), payload, "other")
    assert isinstance(refused, Rejected)
    assert refused.reason is Reason.ARCHIVED
    assert refused.pauses


async def test_a_digest_in_an_announcement_channel_is_published_once(
    discord: FakeDiscord, sender: DiscordSender, payload: Payload
) -> None:
    discord.world.channels[CHANNEL].kind = 5
    sent = await sender.send(target(CHANNEL), payload, "key")
    [message] = discord.world.in_channel(CHANNEL)
    assert message.payload["flags"] & CROSSPOSTED
    assert await sender.send(target(CHANNEL), payload, "key") == sent
    assert len(discord.of("GET", f"/channels/{CHANNEL}")) == 1
    published = discord.of("POST", "/crosspost")
    assert [one.status for one in published] == [200, 400]
    assert published[0].body is None


async def test_a_digest_whose_answer_was_lost_is_published_when_it_is_found(
    discord: FakeDiscord, sender: DiscordSender, payload: Payload
) -> None:
    discord.world.channels[CHANNEL].kind = 5
    discord.faults.append(dropped("POST", MESSAGES, stored=True))
    assert isinstance(await sender.send(target(CHANNEL), payload, "key"), Ambiguous)
    assert isinstance(await sender.look_up(target(CHANNEL), payload, "key", NOW), Sent)
    [message] = discord.world.in_channel(CHANNEL)
    assert message.payload["flags"] & CROSSPOSTED


@pytest.mark.parametrize("status", [403, 429, 500])
async def test_a_digest_that_cannot_be_published_is_sent_all_the_same(
    discord: FakeDiscord, sender: DiscordSender, payload: Payload, status: int
) -> None:
    discord.world.channels[CHANNEL].kind = 5
    discord.faults.append(Fault("POST", r".*/crosspost", status, {"code": 0, "message": "no"}))
    assert isinstance(await sender.send(target(CHANNEL), payload, "key"), Sent)
    discord.faults.append(Fault("GET", r"/channels/\d+", status, {"code": 0, "message": "no"}))
    assert isinstance(await DiscordSender(sender._rest, "").send(target(CHANNEL), payload, "2"), Sent)


async def test_nothing_elsewhere_is_published(
    discord: FakeDiscord, sender: DiscordSender, payload: Payload
) -> None:
    await sender.send(target(CHANNEL), payload, "key")
    await sender.send(Target("discord", "", "dm", "77"), payload, "key")
    assert discord.of("POST", "/crosspost") == []


async def test_a_digest_is_scheduled_for_a_voice_channel_and_a_post_of_a_forum(
    discord: FakeDiscord, tmp_path: Path, post: Channel
) -> None:
    discord.world.channels[CHANNEL].kind = 2
    async with program("discord", folder=tmp_path, **discord.env) as running:
        await running.line("connected to discord")
        for channel, sentence in (
            (CHANNEL, "Scheduled."),
            (post.id, "Scheduled."),
            (FORUM, "that is a forum"),
        ):
            asked = interactions.slash(
                discord.world, "digest schedule", when="daily 9:00 UTC", channel=str(channel)
            )
            answer = await (await discord.send(interactions.as_manager(asked))).answer()
            assert sentence in str(answer.payload)
    assert discord.rest.violations == []
