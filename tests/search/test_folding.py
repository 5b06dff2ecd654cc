from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.folding import fold, fold_with_offsets
from bot.search.words import words

PIECES = st.sampled_from(
    [
        "e\u0301",
        "\u00e9",
        "a\u0323\u0302",
        "\u1ea1\u0302",
        "\u1112\u1161\u11ab",
        "\ud55c",
        "\uac00\u11a8",
        "\u0958",
        "\u212b",
        "I\u0307",
        "\u09c7\u09be",
        "\u0390\u0323",
        "\u1fb3",
        "\ufb2a",
        " ",
        "  ",
        "\u0301",
        "x",
        "\u2026",
        "\u00ad",
        "\u200d",
        "'",
        "\U0001f469\u200d\U0001f680",
    ]
)
TEXTS = (
    st.lists(PIECES, max_size=12).map("".join)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.text("aÀßİ“’…\u00a0\u200d–", max_size=30)
)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("“I won’t…”", '"i won\'t..."'),
        ("Straße\u00a0– A\u2009B", "strasse - a b"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("ILLINOIS", "illinois"),
    ],
)
def test_case_and_typography_are_folded(raw: str, folded: str) -> None:
    assert fold(raw) == folded


@given(TEXTS)
def test_both_ways_of_folding_agree_and_folding_twice_changes_nothing_more(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert folded.offsets[-1] == len(text)


@given(TEXTS)
def test_one_character_and_the_same_in_two_are_folded_alike(text: str) -> None:
    assert fold(normalize("NFD", text)) == fold(normalize("NFC", text)) == fold(text)


def test_a_span_of_what_was_two_characters_holds_both() -> None:
    folded = fold_with_offsets("cafe\u0301!")
    assert folded.text == "caf\u00e9!"
    assert folded.raw_span(0, 4) == (0, 5)
    assert folded.raw_span(3, 4) == (3, 5)


@given(TEXTS, st.data())
def test_every_folded_span_leads_back_to_the_raw_words_it_came_from(text: str, data: st.DataObject) -> None:
    folded = fold_with_offsets(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.raw_span(start, end)
    assert 0 <= first <= last <= len(text)
    assert folded.text[start:end] in fold(text[first:last])
    if start == end:
        assert first == last


@given(st.text(alphabet="abc XY'1.é\n", max_size=40))
def test_words_are_the_same_where_there_is_nothing_to_fold(typed: str) -> None:
    assert words(typed) == words(f"{typed} !")
