"""Back-up and restore, as docs/operations.md tells them."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.db import subscriptions
from bot.db.database import open_database, writing
from bot.db.migrate import check
from bot.db.subscriptions import NewSubscription
from tests.databases import migrated

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DAILY = NewSubscription("slack", "T1", "channel", "C1", "U1", "daily 09:00 UTC", "UTC", NOW)
GUIDE = Path(__file__).parents[2] / "docs/operations.md"


def test_a_copy_that_is_made_while_the_bot_writes_is_whole_and_starts_in_the_place_of_the_database(
    tmp_path: Path,
) -> None:
    [statement] = re.findall(r'sqlite3 var/bot\.db "(VACUUM INTO .*?)"', GUIDE.read_text("utf-8"))
    file, copy = tmp_path / "bot.db", tmp_path / "bot-backup.db"
    running = open_database(migrated(f"sqlite:///{file}"))
    with writing(running) as connection:
        kept = subscriptions.add(connection, DAILY, NOW)
    with writing(running) as connection:
        subscriptions.add(connection, DAILY, NOW)
        with closing(sqlite3.connect(file)) as other:
            other.execute(statement.replace("bot-backup.db", str(copy)))
    running.dispose()
    for left in ("bot.db", "bot.db-wal", "bot.db-shm"):
        (tmp_path / left).unlink(missing_ok=True)
    copy.rename(file)
    restored = open_database(f"sqlite:///{file}")
    check(restored)
    with restored.connect() as connection:
        assert [one.id for one in subscriptions.of_channel(connection, "slack", "T1", "C1")] == [kept]
    restored.dispose()
