"""A deployment under load: what is lost, doubled, made public, slow or left behind in memory."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

from sqlalchemy import Engine, func, select

from bot.db import preferences, subscriptions
from bot.db.database import open_database, writing
from bot.db.preferences import PreferenceScope
from bot.db.subscriptions import NewSubscription
from bot.db.tables import deliveries
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, GUILD, Channel
from tests.fakes.slack import model
from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer, slack_server
from tests.soaking.processes import ROOT, Part, deployment
from tests.soaking.traffic import (
    CASE,
    PRIVATE_CHANNEL,
    PRIVATE_SLACK,
    Asked,
    ask_on_discord,
    ask_on_slack,
)

CLIENTS = 50
"""Clients that flood the playground."""
PEOPLE = 3
"""People who ask on Discord at once; on Slack there is one in each channel."""
SETTLED_WITHIN = 180.0
"""Seconds after which a delivery is lost, on any machine: a dead worker's are taken over after 15."""
FIRST_CHANNEL = CHANNEL + 100
"""The first of the channels of Discord that get one digest each."""


@dataclass
class Soak:
    """What came of a soak."""

    asked: Asked = field(default_factory=Asked)
    digests: int = 0
    lost: int = 0
    doubled: int = 0
    killed: int = 0
    edits: int = 0
    pages: Counter[str] = field(default_factory=Counter)
    """How many pages were answered with each status."""
    faults: list[str] = field(default_factory=list)
    stalls: int = 0
    memory: dict[str, tuple[float, float]] = field(default_factory=dict)
    """The megabytes of each process that was never killed, after a quarter of the time and at the end."""
    longest_end: float = 0.0
    """Seconds that the slowest process took to end, when told to under load."""


async def soak(folder: Path, database: str, seconds: float, interval: float, clients: int = CLIENTS) -> Soak:
    """Run all of it for so many seconds; each interval digests are due, a case is edited, a worker killed.

    The database has all tables.
    """
    made = Soak()
    copytree(ROOT / "content", folder / "content")
    engine = open_database(database)
    async with FakeDiscord(strict=False) as discord, slack_server() as slack:
        discord.world.channels[PRIVATE_CHANNEL] = Channel(PRIVATE_CHANNEL, GUILD)
        _lock(engine)
        settings = {
            **discord.env,
            "DATABASE_URL": database,
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
        }
        async with deployment(folder, settings) as parts:
            await discord.gateway.connected()
            await slack.until(lambda: slack.sockets)
            await _under_load(made, folder, engine, discord, slack, parts, seconds, interval, clients)
            await _settled(engine, made.digests)
        made.faults = [fault for part in parts.values() for fault in part.faults]
        made.stalls = sum(part.stalls for part in parts.values())
        made.longest_end = max(part.ended_after for part in parts.values())
        _count_digests(made, discord, slack)
    engine.dispose()
    return made


async def _under_load(  # noqa: PLR0913, PLR0917  -- all that takes part
    made: Soak,
    folder: Path,
    engine: Engine,
    discord: FakeDiscord,
    slack: SlackServer,
    parts: Mapping[str, Part],
    seconds: float,
    interval: float,
    clients: int,
) -> None:
    until = time.monotonic() + seconds
    flooding = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.soaking.traffic", parts["web"].address, str(clients), str(seconds)),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.TaskGroup() as tasks:
        for seed in range(PEOPLE):
            tasks.create_task(ask_on_discord(discord, made.asked, until, seed))
        for channel in ("C1", PRIVATE_SLACK):
            tasks.create_task(ask_on_slack(slack, made.asked, until, channel, PEOPLE))
        tasks.create_task(_measure(made, parts, seconds))
        while time.monotonic() + interval / 2 < until:
            _schedule(made, engine, discord, slack)
            _edit(made, folder)
            await _kill_one(made, parts)
            await asyncio.sleep(interval)
    output, _ = await flooding.communicate()
    made.pages.update(dict(_counted(line) for line in output.decode().splitlines()))


def _counted(line: str) -> tuple[str, int]:
    status, number = line.split()
    return status, int(number)


async def _measure(made: Soak, parts: Mapping[str, Part], seconds: float) -> None:
    lasting = ("web", "discord", "slack")
    await asyncio.sleep(seconds / 4)
    before = {name: parts[name].megabytes for name in lasting}
    await asyncio.sleep(seconds * 3 / 4)
    made.memory = {name: (before[name], parts[name].megabytes) for name in lasting}


async def _kill_one(made: Soak, parts: Mapping[str, Part]) -> None:
    """Kill a worker, the one and the other in turn, and start it again."""
    part = parts[f"worker {made.killed % 2 + 1}"]
    await part.kill()
    made.killed += 1
    await part.start()


def _lock(engine: Engine) -> None:
    """Have answers private in one channel of each platform."""
    with writing(engine) as connection:
        for place in (
            PreferenceScope("discord", str(GUILD), str(PRIVATE_CHANNEL)),
            PreferenceScope("slack", "T1", PRIVATE_SLACK),
        ):
            preferences.put(connection, place, "visibility", "private")
            preferences.put(connection, place, "locked", "yes")


def _schedule(made: Soak, engine: Engine, discord: FakeDiscord, slack: SlackServer) -> None:
    """A digest that is due now, in a new channel of each platform."""
    now = datetime.now(UTC)
    on_discord, on_slack = FIRST_CHANNEL + made.digests, f"C{1000 + made.digests}"
    discord.world.channels[on_discord] = Channel(on_discord, GUILD)
    slack.state.channels[on_slack] = model.Channel(on_slack, "digests")
    with writing(engine) as connection:
        for platform, workspace, channel in (
            ("discord", str(GUILD), str(on_discord)),
            ("slack", "T1", on_slack),
        ):
            new = NewSubscription(
                *(platform, workspace, "channel", channel, "U1", "daily 09:00", "Europe/Berlin"),
                now - timedelta(seconds=1),
                case_id=CASE,
            )
            subscriptions.add(connection, new, now)
    made.digests += 2


def _edit(made: Soak, folder: Path) -> None:
    """Save the case with another title."""
    file = folder / "content" / CASE / "case.yaml"
    text = (ROOT / "content" / CASE / "case.yaml").read_text("utf-8")
    made.edits += 1
    file.write_text(text.replace("{en: Carroll v. Trump", f"{{en: Carroll v. Trump ({made.edits})"), "utf-8")


async def _settled(engine: Engine, number: int) -> None:
    """Wait until so many deliveries have ended well; what has not by then counts as lost."""
    sent = select(func.count()).where(deliveries.c.state == "sent")
    until = time.monotonic() + SETTLED_WITHIN
    while time.monotonic() < until:
        with engine.connect() as connection:
            if connection.execute(sent).scalar() == number:
                return
        await asyncio.sleep(0.5)


def _count_digests(made: Soak, discord: FakeDiscord, slack: SlackServer) -> None:
    there = Counter(str(one.channel) for one in discord.world.messages.values())
    there += Counter(one.channel for one in slack.state.messages)
    for number in range(0, made.digests, 2):
        for channel in (str(FIRST_CHANNEL + number), f"C{1000 + number}"):
            made.lost += there[channel] == 0
            made.doubled += max(0, there[channel] - 1)
