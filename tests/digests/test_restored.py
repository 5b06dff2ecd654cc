"""Back-ups that are taken while digests go out, and what a restored database posts."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dbos import DBOSClient
from sqlalchemy import Engine, MetaData, insert, make_url, select

from bot.cli.main import main
from bot.db import due
from bot.db.database import open_database
from bot.db.deliveries import DIGEST
from bot.db.migrate import VERSIONS, migrate_to
from bot.db.tables import deliveries, subscriptions
from bot.digests.delivery.dbos_engine import NAME, DbosEngine
from bot.digests.delivery.engine import Batch
from bot.digests.delivery.keys import key_of
from tests.databases import new_database
from tests.digests.office import opened_office, subscribe, targets, until_settled
from tests.digests.processes import opened

Command = Callable[..., str]
POSTS = 500
OLDER = sorted(one.stem[1:5] for one in (VERSIONS / "versions").glob("v*.py"))[-2]
"""The schema before this version's: digests that its release has enqueued are posted by this one."""


@pytest.fixture
def new_machine(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database that is not there yet, or has no tables, of the same kind as the first."""
    if make_url(database_url).get_backend_name() == "sqlite":
        return f"sqlite:///{tmp_path}/new/var/bot.db"
    return new_database(request.getfixturevalue("postgres_server"))


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, content: Path) -> Command:
    monkeypatch.setenv("CONTENT_DIR", str(content))

    def run(database: str, *arguments: str) -> str:
        monkeypatch.setenv("DATABASE_URL", database)
        status = main(arguments)
        written = capsys.readouterr()
        assert status == 0, written.err
        return written.out

    return run


def rows_of(url: str) -> dict[str, list[str]]:
    """Every row of every table, of the queue too."""
    with opened(url) as engine, engine.connect() as connection:
        there = MetaData()
        there.reflect(connection)
        if engine.dialect.name == "postgresql":
            there.reflect(connection, schema="dbos")
        return {
            name: sorted(map(repr, connection.execute(select(table)).all()))
            for name, table in there.tables.items()
        }


async def test_a_back_up_taken_while_posts_go_out_is_restored_equal_and_each_post_goes_out_once(
    database_url: str, database: Engine, new_machine: str, tmp_path: Path, said: Command
) -> None:
    async with opened_office(database_url, hurries=True) as office:
        subscribe(office, database, POSTS)
        worker = await office.start()
        await office.until_attempted(POSTS // 5)
        await asyncio.to_thread(said, database_url, "backup", str(tmp_path / "while.zip"))
        worker.send_signal(signal.SIGKILL)
        await worker.wait()
        database.dispose()
        under_way = office.attempts
        await asyncio.to_thread(said, database_url, "backup", str(tmp_path / "moved.zip"))
        began = time.monotonic()
        await asyncio.to_thread(said, new_machine, "restore", str(tmp_path / "moved.zip"), "--resume")
        assert time.monotonic() - began < 60
        assert rows_of(new_machine) == rows_of(database_url)
        assert under_way < POSTS

        await office.start(new_machine)
        with opened(new_machine) as moved:
            assert await until_settled(moved, POSTS) == {"sent": POSTS}
        assert len(office.keys()) == POSTS
        assert set(office.keys().values()) == {1}
        for process in office.processes:
            if process.returncode is None:
                process.kill()
            await process.wait()

        # Last week's, by now: all of it has been posted since.
        said_then = await asyncio.to_thread(
            said, new_machine, "restore", str(tmp_path / "while.zip"), "--replace"
        )
        assert "Taken for posted: " in said_then
        with opened(new_machine) as restored, restored.connect() as connection:
            assert not due.any_due(connection, datetime.now(UTC))
            states = set(connection.execute(select(deliveries.c.state)).scalars())
            runs = set(connection.execute(select(subscriptions.c.next_run_at)).scalars())
        assert states <= {"sent", "skipped"}
        assert min(runs) > datetime.now(UTC)


async def test_what_an_older_release_has_enqueued_is_posted_once_after_an_upgrade(
    empty_database: str, said: Command
) -> None:
    engine = open_database(empty_database)
    with engine.begin() as connection:
        migrate_to(connection, OLDER)
    async with opened_office(empty_database) as office:
        await enqueued(engine, targets(office, POSTS))
        await asyncio.to_thread(said, empty_database, "migrate")
        await office.start()
        assert await until_settled(engine, POSTS) == {"sent": POSTS}
        assert len(office.keys()) == POSTS
        assert set(office.keys().values()) == {1}
    engine.dispose()


async def enqueued(engine: Engine, places: list[tuple[str, str, str]]) -> None:
    """Put a digest for each of these channels into the queue, in the tables as they are."""
    older = MetaData()
    older.reflect(engine)
    queue = DbosEngine(engine, "older")

    async def none_to_run(_: Batch) -> None:
        return

    await queue.start(none_to_run)  # which makes its tables
    await queue.stop()
    queue._client = DBOSClient(system_database_engine=engine, application_name=NAME)
    now = datetime.now(UTC)
    slot = now - timedelta(minutes=1)
    with engine.begin() as connection:
        names = ("platform", "workspace", "channel")
        kept = {
            **dict.fromkeys(("owner", "schedule"), "daily"),
            "kind": "channel",
            "zone": "UTC",
            "contents": "full",
            "nothing_new": "skip",
            "state": "active",
            "created_at": now,
            "next_run_at": now + timedelta(days=1),
        }
        rows = [
            {"id": number, **dict(zip(names, place, strict=True)), **kept}
            for number, place in enumerate(places, 1)
        ]
        connection.execute(insert(older.tables["subscriptions"]), rows)
        keys = {number: key_of(number, slot, DIGEST) for number in range(1, len(rows) + 1)}
        waiting = [
            {
                "id": number,
                "subscription_id": number,
                "slot": slot,
                "part": DIGEST,
                "key": key,
                "state": "due",
            }
            for number, key in keys.items()
        ]
        connection.execute(insert(older.tables["deliveries"]), waiting)
        for first in range(1, len(rows) + 1, 100):
            queue.enqueue(connection, Batch(keys[first], tuple(range(first, first + 100))))
