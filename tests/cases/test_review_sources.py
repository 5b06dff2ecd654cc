"""Warnings about the days and files of sources, and what a day shows of an article that is still to come."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cases.as_of import case_as_of
from bot.cases.document import read_document
from bot.cases.review.warnings import warnings_of
from bot.corpus.loader import load_case

HEAD = """\
title: Stone v. Bell Works
revised: 2025-02-10
sources:
  - {id: first, file: sources/first.txt, sha256: SHA(first.txt), date_published: 2024-09-18, quote: DATED}
  - {id: second, file: sources/second.txt, sha256: SHA(second.txt), date_published: 2025-02-11}
"""
EVENTS = """
events:
  - {label: Sued, quote: {source: first, exact: Ada Stone sued.}}
  - {label: Won, quote: {source: second, exact: "won."}}
"""
WEDNESDAY = "2024-09-18 is a Wednesday"

Review = Callable[..., list[str]]


@pytest.fixture
def review(case_folder: Callable[..., Path]) -> Review:
    """Gives the warnings of a case of two articles on a day, as ``code: message``; the first one is dated."""

    def codes(dated: str, today: str = "2025-02-11", second: str = "Stone won.") -> list[str]:
        texts = {"first.txt": f"{dated}\n\nAda Stone sued.\n", "second.txt": second}
        folder = case_folder(EVENTS, texts, head=HEAD.replace("DATED", f"'{dated}'"))
        file = folder / "case.yaml"
        document = read_document(file.read_bytes(), str(file))
        found = warnings_of(load_case(folder), document, str(folder), str(file), today)
        return [
            f"{one.problem.place.line}: {one.code}: {one.problem.message}"
            for one in found
            if not one.code.startswith("uncovered")
        ]

    return codes


@pytest.mark.parametrize(
    ("dated", "warning"),
    [
        ("18 September 2024", ""),
        ("Wednesday, 18 September 2024", ""),
        ("Published 18 Sept. 2024, updated 3 March 2025", ""),
        ("By Ada Quill, September 2024", ""),
        ("2024-09-18T10:30", ""),
        (
            "17 September 2024",
            "day: the words “17 September 2024” give another day of the month than 2024-09-18",
        ),
        ("18 August 2024", "date: the words “18 August 2024” give another month or year than 2024-09-18"),
        ("October 2024", "date: the words “October 2024” give another month or year than 2024-09-18"),
        ("2024-09-17", "date: the words “2024-09-17” give another day than 2024-09-18"),
        (
            "Thursday, 18 September 2024",
            f"weekday: the words “Thursday, 18 September 2024” name another weekday: {WEDNESDAY}",
        ),
        ("Reuters", ""),
    ],
)
def test_the_day_of_an_article_is_held_against_its_own_words(
    review: Review, dated: str, warning: str
) -> None:
    assert review(dated) == ([f"4: {warning}"] if warning else [])


def test_an_article_that_is_still_to_come_is_warned_of(review: Review) -> None:
    assert review("18 September 2024", today="2025-02-10") == [
        "5: future: the article is dated 2025-02-11, which is still to come"
    ]
    assert review("18 September 2024", today="2025-02-11") == []


def test_as_of_today_does_not_show_an_article_that_is_still_to_come(
    case_folder: Callable[..., Path],
) -> None:
    texts = {"first.txt": "Ada Stone sued.", "second.txt": "Stone won."}
    case = load_case(case_folder(EVENTS, texts, head=HEAD.replace(", quote: DATED", "")))
    today = case_as_of(case, "2025-02-10")
    assert today
    assert [source.id for source in today.sources] == ["first"]
    assert [event.label for event in today.events] == ["Sued"]
    assert [event.label for event in case.events] == ["Sued", "Won"]


def test_one_text_in_two_files_is_warned_of(case_folder: Callable[..., Path]) -> None:
    text = "Ada Stone sued. She won."
    folder = case_folder(
        EVENTS, {"first.txt": text, "second.txt": text}, head=HEAD.replace(", quote: DATED", "")
    )
    file = folder / "case.yaml"
    document = read_document(file.read_bytes(), str(file))
    [one] = warnings_of(load_case(folder), document, str(folder), str(file))
    assert (one.code, one.problem.message) == ("same-text", "the article is that of “first”, byte for byte")
    assert one.problem.place.line == 5
