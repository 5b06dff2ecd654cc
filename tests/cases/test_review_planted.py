"""Forty case files with one wrong entry each: the check refuses it, or the review warns of it."""

import shutil
from collections import Counter
from functools import cache
from pathlib import Path

from bot.cases.document import read_document
from bot.cases.problems import CaseFileError
from bot.cases.review.warnings import warnings_of
from bot.corpus.loader import load_case
from tests.cases.planted import CARROLL, FIRST, SECOND, Planted

ROOT = Path(__file__).parent.parent.parent
PLANTED = (*FIRST, *SECOND)
FEWEST = 38


def folder_of(case: str) -> Path:
    return ROOT / ("content" if case == CARROLL else "tests/cases_invented") / case


def problems_in(folder: Path) -> list[str]:
    """The codes of the warnings of a case with their messages, or the sentences of its mistakes."""
    try:
        case = load_case(folder)
    except CaseFileError as error:
        return [f"mistake: {problem.message}" for problem in error.problems]
    file = folder / "case.yaml"
    document = read_document(file.read_bytes(), str(file))
    return [
        f"{one.code}: {one.problem.message}"
        for one in warnings_of(case, document, str(folder), str(file))
        if not one.answer
    ]


@cache
def problems_before(case: str) -> Counter[str]:
    return Counter(problems_in(folder_of(case)))


def found(planted: Planted, into: Path) -> bool:
    folder = into / planted.case
    shutil.copytree(folder_of(planted.case), folder)
    file = folder / "case.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(planted.old) == 1, planted.old
    file.write_text(text.replace(planted.old, planted.new), encoding="utf-8")
    new = Counter(problems_in(folder)) - problems_before(planted.case)
    return any(
        one.startswith(f"{planted.expected}: ") or (one.startswith("mistake: ") and planted.expected in one)
        for one in new
    )


def test_the_review_finds_what_was_planted(tmp_path: Path) -> None:
    missed = [one for at, one in enumerate(PLANTED) if not found(one, tmp_path / str(at))]
    assert len(PLANTED) == 40
    assert len(PLANTED) - len(missed) >= FEWEST, missed
