from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.query import Query
from bot.rendering.buttons import (
    Button,
    excerpt,
    fitting,
    identifier,
    menu,
    pressed,
    reading_command,
    turns_pages,
)
from bot.rendering.limits import length
from bot.rendering.sections import Action, ActionKind
from tests.rendering.hostile import ZALGO, queries, quotation_of, slugs, spans


@given(queries, st.integers(1, 9_999), st.sampled_from(["turn", "share"]))
def test_a_button_asks_what_it_carries(query: Query, page: int, kind: ActionKind) -> None:
    assert pressed(identifier(Action("Label", query, page, kind))) == (query, page, kind)
    assert pressed(identifier(Action("Label", query))) == (query, 1, "ask")


@pytest.mark.parametrize(
    "carried",
    [
        "",
        "1",
        "1:1",
        "1:1:",
        "2:1:/help",
        "1:0:/help",
        "1:-1:/help",
        "1:01:/help",
        "1:10000:/help",
        "1:١:/help",
        "1:²:/help",
        "1:" + "9" * 5_000 + ":/help",
        "1:context",
        "1:1:/nonsense",
        "1:!:/help",
        "1:1!!:/help",
        "1:1:/help \x00",
        "1:1:" + "x" * 7_000,
    ],
)
def test_a_button_of_another_version_or_forged_asks_nothing(carried: str) -> None:
    assert pressed(carried) is None


@given(slugs)
def test_the_question_about_a_quotation_fits_every_menu(case: str) -> None:
    assert len(f"1::{reading_command(quotation_of('words', case=case))}") <= 100


def test_pages_can_be_turned_where_the_question_fits_with_any_page_number() -> None:
    asked = Query("quote", (("text", "x" * 86),))
    assert length(identifier(Action("", asked, 9_999, "turn"))) == 100
    assert turns_pages(asked, 100)
    assert not turns_pages(asked.changed(text="x" * 87), 100)


def test_follow_ups_are_offered_once_and_only_where_they_fit() -> None:
    short, long = Query("help"), Query("quote", (("text", "x" * 100),))
    actions = (Action("one", short), Action("two", short), Action("three", long))
    assert fitting(actions, 100) == [Button("two", "1::/help")]


@given(spans, st.integers(20, 120))
def test_an_excerpt_is_the_beginning_on_one_line_and_within_the_limit(text: str, limit: int) -> None:
    line = " ".join(text.split())
    shown = excerpt(text, limit)
    assert length(shown) <= limit
    if shown != line:
        assert line.startswith(shown.removesuffix(" …"))
        assert length(line) > limit


@pytest.mark.parametrize("character", ["👩‍👩‍👧‍👦", "e\u0301", "\U0001f600"])
def test_an_excerpt_holds_whole_characters(character: str) -> None:
    shown = excerpt(character * 100, 75).removesuffix(" …")
    assert set(regex.findall(r"\X", shown)) == {character}


def test_an_excerpt_of_a_long_quotation_ends_with_a_whole_word() -> None:
    assert excerpt("one two three four five", 20) == "one two three …"


def test_a_menu_names_what_has_no_visible_character_by_its_id() -> None:
    blank, words, marks = quotation_of("\u200b"), quotation_of("words"), quotation_of(ZALGO)
    offered = menu((blank, words, marks, words), 25, 100)
    assert [quotation for quotation, _ in offered] == [blank, words, marks]
    assert [name for _, name in offered[:2]] == [f"#{blank.id}", "words"]
