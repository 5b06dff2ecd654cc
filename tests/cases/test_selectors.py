from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.cases.selectors import ID_ALPHABET, ID_LENGTH, make_selector, stable_id
from bot.cases.words import occurrences, occurs_whole

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)
FEW_LETTERS = st.text("ab “\n", min_size=1, max_size=40)


@st.composite
def spans(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> tuple[str, int, int]:
    text = draw(texts)
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(spans())
def test_a_selector_of_any_span_proves_itself(span: tuple[str, int, int]) -> None:
    text, start, end = span
    selector = make_selector("s", text, start, end)
    assert selector.proves(text)
    assert selector.exact == text[start:end]
    assert text[: selector.start].endswith(selector.prefix)
    assert text[selector.end :].startswith(selector.suffix)
    assert len(selector.id) == ID_LENGTH
    assert set(selector.id) <= set(ID_ALPHABET)


@given(spans(), st.integers(-90, 90), st.integers(-90, 90))
def test_a_selector_moved_elsewhere_proves_nothing_but_the_same_words(
    span: tuple[str, int, int], forth: int, longer: int
) -> None:
    text, start, end = span
    moved = replace(make_selector("s", text, start, end), start=start + forth, end=end + forth + longer)
    same = moved.start >= 0 and longer == 0 and text[moved.start : moved.end] == moved.exact
    assert moved.proves(text) is same


@given(spans(), st.data())
def test_altered_words_are_not_proven(span: tuple[str, int, int], data: st.DataObject) -> None:
    text, start, end = span
    selector = make_selector("s", text, start, end)
    at = data.draw(st.integers(0, len(selector.exact) - 1))
    letter = data.draw(st.characters(exclude_categories=["Cs"]))
    assume(letter != selector.exact[at])
    altered = selector.exact[:at] + letter + selector.exact[at + 1 :]
    assert not replace(selector, exact=altered).proves(text)
    assert not replace(selector, exact="").proves(text)


@given(spans(FEW_LETTERS), spans(FEW_LETTERS))
def test_containing_and_overlapping_are_those_of_sets_of_offsets(
    one: tuple[str, int, int], other: tuple[str, int, int]
) -> None:
    text = one[0] + other[0]
    left, right = make_selector("s", text, *one[1:]), make_selector("s", text, *other[1:])
    mine, theirs = set(range(left.start, left.end)), set(range(right.start, right.end))
    assert left.contains(right) is (theirs <= mine)
    assert left.overlaps(right) is bool(mine & theirs)
    elsewhere = replace(right, source="other")
    assert not left.contains(elsewhere)
    assert not left.overlaps(elsewhere)


@given(spans(FEW_LETTERS))
def test_each_place_of_the_same_words_has_its_own_id(span: tuple[str, int, int]) -> None:
    text, start, end = span
    places = list(occurrences(text, text[start:end]))
    assert start in places
    assert len({make_selector("s", text, at, at + end - start).id for at in places}) == len(places)


@given(spans(), TEXTS)
def test_an_id_outlives_what_is_written_after_the_quotation(span: tuple[str, int, int], more: str) -> None:
    text, start, end = span
    assert make_selector("s", text, start, end).id == make_selector("s", text + more, start, end).id


def test_an_id_names_words_source_and_place() -> None:
    ids = {
        stable_id("s", "words", 0),
        stable_id("s", "words", 1),
        stable_id("t", "words", 0),
        stable_id("s", "word", 0),
    }
    assert len(ids) == 4
    assert (
        stable_id("article", "Carroll was awarded $5 million in damages in the defamation case.", 0)
        == "ensgnp"
    )


def test_words_stand_whole() -> None:
    assert occurs_whole("May", "In May, then in Mayor")
    assert not occurs_whole("May", "The Mayor of Maytown, dismay")
    assert not occurs_whole("199", "1990s")
    assert not occurs_whole("1990", "in the 1990s")
    assert occurs_whole("5月", "2023年5月判决")
    assert occurs_whole("$5", "$5, not")
