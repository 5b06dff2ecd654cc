from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.folding import fold, fold_with_offsets

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.text(
    "aÀßİ“’…\u00a0\u200d–", max_size=30
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
