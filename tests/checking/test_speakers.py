"""Whose a text says that its quotations are, and where hidden marks turn letters around."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.checking.extraction import extract
from bot.checking.parts import TextPart
from bot.checking.report import check
from bot.checking.unwrapping import unwrap
from bot.search.archive import Archive
from tests.corpora import Corpora

ROOT = Path(__file__).parent.parent.parent
A, B = "“The trial was very unfair”", "“I won that at trial”"


@pytest.fixture(scope="module")
def carroll(archive: Archive) -> Archive:
    return archive


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (f"Trump said {A}, and Biden said {B}", ("Trump", "Biden")),
        (f"{A}, and Biden said {B}", (None, "Biden")),
        (f"{A}; Biden said: {B}", (None, "Biden")),
        (f"{A}, but Biden wrote {B}", (None, "Biden")),
        (f"{A} while Biden told reporters {B}", (None, "Biden")),
        (f"{A}. Then Biden said {B}", (None, "Biden")),
        (f"„The trial was very unfair“, und Biden sagte {B}", (None, "Biden")),
        (f"“The trial was very unfair.” Biden said: {B}", (None, "Biden")),
        (f"{A}, Trump said, and Biden said {B}", ("Trump", "Biden")),
        # What names both: an interrupted quotation, and two that are joined.
        (f"{A}, Biden said, {B}", ("Biden", "Biden")),
        (f"Biden said {A} and {B}", ("Biden", "Biden")),
        (f"Biden said {A}, {B}", ("Biden", "Biden")),
        (f"Biden called it {A}. The court heard {B}", ("Biden", None)),
        ("“The trial was very unfair.” Biden said it in June.", ("Biden",)),
    ],
)
def test_a_speaker_is_of_the_quotation_that_the_name_leads_to(
    text: str, speakers: tuple[str | None, ...]
) -> None:
    found = extract(TextPart(text), unwrap(text), lambda _: False)
    assert tuple(claim.speaker for claim in found.claims) == speakers


@pytest.mark.parametrize(
    "text",
    [
        f"Carroll acknowledged: {A}",
        f"Carroll thinks that {A}",
        f"As Carroll put it, {A}",
        f"In Carroll's words, {A}",
        f"Carroll's tweet: {A}",
        f"Carroll’s post on Truth Social said {A}",
        f"{A}, according to Carroll",
        f"{A}, in the words of Carroll.",
        f"Joe Biden (2023): {A}",
        f"Joe Biden on X: {A}",
        f"Trump said nothing, but Biden wrote: {A}",
        f"Biden meinte: {A}",
        f"Laut Biden: {A}",
        f"{A}, so Biden.",
        f"Biden dijo: {A}",
        f"Según Biden, {A}",
        f"Trump’s lawyer said {A}",
        f"Trump’s client, Biden, said: {A}",
    ],
)
def test_a_speaker_is_compared_however_a_sentence_names_one(carroll: Archive, text: str) -> None:
    assert check(carroll, (TextPart(text),)).verdict == "misattributed"


@pytest.mark.parametrize(
    "text",
    [
        *(f"{words}: {A}" for words in ("Reminder", "Thoughts", "Seriously", "Translation", "A", "True")),
        *(f"{words}: {A}" for words in ("In May", "On Tuesday", "Truth Social", "Update (May)", "So on")),
        *(f"{words}: {A}" for words in ("Trump (2023)", "Trump on Truth Social", "Trump's post of Monday")),
        f"Trump’s post on Truth Social said {A}",
        f"Carroll said nothing, but Trump wrote: {A}",
        f"The former president, Donald Trump, said: {A}",
        f"{A}, so Carroll sued.",
        f"{A} Carroll believes him not.",
        f"After Carroll's testimony, {A}",
        f"{A}, according to three people.",
        f"In response to Carroll's statement, Trump wrote: {A}",
    ],
)
def test_what_names_nobody_or_the_right_one_leaves_a_quotation_verbatim(carroll: Archive, text: str) -> None:
    assert check(carroll, (TextPart(text),)).verdict == "verbatim"


def test_mr_and_mrs_of_one_name_are_two_people(corpora: Corpora) -> None:
    archive = corpora(ROOT / "tests/cases_invented").archive
    words = "“He had forty patients and no supper”"
    assert check(archive, (TextPart(f"Mr Pell said: {words}"),)).verdict == "verbatim"
    assert check(archive, (TextPart(f"Mrs Pell said: {words}"),)).verdict == "misattributed"


def reversed_letters(words: str) -> str:
    return f"\u202e{words[::-1]}\u202c"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (f"The trial was very {reversed_letters('unfair')}", "typography"),
        (reversed_letters("The trial was very unfair"), "typography"),
        (f"The trial {reversed_letters('was very')} unfair", "typography"),
        (f"The trial was very {reversed_letters('fair')}", "altered"),
        ("The trial was very \u202eunfair\u202c", "altered"),
        ("\u202eThe trial was very unfair\u202c", "altered"),
        ("The trial was \u202d\u2066very\u2069\u202c fair", "altered"),
        ("The trial was very unfair&hellip;", "verbatim"),
    ],
)
def test_letters_that_a_mark_turns_around_are_read_as_they_are_shown_and_given_whole(
    carroll: Archive, claim: str, verdict: str
) -> None:
    [one] = check(carroll, (TextPart(f"He: “{claim}”."),)).claims
    assert (one.verdict, one.claim.given) == (verdict, claim)


def test_a_quotation_whose_marks_are_turned_around_too_is_no_plain_one(carroll: Archive) -> None:
    text = f"See “I was there” and {reversed_letters('“The trial was very unfair”')} there"
    [_, one] = check(carroll, (TextPart(text),)).claims
    assert (one.verdict, one.stripped) == ("typography", ("reversed",))
