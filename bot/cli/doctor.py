"""Checks an installation: what is well and what is not, each problem with its cure."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.doctor_settings import doubtful_settings
from bot.console import count
from bot.corpus.cache import CaseCache
from bot.corpus.content import ContentRepository
from bot.service.finding import Finding, ill, well
from bot.settings import CACHE, INDEX, VECTORS, Settings, SettingsError

if TYPE_CHECKING:
    from bot.db.due import Backlog
    from bot.digests.senders import Target

MOST_LISTED = 10
LONGEST_LAG = timedelta(minutes=15)
"""A digest that is later than this waits for something that somebody has to do."""
LARGEST_CASE = 64 * 1024
"""Bytes that the cache's folder must have room for: more than any proven case takes."""


def findings(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Check the settings, the content, the cache, the database, and the platforms' view of the tokens."""
    try:
        settings = Settings.read(environ)
    except SettingsError as error:
        for problem in error.problems:
            yield ill(problem, "Change it in .env or in the environment; .env.example describes it.")
        return
    yield well("The settings can be used.")
    yield from doubtful_settings(settings, environ)
    yield from _content(settings)
    yield _folder(CACHE, "Proven cases", "Every start reads all case files anew; make the folder writable.")
    for folder, what in ((INDEX, "The index of passages"), (VECTORS, "The vectors of cases")):
        kept = _folder(folder, what, "It is made anew at every start; make the folder writable.")
        yield from () if kept.good else [kept]
    yield from _database(settings)
    yield from _reach(settings)
    yield from _platforms(settings)


def _content(settings: Settings) -> Iterator[Finding]:
    library = ContentRepository(settings.content_dir, CaseCache(CACHE)).read()
    for problem in library.problems[:MOST_LISTED]:
        yield ill(
            str(problem), "Mend the file; a bot that runs answers from the last good version until then."
        )
    if len(library.problems) > MOST_LISTED:
        more = count(len(library.problems) - MOST_LISTED, "more mistake")
        yield ill(f"{more} in the case files.", "python -m bot check lists all.")
    if library.cases:
        yield well(f"{count(len(library.cases), 'case')} can be answered from.")
    elif not library.problems:
        what = f"There is no case in {settings.content_dir}."
        yield ill(what, "Write one (docs/guides/editors.md), or set CONTENT_DIR.")
    for case in sorted(dict(settings.cases_for).keys() - library.listings.keys() - library.files.keys()):
        yield ill(
            f"CASES_FOR names the case “{case}”, which is not there: the one that is meant is seen by all.",
            f"Correct the id in CASES_FOR: it is the name of the case's folder in {settings.content_dir}.",
        )


def _database(settings: Settings) -> Iterator[Finding]:
    """Whether the database can be used, and whether what is due is delivered."""
    from bot.db.database import UNUSABLE, file_of, open_database
    from bot.db.due import backlog
    from bot.db.migrate import SchemaMismatch, check

    file = file_of(settings.database_url)
    if file and not file.exists():
        made = _folder(file.parent, "The database", "Make the folder writable, or set DATABASE_URL.")
        when = f"The database {file} is made at the next start."
        yield well(when) if made.good else made
        return
    if file and file.is_dir():
        yield ill(f"The database {file} is a folder.", "Set DATABASE_URL to a file, such as in that folder.")
        return
    engine = open_database(settings.database_url)
    try:
        check(engine)
        now = datetime.now(UTC)
        with engine.connect() as connection:
            waiting = backlog(connection, now)
    except SchemaMismatch as error:
        sentence, _, cure = str(error).partition(". ")
        yield ill(f"{sentence}.", cure)
    except UNUSABLE as error:
        why = str(getattr(error, "orig", error)).partition("\n")[0]
        yield ill(f"The database cannot be used: {why}.", "Look at DATABASE_URL, and whether it runs.")
    else:
        yield from _backlog(waiting, now)
    finally:
        engine.dispose()


def _backlog(waiting: Backlog, now: datetime) -> Iterator[Finding]:
    yield well("The database has the schema of this version.")
    if waiting.since and now - waiting.since > LONGEST_LAG:
        minutes = count(int((now - waiting.since).total_seconds() // 60), "minute")
        yield ill(
            f"{count(waiting.due, 'digest')} should have been delivered, the oldest {minutes} ago.",
            "Is a bot running, alone (run) or with a worker? Its log says what it waits for.",
        )


def _folder(folder: Path, what: str, cure: str) -> Finding:
    """Whether something can be kept in a folder, which is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            # A full disk takes a new file, and refuses what is written to it.
            file.write(b"\0" * LARGEST_CASE)
            file.flush()
            return well(f"{what} can be kept in {folder}.")
    except OSError as error:
        return ill(f"{folder} cannot be written: {error.strerror}.", cure)


def _reach(settings: Settings) -> Iterator[Finding]:
    if settings.public_url:
        yield well(f"Answers link to {settings.public_url}.")
    else:
        yield well("Answers carry no links to the reading page.", "To have them, set PUBLIC_URL.")


def _platforms(settings: Settings) -> Iterator[Finding]:
    # Imported here: the clients take a while to load, and are of no use without their platform.
    import asyncio

    if settings.slack_bot_token or settings.slack_client_id or settings.slack_app_token:
        from bot.platforms.slack import installation_check as slack

        yield from asyncio.run(slack.check_installation(settings))
    if settings.discord_token:
        from bot.platforms.discord import installation_check as discord

        yield from asyncio.run(discord.check_installation(settings, _discord_targets(settings)))


def _discord_targets(settings: Settings) -> list[Target]:
    """Where digests go; none while the database cannot be used, which is told of elsewhere."""
    from bot.db.database import UNUSABLE, file_of, open_database
    from bot.db.subscriptions import of_platform
    from bot.digests.senders import target_of

    file = file_of(settings.database_url)
    if file and not file.exists():
        return []
    engine = open_database(settings.database_url)
    try:
        with engine.connect() as connection:
            kept = of_platform(connection, "discord", MOST_LISTED)
    except UNUSABLE:
        return []
    finally:
        engine.dispose()
    return list(map(target_of, kept))
