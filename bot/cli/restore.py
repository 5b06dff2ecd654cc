"""``python -m bot restore``: the database, and the case files where there are none, from a back-up."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.backup import CONTENT
from bot.cli.exits import EXIT_FAILED, Stop
from bot.console import count, echo
from bot.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from bot.db.backup_file import Backup
    from bot.digests.delivery.engine import Batch


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes: which back-up, and what to do with what is there or was due."""
    parser.add_argument("file", type=Path, metavar="FILE", help="what backup has written")
    parser.add_argument("--replace", action="store_true", help="lose what the database holds now")
    parser.add_argument(
        "--resume",
        action="store_true",
        help="deliver what was due: for a move, where nothing was posted after the back-up",
    )


def restore(arguments: argparse.Namespace) -> None:
    """Restore a back-up, once all of it has been found to be as it was written. Raises Stop."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.db.backup import restore as restore_database
    from bot.db.backup_file import CannotRestore, UnusableBackup, read_backup
    from bot.db.editor_tokens import with_valid
    from bot.digests.restored import skip_what_was_due

    settings = Settings.read(os.environ)
    skipped = 0
    editors: tuple[str, ...] = ()

    def look_after(connection: Connection) -> None:
        nonlocal skipped, editors
        editors = with_valid(connection)
        if not arguments.resume:
            skipped = skip_what_was_due(connection, datetime.now(UTC))

    try:
        with read_backup(arguments.file) as backup:
            url = settings.database_url
            restore_database(url, backup, _make_queue, look_after, replaces=arguments.replace)
            echo(f"The database is as it was at {backup.manifest.made_at}.")
            _tell(skipped, editors)
            try:
                _restore_content(backup, settings.content_dir)
            except (UnusableBackup, OSError) as error:
                raise Stop(EXIT_FAILED, _half_restored(arguments.file, error)) from None
    except (CannotRestore, UnusableBackup, OSError, SQLAlchemyError) as error:
        raise Stop(EXIT_FAILED, f"Not restored: {getattr(error, 'orig', error)}") from None


def _half_restored(file: Path, error: Exception) -> str:
    """The sentence for the operator where the case files could not be written after the database was."""
    cure = f"Do not restore again: unpack the folder {CONTENT} of {file} where CONTENT_DIR is to be"
    return f"The database is restored, the case files are not: {error}. {cure}."


def _tell(skipped: int, editors: Sequence[str]) -> None:
    """Say how many digests a restore has taken for posted, and whom it lets in to edit."""
    if editors:
        echo(f"Editors with a token: {', '.join(editors)}. Remove again whom you have removed since.")
    if skipped:
        digests = count(skipped, "digest")
        echo(f"Taken for posted: {digests} that were under way or have been due since (see --resume).")


def _make_queue(engine: Engine) -> None:
    """Make the tables of the queue as a worker does at its start."""
    import asyncio

    from bot.digests.delivery.dbos_engine import DbosEngine

    async def none_to_run(_: Batch) -> None:
        return

    async def make() -> None:
        queue = DbosEngine(engine, "restore")
        await queue.start(none_to_run)
        await queue.stop()

    asyncio.run(make())


def _restore_content(backup: Backup, folder: Path) -> None:
    """Write the case files into a folder that is not there or is empty; into no other."""
    members = backup.below(CONTENT)
    if folder.is_dir() and any(folder.iterdir()):
        changed = sum(not backup.is_same(name, folder / path) for path, name in members.items())
        what = f"{count(changed, 'file')} of the back-up's differ" if changed else "as in the back-up"
        echo(f"{folder} was left as it is: {what}.")
        return
    for path, name in members.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        backup.write(name, file)
    echo(f"{folder} has the back-up's {count(len(members), 'file')}.")
