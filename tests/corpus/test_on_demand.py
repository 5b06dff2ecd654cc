"""Cases that are read when they are asked for, and the list of all cases on disk."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.cases.library import Library
from bot.corpus.cache import CaseCache
from bot.corpus.content import MANIFEST, ContentRepository
from bot.corpus.stored_cases import SELECTOR_WEIGHT, StoredCases
from bot.rendering.wording import Wording

CaseFolder = Callable[..., Path]
AWARD = "events: [{label: Award, quote: a court awarded Stone $5 million}]\n"
LATER = 10_000_000_000

heard: list[list[str]] = []


def listen(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and heard:
        heard[-1].append(str(arguments[0]))


sys.addaudithook(listen)


@contextmanager
def opened() -> Iterator[list[str]]:
    """The files that are opened meanwhile."""
    heard.append([])
    try:
        yield heard[-1]
    finally:
        heard.pop()


def content_repository(root: Path, *, later: int = LATER) -> ContentRepository:
    """A repository with a cache, some seconds after the files were written: their stamps can be trusted."""
    return ContentRepository(root, CaseCache(root.parent / "cache"), lambda: time.time_ns() + later)


def edit(folder: Path, old: str, new: str, file: str = "case.yaml") -> None:
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def label(library: Library) -> str:
    return library.cases["stone"].events[0].label


@pytest.fixture
def folder(case_folder: CaseFolder) -> Path:
    """A case that was read before."""
    made = case_folder(AWARD)
    content_repository(made.parent).read()
    return made


def test_a_title_in_several_languages_is_listed_in_all_of_them_at_every_start(folder: Path) -> None:
    edit(folder, "title: Stone v. Bell Works", "title: {en: Stone v. Bell Works, de: Stone gegen Bell Works}")
    for library in (content_repository(folder.parent).read(), content_repository(folder.parent).read()):
        title = library.listings["stone"].title
        assert title == "Stone v. Bell Works"
        assert Wording("de").label(title) == "Stone gegen Bell Works"
        assert Wording("es").label(title) == "Stone v. Bell Works [en]"


def test_a_start_opens_no_file_of_a_case_that_is_as_it_was(folder: Path) -> None:
    with opened() as files:
        library = content_repository(folder.parent).read()
        assert [(one.id, one.title, one.as_of) for one in library.newest_first] == [
            ("stone", "Stone v. Bell Works", "2025-06-01")
        ]
    assert not [file for file in files if file.startswith(str(folder)) or file.endswith(".case")]
    assert "stone" in library.cases
    with opened() as files:
        assert label(library) == "Award"
    assert str(folder / "sources/a.txt") in files, "quotations are proven on the source as it is"
    with opened() as files:
        assert label(library) == "Award"
    assert not files


@pytest.mark.parametrize("later", [0, LATER])
def test_an_edit_between_two_starts_is_noticed_also_of_the_same_length(folder: Path, later: int) -> None:
    content_repository(folder.parent, later=later).read()
    edit(folder, "label: Award", "label: Price")
    assert label(content_repository(folder.parent, later=later).read()) == "Price"


def test_a_file_that_was_only_touched_is_compared_once(folder: Path) -> None:
    os.utime(folder / "case.yaml", ns=(1, 1))
    for expected in (True, False):
        with opened() as files:
            library = content_repository(folder.parent).read()
        assert (str(folder / "case.yaml") in files) is expected
        assert not [file for file in files if file.endswith(".case")]
        assert label(library) == "Award"


def test_versions_that_come_and_go_between_two_starts_are_noticed(folder: Path) -> None:
    (folder / "versions").mkdir()
    shutil.copy(folder / "case.yaml", folder / "versions/a.yaml")
    edit(folder, "revised: 2026-01-02", "revised: 2026-01-01", "versions/a.yaml")
    for _ in range(2):
        library = content_repository(folder.parent).read()
        assert [case.revised for case in library.versions("stone")] == ["2026-01-01", "2026-01-02"]
        assert dict(library.earlier).keys() == {"stone"}
        assert len(library.earlier) == 1
    (folder / "versions/a.yaml").unlink()
    assert [case.revised for case in content_repository(folder.parent).read().versions("stone")] == [
        "2026-01-02"
    ]


def test_a_case_that_went_between_two_starts_is_gone(folder: Path, case_folder: CaseFolder) -> None:
    case_folder(AWARD, case_id="other")
    shutil.rmtree(folder)
    assert set(content_repository(folder.parent).read().cases) == {"other"}
    assert set(content_repository(folder.parent).read().cases) == {"other"}


@pytest.mark.parametrize("file", ["case.yaml", "sources/a.txt"])
@pytest.mark.parametrize("again", [False, True])
def test_what_is_broken_keeps_the_last_good_case_with_its_article_even_over_a_start(
    folder: Path, file: str, *, again: bool
) -> None:
    running = content_repository(folder.parent)
    running.read()
    edit(folder, "Stone", "Stonn", file)
    if again:
        content_repository(folder.parent).read()
        running = content_repository(folder.parent)
    library = running.read() if again else running.read(only=frozenset({"stone"}))
    assert library.problems
    assert all(map(library.still_answers, library.problems))
    case = library.cases["stone"]
    assert "awarded Stone $5 million" in case.sources[0].text
    assert all(one.proves(case.sources[0].text) for one in case.events[0].quote)
    edit(folder, "Stonn", "Stone", file)
    assert not running.read(only=frozenset({"stone"})).problems


def test_a_case_whose_last_good_version_is_lost_is_not_listed(folder: Path) -> None:
    for path in (folder.parent.parent / "cache").glob("*.case"):
        path.unlink()
    edit(folder, "$5 million", "$7 million")
    library = content_repository(folder.parent).read()
    assert library.problems
    assert not library.cases


def test_a_cache_that_is_emptied_meanwhile_does_no_harm(folder: Path) -> None:
    library = content_repository(folder.parent).read()
    for path in (folder.parent.parent / "cache").glob("*.case"):
        path.unlink()
    assert label(library) == "Award"
    assert list((folder.parent.parent / "cache").glob("*.case"))


def test_a_library_answers_from_the_versions_that_it_was_made_of(folder: Path) -> None:
    running = content_repository(folder.parent)
    before = running.read()
    edit(folder, "label: Award", "label: Price")
    after = running.read(only=frozenset({"stone"}))
    assert (label(before), label(after)) == ("Award", "Price")


@pytest.mark.parametrize("spoilt", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 2000])
def test_a_spoilt_list_of_cases_is_made_anew(folder: Path, spoilt: bytes) -> None:
    (folder.parent.parent / "cache" / MANIFEST).write_bytes(spoilt)
    for _ in range(2):
        assert label(content_repository(folder.parent).read()) == "Award"
    with opened() as files:
        content_repository(folder.parent).read()
    assert not [file for file in files if file.startswith(str(folder))]


def test_a_row_that_nobody_wrote_is_no_case(folder: Path) -> None:
    with closing(sqlite3.connect(folder.parent.parent / "cache" / MANIFEST)) as database, database:
        database.execute("UPDATE cases SET earlier = NULL")
    assert label(content_repository(folder.parent).read()) == "Award"


def test_a_list_in_another_form_is_made_anew(folder: Path) -> None:
    with closing(sqlite3.connect(folder.parent.parent / "cache" / MANIFEST)) as database, database:
        database.execute("DROP TABLE cases")
        database.execute("CREATE TABLE cases (id TEXT)")
        database.execute("PRAGMA user_version = 1")
    content_repository(folder.parent).read()
    with opened() as files:
        assert label(content_repository(folder.parent).read()) == "Award"
    assert str(folder / "case.yaml") not in files


def test_two_content_folders_share_a_cache(folder: Path, case_folder: CaseFolder) -> None:
    other = case_folder(AWARD.replace("Award", "The award"), content="other")
    for _ in range(2):
        assert label(content_repository(other.parent).read()) == "The award"
        with opened() as files:
            library = content_repository(folder.parent).read()
        assert not [file for file in files if file.startswith(str(folder))]
        assert label(library) == "Award"
    shutil.rmtree(folder.parent)
    edit(other, "The award", "An award")
    content_repository(other.parent).read()
    assert len(list((other.parent.parent / "cache").glob("*.case"))) == 1


def test_no_more_cases_stay_in_memory_than_are_allowed(case_folder: CaseFolder) -> None:
    root = case_folder(AWARD).parent
    for number in range(4):
        case_folder(AWARD, case_id=f"case-{number}")
    library = content_repository(root).read()
    proven = StoredCases(root, CaseCache(root.parent / "cache"), memory_limit=2 * SELECTOR_WEIGHT + 500)
    versions = [(one.id, one.version) for one in library.newest_first]
    for _ in range(2):
        for version in versions:
            assert proven[version].id == version[0]
            assert 0 < len(proven._recent) <= 2
    with opened() as files:
        assert proven[versions[-1]].id == versions[-1][0]
    assert not files
