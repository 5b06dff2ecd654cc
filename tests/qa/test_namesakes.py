"""Questions about a namesake or a relative whom no source mentions are not answered with the party itself."""

from __future__ import annotations

import hashlib

import pytest

from bot.cases.model import Case, Party, Source
from bot.qa.namesakes import is_about_a_stranger
from bot.qa.parsed_question import ParsedQuestion, parse_question

TEXT = (
    "A jury found Chris Tarrow liable on Monday. His lawyer, Ann Voss, said that he would appeal. "
    "The judge, Orla Penn, thanked the jurors. His brother Lewis Tarrow watched from the gallery."
)


@pytest.fixture(scope="module")
def case() -> Case:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    source = Source(id="a", file="a.txt", sha256=digest, date_published="2024-01-01", text=TEXT)
    people = (("tarrow", "Chris Tarrow"), ("penn", "Orla Penn"))
    parties = tuple(Party(id=one, kind="person", name=name, described_as=()) for one, name in people)
    return Case(id="odd", title="Odd", revised="2024-01-01", sources=(source,), parties=parties)


@pytest.mark.parametrize(
    "question",
    [
        "was melania tarrow held liable",
        "was Chris Tarrow Jr held liable",
        "did michael penn thank them",
        "what did his wife say",
        "did tarrow's daughter testify",
        "did tarrows daughter testify",
        "is the judge orla penn's husband a lawyer",
    ],
)
def test_whoever_no_source_mentions_is_a_stranger(case: Case, question: str) -> None:
    assert is_about_a_stranger(case, parse_question(question))


@pytest.mark.parametrize(
    "question",
    [
        "was tarrow held liable",
        "was chris tarrow held liable",
        "was lewis tarrow there",
        "what did his brother do",
        "does chris have a sister",
        "will tarrow appeal",
        "did voss sue tarrow",
        "did penn defame tarrow",
        "what did the sitter say",
        "is the parent company liable",
        "did mr tarrow say sorry",
        "so did orla or chris tarrow say it",
    ],
)
def test_whoever_a_source_mentions_is_none(case: Case, question: str) -> None:
    assert not is_about_a_stranger(case, parse_question(question))


def test_a_long_row_of_relatives_is_read_in_one_go(case: Case) -> None:
    """Reading all that stands before each of them would take hours."""
    row = "son " * 20_000
    assert not is_about_a_stranger(case, ParsedQuestion(row, row, (), row))
    assert is_about_a_stranger(case, ParsedQuestion(f"{row}tarrow's wife", row, (), f"{row}tarrow's wife"))
