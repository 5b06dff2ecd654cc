"""Texts cut into the pieces that have vectors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.qa.wordpieces import MAX_TOKENS, WordPieces

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "law", "lawsuit", "##suit", "##s", "a", "##w", "?", "'", "cafe"]
CUT = WordPieces(PIECES)


def pieces(text: str) -> list[str]:
    return [PIECES[place] for place in CUT.token_ids(text)][1:-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lawsuit", ["lawsuit"]),
        ("lawsuits?", ["lawsuit", "##s", "?"]),
        ("LAW a", ["law", "a"]),
        ("aw", ["a", "##w"]),
        ("law’s", ["law", "'", "[UNK]"]),
        ("café cafe\u0301", ["cafe", "cafe"]),
        ("lawyer", ["[UNK]"]),
        ("a" * 41, ["[UNK]"]),
        ("🙂 law", ["[UNK]", "law"]),
        ("", []),
        (" \x00\n\t", ["[UNK]"]),
    ],
)
def test_the_longest_known_pieces_are_taken(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_of_a_long_text_the_end_is_read() -> None:
    places = CUT.token_ids("a " * 10_000 + "lawsuit ?")
    assert len(places) == MAX_TOKENS
    assert [PIECES[place] for place in places[-3:]] == ["lawsuit", "?", "[SEP]"]


@given(st.text(max_size=400))
def test_any_text_has_places(text: str) -> None:
    places = CUT.token_ids(text)
    assert 2 <= len(places) <= MAX_TOKENS
    assert all(0 <= place < len(PIECES) for place in places)
