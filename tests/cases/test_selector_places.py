"""What a selector keeps of the words around it, where a later text has them, and what an editor is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cases.model import Case
from bot.cases.selectors import Selector, control_character_in, make_selector, stable_id

Mistakes = Callable[..., list[str]]
TEXT = "".join(chr(0x4E00 + at) for at in range(100))
"""A hundred code points, each another one."""


@pytest.mark.parametrize(
    ("start", "end", "before", "after"),
    [(50, 55, 18, 87), (33, 34, 1, 66), (32, 33, 0, 65), (10, 20, 0, 52), (0, 1, 0, 33), (70, 100, 38, 100)],
)
def test_a_selector_keeps_32_code_points_of_either_side(
    start: int, end: int, before: int, after: int
) -> None:
    selector = make_selector("s", TEXT, start, end)
    assert (selector.prefix, selector.suffix) == (TEXT[before:start], TEXT[end:after])
    assert selector.role == "supports"


def test_an_id_counts_the_same_words_that_begin_before_those_that_overlap_too() -> None:
    ids = [make_selector("s", "aaa aa", at, at + 2).id for at in (0, 1, 4)]
    assert ids == [stable_id("s", "aa", occurrence) for occurrence in range(3)]


def test_words_alone_have_no_place_yet() -> None:
    typed = Selector(exact="W")
    assert not typed.proves("W")
    assert not Selector(exact="").proves("W")
    assert typed.span == ("", 0, 0)
    assert (typed.prefix, typed.suffix, typed.role, typed.id) == ("", "", "supports", "")


@pytest.mark.parametrize(
    ("text", "first"), [("a\nb\tc", ""), ("", ""), ("a\x1bb\x07", "\x1b"), ("a\rb", "\r"), ("a\u2028b", "")]
)
def test_a_control_character_is_one_that_no_text_needs(text: str, first: str) -> None:
    assert control_character_in(text) == first


def test_a_quotation_may_hold_line_feeds_and_tabs_and_says_what_it_is_for(
    case_of: Callable[..., Case],
) -> None:
    body = 'events: [{label: A, quote: [{exact: "b\\tc\\nd", role: contradicts}, a b]}]\n'
    tabbed, plain = case_of(body, {"a.txt": "a b\tc\nd e"}).events[0].quote
    assert (tabbed.exact, tabbed.start, tabbed.role) == ("b\tc\nd", 2, "contradicts")
    assert (plain.exact, plain.start, plain.role) == ("a b", 0, "supports")


@pytest.mark.parametrize(
    ("times", "places"),
    [(5, "1:1, 1:4, 1:7, 1:10, 1:13"), (6, "1:1, 1:4, 1:7, 1:10, 1:13, …")],
)
def test_of_many_places_the_first_five_are_listed(mistakes_in: Mistakes, times: int, places: str) -> None:
    body = "events: [{label: A, quote: ox}]\n"
    assert mistakes_in(body, {"a.txt": "ox " * times}) == [
        (
            f"5:28: ambiguous: these words stand {times} times in sources/a.txt ({places}); "
            f"add “prefix:” or “suffix:” with the words directly before or after"
        )
    ]


def test_an_id_is_never_typed(mistakes_in: Mistakes) -> None:
    body = "events: [{label: A, quote: {exact: In May a court, id: abcdef}}]\n"
    assert mistakes_in(body) == ["5:56: “id” is computed, never typed"]


def test_the_source_that_alone_has_the_words_is_named_where_their_prefix_is_wrong(
    mistakes_in: Mistakes,
) -> None:
    head = (
        "title: A\nrevised: 2026-01-02\nsources:\n"
        "  - {id: one, file: sources/one.txt, sha256: SHA(one.txt), date_published: 2025-06-01}\n"
        "  - {id: two, file: sources/two.txt, sha256: SHA(two.txt), date_published: 2025-07-01}\n"
    )
    body = "events: [{label: A, quote: {exact: said no, prefix: 'He '}}]\n"
    texts = {"one.txt": "They said yes.", "two.txt": "They said no."}
    assert mistakes_in(body, texts, head=head) == [
        (
            "6:28: the words stand in sources/two.txt (1:6), but not with this prefix and suffix "
            "directly around them"
        )
    ]


@pytest.mark.parametrize("source", ["{a: b}", "[article]"])
def test_a_source_that_is_no_id_is_a_mistake_like_any_other(mistakes_in: Mistakes, source: str) -> None:
    body = f"events: [{{label: A, quote: {{exact: In May a court, source: {source}}}}}]\n"
    assert mistakes_in(body) == ["5:60: “source” must be text"]
