"""A case file is replaced as a whole, by whoever has seen the version before, and only if it is valid."""

import errno
import os
from hashlib import sha256
from pathlib import Path

import pytest

from bot.corpus.articles.writing import CaseChanged, replace_case_file, write_case
from bot.corpus.content import ContentRepository
from tests.conftest import ARTICLE, HEAD

DIGEST = sha256(ARTICLE.encode()).hexdigest()
FIRST = HEAD.replace("SHA(a.txt)", DIGEST)
SECOND = FIRST.replace("Stone v. Bell Works", "Stone v. Bell")


def version(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    assert write_case(tmp_path, "stone", FIRST, {"sources/a.txt": ARTICLE}) == ()
    return tmp_path


def test_a_new_version_takes_the_place_of_the_one_that_was_seen(content: Path) -> None:
    assert replace_case_file(content, "stone", SECOND, version(FIRST)) == ()
    assert (content / "stone/case.yaml").read_text("utf-8") == SECOND
    assert ContentRepository(content).read().cases["stone"].title == "Stone v. Bell"
    assert [one.name for one in content.iterdir()] == ["stone"]


def test_the_second_editor_sees_what_the_first_has_written(content: Path) -> None:
    replace_case_file(content, "stone", SECOND, version(FIRST))
    with pytest.raises(CaseChanged) as changed:
        replace_case_file(content, "stone", FIRST, version(FIRST))
    assert changed.value.current == SECOND
    assert (content / "stone/case.yaml").read_text("utf-8") == SECOND


def test_a_file_that_does_not_pass_the_check_is_not_written(content: Path) -> None:
    problems = replace_case_file(content, "stone", FIRST + "rulings:\n  - {outcome: won}\n", version(FIRST))
    assert problems
    assert (content / "stone/case.yaml").read_text("utf-8") == FIRST
    assert [one.name for one in content.iterdir()] == ["stone"]


def test_a_full_disk_leaves_the_case_as_it_was(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_case_file(content, "stone", SECOND, version(FIRST))
    assert (content / "stone/case.yaml").read_text("utf-8") == FIRST
    assert [one.name for one in content.iterdir()] == ["stone"]
