"""A digest whose post was never answered, where the bot cannot read the channel: once, or nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine

from bot.cases.library import Library
from bot.db import deliveries, subscriptions
from bot.db.database import open_database, writing
from bot.db.deliveries import DIGEST, Delivery, NewDelivery
from bot.db.subscriptions import NewSubscription
from bot.digests.delivery.attempts import DeliveryContext
from bot.digests.delivery.clock import WorkerClock
from bot.digests.delivery.dbos_engine import DbosEngine
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.digests.delivery.pacing import Pacer
from bot.digests.delivery.runner import DeliveryRunner
from bot.digests.delivery.unit_of_work import UnitOfWork
from bot.digests.delivery.worker_registry import WorkerRegistry
from bot.digests.version_repository import VersionRepository
from bot.digests.writer import DigestWriter
from bot.platforms.discord.sender import DiscordSender
from bot.rendering.render import Presentation
from tests.databases import migrated
from tests.fakes.discord.faults import MESSAGES, dropped
from tests.fakes.discord.permissions import EVERYTHING, READ_MESSAGE_HISTORY
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, GUILD

BEGUN = datetime(2026, 11, 24, 12, tzinfo=UTC)
CASE = "carroll-v-trump"


@dataclass
class Post:
    """One delivery to the stand-in's channel, and the processes that bring it to its end one by one."""

    database: Engine
    library: Library
    sender: DiscordSender
    now: datetime = BEGUN
    identifier: int = field(init=False)

    def __post_init__(self) -> None:
        with writing(self.database) as connection:
            new = NewSubscription(
                "discord", str(GUILD), "channel", str(CHANNEL), "1", "daily 9:00", "UTC", BEGUN, case_id=CASE
            )
            due = NewDelivery(subscriptions.add(connection, new, BEGUN), BEGUN, DIGEST, "a key")
            [self.identifier] = deliveries.insert_new(connection, [due]).values()

    async def next_step(self) -> None:
        """A process that has just started looks at the delivery."""
        unit_of_work = UnitOfWork(self.database)
        workers = WorkerRegistry("one", unit_of_work, lambda: self.now)
        await workers.heartbeat()
        context = DeliveryContext(
            composer=DigestWriter(lambda: self.library, Presentation(), VersionRepository(self.database)),
            senders={"discord": self.sender},
            database=unit_of_work,
            engine=DbosEngine(self.database, "one"),
            workers=workers,
            pacer=Pacer(unit_of_work, lambda: self.now),
            clock=WorkerClock(unit_of_work, lambda: self.now),
            metrics=DeliveryMetrics(CollectorRegistry()),
        )
        await DeliveryRunner(context).deliver(self.kept())

    def kept(self) -> Delivery:
        with self.database.connect() as connection:
            [found] = deliveries.read(connection, [self.identifier])
        return found


@pytest.fixture
def post(
    discord: FakeDiscord,
    sender: DiscordSender,
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Post]:
    # Whatever was under way has arrived: the stand-in is not slow.
    monkeypatch.setattr("bot.digests.delivery.runner.IN_DOUBT_SECONDS", 0.0)
    discord.world.channels[CHANNEL].allowed = EVERYTHING & ~READ_MESSAGE_HISTORY
    database = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"))
    yield Post(database, library, sender)
    database.dispose()


@pytest.mark.parametrize("stored", [True, False])
async def test_while_discord_remembers_its_key_a_post_in_doubt_is_made_again_and_seen_once(
    discord: FakeDiscord, post: Post, *, stored: bool
) -> None:
    discord.faults.append(dropped("POST", MESSAGES, stored=stored))
    await post.next_step()
    assert post.kept().state == "sending"
    post.now += timedelta(seconds=119)
    await post.next_step()
    [message] = discord.world.in_channel(CHANNEL)
    assert (post.kept().state, post.kept().message) == ("sent", str(message.id))


@pytest.mark.parametrize("seconds", [120, 121, 600, 86_400])
async def test_once_discord_may_have_forgotten_its_key_a_post_in_doubt_is_never_made_again(
    discord: FakeDiscord, post: Post, seconds: int
) -> None:
    discord.faults.append(dropped("POST", MESSAGES, stored=True))
    await post.next_step()
    post.now += timedelta(seconds=seconds)
    discord.world.forget_nonces()
    await post.next_step()
    assert len(discord.world.in_channel(CHANNEL)) == 1
    assert (post.kept().state, post.kept().reason) == ("ambiguous", "without Read Message History")


async def test_a_post_in_doubt_that_a_wrong_clock_dated_in_the_future_is_never_made_again(
    discord: FakeDiscord, post: Post
) -> None:
    discord.faults.append(dropped("POST", MESSAGES, stored=True))
    await post.next_step()
    post.now -= timedelta(seconds=1)
    discord.world.forget_nonces()
    await post.next_step()
    assert len(discord.world.in_channel(CHANNEL)) == 1
    assert post.kept().state == "ambiguous"
