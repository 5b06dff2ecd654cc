"""``python -m bot backup``: the database and the case files in one file, while the bot runs."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__
from bot.cli.exits import EXIT_FAILED, Stop
from bot.console import count, echo
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.db.backup_file import BackupWriter

CONTENT = "content"
"""The folder of the back-up with the case files."""
NAMED_BY_TIME = "backup-{:%Y-%m-%dT%H%M%SZ}.zip"
MEGABYTE = 1_000_000
LOCK_TIMEOUT = 30.0
"""Seconds for which a database that is busy is waited for."""

MORE = "A folder in place of a file takes one that is named by the time."
"""What the help says of the command besides its summary."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes: where to write, and how many back-ups are kept there."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write, or a folder")
    parser.add_argument(
        "--keep", type=_at_least_one, metavar="N", help="delete all but the N newest of the folder"
    )


def _at_least_one(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of back-ups; use one such as 14")
    return int(text)


def backup(arguments: argparse.Namespace) -> None:
    """Write a back-up, and delete the oldest of its folder where only some are to be kept. Raises Stop."""
    from bot.db.backup import back_up
    from bot.db.backup_file import new_backup
    from bot.db.database import UNUSABLE, file_of, open_database
    from bot.db.migrate import SchemaMismatch, migrate

    settings = Settings.read(os.environ)
    file = _file(arguments.file)
    database_file = file_of(settings.database_url)
    # A file is made with the first thing to keep: until then the back-up is that of an empty database.
    is_new = database_file is not None and not database_file.exists()
    engine = open_database(settings.database_url, lock_timeout=LOCK_TIMEOUT)
    try:
        if is_new:
            migrate(engine)
        with new_backup(file) as writer:
            cases = _add_content(writer, settings.content_dir)
            writer.finish(back_up(engine, writer, __version__))
    except (SchemaMismatch, OSError, *UNUSABLE) as error:
        raise Stop(EXIT_FAILED, f"Nothing was backed up: {getattr(error, 'orig', error)}") from None
    finally:
        engine.dispose()
    size = f"{file.stat().st_size / MEGABYTE:.1f} MB"
    echo(f"Backed up the database and {count(cases, 'file')} of {settings.content_dir} to {file} ({size}).")
    if arguments.keep:
        _delete_old(file.parent, arguments.keep)


def _file(given: Path) -> Path:
    """The file to write: in a folder, one that is named by the time."""
    return given / NAMED_BY_TIME.format(datetime.now(UTC)) if given.is_dir() else given


def _add_content(writer: BackupWriter, folder: Path) -> int:
    """Add the case files and articles; gives how many files these are."""
    if not folder.is_dir():
        raise FileNotFoundError(f"the content folder “{folder}” is not there; set CONTENT_DIR")
    files = sorted(one for one in _files_below(folder) if one.is_file())
    for file in files:
        writer.add(f"{CONTENT}/{file.relative_to(folder).as_posix()}", [file.read_bytes()])
    return len(files)


def _files_below(folder: Path) -> Iterator[Path]:
    # Links are followed: a content folder may be put together of them.
    for parent, folders, names in os.walk(folder, followlinks=True):
        here = Path(parent).resolve()
        # A link to a folder around it would lead on for ever.
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and not here.is_relative_to((here / name).resolve())
        ]
        yield from (Path(parent) / name for name in names if not name.startswith("."))


def _delete_old(folder: Path, kept: int) -> None:
    pattern = "backup-[0-9][0-9][0-9][0-9]-*Z.zip"
    for old in sorted(folder.glob(pattern))[:-kept]:
        old.unlink()
        echo(f"Deleted {old}.")
