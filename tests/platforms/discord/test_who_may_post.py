"""Who may have digests posted to a channel: whoever could post there themselves."""

from __future__ import annotations

import pytest

from bot.digests.outcomes import Reason, Rejected
from bot.digests.senders import Target
from bot.platforms.discord.sender import DiscordSender
from tests.fakes.discord.permissions import ADMINISTRATOR, Overwrite, Role
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, GUILD, USER, Channel

THREAD, OWNER, SEND = CHANNEL + 9, USER + 7, 1 << 11
NOBODY_WRITES = Overwrite(GUILD, deny=SEND)
NOT_A_MEMBER = Rejected(Reason.NOT_A_MEMBER)


def target(channel: int) -> Target:
    return Target("discord", str(GUILD), "channel", str(channel))


async def test_a_member_may_where_everybody_may(sender: DiscordSender) -> None:
    assert await sender.may_post(target(CHANNEL), str(USER)) is None


async def test_where_nobody_may_write_the_owner_of_the_server_may_and_a_member_may_not(
    discord: FakeDiscord, sender: DiscordSender
) -> None:
    discord.world.channels[CHANNEL].overwrites.append(NOBODY_WRITES)
    discord.world.members[OWNER] = ()
    assert await sender.may_post(target(CHANNEL), str(USER)) == NOT_A_MEMBER
    assert await sender.may_post(target(CHANNEL), str(OWNER)) is None


async def test_where_nobody_may_write_an_administrator_may(
    discord: FakeDiscord, sender: DiscordSender
) -> None:
    discord.world.channels[CHANNEL].overwrites.append(NOBODY_WRITES)
    discord.world.roles.append(Role(5, ADMINISTRATOR))
    discord.world.members[USER] = (5,)
    assert await sender.may_post(target(CHANNEL), str(USER)) is None


@pytest.mark.parametrize(("people", "refusal"), [({USER}, None), (set[int](), NOT_A_MEMBER)])
async def test_in_a_private_thread_only_those_may_who_are_in_it(
    discord: FakeDiscord, sender: DiscordSender, people: set[int], refusal: Rejected | None
) -> None:
    discord.world.channels[THREAD] = Channel(THREAD, GUILD, kind=12, parent=CHANNEL, people=people)
    assert await sender.may_post(target(THREAD), str(USER)) == refusal
