from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.library import Library
from bot.cases.model import Case
from bot.search.match import Wanted, best_passages
from bot.search.passages import passages_of


def found(case: Case, typed: str, limit: int = 5) -> list[str]:
    return [passage.selector.exact for passage in best_passages(passages_of(case), typed, limit)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("travesty of justice", "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"),
        ("JUSTICE travesty", "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"),
        ("“town hall in may”", "comments Trump made about her during his CNN Town Hall in May"),
        ("$10 million damages", "she is seeking $10 million in damages"),
        ("did not want me to TESTIFY", "My lawyers, due to their respect"),
    ],
)
def test_words_are_found_in_any_case_order_and_typography(
    library: Library, typed: str, expected: str
) -> None:
    assert expected in found(library.cases["carroll-v-trump"], typed)[0]


def test_a_phrase_must_stand_as_it_was_typed(library: Library) -> None:
    case = library.cases["carroll-v-trump"]
    assert not found(case, '"justice travesty"')
    assert found(case, '"travesty of justice" appealing')


@pytest.mark.parametrize("typed", ["", "   ", "!!!", '""', "lawyer of Carroll named Smith", "\u200b"])
def test_what_no_passage_holds_is_not_found(library: Library, typed: str) -> None:
    assert not found(library.cases["carroll-v-trump"], typed)


def test_no_two_matches_overlap_and_there_are_no_more_than_wanted(library: Library) -> None:
    passages = list(passages_of(library.cases["carroll-v-trump"]))
    best = best_passages(passages, "trump", 3)
    assert len(best) == 3
    pairs = [(one, other) for one in best for other in best if one is not other]
    assert not any(one.selector.overlaps(other.selector) for one, other in pairs)


def test_the_same_words_in_two_cases_are_two_matches(case_of: Callable[..., Case]) -> None:
    one, two = case_of("", case_id="one"), case_of("", case_id="two")
    passages = [*passages_of(one), *passages_of(two)]
    assert [passage.case.id for passage in best_passages(passages, "will appeal", 5)] == ["one", "two"]


@given(st.text(max_size=80))
def test_any_text_is_a_look_up(typed: str) -> None:
    wanted = Wanted.of(typed)
    assert all(phrase.strip() == phrase != "" for phrase in wanted.phrases)
    assert not wanted.words or not wanted.is_in("")
