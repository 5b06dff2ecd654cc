"""A start prepares the newest case: whoever asks first finds it prepared, or waits for that and no longer."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from weakref import ref

import pytest

from bot.answers.asker import ANYBODY
from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.app.warming import Warming, warm
from bot.cases.library import Library
from bot.cases.model import Case
from bot.corpus import reader
from bot.corpus.cache import CaseCache
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.index_files import open_archive
from bot.qa import known_question, prepared_cases
from bot.qa.answering import PreparedCase
from bot.qa.parsed_question import ParsedQuestion, parse_question
from bot.qa.prepared_cases import PreparedCases
from bot.rendering.render import Presentation, to_text
from bot.search.archive import Archive
from bot.service.command_service import CommandService

ROOT = Path(__file__).parent.parent
ASKED = parse("/ask how much was awarded")


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setattr(prepared_cases, "PREPARED", PreparedCases(4))
    return open_archive(ContentRepository(ROOT / "content").read(), None)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The known questions that are parsed."""
    typed: list[str] = []

    def counted(text: str) -> ParsedQuestion:
        typed.append(text)
        return parse_question(text)

    monkeypatch.setattr(known_question, "parse_question", counted)
    return typed


def about(archive: Archive, case: str) -> None:
    respond(archive, ASKED.changed(case=case))


def test_the_first_question_about_the_newest_case_parses_no_known_question(
    archive: Archive, parsed: list[str]
) -> None:
    warm(archive)
    assert parsed
    before = len(parsed)
    about(archive, archive.library.newest_first[0].id)
    assert len(parsed) == before


def test_a_library_without_cases_needs_nothing(tmp_path: Path) -> None:
    warm(open_archive(ContentRepository(tmp_path).read(), None))


@asynccontextmanager
async def warming(archive: Archive, *, waits: bool = False) -> AsyncIterator[Warming]:
    one, stop = Warming(lambda: archive, waits=waits, delay=0), asyncio.Event()
    running = asyncio.create_task(one.run(stop))
    try:
        yield one
    finally:
        stop.set()
        await running
        for thread in threading.enumerate():
            if thread.name.startswith("warming"):
                await asyncio.to_thread(thread.join)


async def test_a_question_meanwhile_waits_for_the_same_preparation(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, done, made = Event(), Event(), list[str]()
    of = PreparedCase.of

    def prepare(case: Case, store: object, *, lazily: bool) -> PreparedCase:
        made.append(case.id)
        begun.set()
        assert done.wait(30)
        return of(case, lazily=lazily)

    monkeypatch.setattr(PreparedCase, "of", prepare)
    newest = archive.library.newest_first[0].id
    async with warming(archive):
        await asyncio.to_thread(begun.wait, 30)
        asking = asyncio.create_task(asyncio.to_thread(about, archive, newest))
        done.set()
        await asking
    assert made == [newest]


async def test_a_failure_is_logged_and_the_next_question_tries_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(PreparedCase, "of", lambda *_, **__: 1 / 0)
        written = ""
        async with warming(archive), asyncio.timeout(30):
            while "case not prepared" not in written:
                await asyncio.sleep(0.01)
                out = capsys.readouterr()
                written += out.out + out.err
    about(archive, archive.library.newest_first[0].id)


def test_a_case_that_cannot_be_completed_is_left_until_the_cases_change(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared_cases.PREPARED, "lazily", True)
    monkeypatch.setattr(PreparedCase, "is_complete", False)
    monkeypatch.setattr(PreparedCase, "complete", lambda _: 1 / 0)
    one, failed, more = Warming(lambda: archive), 0, True
    while more:
        try:
            more = one.step()
        except ZeroDivisionError:
            failed += 1
        assert failed < 2 * (1 + len(archive.library.cases))
    assert failed


async def test_a_process_that_nobody_asks_prepares_nothing(archive: Archive, parsed: list[str]) -> None:
    async with warming(archive, waits=True):
        await asyncio.sleep(0.1)
    assert not parsed


async def test_the_first_answer_begins_the_preparation(archive: Archive, parsed: list[str]) -> None:
    async with warming(archive, waits=True) as here, asyncio.timeout(30):
        here.begin()
        while not parsed:  # noqa: ASYNC110  -- a thread adds to it
            await asyncio.sleep(0.01)


def test_a_withdrawn_case_is_not_prepared(archive: Archive, parsed: list[str]) -> None:
    library = archive.library
    listings = {name: one._replace(withdrawn="retracted") for name, one in library.listings.items()}
    warm(replace(archive, library=replace(library, stored_listings=listings)))
    assert not parsed


@pytest.mark.parametrize(("limit", "value"), [("RELOADS_KEPT", 1), ("KEPT_FOR", 0)])
async def test_reloads_leave_no_more_earlier_versions_in_memory_than_are_kept(
    case_folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(prepared_cases, "PREPARED", PreparedCases(16))
    monkeypatch.setattr(reader, limit, value)
    folder = case_folder("events: [{label: Award, quote: a court awarded Stone $5 million}]\n")
    root, file = folder.parent, folder / "case.yaml"
    text = file.read_text("utf-8")
    corpus = Corpus(ContentRepository(root, CaseCache(root.parent / "cache")), root.parent / "index")
    corpus.read()
    one, service = Warming(lambda: corpus.whole), CommandService(corpus, Presentation())
    libraries, cases, prepared = list[ref[Library]](), list[ref[Case]](), list[ref[PreparedCase]]()
    for edit in range(4):
        if edit:
            file.write_text(text.replace("Award", f"Award {edit}"), "utf-8")
            corpus.read(only=frozenset({folder.name}))
        while one.step():
            pass
        for typed in ("/case status", "/ask how much was awarded"):
            await service.reply(typed, ANYBODY, to_text)
        libraries.append(ref(corpus.archive.library))
        cases.append(ref(corpus.archive.library.cases[folder.name]))
        prepared += map(ref, prepared_cases.PREPARED.kept())
    gc.collect()
    assert [of() is not None for of in libraries] == [False, False, False, True]
    assert [of() is not None for of in prepared] == [False, False, False, True]
    # Answers that were begun before the last reload may still read the version before it.
    assert [of() is not None for of in cases] == [False, False, True, True]
