"""What the bot believes that it may do is what Discord lets it do, whatever the roles and overwrites are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.digests.outcomes import Absent, CannotTell, Reason, Rejected, Sent
from bot.digests.senders import Target
from bot.platforms.discord.sender import DiscordSender
from tests.fakes.discord.faults import Fault
from tests.fakes.discord.permissions import (
    ADMINISTRATOR,
    EVERYTHING,
    FOR_MEMBER,
    FOR_ROLE,
    READ_MESSAGE_HISTORY,
    SEND_IN_THREADS,
    SEND_MESSAGES,
    VIEW_CHANNEL,
    Overwrite,
    Role,
)
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import APPLICATION, CHANNEL, GUILD, USER, Channel

HERE = Target("discord", str(GUILD), "channel", str(CHANNEL))
THREAD = CHANNEL + 7
IN_THREAD = Target("discord", str(GUILD), "thread", str(THREAD))
WRITER, MUTED, OTHERS = GUILD + 1, GUILD + 2, GUILD + 3
"""Three roles: the bot holds the first two."""
KINDS = {APPLICATION: FOR_MEMBER, USER: FOR_MEMBER}
PAYLOAD = {
    "flags": 1 << 15,
    "components": [{"type": 10, "content": "words"}],
    "allowed_mentions": {"parse": []},
}


def roles(writer: int = 0, muted: int = 0, others: int = 0) -> list[Role]:
    return [Role(WRITER, writer), Role(MUTED, muted), Role(OTHERS, others, held=False)]


@pytest.fixture
def channel(discord: FakeDiscord) -> Channel:
    discord.world.channels[THREAD] = Channel(THREAD, GUILD, kind=11, parent=CHANNEL)
    return discord.world.channels[CHANNEL]


def allow(of: int, permissions: int = SEND_MESSAGES) -> Overwrite:
    return Overwrite(of, KINDS.get(of, FOR_ROLE), allow=permissions)


def deny(of: int, permissions: int = SEND_MESSAGES) -> Overwrite:
    return Overwrite(of, KINDS.get(of, FOR_ROLE), deny=permissions)


NONE, SEND = "", "Send Messages"
MISSING: dict[str, tuple[int, list[Role], list[Overwrite], str]] = {
    "everyone's role is the bot's too": (EVERYTHING, roles(), [], NONE),
    "a role of its own": (0, roles(writer=EVERYTHING), [], NONE),
    "everyone's role and its own together": (VIEW_CHANNEL, roles(writer=SEND_MESSAGES), [], NONE),
    "a role of others": (VIEW_CHANNEL, roles(others=EVERYTHING), [], SEND),
    "everyone is denied": (EVERYTHING, roles(), [deny(GUILD)], SEND),
    "everyone is allowed": (VIEW_CHANNEL, roles(), [allow(GUILD)], NONE),
    "everyone is denied and a role allowed": (EVERYTHING, roles(), [allow(WRITER), deny(GUILD)], NONE),
    "everyone is allowed and a role denied": (EVERYTHING, roles(), [deny(MUTED), allow(GUILD)], SEND),
    "of two roles one is allowed": (EVERYTHING, roles(), [allow(WRITER), deny(MUTED)], NONE),
    "a role is allowed and the bot denied": (EVERYTHING, roles(), [deny(APPLICATION), allow(WRITER)], SEND),
    "a role is denied and the bot allowed": (EVERYTHING, roles(), [allow(APPLICATION), deny(MUTED)], NONE),
    "others are denied": (EVERYTHING, roles(), [deny(OTHERS, EVERYTHING), deny(USER, EVERYTHING)], NONE),
    "an administrator is denied": (0, roles(ADMINISTRATOR), [deny(GUILD), deny(APPLICATION)], NONE),
    "others are administrators": (VIEW_CHANNEL, roles(others=ADMINISTRATOR), [], SEND),
    "a channel makes no administrator": (VIEW_CHANNEL, roles(), [allow(WRITER, ADMINISTRATOR)], SEND),
}


@pytest.mark.parametrize(("everyone", "held", "overwrites", "missing"), MISSING.values(), ids=MISSING)
async def test_the_missing_permissions_are_those_that_discord_asks_for(  # noqa: PLR0913, PLR0917  -- a table
    discord: FakeDiscord,
    sender: DiscordSender,
    channel: Channel,
    everyone: int,
    held: list[Role],
    overwrites: list[Overwrite],
    missing: str,
) -> None:
    discord.world.everyone, discord.world.roles, channel.overwrites = everyone, held, overwrites
    expected = Rejected(Reason.NO_PERMISSION, missing) if missing else None
    assert await sender.can_post(HERE) == expected
    assert isinstance(await sender.send(HERE, PAYLOAD, "key"), Rejected if missing else Sent)


@pytest.mark.parametrize("kind", [0, 5, 10, 11, 12])
async def test_in_threads_alone_the_permission_for_threads_is_asked_for(
    discord: FakeDiscord, sender: DiscordSender, channel: Channel, kind: int
) -> None:
    there = discord.world.channels[THREAD]
    there.kind, there.parent = kind, CHANNEL if kind >= 10 else None
    channel.allowed = there.allowed = EVERYTHING & ~SEND_IN_THREADS
    refused = await sender.can_post(IN_THREAD)
    assert refused == (Rejected(Reason.NO_PERMISSION, "Send Messages in Threads") if kind >= 10 else None)
    assert isinstance(await sender.send(IN_THREAD, PAYLOAD, "key"), Rejected if refused else Sent)


async def test_all_that_is_taken_away_while_the_bot_asks_is_named(
    discord: FakeDiscord, sender: DiscordSender, channel: Channel
) -> None:
    discord.faults.append(Fault("GET", f"/channels/{CHANNEL}", 200, channel.payload()))
    discord.world.everyone = 0
    assert await sender.can_post(HERE) == Rejected(Reason.NO_PERMISSION, "View Channel, Send Messages")


PERMISSIONS = st.lists(
    st.sampled_from([VIEW_CHANNEL, SEND_MESSAGES, READ_MESSAGE_HISTORY, SEND_IN_THREADS, ADMINISTRATOR]),
    unique=True,
).map(sum)
OF_ROLES = st.builds(
    Overwrite, st.sampled_from([GUILD, WRITER, MUTED, OTHERS]), st.just(FOR_ROLE), PERMISSIONS, PERMISSIONS
)
OF_MEMBERS = st.builds(
    Overwrite, st.sampled_from([APPLICATION, USER]), st.just(FOR_MEMBER), PERMISSIONS, PERMISSIONS
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    everyone=PERMISSIONS,
    held=st.builds(roles, PERMISSIONS, PERMISSIONS, PERMISSIONS),
    overwrites=st.lists(OF_ROLES | OF_MEMBERS, max_size=6, unique_by=lambda one: one.id),
    target=st.sampled_from([HERE, IN_THREAD]),
)
async def test_whatever_the_roles_and_overwrites_are_the_bot_knows_what_discord_lets_it_do(  # noqa: PLR0913, PLR0917  -- a table
    discord: FakeDiscord,
    sender: DiscordSender,
    channel: Channel,
    everyone: int,
    held: list[Role],
    overwrites: list[Overwrite],
    target: Target,
) -> None:
    discord.world.everyone, discord.world.roles, channel.overwrites = everyone, held, overwrites
    discord.world.messages.clear()
    may = discord.world.may(channel)
    found = await sender.look_up(target, PAYLOAD, "key", datetime.now(UTC))
    reads = may & VIEW_CHANNEL and may & READ_MESSAGE_HISTORY
    assert isinstance(found, Absent if reads else CannotTell)
    refused = await sender.can_post(target)
    sent = await sender.send(target, PAYLOAD, "key")
    assert isinstance(sent, Sent) if refused is None else isinstance(sent, Rejected)
