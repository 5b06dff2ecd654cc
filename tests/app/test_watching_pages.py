"""WATCH_SOURCES: which cases are watched, and that a process watches them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app.watching import watch_pages
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from bot.db.tables import watched_pages
from bot.settings import Settings, SettingsError
from tests.databases import migrated

WITH_URL = """\
title: Stone v. Bell Works
revised: 2026-01-02
sources:
  - {id: article, file: sources/a.txt, sha256: SHA(a.txt), date_published: 2025-06-01, url: "https://a.example/"}
"""


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("", frozenset()),
        ("off", frozenset()),
        ("ALL", {"all"}),
        ("smith-v-jones, doe-v-roe", {"smith-v-jones", "doe-v-roe"}),
    ],
)
def test_the_cases_are_listed_and_none_is_by_itself(text: str, cases: set[str], tmp_path: Path) -> None:
    assert Settings.read({"WATCH_SOURCES": text}, tmp_path / ".env").watch_sources == cases


@pytest.mark.parametrize("text", ["all, smith-v-jones", "https://a.example/", "off smith-v-jones"])
def test_what_does_not_name_cases_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not say which cases"):
        Settings.read({"WATCH_SOURCES": text}, tmp_path / ".env")


async def test_the_part_of_the_process_watches_the_pages_until_it_is_stopped(
    case_folder: Callable[..., Path], tmp_path: Path
) -> None:
    case_folder("", head=WITH_URL)
    corpus = Corpus(ContentRepository(tmp_path / "content"))
    corpus.read()
    url = migrated(f"sqlite:///{tmp_path}/bot.db")
    engine, stop = open_database(url), asyncio.Event()
    settings = Settings(database_url=url, watch_sources=frozenset({"stone"}))
    watching = asyncio.create_task(watch_pages(settings, corpus, stop))
    async with asyncio.timeout(60):
        found: list[str] = []
        while not found:
            await asyncio.sleep(0.02)
            with engine.connect() as connection:
                found = list(connection.execute(select(watched_pages.c.url)).scalars())
    stop.set()
    await watching
    assert found == ["https://a.example/"]
    engine.dispose()
