from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.graphemes import is_grapheme_boundary

TRICKY = "ab \r\n\u0301\u200d\ufe0f👩👍🏽🇩🇪⚖️©각ᄀ\u1161ก\u0e33नि\u0600‘…–\u00ad"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text(TRICKY, max_size=40))
def test_a_boundary_is_where_unicode_ends_a_cluster(text: str) -> None:
    ends = {0, *(cluster.end() for cluster in regex.finditer(r"\X", text))}
    assert {at for at in range(len(text) + 1) if is_grapheme_boundary(text, at)} == ends


def test_what_lies_outside_a_text_is_a_boundary() -> None:
    assert is_grapheme_boundary("ab", -1)
    assert is_grapheme_boundary("ab", 3)
