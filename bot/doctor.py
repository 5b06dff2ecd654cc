"""What is well with an installation and what is not, each with its cure."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from bot.cases.cache import CaseCache
from bot.cases.library import Shelf
from bot.settings import CACHE, Settings, SettingsError
from bot.terminal import count

MOST_LISTED = 10
SOME = 64 * 1024
"""Bytes that a folder must have room for: more than any proven case takes."""


class Finding(NamedTuple):
    """One thing that was looked at: whether it is well, what was found, and what to do."""

    good: bool
    what: str
    cure: str = ""


def well(what: str, cure: str = "") -> Finding:
    """Something that is as it should be; a hint may come with it."""
    return Finding(good=True, what=what, cure=cure)


def ill(what: str, cure: str) -> Finding:
    """Something that is not, and what to do."""
    return Finding(good=False, what=what, cure=cure)


def findings(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look at settings, content and the folder for what may be deleted."""
    try:
        settings = Settings.read(environ)
    except SettingsError as error:
        for problem in error.problems:
            yield ill(problem, "Change it in .env or in the environment; .env.example describes it.")
        return
    yield well("The settings can be used.")
    yield from _content(settings)
    yield _cache(CACHE)
    yield from _reach(settings)
    yield from _slack(settings)


def _content(settings: Settings) -> Iterator[Finding]:
    library = Shelf(settings.content_dir, CaseCache(CACHE)).read()
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


def _cache(folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            # A full disk takes a new file, and refuses what is written to it.
            file.write(b"\0" * SOME)
            file.flush()
            return well(f"Proven cases can be kept in {folder}.")
    except OSError as error:
        what = f"{folder} cannot be written: {error.strerror}."
        return ill(what, "Every start reads all case files anew; make the folder writable.")


def _reach(settings: Settings) -> Iterator[Finding]:
    if settings.public_url:
        yield well(f"Answers link to {settings.public_url}.")
    else:
        yield well("Answers carry no links to the reading page.", "To have them, set PUBLIC_URL.")


def _slack(settings: Settings) -> Iterator[Finding]:
    if not (settings.slack_bot_token or settings.slack_client_id or settings.slack_app_token):
        return
    # Imported here: the client takes a while to load, and is of no use without Slack.
    import asyncio  # noqa: PLC0415

    from bot.platforms.slack.checkup import checkup  # noqa: PLC0415

    for checked in asyncio.run(checkup(settings)):
        yield Finding(*checked)
