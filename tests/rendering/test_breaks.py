from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.breaks import break_before
from tests.rendering.hostile import ZALGO, spans


@given(spans, st.integers(1, 4_000))
def test_a_text_is_broken_at_the_last_good_place_up_to_the_limit(text: str, limit: int) -> None:
    limit = min(limit, len(text))
    at = break_before(text, limit)
    ends = [found.end() for found in regex.finditer(r"\X", text) if found.end() <= limit]
    spaced = [end for end in ends if text[end - 1].isspace()]
    assert at == (spaced or ends or [limit])[-1]


def test_words_are_broken_after_the_space_between_them() -> None:
    assert break_before("one two three", 9) == len("one two ")


def test_a_space_that_carries_a_mark_is_no_place_to_break() -> None:
    assert break_before("ab \u0301cd", 3) == 2
    assert break_before("a b \u0301cd", 4) == 2


def test_what_is_longer_than_the_limit_alone_is_broken_there() -> None:
    assert break_before(ZALGO, 100) == 100


def test_nothing_is_taken_where_nothing_fits() -> None:
    assert break_before("words", 0) == 0
