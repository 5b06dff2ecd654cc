"""Workers that are killed in the midst of it: real processes, real databases, kill -9."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from bot.db import subscriptions
from bot.db.database import writing
from bot.db.subscriptions import NewSubscription
from bot.db.tables import deliveries
from tests.digests.processes import DELIVERED_WITHIN, started_worker
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, GUILD
from tests.fakes.discord.world import Channel as DiscordChannel
from tests.fakes.slack.model import Channel as SlackChannel
from tests.fakes.slack.server import SlackServer, slack_server

POSTS = int(os.environ.get("POSTS", "900"))
"""Due at once; POSTS=3000 for the figure of docs/performance.md, at the price of another minute."""
RATE = 200
"""Posts a second to each platform, so that the test is over soon."""


@dataclass
class Office:
    """Both platforms, a database, and the processes that deliver."""

    database: str
    discord: FakeDiscord
    slack: SlackServer
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def start(self) -> asyncio.subprocess.Process:
        addresses = (self.discord.env["DISCORD_API_URL"], self.slack.api_url)
        worker = await started_worker(self.database, *addresses, RATE)
        self.processes.append(worker)
        return worker

    @property
    def attempts(self) -> int:
        """Posts that have reached the platforms."""
        return len(self.discord.of("POST", "/messages")) + len(self.slack.calls("chat.postMessage"))

    async def until_attempted(self, number: int) -> None:
        async with asyncio.timeout(DELIVERED_WITHIN), self.discord.asked:
            await self.discord.asked.wait_for(lambda: self.attempts >= number)

    def keys(self) -> Counter[str]:
        """How many messages people see of each key."""
        seen = Counter(str(message.nonce) for message in self.discord.world.messages.values())
        seen.update(
            message.metadata["event_payload"]["key"]
            for message in self.slack.state.messages
            if message.metadata
        )
        return seen


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(FakeDiscord())
        slack = await stack.enter_async_context(slack_server())
        office = Office(database_url, discord, slack)
        yield office
        for process in office.processes:
            if process.returncode is None:
                process.kill()
            await process.wait()


def subscribe(office: Office, database: Engine) -> None:
    """As many subscriptions as posts, half on each platform, each in a channel of its own, all due."""
    now = datetime.now(UTC)
    with writing(database) as connection:
        for number in range(POSTS // 2):
            there = DiscordChannel(CHANNEL + 1 + number, GUILD)
            office.discord.world.channels[there.id] = there
            office.slack.state.channels[f"C{1000 + number}"] = SlackChannel(f"C{1000 + number}", f"c{number}")
            for platform, workspace, channel in (
                ("discord", str(GUILD), str(there.id)),
                ("slack", "T1", f"C{1000 + number}"),
            ):
                due = NewSubscription(
                    platform, workspace, "channel", channel, "U1", "daily", "UTC", now - timedelta(seconds=1)
                )
                subscriptions.add(connection, due, now)


async def until_settled(database: Engine) -> Counter[str]:
    """How many deliveries are in each state, once none is open."""
    states: Counter[str] = Counter()
    async with asyncio.timeout(DELIVERED_WITHIN):
        while states["due"] or states["sending"] or states.total() < POSTS:
            await asyncio.sleep(0.2)
            with database.connect() as connection:
                query = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
                states = Counter({row.state: row.count for row in connection.execute(query)})
    return states


async def test_two_workers_killed_in_mid_fan_out_lose_nothing_and_double_nothing(
    office: Office, database: Engine
) -> None:
    subscribe(office, database)
    workers = [await office.start(), await office.start()]
    await office.until_attempted(POSTS // 3)
    for worker in workers:
        worker.send_signal(signal.SIGKILL)
        await worker.wait()
    killed_after = office.attempts
    await office.start()  # one returns, the other never does
    states = await until_settled(database)
    figure = (
        f"killed after {killed_after} posts; {office.attempts} attempts for {POSTS} posts: {dict(states)}"
    )
    print(figure)  # noqa: T201  -- a figure of docs/performance.md
    assert killed_after < POSTS
    assert states == {"sent": POSTS}
    seen = office.keys()
    assert len(seen) == POSTS
    assert set(seen.values()) == {1}
