"""Many posted digests of a case of which a newer article supersedes a fact, while the worker is killed."""

from __future__ import annotations

import asyncio
import hashlib
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select, update

from bot.db import subscriptions
from bot.db.database import writing
from bot.db.subscriptions import NewSubscription
from bot.db.tables import deliveries
from bot.db.tables import subscriptions as subscription_rows
from tests.digests.over_time import CASE, both_reports, first_report, write_case
from tests.digests.processes import DELIVERED_WITHIN, started_worker
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, GUILD
from tests.fakes.discord.world import Channel as DiscordChannel
from tests.fakes.slack.model import Channel as SlackChannel
from tests.fakes.slack.server import SlackServer, slack_server
from tests.starts import Started

HEADLINE = "Reduced: €3.2 million → €1.9 million"
EDITED = "Updated on 12 February 2025: 1 point was superseded since."


@dataclass(frozen=True)
class Figures:
    """What became of the posted digests and of the news."""

    posts: int
    kills: int
    killed_after: tuple[int, ...]
    """How many edits had reached the platforms at each kill."""
    edits: int
    """How many edits reached the platforms, those repeated after a kill included."""
    edited_messages: int
    """How many messages show the superseded amount for what it is."""
    different_edits: int
    """How many different contents the most edited message was given."""
    told_once: int
    """How many channels were told the news in a digest of their own, once."""
    told_twice: int
    left: int
    """How many deliveries are not settled, or show the older version."""
    seconds: float
    """From the start of the worker on the new article to the last edit and post."""


@dataclass
class Posted:
    """Both platforms, a database, the case's folder, and the processes that deliver."""

    url: str
    engine: Engine
    content: Path
    discord: FakeDiscord
    slack: SlackServer
    number: int
    rate: int
    """Posts and edits a second to each platform."""
    workers: list[Started] = field(default_factory=list)

    async def start(self) -> Started:
        addresses = (self.discord.env["DISCORD_API_URL"], self.slack.api_url)
        worker = await started_worker(self.url, *addresses, self.rate, self.content)
        self.workers.append(worker)
        return worker

    async def end(self, worker: Started, how: signal.Signals) -> None:
        worker.send_signal(how)
        await worker.wait()

    def subscribe(self) -> None:
        """As many subscriptions as ordered, half on each platform, each in a channel of its own, all due."""
        now = datetime.now(UTC)
        with writing(self.engine) as connection:
            for number in range(self.number):
                if number % 2:
                    channel = f"C{1000 + number}"
                    self.slack.state.channels[channel] = SlackChannel(channel, f"c{number}")
                    platform, workspace = "slack", "T1"
                else:
                    there = DiscordChannel(CHANNEL + 1 + number, GUILD)
                    self.discord.world.channels[there.id] = there
                    platform, workspace, channel = "discord", str(GUILD), str(there.id)
                due = NewSubscription(
                    platform, workspace, "channel", channel, "1", "daily 9:00", "UTC", now, case_id=CASE
                )
                subscriptions.add(connection, due, now)

    def make_due(self) -> None:
        with writing(self.engine) as connection:
            connection.execute(update(subscription_rows).values(next_run_at=datetime.now(UTC)))

    @property
    def edits(self) -> list[tuple[str, str]]:
        """Each edit that reached a platform: the message and what it was to say."""
        on_discord = [(one.path, str(one.body)) for one in self.discord.of("PATCH", "/messages/")]
        updates = (one.arguments for one in self.slack.calls("chat.update"))
        on_slack = [(f"{one['channel']} {one['ts']}", str(one)) for one in updates]
        return on_discord + on_slack

    async def until_edited(self, number: int) -> None:
        async with asyncio.timeout(DELIVERED_WITHIN), self.discord.asked:
            await self.discord.asked.wait_for(lambda: len(self.edits) >= number)

    async def until_settled(self, posts: int, version: str = "") -> None:
        """Wait until so many digests are posted, and all show a version of the case if one is named."""
        async with asyncio.timeout(DELIVERED_WITHIN * 2):
            while True:
                if not self.left(posts, version):
                    return
                await asyncio.sleep(0.1)

    def left(self, posts: int, version: str = "") -> int:
        at = deliveries.c
        settled = (at.state == "sent", at.payload.is_(None), at.correcting == "")
        shown = (at.case_version == version,) if version else ()
        with self.engine.connect() as connection:
            return posts - connection.execute(select(func.count()).where(*settled, *shown)).scalar_one()

    def contents(self) -> dict[str, list[str]]:
        """What is to be read in each channel, message by message."""
        found: dict[str, list[str]] = {}
        for message in self.discord.world.messages.values():
            found.setdefault(str(message.channel), []).append(_plain(message.payload))
        for said in self.slack.state.messages:
            found.setdefault(said.channel, []).append(_plain(said.blocks))
        return found


def _plain(payload: Any) -> str:
    return str(payload).replace("\\", "")


@asynccontextmanager
async def posted_digests(
    url: str, engine: Engine, folder: Path, number: int, rate: int
) -> AsyncIterator[Posted]:
    """So many posted digests of the case as it was after its first article."""
    async with FakeDiscord() as discord, slack_server() as slack:
        write_case(folder, first_report())
        made = Posted(url, engine, folder, discord, slack, number, rate)
        made.subscribe()
        worker = await made.start()
        try:
            await made.until_settled(number)
            await made.end(worker, signal.SIGTERM)
            yield made
        finally:
            for process in made.workers:
                if process.returncode is None:
                    process.kill()
                await process.wait()


async def supersede(made: Posted, kills: int = 1) -> Figures:
    """Have the newer article come and all digests fall due, and kill the worker ``kills`` times meanwhile."""
    folder = write_case(made.content, both_reports())
    version = hashlib.sha256((folder / "case.yaml").read_bytes()).hexdigest()
    made.make_due()
    began, killed = time.perf_counter(), []
    worker = await made.start()
    for kill in range(1, kills + 1):
        await made.until_edited(kill * made.number // (kills + 2))
        await made.end(worker, signal.SIGKILL)
        killed.append(len(made.edits))
        worker = await made.start()
    await made.until_settled(2 * made.number, version)
    seconds = time.perf_counter() - began
    await made.end(worker, signal.SIGTERM)
    return _figures(made, killed, seconds, made.left(2 * made.number, version))


def _figures(made: Posted, killed: list[int], seconds: float, left: int) -> Figures:
    contents = made.contents().values()
    edited = Counter(message for message, _ in made.edits)
    different = Counter(message for message, _ in set(made.edits))
    news = [sum(HEADLINE in said and EDITED not in said for said in channel) for channel in contents]
    return Figures(
        posts=made.number,
        kills=len(killed),
        killed_after=tuple(killed),
        edits=edited.total(),
        edited_messages=sum(EDITED in said and HEADLINE in said for channel in contents for said in channel),
        different_edits=max(different.values(), default=0),
        told_once=news.count(1),
        told_twice=sum(count > 1 for count in news),
        left=left,
        seconds=seconds,
    )
