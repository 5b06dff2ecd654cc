"""What tests of all layers share: the real content, and a builder of small invented case files."""

from __future__ import annotations

import gc
import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import structlog
from sqlalchemy import Engine

from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.problems import CaseFileError
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.loader import load_case
from bot.corpus.vector_file import VectorFile
from bot.db.database import open_database
from bot.search.archive import Archive
from tests.corpora import Corpora
from tests.databases import migrated, new_database, new_migrated_database, postgres
from tests.proofs import tries

TESTS = Path(__file__).parent
ROOT = TESTS.parent

# As in bot/__main__.py, and for the same reason; the tests' processes take every processor as it is.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A busy machine is slow at times: that is no failure of what is tested. Times are for benchmarks/.
# CI takes the same examples each time: what a new one finds is no fault of the change that is tested.
hypothesis.settings.register_profile(
    "any machine", deadline=None, derandomize=bool(os.environ.get("CI")), max_examples=tries(100, 50)
)
hypothesis.settings.load_profile("any machine")

ARTICLE = """\
Ada Stone sued Bell Works in 2024 over a broken promise.
In May a court awarded Stone $5 million, and the judge called it fair.
"I won," Stone said. "They lied to me, and they lied again."
Bell Works will appeal.
"""
HEAD = """\
title: Stone v. Bell Works
revised: 2026-01-02
sources:
  - {id: article, file: sources/a.txt, sha256: SHA(a.txt), date_published: 2025-06-01}
"""
WAITING = ("test_kill", "test_restored", "test_outage", "test_away", "test_correcting")
"""Modules whose tests wait up to a minute for processes that are gone, the longest first."""
ONE_ARTICLE: Mapping[str, str | bytes] = {"a.txt": ARTICLE}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two to a processor: many tests wait for processes, sockets or clocks, and another can run meanwhile."""
    return 2 * (os.cpu_count() or 1)


def pytest_configure(config: pytest.Config) -> None:
    """Let each process begin to collect in another folder: what one has compiled is ready for the others."""
    worker: Mapping[str, Any] = getattr(config, "workerinput", {})
    if worker and [Path(one).resolve() for one in config.args] == [TESTS]:
        parts = sorted(str(one) for one in TESTS.iterdir() if one.is_dir() or one.name.startswith("test_"))
        first = int(worker["workerid"].removeprefix("gw")) * len(parts) // worker["workercount"]
        config.args[:] = parts[first:] + parts[:first]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread those that wait over the processes, and keep coverage off properties.

    Each process begins with a part of the list: those that wait longest come at its beginning and its middle.
    Coverage makes a property test three times as slow, and its hundred examples run the same lines.
    """
    items.sort(
        key=lambda item: (
            WAITING.index(item.path.stem) if item.path.stem in WAITING else len(WAITING),
            item.path,
        )
    )
    waiting = [item for item in items if item.path.stem in WAITING]
    others, step = items[len(waiting) :], len(items) // max(1, len(waiting))
    items.clear()
    for number, item in enumerate([*waiting[::2], *waiting[1::2]]):
        items += [item, *others[number * step : (number + 1) * step]]
    items += others[len(waiting) * step :]
    for item in items:
        if isinstance(item, pytest.Function) and hypothesis.is_hypothesis_test(item.obj):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """Look for garbage among what tests make alone: what was imported and collected stays until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def plain_log() -> None:
    """A logged error is told as the bot tells it: structlog by itself adds every local variable."""
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, plain])


@pytest.fixture(scope="session")
def content() -> Path:
    return ROOT / "content"


@pytest.fixture(scope="session")
def library(content: Path) -> Library:
    """The real content."""
    return ContentRepository(content).read()


@pytest.fixture(scope="session")
def vectors(pytestconfig: pytest.Config) -> VectorFile:
    """The vectors of invented cases, for all processes of a run, and for the next one."""
    return VectorFile(pytestconfig.cache.mkdir("vectors"))


@pytest.fixture(scope="session")
def corpora(vectors: VectorFile) -> Corpora:
    """Reads each folder of cases once; a test that reads one again makes a corpus of its own."""

    @cache
    def read(folder: Path) -> Corpus:
        corpus = Corpus(ContentRepository(folder), vectors=vectors)
        corpus.read()
        return corpus

    return read


@pytest.fixture(scope="session")
def corpus(corpora: Corpora, content: Path) -> Corpus:
    """The real content, read and indexed; a test that reads it again makes a corpus of its own."""
    return corpora(content)


@pytest.fixture(scope="session")
def archive(corpus: Corpus) -> Archive:
    """What can be answered from the real content."""
    return corpus.archive


@pytest.fixture
def case_folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes a case: ``SHA(a.txt)`` in its file stands for the digest of that source."""

    def write(
        body: str | bytes,
        sources: Mapping[str, str | bytes] = ONE_ARTICLE,
        *,
        case_id: str = "stone",
        head: str = HEAD,
        content: str = "content",
    ) -> Path:
        folder = tmp_path / content / case_id
        (folder / "sources").mkdir(parents=True, exist_ok=True)
        raw = {name: text if isinstance(text, bytes) else text.encode() for name, text in sources.items()}
        for name, data in raw.items():
            (folder / "sources" / name).write_bytes(data)
        if isinstance(body, str):
            digests = {name: hashlib.sha256(data).hexdigest() for name, data in raw.items()}
            text = re.sub(r"SHA\((.*?)\)", lambda found: digests[found[1]], head + body)
            body = text.encode()
        (folder / "case.yaml").write_bytes(body)
        return folder

    return write


@pytest.fixture
def case_of(case_folder: Callable[..., Path]) -> Callable[..., Case]:
    """Writes a case and loads it."""

    def load(*arguments: object, **options: object) -> Case:
        return load_case(case_folder(*arguments, **options))

    return load


@pytest.fixture
def mistakes_in(case_folder: Callable[..., Path]) -> Callable[..., list[str]]:
    """Writes a case and gives every mistake in it, as ``line:column: message``."""

    def mistakes(*arguments: object, **options: object) -> list[str]:
        folder = case_folder(*arguments, **options)
        try:
            load_case(folder)
        except CaseFileError as error:
            return [str(problem).removeprefix(f"{folder / 'case.yaml'}:") for problem in error.problems]
        return []

    return mistakes


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL for the whole run; gives its address."""
    with postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def kind_of_database(request: pytest.FixtureRequest) -> str:
    """Each kind of database in its turn."""
    return str(request.param)


@pytest.fixture
def empty_database(kind_of_database: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables, once of each kind."""
    if kind_of_database == "sqlite":
        return f"sqlite:///{tmp_path}/var/bot.db"
    return new_database(request.getfixturevalue("postgres_server"))


@pytest.fixture
def database_url(kind_of_database: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with all tables, once of each kind."""
    if kind_of_database == "sqlite":
        return migrated(f"sqlite:///{tmp_path}/var/bot.db")
    return new_migrated_database(request.getfixturevalue("postgres_server"))


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """Connections to a database with all tables, once of each kind."""
    engine = open_database(database_url)
    yield engine
    engine.dispose()
