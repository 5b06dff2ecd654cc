from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cases.library import Library, case_id_of
from bot.corpus.cache import CaseCache
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus

CaseFolder = Callable[..., Path]
AWARD = "events: [{label: Award, quote: a court awarded Stone $5 million}]\n"
BROKEN = "events: [{label: Award, quote: a court awarded Stone $7 million}]\n"


def edit(folder: Path, old: str, new: str, file: str = "case.yaml") -> None:
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def keep_version(folder: Path, name: str, revised: str) -> None:
    (folder / "versions").mkdir(exist_ok=True)
    shutil.copy(folder / "case.yaml", folder / "versions" / name)
    edit(folder, "revised: 2026-01-02", f"revised: {revised}", f"versions/{name}")


def test_the_real_content_has_no_mistake(library: Library) -> None:
    assert library.problems == ()
    assert "carroll-v-trump" in library.cases


def test_all_mistakes_of_all_files_are_told_in_one_run(case_folder: CaseFolder) -> None:
    one = case_folder(BROKEN, case_id="one")
    keep_version(one, "first.yaml", "2026-01-01")
    two = case_folder(BROKEN + "whom: me\n", case_id="two")
    library = ContentRepository(one.parent).read()
    assert [(problem.file, problem.place.line) for problem in library.problems] == [
        (str(one / "case.yaml"), 5),
        (str(one / "versions" / "first.yaml"), 5),
        (str(two / "case.yaml"), 5),
        (str(two / "case.yaml"), 6),
    ]
    assert [case_id_of(one, library.folder) for one in library.problems] == ["one", "one", "two", "two"]
    assert not any(map(library.still_answers, library.problems))
    assert not library.cases


def test_a_broken_case_stays_as_it_was_when_last_good(case_folder: CaseFolder) -> None:
    folder = case_folder(AWARD)
    repository = ContentRepository(folder.parent)
    good = repository.read()
    assert repository.library is good
    edit(folder, "$5 million", "$7 million")
    broken = repository.read()
    assert broken.problems
    assert broken.cases == good.cases
    assert broken.still_answers(broken.problems[0])
    edit(folder, "$7 million", "$5 million")
    assert repository.read().problems == ()


def test_a_broken_version_takes_neither_the_case_nor_the_last_good_versions(case_folder: CaseFolder) -> None:
    folder = case_folder(AWARD)
    keep_version(folder, "a.yaml", "2026-01-01")
    repository = ContentRepository(folder.parent)
    assert [case.revised for case in repository.read().versions("stone")] == ["2026-01-01", "2026-01-02"]
    edit(folder, "$5 million", "$7 million", "versions/a.yaml")
    library = repository.read()
    assert len(library.problems) == 1
    assert [case.revised for case in library.versions("stone")] == ["2026-01-01", "2026-01-02"]
    fresh = ContentRepository(folder.parent).read()
    assert [case.revised for case in fresh.versions("stone")] == ["2026-01-02"]
    (folder / "versions" / "a.yaml").unlink()
    assert [case.revised for case in repository.read().versions("stone")] == ["2026-01-02"]


def test_versions_are_told_oldest_first_whatever_their_files_are_called(case_folder: CaseFolder) -> None:
    folder = case_folder(AWARD)
    keep_version(folder, "a.yaml", "2026-01-01")
    keep_version(folder, "b.yaml", "2025-12-01")
    versions = ContentRepository(folder.parent).read().versions("stone")
    assert [case.revised for case in versions] == ["2025-12-01", "2026-01-01", "2026-01-02"]


def test_reading_only_some_cases_leaves_the_others_as_they_were(case_folder: CaseFolder) -> None:
    one, two = case_folder(AWARD, case_id="one"), case_folder(AWARD, case_id="two")
    repository = ContentRepository(one.parent)
    before = repository.read()
    edit(one, "title: Stone v. Bell Works", "title: New")
    edit(two, "title: Stone v. Bell Works", "title: New")
    after = repository.read(only=frozenset({"one"}))
    assert after.cases["one"].title == "New"
    assert after.cases["two"] is before.cases["two"]


def test_reading_only_some_cases_sees_those_that_came_and_went(case_folder: CaseFolder) -> None:
    one, two = case_folder(AWARD, case_id="one"), case_folder(BROKEN, case_id="two")
    repository = ContentRepository(one.parent)
    assert set(repository.read().cases) == {"one"}
    case_folder(AWARD, case_id="three")
    came = repository.read(only=frozenset({"three"}))
    assert set(came.cases) == {"one", "three"}
    assert "two" in {case_id_of(one, came.folder) for one in came.problems}
    shutil.rmtree(two)
    shutil.rmtree(one)
    went = repository.read(only=frozenset({"one"}))
    assert set(went.cases) == {"three"}
    assert went.problems == ()


def test_folders_that_cannot_be_cases_are_named_and_files_and_hidden_ones_are_not(
    case_folder: CaseFolder,
) -> None:
    root = case_folder(AWARD).parent
    (root / "My Case").mkdir()
    (root / "empty").mkdir()
    (root / ".git").mkdir()
    (root / "README.md").write_text("notes")
    assert list(map(str, ContentRepository(root).read().problems)) == [
        f"{root / 'My Case'}:1:1: “My Case” cannot be a case's id: small letters, digits and hyphens",
        f"{root / 'empty' / 'case.yaml'}:1:1: cannot be read: No such file or directory",
    ]


@pytest.mark.parametrize("instead", ["nothing", "an empty folder"])
@pytest.mark.parametrize("only", [None, frozenset({"stone"})])
@pytest.mark.parametrize("cached", [False, True])
def test_a_content_folder_that_vanishes_as_a_whole_takes_no_case_until_it_is_back(
    case_folder: CaseFolder, tmp_path: Path, *, instead: str, only: frozenset[str] | None, cached: bool
) -> None:
    root, away = case_folder(AWARD).parent, tmp_path / "away"
    repository = ContentRepository(root, CaseCache(tmp_path / "cache") if cached else None)
    good = dict(repository.read().cases)
    root.rename(away)
    if instead == "an empty folder":
        root.mkdir()
    gone = repository.read(only=only)
    assert dict(gone.cases) == good
    assert [one.version for one in gone.versions("stone")] == [good["stone"].version]
    assert [str(one) for one in gone.problems] == [
        f"{root}:1:1: the content folder is gone; the cases as last read are served"
    ]
    assert gone.still_answers(gone.problems[0])
    assert repository.read(only=only).problems == gone.problems
    if root.is_dir():
        root.rmdir()
    away.rename(root)
    back = repository.read()
    assert (dict(back.cases), back.problems) == (good, ())


def test_whoever_removes_every_case_means_it(case_folder: CaseFolder) -> None:
    folder = case_folder(AWARD)
    repository = ContentRepository(folder.parent)
    repository.read()
    shutil.rmtree(folder)
    gone = repository.read(only=frozenset({"stone"}))
    assert (dict(gone.cases), gone.problems) == ({}, ())
    assert repository.read() == gone


def test_nothing_is_written_into_the_content_folder(
    case_folder: CaseFolder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = case_folder(AWARD).parent
    for path in (*root.rglob("*"), root):
        path.chmod(0o555 if path.is_dir() else 0o444)

    def seen() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in (root, *root.rglob("*"))}

    before, warned = seen(), list[str]()
    for _ in ("cold", "from the cache"):
        repository = ContentRepository(root, CaseCache(tmp_path / "cache"))
        corpus = Corpus(repository, tmp_path / "index", warned.append)
        assert corpus.read().problems == ()
        assert corpus.read(only=frozenset({"stone"})).problems == ()
        assert set(corpus.archive.library.cases) == {"stone"}
    assert seen() == before
    assert (warned, caplog.records) == ([], [])
    for path in (root, *root.rglob("*")):
        path.chmod(0o755)


def test_a_content_folder_that_is_not_there_is_a_problem_with_its_cure(tmp_path: Path) -> None:
    library = ContentRepository(tmp_path / "none").read()
    assert str(library.problems[0]) == (
        f"{tmp_path / 'none'}:1:1: the content folder cannot be read: No such file or directory; "
        "set CONTENT_DIR"
    )


def test_progress_is_told_case_by_case(case_folder: CaseFolder) -> None:
    root = case_folder(AWARD, case_id="one").parent
    case_folder(BROKEN, case_id="two")
    calls: list[tuple[int, int]] = []
    ContentRepository(root).read(lambda done, of: calls.append((done, of)))
    assert calls == [(1, 2), (2, 2)]


def test_cases_come_with_the_most_recently_reported_first(case_folder: CaseFolder) -> None:
    old, new = case_folder("", case_id="a-new"), case_folder("", case_id="b-old")
    edit(new, "date_published: 2025-06-01", "date_published: 2024-01-01")
    assert [case.id for case in ContentRepository(old.parent).read().newest_first] == ["a-new", "b-old"]


@pytest.mark.parametrize("cached", [False, True])
def test_the_content_folder_may_be_given_relatively(
    case_folder: CaseFolder, monkeypatch: pytest.MonkeyPatch, *, cached: bool
) -> None:
    folder = case_folder(BROKEN)
    monkeypatch.chdir(folder.parent.parent)
    library = ContentRepository(Path("content"), CaseCache(Path("cache")) if cached else None).read()
    assert [case_id_of(one, library.folder) for one in library.problems] == ["stone"]
