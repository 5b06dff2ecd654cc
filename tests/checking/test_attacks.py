"""Fabrications in many shapes, and true words in many wrappings, about the invented cases.

Each was written to get past the checker or to make it say no to true words. What is known to get past it: a
wrong name in brackets for a pronoun is elided, with the pronoun shown, where both people are named before and
the article does not tell which of “he” and “she” goes with each. More texts are in ``test_hostile.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.checking.judging import AS_CLAIMED
from bot.checking.parts import TextPart
from bot.checking.report import check
from bot.search.archive import Archive
from tests.corpora import Corpora

HERE = Path(__file__).parent
ROWS = [json.loads(line) for line in (HERE / "attacks.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def invented(corpora: Corpora) -> Archive:
    return corpora(HERE.parent / "cases_invented").archive


@pytest.mark.parametrize("row", ROWS, ids=map(str, range(len(ROWS))))
def test_no_fabrication_stands_and_all_true_words_do(invented: Archive, row: dict[str, str | bool]) -> None:
    verdict = check(invented, [TextPart(str(row["text"]))]).verdict
    assert (verdict in AS_CLAIMED) == row["stands"], verdict
    assert verdict != "no_quotation"
