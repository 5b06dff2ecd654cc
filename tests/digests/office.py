"""Both platforms as stand-ins, a database, and workers in processes of their own that deliver to them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

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
from tests.starts import Started

RATE = 200
"""Posts a second to each platform, so that the test is over soon."""


@dataclass
class Office:
    """Both platforms, a database, and the processes that deliver."""

    database: str
    discord: FakeDiscord
    slack: SlackServer
    hurries: bool = False
    processes: list[Started] = field(default_factory=list)

    async def start(self, database: str | None = None) -> Started:
        addresses = (self.discord.env["DISCORD_API_URL"], self.slack.api_url)
        worker = await started_worker(
            database or self.database, *addresses, RATE, "hurry" if self.hurries else None
        )
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


@asynccontextmanager
async def opened_office(database: str, *, hurries: bool = False) -> AsyncIterator[Office]:
    """An office whose processes end with the test; “hurries”: they soon notice that another one is dead."""
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(FakeDiscord())
        slack = await stack.enter_async_context(slack_server())
        office = Office(database, discord, slack, hurries)
        yield office
        for process in office.processes:
            if process.returncode is None:
                process.kill()
            await process.wait()


def targets(office: Office, posts: int) -> list[tuple[str, str, str]]:
    """As many channels as posts, half on each platform: platform, workspace and channel."""
    made = []
    for number in range(posts // 2):
        there = DiscordChannel(CHANNEL + 1 + number, GUILD)
        office.discord.world.channels[there.id] = there
        office.slack.state.channels[f"C{1000 + number}"] = SlackChannel(f"C{1000 + number}", f"c{number}")
        made += [("discord", str(GUILD), str(there.id)), ("slack", "T1", f"C{1000 + number}")]
    return made


def subscribe(office: Office, database: Engine, posts: int) -> None:
    """As many subscriptions as posts, each in a channel of its own, all due."""
    now = datetime.now(UTC)
    with writing(database) as connection:
        for platform, workspace, channel in targets(office, posts):
            due = NewSubscription(
                platform, workspace, "channel", channel, "U1", "daily", "UTC", now - timedelta(seconds=1)
            )
            subscriptions.add(connection, due, now)


async def until_settled(database: Engine, posts: int) -> Counter[str]:
    """How many deliveries are in each state, once none is open."""
    states: Counter[str] = Counter()
    async with asyncio.timeout(DELIVERED_WITHIN):
        while states["due"] or states["sending"] or states.total() < posts:
            await asyncio.sleep(0.2)
            with database.connect() as connection:
                query = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
                states = Counter({row.state: row.count for row in connection.execute(query)})
    return states
