from __future__ import annotations

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from bot.cases.nearest import _whole_words, mark_difference, nearest_passage

TEXT = "A court met. The judge, visibly angry, said he would never pay any fine.\nThen all went home."


def test_the_difference_is_marked_word_by_word() -> None:
    assert nearest_passage(TEXT, "The judge said that he would never again pay the fine.") == (
        "nearest passage at 1:18: [-The judge-]{+judge, visibly angry,+} said[- that-] he would "
        "never[- again-] pay [-the-]{+any+} fine."
    )


def test_the_passage_is_whole_words() -> None:
    assert nearest_passage(TEXT, "hen all wentt hom") == (
        "nearest passage at 2:1: [-hen-]{+Then+} all [-wentt hom-]{+went home+}"
    )


def test_a_number_is_one_word_and_a_mark_after_the_passage_is_no_part_of_it() -> None:
    assert nearest_passage("She got $1,250 for lost sleep. He paid.", "She got $12,500 for lost sleep") == (
        "nearest passage at 1:1: She got $[-12,500-]{+1,250+} for lost sleep"
    )


def test_the_passage_begins_and_ends_with_whole_words() -> None:
    assert _whole_words("One twos three", 5, 7) == (4, 8)
    assert _whole_words("One  two  three", 3, 10) == (5, 8)


def test_a_quotation_longer_than_the_source_is_compared_with_all_of_it() -> None:
    assert nearest_passage("They lied.", "They lied. They lied again.") == (
        "nearest passage at 1:1: They lied.[- They lied again.-]"
    )


def test_what_resembles_nothing_is_said_to() -> None:
    assert nearest_passage(TEXT, "0987654321 qqqq zzzz") == "nothing in the source resembles it"
    assert nearest_passage("", "words") == "nothing in the source resembles it"


@given(st.text("ab. \n’é", max_size=30), st.text("ab. \n’é", max_size=30))
def test_both_texts_can_be_read_from_the_marks(yours: str, theirs: str) -> None:
    marked = mark_difference(yours, theirs)
    assert (
        re.sub(r"\{\+.*?\+\}", "", re.sub(r"\[-(.*?)-\]", r"\1", marked, flags=re.DOTALL), flags=re.DOTALL)
        == yours
    )
    assert (
        re.sub(r"\[-.*?-\]", "", re.sub(r"\{\+(.*?)\+\}", r"\1", marked, flags=re.DOTALL), flags=re.DOTALL)
        == theirs
    )


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_quotation_of_any_text_gives_a_sentence(text: str, exact: str) -> None:
    assert nearest_passage(text, exact)


def test_long_quotations_of_long_sources_take_no_time() -> None:
    text = (TEXT + "\n") * 8_000
    started = time.process_time()
    assert "{+judge+}" in nearest_passage(text, text[300_000:310_000].replace("judge", "clerk"))
    assert time.process_time() - started < 5
