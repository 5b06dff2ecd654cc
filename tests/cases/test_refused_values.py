"""Shares, languages and days that contradict their words, their form or each other: refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

Mistakes = Callable[..., list[str]]

HEAD = """\
title: Stone v. Bell Works
revised: 2025-03-02
sources:
  - {id: first, file: sources/first.txt, sha256: SHA(first.txt), date_published: 2024-09-18}
  - {id: second, file: sources/second.txt, sha256: SHA(second.txt), date_published: 2025-02-11}
"""
TEXTS = {
    "first.txt": "Ada Stone sued Bell Works. A jury gave her £9.\n",
    "second.txt": "The judge gave her £7.\n",
}


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        ("30 percent", "30"),
        ("12.5 percent", "12.5"),
        ("thirty-five per cent", "35"),
        ("one hundred percent", "100"),
        ("two thirds", "66.67"),
        ("two-thirds", "67"),
        ("a third", "33.3"),
        ("three quarters", "75"),
        ("½", "50"),
        ("2/3", "66.7"),
        ("one in four", "25"),
        ("half", "50"),
        ("entirely", "100"),
        ("none", "0"),
        ("66,7 percent", "66.7"),
        ("70 to 80 percent", "80"),
    ],
)
def test_a_share_is_read_from_its_words(mistakes_in: Mistakes, words: str, percent: str) -> None:
    def mistakes(typed: str) -> list[str]:
        share = f"{{percent: {typed}, raw: '{words}'}}"
        body = f"rulings: [{{claim: A, outcome: at_fault, quote: 'is at fault, {words}', share: {share}}}]\n"
        return mistakes_in(body, {**TEXTS, "first.txt": f"Bell is at fault, {words}, of that.\n"}, head=HEAD)

    assert mistakes(percent) == []
    [mistake] = mistakes("41")
    assert re.search(rf"“{words}” reads as [\d.]+( or [\d.]+)?, not as 41 percent$", mistake)


def test_words_for_a_share_in_another_language_are_not_judged(mistakes_in: Mistakes) -> None:
    head = HEAD.replace("id: first,", "id: first, in_language: de,")
    share = "{percent: 50, raw: zur Hälfte}"
    body = f"rulings: [{{claim: A, outcome: at_fault, quote: zur Hälfte schuld, share: {share}}}]\n"
    assert mistakes_in(body, {**TEXTS, "first.txt": "Bell ist zur Hälfte schuld.\n"}, head=head) == []


TAGS = {
    **dict.fromkeys(
        ("!!", "english", "e", "en_GB", "en-", "jp", "DK-dk", "de-x", "de-1", "123", "en--US"), False
    ),
    **dict.fromkeys(
        ("en", "EN", "en-GB", "de-CH-1996", "zh-Hant-TW", "sr-Latn", "es-419", "gsw", "tw"), True
    ),
    **dict.fromkeys(("mul", "und", "cmn", "de-x-formal", "en-u-hc-h12", "no", "iw"), True),
}


@pytest.mark.parametrize(("tag", "is_one"), TAGS.items())
def test_the_language_of_an_article_is_a_tag_of_bcp_47(
    mistakes_in: Mistakes, tag: str, *, is_one: bool
) -> None:
    line = f'  - {{id: first, in_language: "{tag}",'
    found = mistakes_in("", TEXTS, head=HEAD.replace("  - {id: first,", line))
    sentence = f"“{tag}” is no language tag of BCP 47; write one such as en, de or pt-BR"
    assert found == ([] if is_one else [f"4:{line.index(chr(34)) + 1}: {sentence}"])


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("{en: A, de: B}", ""),
        ("{gsw: A}", ""),
        ("{jp: A}", "“jp” is no language tag of BCP 47; write one such as en, de or pt-BR"),
        ('{"!!": A}', "words in several languages begin with their tags, as “en:” and “de:”"),
    ],
)
def test_a_label_is_given_by_languages_that_there_are(
    mistakes_in: Mistakes, label: str, sentence: str
) -> None:
    body = f"events: [{{label: {label}, quote: A jury gave her £9.}}]\n"
    assert mistakes_in(body, TEXTS, head=HEAD) == ([f"6:18: {sentence}"] if sentence else [])


DAYS = {
    "an article that was withdrawn before it was published": (
        ("2024-09-18}", "2024-09-18, withdrawn: {date: 2024-09-17, why: W.}}"),
        ["an article of 2024-09-18 was withdrawn before that day: correct one of the days"],
    ),
    "an edition that was withdrawn before it was made": (
        ("2024-09-18}", "2024-09-18, date_modified: 2024-09-20, withdrawn: {date: 2024-09-19, why: W.}}"),
        ["an article of 2024-09-20 was withdrawn before that day: correct one of the days"],
    ),
    "a case that was withdrawn before its first article": (
        ("sources:", "withdrawn: {date: 2024-09-17, why: W.}\nsources:"),
        ["the case was withdrawn before its first article, of 2024-09-18: correct one of the days"],
    ),
    "a last change before the first article": (
        ("revised: 2025-03-02", "revised: 2024-09-16"),
        ["the last change is before the first article, of 2024-09-18: correct one of the days"],
    ),
    "an article of another century": (
        ("date_published: 2025-02-11", "date_published: 2125-02-11"),
        ["2125-02-11 is more than a year after “revised: 2025-03-02”: correct one of the days"],
    ),
    "an article that is changed in another century": (
        ("date_published: 2025-02-11", "date_published: 2025-02-11, date_modified: 2125-02-11"),
        ["2125-02-11 is more than a year after “revised: 2025-03-02”: correct one of the days"],
    ),
    "an article that was changed before it was published": (
        ("date_published: 2025-02-11", "date_published: 2025-02-11, date_modified: 2025-02-10"),
        ["an article of 2025-02-11 cannot have been modified on 2025-02-10, before it"],
    ),
    "a last change on the day before, elsewhere": (("revised: 2025-03-02", "revised: 2024-09-17"), []),
    "an article that the last change did not know": (
        ("date_published: 2025-02-11", "date_published: 2025-04-11"),
        [],
    ),
    "a case that was withdrawn long after its last change": (
        ("sources:", "withdrawn: {date: 2027-09-17, why: W.}\nsources:"),
        [],
    ),
}


@pytest.mark.parametrize(("change", "sentences"), DAYS.values(), ids=DAYS)
def test_days_that_cannot_be_are_refused(
    mistakes_in: Mistakes, change: tuple[str, str], sentences: list[str]
) -> None:
    assert HEAD.count(change[0]) == 1
    found = mistakes_in("", TEXTS, head=HEAD.replace(*change))
    assert [one.split(": ", 1)[1] for one in found] == sentences
