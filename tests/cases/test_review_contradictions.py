"""Warnings about counts, prejudice, parts, days and editions that are probably wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cases.document import read_document
from bot.cases.numerals import counts_in
from bot.cases.review.warnings import warnings_of
from bot.corpus.loader import load_case

HEAD = """\
title: Stone v. Bell Works
revised: 2025-03-02
sources:
  - id: first
    file: sources/first.txt
    sha256: SHA(first.txt)
    date_published: 2024-09-18
    publisher: The Gazette
    url: https://gazette.example/bell?from=home
    from_page: [publisher, url]
  - id: second
    file: sources/second.txt
    sha256: SHA(second.txt)
    date_published: 2024-09-18
    date_modified: 2024-09-20
    edition_of: first
    publisher: the gazette
    url: http://gazette.example/Bell/#top
    from_page: [publisher, url]
"""
FIRST = (
    "Dole was charged with all but one of twelve counts. Dole was convicted of theft. "
    "The judge granted the motion of Bell. Bell asked for £9, of which €3 are for pain.\n"
)
TEXTS = {"first.txt": FIRST, "second.txt": f"{FIRST}It was late.\n"}
CHARGED = "Dole was charged with all but one of twelve counts."
Review = Callable[..., list[str]]


@pytest.fixture
def review(case_folder: Callable[..., Path]) -> Review:
    """Gives the warnings of a case on a day that no answer lets be, as ``line: code: message``."""

    def found(body: str, head: str = HEAD, today: str = "2025-03-02") -> list[str]:
        folder = case_folder(body, TEXTS, head=head)
        file = folder / "case.yaml"
        document = read_document(file.read_bytes(), str(file))
        warned = warnings_of(load_case(folder), document, str(folder), str(file), today)
        return [
            f"{one.problem.place.line}: {one.code}: {one.problem.message}"
            for one in warned
            if not one.answer and not one.code.startswith(("uncovered", "outcome"))
        ]

    return found


def ruling(quote: str, more: str, on: str = "charge", outcome: str = "charged") -> str:
    return f"rulings:\n  - {{on: {on}, claim: a ruling, outcome: {outcome}, quote: '{quote}', {more}}}\n"


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        (ruling(CHARGED, "counts: 12"), ""),
        (
            ruling(CHARGED, "counts: 11"),
            "counts: the number is 11, but the quotation tells of 1 and 12 counts",
        ),
        (ruling(CHARGED, "counts: 11, reviewed: 'counts: all but one'"), ""),
        (ruling("Dole was convicted of theft.", "counts: 1"), ""),
        (
            ruling("Dole was convicted of theft.", "counts: 2"),
            "counts: the quotation does not say how many",
        ),
        (
            ruling("The judge granted the motion of Bell.", "prejudice: with", "motion", "granted"),
            "prejudice: neither “a ruling” nor the quotation speaks of a dismissal",
        ),
        (
            ruling("The judge granted the motion of Bell.", "prejudice: with", "motion", "granted").replace(
                "claim: a ruling", "claim: {en: motion to strike the claim, de: Antrag}"
            ),
            "",
        ),
    ],
)
def test_a_ruling_is_held_against_its_words(review: Review, body: str, warning: str) -> None:
    assert review(body) == ([f"21: {warning}"] if warning else [])


PARTS = (
    "caveats: [{id: open, text: It is converted., quote: It was late.}]\n"
    "awards:\n"
    "  - {id: whole, kind: sought, amount: {value: 9, currency: GBP, raw: £9}, quote: Bell asked for £9}\n"
    "  - {part_of: whole, kind: sought, amount: {value: 3, currency: EUR, raw: €3}, caveats: [CAVEATS],\n"
    "     quote: 'Bell asked for £9, of which €3 are for pain.'}\n"
)


def test_parts_in_another_currency_have_a_caveat(review: Review) -> None:
    alone = PARTS.replace("caveats: [{id: open, text: It is converted., quote: It was late.}]\n", "")
    assert review(alone.replace("CAVEATS", "")) == ["22: parts: “whole” is in GBP, this part of it in EUR"]
    assert review(PARTS.replace("CAVEATS", "open")) == []


@pytest.mark.parametrize(
    ("old", "new", "warnings"),
    [
        ("", "", []),
        (
            "publisher: the gazette",
            "publisher: The Herald",
            ["17: unlike-original: the original has “The Gazette” here, this edition “The Herald”"],
        ),
        ("    publisher: the gazette\n", "", []),
        (
            "url: http://gazette.example/Bell/#top",
            "url: https://gazette.example/tram",
            [
                (
                    "18: unlike-original: the original has “https://gazette.example/bell?from=home” here, "
                    "this edition “https://gazette.example/tram”"
                )
            ],
        ),
        (
            "date_published: 2024-09-18\n    date_modified: 2024-09-20",
            "date_published: 2024-09-20\n    in_language: de",
            [
                "14: unlike-original: the original has “2024-09-18” here, this edition “2024-09-20”",
                "15: unlike-original: the original has “en” here, this edition “de”",
            ],
        ),
        (
            "date_modified: 2024-09-20",
            "date_modified: 2025-04-01",
            ["15: revised: the article is of 2025-04-01, but the file was last changed on 2025-03-02"],
        ),
        ("date_modified: 2024-09-20", "date_modified: 2025-03-03", []),
    ],
)
def test_an_article_is_held_against_its_original_and_the_last_change(
    review: Review, old: str, new: str, warnings: list[str]
) -> None:
    assert review("", HEAD.replace(old, new) if old else HEAD, "2025-04-02") == warnings


def test_every_day_that_is_still_to_come_is_warned_of(review: Review) -> None:
    dates = HEAD.replace("sources:", "withdrawn: {date: 2026-01-01, why: W.}\nsources:").replace(
        "    edition_of", "    withdrawn: {date: 2025-05-01, why: W.}\n    edition_of"
    )
    assert review("", dates, "2024-09-17") == [
        "2: future: the last change is dated 2025-03-02, which is still to come",
        "3: future: the withdrawal, which holds already, is dated 2026-01-01, which is still to come",
        "8: future: the article is dated 2024-09-18, which is still to come",
        "15: future: the article is dated 2024-09-18, which is still to come",
        "16: future: the article is said to have changed on 2024-09-20, which is still to come",
        "17: future: the withdrawal, which holds already, is dated 2025-05-01, which is still to come",
    ]
    assert review("", dates, "2026-01-01") == []


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("two counts of fraud and one count of perjury", (2, 1)),
        ("two of the three felony counts", (2, 3)),
        ("guilty on both counts", (2,)),
        ("34 securities fraud counts", (34,)),
        ("twenty-one further charges", (21,)),
        ("sentenced to four months on two counts", (2,)),
        ("two men faced charges, three denied counts", ()),
        ("more than 30 counts", ()),
        ("two dozen counts, of which six counts", ()),
        ("a hundred and twelve counts", ()),
        ("counts one and four", ()),
        ("a £3 charge sheet on several counts", ()),
    ],
)
def test_the_counts_that_words_tell_of(words: str, counts: tuple[int, ...]) -> None:
    assert counts_in(words) == counts
