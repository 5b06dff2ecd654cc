"""A save that was written halfway is no version: what is served stays until the file is whole again."""

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cases.library import Library
from bot.cases.model import Case
from bot.corpus.cache import CaseCache
from bot.corpus.content import ContentRepository
from bot.corpus.guard import CUT_SHORT, LINE_OPEN, ends_early, too_much_lost

CaseFolder = Callable[..., Path]
FIRST = "carroll-v-trump"
WHOLE = (Path(__file__).parents[2] / "content" / FIRST / "case.yaml").read_bytes()
EVENTS = [
    "a court awarded Stone $5 million",
    "the judge called it fair",
    "Bell Works will appeal",
    "Ada Stone sued Bell Works in 2024",
    "over a broken promise",
    "I won",
    "They lied to me",
    "they lied again",
]


def events(count: int, note: str = "") -> str:
    listed = "".join(
        f"  - {{label: Event {number}{note}, quote: {words}}}\n"
        for number, words in enumerate(EVENTS[-count:], 1)
    )
    return f"events:\n{listed}" if count else ""


def cached(root: Path) -> ContentRepository:
    """A repository with a cache, some seconds after the files were written."""
    return ContentRepository(root, CaseCache(root.parent / "cache"), lambda: time.time_ns() + 10_000_000_000)


def facts(library: Library) -> int:
    return len(library.cases["stone"].events)


def said(case: Case) -> Case:
    """The case without what tells its version, to compare what two files say."""
    return replace(case, version="-")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, content: Path) -> ContentRepository:
    """A repository of a copy of the first case, read once, with a cache."""
    repository = cached(shutil.copytree(content / FIRST, tmp_path_factory.mktemp("a") / "a" / FIRST).parent)
    repository.read()
    return repository


def serves_the_whole(repository: ContentRepository, cut: bytes, whole: Case) -> None:
    """Save a part of the first case's file and read it: what is served says what the whole file says."""
    (repository._folder / FIRST / "case.yaml").write_bytes(cut)
    library = repository.read(only=frozenset({FIRST}))
    assert said(library.cases[FIRST]) == said(whole)
    assert bool(library.problems) == bool(ends_early(cut, WHOLE))


def test_the_first_case_cut_at_a_line_is_never_served(content: Path, tmp_path: Path) -> None:
    repository = ContentRepository(shutil.copytree(content / FIRST, tmp_path / "a" / FIRST).parent)
    whole = repository.read().cases[FIRST]
    lines = WHOLE.splitlines(keepends=True)
    for count in (*range(0, len(lines), 9), len(lines) - 1):
        serves_the_whole(repository, b"".join(lines[:count]), whole)
    assert "ends in the middle of the version that was served" in str(repository.library.problems[0])
    serves_the_whole(repository, WHOLE, whole)


@given(cut=st.integers(0, len(WHOLE)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_first_case_cut_at_any_byte_is_never_served(first: ContentRepository, cut: int) -> None:
    serves_the_whole(first, WHOLE[:cut], first.library.cases[FIRST])


@pytest.mark.parametrize("where", ["memory", "cache", "cache, after a start"])
def test_what_lost_a_quarter_of_its_facts_is_held_back_and_said(case_folder: CaseFolder, where: str) -> None:
    root = case_folder(events(8)).parent
    make = ContentRepository if where == "memory" else cached
    repository = make(root)
    repository.read()
    file = case_folder(events(5, note=" edited")) / "case.yaml"
    if where == "cache, after a start":
        repository = make(root)
    for only in (None, frozenset({"stone"}), None):
        library = repository.read(only=only)
        assert facts(library) == 8
        [problem] = library.problems
        assert str(problem) == (
            f"{file}:1:1: has 5 quotations (5 facts) where 8 quotations (8 facts) were served: "
            "if that is meant, set a new “revised”; the version before is still served"
        )
        assert library.still_answers(problem)
    file.write_text(file.read_text("utf-8").replace("2026-01-02", "2026-01-03"), "utf-8")
    accepted = repository.read(only=frozenset({"stone"}))
    assert (facts(accepted), accepted.problems) == (5, ())


def test_the_other_cases_stay_where_one_is_held_back_or_broken(case_folder: CaseFolder) -> None:
    root = case_folder(events(8)).parent
    case_folder(events(8), case_id="before")
    repository = ContentRepository(root)
    repository.read()
    for body in (events(1, note=" edited"), "events: ["):
        case_folder(body)
        library = repository.read()
        assert len(library.problems) == 1
        assert {name: len(case.events) for name, case in library.cases.items()} == {"before": 8, "stone": 8}


@pytest.mark.parametrize("make", [ContentRepository, cached])
def test_facts_that_go_a_few_at_a_time_are_accepted(
    case_folder: CaseFolder, make: Callable[[Path], ContentRepository]
) -> None:
    repository = make(case_folder(events(8)).parent)
    repository.read()
    for count in (6, 5, 4, 3):
        case_folder(events(count, note=f" of {count}"))
        library = repository.read(only=frozenset({"stone"}))
        assert (facts(library), library.problems) == (count, ())


def test_an_older_day_is_not_a_newer_one(case_folder: CaseFolder) -> None:
    folder = case_folder(events(8))
    repository = ContentRepository(folder.parent)
    repository.read()
    file = case_folder(events(2, note=" edited")) / "case.yaml"
    file.write_text(file.read_text("utf-8").replace("2026-01-02", "2026-01-01"), "utf-8")
    assert facts(repository.read()) == 8


def test_a_start_without_a_known_version_compares_with_nothing(case_folder: CaseFolder) -> None:
    root = case_folder(events(8)).parent
    cached(root).read()
    case_folder(events(1))
    assert facts(ContentRepository(root).read()) == 1, "as check reads it, without a cache"
    shutil.rmtree(root.parent / "cache")
    library = cached(root).read()
    assert (facts(library), library.problems) == (1, ())


def test_a_version_whose_cached_case_is_lost_is_not_compared_with(case_folder: CaseFolder) -> None:
    root = case_folder(events(8)).parent
    cached(root).read()
    case_folder(events(1))
    for path in (root.parent / "cache").glob("*.case"):
        path.unlink()
    assert facts(cached(root).read()) == 1


def test_a_case_of_one_fact_may_be_mended_and_not_emptied(case_folder: CaseFolder) -> None:
    repository = ContentRepository(case_folder(events(1)).parent)
    repository.read()
    case_folder(events(1, note=" mended"))
    assert not repository.read().problems
    case_folder("caveats: []\n")
    assert "has 0 quotations (0 facts) where 1 quotation (1 fact) were served" in str(
        repository.read().problems[0]
    )


@pytest.mark.parametrize(
    ("file", "served", "sentence"),
    [
        (b"", b"title: A\n", CUT_SHORT),
        (b"a: 1\n", b"a: 1\n", None),
        (b"a: 1", b"a: 1\n\n", LINE_OPEN),
        (b"a: 1\n", b"a: 1\n# the end\n\n  # really\n", None),
        (b"a: 1\n# the", b"a: 1\n# the end\n", LINE_OPEN),
        (b"a: 1\n", b"a: 1\n# more\nb: 2\n", CUT_SHORT),
        (b"a: 1\n", b"a: 12\n", None),
        (b"b: 1\n", b"a: 1\nb: 1\n", None),
        (b"a: 1\nb: 2\n", b"a: 1\n", None),
        (b"", b"", LINE_OPEN),
        (b"a: 2\nb: 1\n", b"a: 1\nb: 1\nc: 1\n", CUT_SHORT),
        (b"c: 1\na: 2\nb: 1\n", b"a: 1\nb: 1\nc: 1\n", None),
        (b"a: 2\nb: 1\n...\n", b"a: 1\nb: 1\nc: 1\n", None),
        (b"a: 2\nb: 1\n...", b"a: 1\nb: 1\nc: 1\n", None),
        (b"a: 2\n", b"a: 1\n...\n", CUT_SHORT),
        (b"- x\n  k: 1\n- y\n  k: 1\n- z\n  k: 1\n", b"- x\n  k: 1\n- y\n  k: 1\n", None),
        (b"- w\n  k: 1\n- y\n  k: 1\n", b"- x\n  k: 1\n- y\n  k: 1\n- z\n  k: 1\n", CUT_SHORT),
    ],
)
def test_the_end_of_a_file_tells_that_it_was_cut(file: bytes, served: bytes, sentence: str | None) -> None:
    assert ends_early(file, served) == sentence


@pytest.mark.parametrize("before", range(10))
@pytest.mark.parametrize("after", range(10))
def test_more_than_a_quarter_is_too_much(library: Library, before: int, after: int) -> None:
    case = library.cases[FIRST]
    some = replace(case, rulings=(), awards=(), statements=(), events=case.events[:1] * 10)
    sentence = too_much_lost(
        replace(some, events=some.events[:after]), replace(some, events=some.events[:before])
    )
    assert (sentence is not None) is (before - after > before / 4)
