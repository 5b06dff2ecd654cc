from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.paging import HEADINGS, Budget, paginate
from bot.rendering.sections import Item, Line, Quote, Role, Section
from tests.rendering.hostile import ZALGO, quotation_of, texts, unhurried

ROLES: tuple[Role, ...] = ("title", "lead", "heading", "subheading", "detail", "bullet", "code", "note")
Pages = tuple[tuple[Section, ...], ...]


def weigh(item: Item) -> int:
    credit = f"\n{item.credit_line}" if isinstance(item, Quote) else ""
    return len(item.text) + item.text.count("\n") * 2 + item.text.count("*") + len(credit) + 1


def quote(words: str) -> Quote:
    return Quote(quotation_of(words), "Ada · #abc123", 0, len(words))


def line(role: Role, words: str) -> Line:
    return Line(role, words)


long_texts = st.one_of(texts, st.builds(lambda text, times: text * times, texts, st.integers(1, 60)))
items = st.one_of(st.builds(quote, long_texts), st.builds(line, st.sampled_from(ROLES), long_texts))
outlines = st.lists(st.lists(items, min_size=1, max_size=6).map(tuple).map(Section), max_size=12)
budgets = st.builds(Budget, st.integers(80, 4_000), st.integers(1, 12), st.just(weigh))


def flat(pages: Pages) -> list[Item]:
    """The items of all pages, with pieces put together."""
    whole: list[Item] = []
    for item in (item for page in pages for section in page for item in section.items):
        before = whole[-1] if whole else None
        if isinstance(item, Quote) and item.start > 0 and isinstance(before, Quote):
            assert before.end == item.start
            whole[-1] = replace(before, end=item.end)
        else:
            whole.append(item)
    return whole


def merged(items: list[Item]) -> list[tuple[str, str]]:
    """Roles and texts, with the pieces of a line, which follow one another, put together."""
    texts: list[tuple[str, str]] = []
    for item in items:
        role = item.role if isinstance(item, Line) else f"quote {item.quotation.id} {item.end}"
        if texts and texts[-1][0] == role and isinstance(item, Line):
            texts[-1] = (role, texts[-1][1] + item.text)
        else:
            texts.append((role, item.text))
    return texts


@unhurried
@given(outlines, budgets)
def test_the_pages_of_any_outline_hold_all_of_it_in_order_and_none_is_too_heavy(
    sections: list[Section], budget: Budget
) -> None:
    pages = paginate(sections, budget)
    everything = [item for section in sections for item in section.items]
    assert merged(flat(pages)) == merged(everything)
    for page in pages:
        assert 1 <= len(page) <= budget.sections
        assert all(section.items for section in page)
        assert sum(weigh(item) for section in page for item in section.items) <= budget.weight


@unhurried
@given(outlines, budgets)
def test_a_heading_ends_a_page_only_where_its_section_ends_or_headings_fill_the_page(
    sections: list[Section], budget: Budget
) -> None:
    ends = {section.items[-1] for section in sections}
    for page, following in pairwise(paginate(sections, budget)):
        last = page[-1].items[-1]
        if not isinstance(last, Line) or last.role not in HEADINGS or last in ends:
            continue
        whole = any(last in section.items for section in sections)
        room = budget.weight - sum(weigh(item) for item in page[-1].items)
        assert not whole or all(isinstance(item, Line) for item in page[-1].items)
        assert not whole or room < weigh(following[0].items[0])


def test_a_section_moves_to_the_next_page_where_only_there_it_stays_whole() -> None:
    budget = Budget(100, 9, weigh)
    sections = [Section((quote("x" * 40),)), Section((line("heading", "h"), quote("y" * 60)))]
    assert [len(page) for page in paginate(sections, budget)] == [1, 1]


def test_headings_go_with_the_quotation_below_them() -> None:
    budget = Budget(300, 9, weigh)
    sections = [Section((quote("x" * 200), line("subheading", "who"), line("detail", "d"), quote("y" * 150)))]
    pages = paginate(sections, budget)
    assert [[item.text[:3] for item in page[0].items] for page in pages] == [["xxx"], ["who", "d", "yyy"]]


@pytest.mark.parametrize("details", [3, 16, 17, 18, 30])
def test_details_go_with_the_quotation_below_them_only_where_the_lines_of_a_page_allow(details: int) -> None:
    budget = Budget(1_000, 9, weigh, lines=18)
    lines = [line("heading", "h"), *(line("detail", f"d{at}") for at in range(details))]
    sections = [Section((quote("before"),)), Section((*lines, quote("y" * 40), quote("z" * 40)))]
    pages = paginate(sections, budget)
    counts = [sum(budget.lines_of(item) for part in page for item in part.items) for page in pages]
    assert max(counts) <= 18
    assert merged(flat(pages)) == merged([item for section in sections for item in section.items])
    assert all(page[-1].items[-1] != line("heading", "h") for page in pages)


def test_a_line_is_not_cut_where_a_page_of_its_own_holds_it() -> None:
    budget = Budget(300, 9, weigh)
    sections = [
        Section((quote("x" * 250),)),
        Section((line("heading", "h" * 150), line("detail", "d " * 90), quote("y" * 280))),
    ]
    texts = [item.text for page in paginate(sections, budget) for part in page for item in part.items]
    assert "d " * 90 in texts


def test_headings_that_leave_no_room_do_not_keep_the_pages_from_ending() -> None:
    budget = Budget(100, 9, weigh)
    pages = paginate([Section((line("detail", "d" * 95), quote("words")))], budget)
    assert [page[0].items[0].text[:5] for page in pages] == ["ddddd", "words"]


def test_a_quotation_is_cut_after_a_space_and_not_inside_a_character() -> None:
    budget = Budget(100, 9, weigh)
    family = "👩‍👩‍👧‍👦"
    for words in ("two words " * 20, family * 30, "e\u0301" * 100):
        pieces = [page[0].items[0].text for page in paginate([Section((quote(words),))], budget)]
        assert len(pieces) > 1
        assert all(piece.endswith((" ", family, "e\u0301")) for piece in pieces)


def test_one_character_that_fills_many_pages_is_cut_all_the_same() -> None:
    pages = paginate([Section((quote(ZALGO),))], Budget(500, 9, weigh))
    assert "".join(page[0].items[0].text for page in pages) == ZALGO


def test_a_page_that_cannot_hold_a_credit_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        paginate([Section((quote("words"),))], Budget(15, 9, weigh))


def test_a_section_begins_on_a_page_that_is_mostly_empty_and_keeps_its_quotations_whole() -> None:
    head = Section((line("lead", "a lead of a few words"),))
    section = Section((line("subheading", "A lawsuit"), quote("x" * 300), quote("y" * 320)))
    budget = Budget(660, 9, weigh, lines=18)
    assert [len(page) for page in paginate([head, section], budget)] == [1, 1]
    first, second = paginate([head, section], replace(budget, parts_sections=True))
    shown = [item.text[:3] for part in first for item in part.items]
    assert shown == ["a l", "A l", "xxx"]
    assert [item.text for part in second for item in part.items] == ["y" * 320]
