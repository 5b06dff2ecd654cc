"""Digests on Discord: posted once, whatever happens on the way, and refused with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.corpus.index_files import open_archive
from bot.digests.outcomes import Absent, Ambiguous, CannotTell, Reason, Rejected, Retry, Sent
from bot.digests.senders import Target
from bot.platforms.discord.rest import Rest
from bot.platforms.discord.sender import DiscordSender, user_of
from bot.rendering.render import Payload, Presentation, to_discord
from tests.fakes.discord.faults import MESSAGES, dropped, failed, rate_limited
from tests.fakes.discord.permissions import (
    EVERYTHING,
    READ_MESSAGE_HISTORY,
    SEND_IN_THREADS,
    SEND_MESSAGES,
    VIEW_CHANNEL,
)
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import APPLICATION, CHANNEL, GUILD, TOKEN, USER, Channel, bot_user

HERE = Target("discord", str(GUILD), "channel", str(CHANNEL))
THREAD = CHANNEL + 7
IN_THREAD = Target("discord", str(GUILD), "thread", str(THREAD))
TO_PERSON = Target("discord", "", "dm", str(USER))
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def payloads(library: Library) -> list[Payload]:
    archive = open_archive(library, None)
    return [
        *to_discord(respond(archive, parse("/case damages")), Presentation()),
        *to_discord(respond(archive, parse("/case status")), Presentation()),
    ]


async def test_a_digest_is_posted_once_with_its_key(
    discord: FakeDiscord, sender: DiscordSender, payloads: list[Payload]
) -> None:
    sent = await sender.send(HERE, payloads[0], "key-1")
    assert await sender.send(HERE, payloads[0], "key-1") == sent
    [message] = discord.world.in_channel(CHANNEL)
    assert sent == Sent(str(message.id))
    assert message.payload == {**payloads[0], "nonce": "key-1", "enforce_nonce": True}
    assert discord.rest.violations == []


async def test_a_post_whose_answer_is_lost_is_ambiguous_and_found_again(
    discord: FakeDiscord, sender: DiscordSender, payloads: list[Payload]
) -> None:
    for stored in (dropped("POST", MESSAGES, stored=True), failed("POST", MESSAGES, 502, stored=True)):
        discord.faults.append(stored)
        before = len(discord.world.messages)
        assert isinstance(await sender.send(HERE, payloads[before], f"key-{before}"), Ambiguous)
        found = await sender.look_up(HERE, payloads[before], "-", NOW)
        assert found == Sent(str(discord.world.in_channel(CHANNEL)[-1].id))
        assert await sender.send(HERE, payloads[before], f"key-{before}") == found
        assert len(discord.world.messages) == before + 1


async def test_what_was_not_stored_is_absent(
    discord: FakeDiscord, sender: DiscordSender, payloads: list[Payload]
) -> None:
    await sender.send(HERE, payloads[1], "another")
    for status in (500, 502, 503):
        discord.faults.append(failed("POST", MESSAGES, status))
        assert isinstance(await sender.send(HERE, payloads[0], "key"), Ambiguous)
    discord.faults.append(dropped("POST", MESSAGES, stored=False))
    assert isinstance(await sender.send(HERE, payloads[0], "key"), Ambiguous)
    assert await sender.look_up(HERE, payloads[0], "key", NOW) == Absent()
    assert await sender.look_up(HERE, payloads[1], "another", NOW + timedelta(days=1)) == Absent()


async def test_without_the_permission_to_read_nobody_can_tell(
    discord: FakeDiscord, sender: DiscordSender, payloads: list[Payload]
) -> None:
    await sender.send(HERE, payloads[0], "key")
    discord.world.channels[CHANNEL].allowed = EVERYTHING & ~READ_MESSAGE_HISTORY
    assert await sender.look_up(HERE, payloads[0], "key", NOW) == CannotTell("without Read Message History")


async def test_a_message_of_another_that_shows_the_same_is_not_ours(
    discord: FakeDiscord, sender: DiscordSender, payloads: list[Payload]
) -> None:
    for author in ({"id": str(USER), "username": "ada"}, {**bot_user(), "id": str(APPLICATION + 1)}):
        discord.world.store(CHANNEL, payloads[0], author)
    assert await sender.look_up(HERE, payloads[0], "key", NOW) == Absent()
    sent = await sender.send(HERE, payloads[0], "key")
    discord.world.store(CHANNEL, payloads[0], {"id": str(USER), "username": "ada"})
    assert await sender.look_up(HERE, payloads[0], "key", NOW) == sent


async def test_a_message_is_found_among_many(
    discord: FakeDiscord, sender: DiscordSender, payloads: list[Payload]
) -> None:
    for number in range(230):
        discord.world.store(CHANNEL, {"content": f"chat {number}"})
    sent = await sender.send(HERE, payloads[0], "key")
    assert await sender.look_up(HERE, payloads[0], "key", NOW) == sent


@pytest.mark.parametrize("everywhere", [False, True])
async def test_a_limit_says_how_long_to_wait_and_for_what(
    discord: FakeDiscord, sender: DiscordSender, payloads: list[Payload], *, everywhere: bool
) -> None:
    discord.faults.append(rate_limited("POST", MESSAGES, 1.5, everywhere=everywhere))
    limited = await sender.send(HERE, payloads[0], "key")
    assert isinstance(limited, Retry)
    assert (limited.after, limited.whole_bot) == (1.5, everywhere)
    assert discord.world.in_channel(CHANNEL) == []


async def test_a_limit_of_the_whole_bot_is_known_by_the_answers_body_too(
    discord: FakeDiscord, sender: DiscordSender, payloads: list[Payload]
) -> None:
    fault = rate_limited("POST", MESSAGES, 1.5, everywhere=True)
    discord.faults.append(replace(fault, headers={}))
    limited = await sender.send(HERE, payloads[0], "key")
    assert isinstance(limited, Retry)
    assert limited.whole_bot


async def test_an_address_that_nobody_listens_at_is_tried_again_and_not_ambiguous(
    payloads: list[Payload],
) -> None:
    async with aiohttp.ClientSession() as http:
        sender = DiscordSender(Rest(http, "http://127.0.0.1:1", TOKEN), TOKEN)
        assert isinstance(await sender.send(HERE, payloads[0], "key"), Retry)


async def test_lost_access_is_a_rejection_that_pauses(
    discord: FakeDiscord, sender: DiscordSender, payloads: list[Payload]
) -> None:
    channel = discord.world.channels[CHANNEL]
    reasons = []
    for allowed, deleted in ((SEND_MESSAGES, False), (VIEW_CHANNEL, False), (EVERYTHING, True)):
        channel.allowed, channel.deleted = allowed, deleted
        outcome = await sender.send(HERE, payloads[0], "key")
        assert isinstance(outcome, Rejected)
        reasons.append(outcome.reason)
        assert outcome.pauses
    assert reasons == [Reason.NO_ACCESS, Reason.NO_PERMISSION, Reason.NO_CHANNEL]
    assert len(discord.requests) == 3


async def test_what_is_wrong_with_a_payload_pauses_nothing(
    sender: DiscordSender, payloads: list[Payload]
) -> None:
    refused = await sender.send(HERE, {**payloads[0], "components": []}, "key")
    assert isinstance(refused, Rejected)
    assert refused.reason is Reason.PAYLOAD
    assert not refused.pauses


async def test_a_revoked_token_is_told(discord: FakeDiscord, payloads: list[Payload]) -> None:
    async with aiohttp.ClientSession() as http:
        sender = DiscordSender(Rest(http, discord.env["DISCORD_API_URL"], "old"), "old")
        refused = await sender.send(HERE, payloads[0], "key")
        assert isinstance(refused, Rejected)
        assert refused.reason is Reason.REVOKED


async def test_a_message_is_edited_in_its_place(
    discord: FakeDiscord, sender: DiscordSender, payloads: list[Payload]
) -> None:
    sent = await sender.send(HERE, payloads[0], "key")
    assert isinstance(sent, Sent)
    assert await sender.edit(HERE, sent.message, payloads[1]) == sent
    [message] = discord.world.in_channel(CHANNEL)
    assert message.payload["components"] == payloads[1]["components"]
    gone = await sender.edit(HERE, "1", payloads[1])
    assert isinstance(gone, Rejected)
    assert not gone.pauses
    assert discord.rest.violations == []


async def test_a_person_gets_it_in_a_direct_message_unless_they_take_none(
    discord: FakeDiscord, sender: DiscordSender, payloads: list[Payload]
) -> None:
    sent = await sender.send(TO_PERSON, payloads[0], "key")
    assert isinstance(sent, Sent)
    assert await sender.look_up(TO_PERSON, payloads[0], "key", NOW) == sent
    assert await sender.can_post(TO_PERSON) is None
    discord.world.unwilling.add(USER)
    refused = await sender.send(TO_PERSON, payloads[0], "key-2")
    assert isinstance(refused, Rejected)
    assert refused.reason is Reason.NOT_WANTED
    assert await sender.can_post(TO_PERSON) == refused


@pytest.mark.parametrize(
    ("allowed", "missing"),
    [
        (EVERYTHING, ""),
        (EVERYTHING & ~SEND_MESSAGES, "Send Messages"),
        (EVERYTHING & ~SEND_IN_THREADS, ""),
    ],
)
async def test_the_missing_permission_is_named(
    discord: FakeDiscord, sender: DiscordSender, allowed: int, missing: str
) -> None:
    discord.world.channels[CHANNEL].allowed = allowed
    expected = Rejected(Reason.NO_PERMISSION, missing) if missing else None
    assert await sender.can_post(HERE) == expected


async def test_a_thread_has_the_permissions_of_its_channel_and_one_of_its_own(
    discord: FakeDiscord, sender: DiscordSender
) -> None:
    discord.world.channels[THREAD] = Channel(THREAD, GUILD, kind=11, parent=CHANNEL)
    assert await sender.can_post(IN_THREAD) is None
    discord.world.channels[CHANNEL].allowed = EVERYTHING & ~SEND_IN_THREADS
    lacking = Rejected(Reason.NO_PERMISSION, "Send Messages in Threads")
    assert await sender.can_post(IN_THREAD) == lacking


async def test_a_channel_that_cannot_be_posted_in_at_all_is_told(
    discord: FakeDiscord, sender: DiscordSender
) -> None:
    channel = discord.world.channels[CHANNEL]
    channel.kind = 15
    forum = await sender.can_post(HERE)
    assert forum is not None
    assert forum.reason is Reason.IS_FORUM
    channel.kind, channel.deleted = 0, True
    gone = await sender.can_post(HERE)
    assert gone is not None
    assert gone.reason is Reason.NO_CHANNEL
    channel.deleted = False
    discord.world.guilds.clear()
    left = await sender.can_post(HERE)
    assert left is not None
    assert left.detail == "the bot itself is not in this server"


async def test_a_channel_of_another_server_is_not_posted_in_for_this_one(sender: DiscordSender) -> None:
    elsewhere = await sender.can_post(replace(HERE, workspace=str(GUILD + 1)))
    assert elsewhere == Rejected(Reason.NO_CHANNEL, "it is in another server")


def test_a_token_begins_with_the_id_of_the_bot() -> None:
    assert user_of(TOKEN) == str(APPLICATION)
    assert user_of("no token") == ""
