"""The questions of guilt are sound: all have the same fields, and passages that an article of the case has.

As where they are compared with answers, any white space counts as one space: some articles have no-break
spaces.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FILES = (
    "guilt.jsonl",
    "guilt.practice.jsonl",
    "guilt.practice2.jsonl",
    "guilt.blind.jsonl",
    "guilt.blind2.jsonl",
    "guilt.blind3.jsonl",
    "guilt.blind4.jsonl",
)
FOLDERS = ("content", "tests/cases_over_time", "tests/cases_invented", "tests/cases_blind")
PASSAGES = ("finding", "denial", "acquittal")
KEYS = ["case", "question", "about", *PASSAGES, "note"]


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def plain(text: str) -> str:
    return " ".join(text.split())


@cache
def articles(case: str) -> tuple[str, ...]:
    return tuple(
        plain(path.read_text(encoding="utf-8"))
        for folder in FOLDERS
        for path in sorted(Path(ROOT, folder, case, "sources").glob("*.txt"))
    )


@pytest.mark.parametrize("name", FILES)
def test_each_line_has_the_fields_and_no_question_stands_twice(name: str) -> None:
    asked = rows(name)
    assert {frozenset(row) for row in asked} == {frozenset(KEYS)}
    assert len({(row["case"], row["question"]) for row in asked}) == len(asked) > 0


@pytest.mark.parametrize("name", FILES)
def test_each_passage_stands_in_an_article_of_its_case(name: str) -> None:
    astray = [
        (number, kind)
        for number, row in enumerate(rows(name), start=1)
        for kind in PASSAGES
        for passage in row[kind]
        if not plain(passage) or not any(plain(passage) in text for text in articles(row["case"]))
    ]
    assert astray == []
