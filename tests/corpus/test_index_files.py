"""The index on disk through crashes, full disks and other processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from bot.cases.library import Library
from bot.corpus.cache import CaseCache
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.index_files import INDEX_VERSION, open_archive
from bot.corpus.index_state import IndexState
from bot.search.archive import Archive

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def content(tmp_path: Path) -> Path:
    copytree(ROOT / "content", tmp_path / "content")
    copytree(ROOT / "tests/cases_invented", tmp_path / "content", dirs_exist_ok=True)
    (tmp_path / "content/.gitattributes").unlink()
    return tmp_path / "content"


def read(content: Path) -> Library:
    return ContentRepository(content, CaseCache(content.parent / "cache")).read()


def found(archive: Archive, typed: str) -> list[str]:
    return [passage.case.id for passage in archive.find(typed, 5)]


def retitle(content: Path, title: str) -> None:
    """Another version, and the same words."""
    path = content / "carroll-v-trump/case.yaml"
    path.write_text(path.read_text("utf-8").replace("title: ", f"title: {title} ", 1), "utf-8")


def test_a_case_that_was_being_written_when_the_process_died_is_written_again(
    content: Path, tmp_path: Path
) -> None:
    folder, warnings = tmp_path / "search", list[str]()
    open_archive(read(content), folder)
    rmtree(content / "okoro-hale-v-corvane")
    IndexState(folder / INDEX_VERSION).begin(["carroll-v-trump", "okoro-hale-v-corvane"])
    archive = open_archive(read(content), folder, warnings.append)
    assert "okoro-hale-v-corvane" not in found(archive, "settlement class payment")
    assert found(archive, "travesty of justice") == ["carroll-v-trump"]
    assert set(IndexState(folder / INDEX_VERSION).cases()) == read(content).cases.keys()
    assert not warnings


def test_an_index_that_died_after_the_engine_and_before_its_sums_is_used(
    content: Path, tmp_path: Path
) -> None:
    folder, warnings = tmp_path / "search", list[str]()
    archive = open_archive(read(content), folder)
    IndexState(folder / INDEX_VERSION).begin(["carroll-v-trump"])
    archive.index.updated((), ["carroll-v-trump"])
    again = open_archive(read(content), folder, warnings.append)
    assert found(again, "travesty of justice") == ["carroll-v-trump"]
    assert not warnings


def test_a_corpus_indexes_what_changed_and_opens_anew_what_another_wrote(
    content: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "search"
    one, other = (Corpus(ContentRepository(content), folder) for _ in range(2))
    one.read()
    other.read()
    retitle(content, "A")
    one.read(only=frozenset({"carroll-v-trump"}))
    generation = IndexState(folder / INDEX_VERSION).generation
    other.read(only=frozenset({"carroll-v-trump"}))
    assert IndexState(folder / INDEX_VERSION).generation == generation, "the other found it current"
    for corpus in (one, other):
        assert found(corpus.archive, "travesty of justice") == ["carroll-v-trump"]


def test_new_words_are_known_to_spelling_after_a_change(content: Path, tmp_path: Path) -> None:
    corpus = Corpus(ContentRepository(content), tmp_path / "search")
    corpus.read()
    assert corpus.archive.correct_spelling("quagga") == "quagga"
    copytree(content / "carroll-v-trump", content / "new")
    source = content / "new/sources/2023-07-12.txt"
    source.write_text(source.read_text("utf-8") + "\n\nA quagga was seen in court.\n", "utf-8")
    digest = subprocess.run(["sha256sum", source], check=True, capture_output=True, text=True)  # noqa: S603, S607  -- coreutils, on our own file
    path = content / "new/case.yaml"
    lines = [
        line.partition("sha256:")[0] + f"sha256: {digest.stdout.split()[0]}" if "sha256:" in line else line
        for line in path.read_text("utf-8").splitlines()
    ]
    path.write_text("\n".join(lines), "utf-8")
    assert not corpus.read(only=frozenset({"new"})).problems
    assert corpus.archive.correct_spelling("quaga") == "quagga"
    assert corpus.archive.correct_spelling("quagga") == "quagga"
    assert corpus.archive.correct_spelling("travsty") == "travesty"
    assert found(corpus.archive, "quagga court") == ["new"]


FULL = """
import resource, sys
from pathlib import Path
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
content = Path(sys.argv[1])
corpus = Corpus(ContentRepository(content), Path(sys.argv[2]), print)
corpus.read()
case = content / "carroll-v-trump/case.yaml"
case.write_text(case.read_text("utf-8").replace("{en: Carroll", "{en: New Carroll", 1), "utf-8")
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
old = corpus.archive
corpus.read(only=frozenset({"carroll-v-trump"}))
for archive in (old, corpus.archive):
    [passage] = archive.find("travesty of justice", 1)
    print(passage.case.title, passage.selector.exact)
"""


def test_on_a_full_disk_the_old_index_serves_and_what_changed_is_found(content: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL, str(content), str(tmp_path / "search")]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  -- our own program
    assert done.returncode == 0, done.stderr
    *_, warnings, old, new = done.stdout.splitlines()
    assert "it is kept in memory" in warnings
    assert "TRAVESTY OF JUSTICE" in old
    assert new == f"New {old}"
    archive = open_archive(read(content), tmp_path / "search")
    assert found(archive, "travesty of justice") == ["carroll-v-trump"]
