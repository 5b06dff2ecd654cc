from __future__ import annotations

import pytest

from bot.search.seams import is_whole


@pytest.mark.parametrize(
    ("before", "span", "after"),
    [
        ("a ", "whole word", " here"),
        ("", "everything", ""),
        ("“", "quoted", "”"),
        ("", "Trump", "'s lawyer"),
        ("an injustice—", "but", " a small one"),
        ("no--", "never", "--again"),
        ("in ", "2019", " 300 people came"),
        ("he paid ", "$5 million", " in damages"),
        ("it rose ", "5%", " in May"),
        ("the ", "U.S", ". court"),
        ("won ", "5", ", then 6"),
        ("won ", "5", ". Then"),
        ("", "עולם", " טוב"),
    ],
)
def test_a_text_may_be_cut_between_words(before: str, span: str, after: str) -> None:
    assert is_whole(before + span + after, len(before), len(before + span))


@pytest.mark.parametrize(
    ("before", "span", "after"),
    [
        ("in", "justice", ""),
        ("", "cleared of the rap", "e"),
        ("a non-", "liable party", ""),
        ("", "well", "‑known"),
        ("AT&", "T paid", ""),
        ("O’", "Brien", ""),
        ("they did", "n't", ""),
        ("", "didn", "’t"),
        ("$", "5 million", ""),
        ("€ ", "5 million", ""),
        ("US", "$5", ""),
        ("paid ", "$5", " million"),
        ("paid ", "$5", "\xa0million"),
        ("paid ", "$5", "-million"),
        ("paid ", "5", " €"),
        ("rose ", "5", " %"),
        ("rose ", "5", " percent"),
        ("won ", "5", "\u202f000 euros"),
        ("won 5 ", "000 euros", ""),
        ("5–", "10 years", ""),
        ("", "5", "-10 years"),
        ("it was -", "5 degrees", ""),
        ("2.", "5", ""),
        ("", "9", ":30"),
        ("", "1", "/2"),
        ("the cafe", "\u0301 society", ""),
        ("", "cafe", "\u0301 society"),
    ],
)
def test_a_text_may_not_be_cut_inside_a_word_or_an_amount(before: str, span: str, after: str) -> None:
    assert not is_whole(before + span + after, len(before), len(before + span))
