"""Watched pages with other things within their article: what is not its text proposes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.model import Case
from bot.db import watched_pages as rows
from bot.db.database import open_database, writing
from bot.service.inbox.page_lines import is_clock, resembles
from bot.service.inbox.page_watcher import PageWatcher
from tests.databases import migrated
from tests.fakes.pages import FakePage, fake_site
from tests.service.noisy_pages import PAGES, TEXT, headline
from tests.service.test_page_watcher import DAY, HOUR, World

LOOKS = 5
LINES = tuple(TEXT.splitlines())
QUOTING = """
parties:
  - {id: quill, name: Odalys Quillfeather, kind: person, described_as: Odalys Quillfeather}
  - {id: lawyer, name: The lawyer, kind: unnamed, described_as: The lawyer of the company}
statements:
  - {speaker: lawyer, quote_type: indirect, quote: it would appeal in June}
"""


@pytest.fixture
def world(tmp_path: Path, case_of: Callable[..., Case]) -> Iterator[World]:
    engine = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"))
    with fake_site() as site:
        yield World(site, engine, case_of(QUOTING.lstrip("\n"), {"a.txt": TEXT}))
    engine.dispose()


def publish(world: World, markup: str) -> None:
    raw = f"<html><head><meta charset=utf-8><title>Tram</title></head><body>{markup}</body></html>"
    world.site.pages["/article"] = FakePage(raw.encode())


def texts(world: World) -> list[str]:
    """The texts of the editions that are proposed."""
    return [one.text for one in world.proposed]


def changed(number: int, old: str, new: str) -> tuple[str, ...]:
    """The lines with other words in one of them."""
    assert old in LINES[number]
    return (*LINES[:number], LINES[number].replace(old, new), *LINES[number + 1 :])


CHANGES: dict[str, Sequence[str]] = {
    "the headline": changed(0, "softly", "loudly"),
    "who wrote it": changed(1, "Penhallow", "Trill"),
    "a sum": changed(2, "$1,250", "$1,350"),
    "words that are quoted": changed(5, "in June", "in July"),
    "a short sentence": changed(6, "won", "lost"),
    "a paragraph is gone": LINES[:7],
    "a short paragraph is gone": (*LINES[:6], LINES[7]),
    "a paragraph more": (*LINES, "The company paid the whole sum on Friday, and then it sold the tram."),
    "a notice of correction": (*LINES, "Correction: an earlier version gave another sum for the award."),
    "two paragraphs change places": (*LINES[:3], LINES[4], LINES[3], *LINES[5:]),
}


async def looked_at(world: World, page: Callable[[int, Sequence[str]], str]) -> PageWatcher:
    """A watcher that has looked at a page once."""
    watcher = world.watcher()
    await watcher.tick()
    publish(world, page(1, LINES))
    await world.after(HOUR, watcher)
    return watcher


@pytest.mark.parametrize("name", PAGES)
async def test_what_is_not_the_text_proposes_nothing(world: World, name: str) -> None:
    watcher = await looked_at(world, PAGES[name])
    for look in range(2, LOOKS + 2):
        assert world.failing == []
        assert texts(world) == []
        publish(world, PAGES[name](look, LINES))
        await world.after(2 * DAY, watcher)
    assert texts(world) == []


def compared(lines: Sequence[str]) -> list[str]:
    """The lines that are sentences, or longer than what pages put between."""
    return [line for line in lines if len(line.split()) > 3 or line.endswith(".")]


@pytest.mark.parametrize("name", PAGES)
async def test_what_changes_in_the_text_is_proposed_and_nothing_else(world: World, name: str) -> None:
    watcher = await looked_at(world, PAGES[name])
    for look, lines in enumerate(CHANGES.values(), 2):
        publish(world, PAGES[name](look, lines))
        await world.after(2 * DAY, watcher)
        assert [compared(one.splitlines()) for one in texts(world)] == [compared(lines)]


async def test_a_source_that_was_kept_with_headlines_of_others_is_proposed_once(world: World) -> None:
    noisy = "\n".join((*LINES, "Most read", *(headline(0, place) for place in range(4)))) + "\n"
    source = replace(world.case.sources[0], text=noisy)
    world.case = replace(world.case, sources=(source,))
    watcher = await looked_at(world, PAGES["most_read"])
    [edition] = world.proposed
    with writing(world.engine) as connection:
        rows.decide(connection, [edition.id], "dismissed", world.now)
    for look in range(2, LOOKS):
        publish(world, PAGES["most_read"](look, LINES))
        await world.after(2 * DAY, watcher)
        assert texts(world) == []


@pytest.mark.parametrize(
    "wrap",
    [
        '<div class="social">{}</div>',
        '<section class="article-body more-on">{}</section>',
        '<div class="share-wrap"><div class="related">{}</div></div>',
        "<aside>{}</aside>",
        '<form action="/">{}</form>',
        '<div aria-hidden="true">{}</div>',
    ],
)
async def test_the_text_itself_is_known_whatever_its_element_is_called(world: World, wrap: str) -> None:
    def page(lines: Sequence[str]) -> str:
        return f"<p>{lines[0]}</p>" + wrap.format("".join(f"<p>{line}</p>" for line in lines[1:]))

    watcher = await looked_at(world, lambda _, lines: page(lines))
    assert texts(world) == []
    for change in ("a sum", "a short sentence", "a paragraph more", "a paragraph is gone"):
        publish(world, page(CHANGES[change]))
        await world.after(2 * DAY, watcher)
        assert [one.split("\n\n") for one in texts(world)] == [
            [*CHANGES[change][:-1], f"{CHANGES[change][-1]}\n"]
        ]


@pytest.mark.parametrize(
    "words",
    [
        "<p>Subscribe to read the rest of it.</p>",
        '<div class="promo"><p>Jetzt abonnieren und weiterlesen</p></div>',
    ],
)
async def test_a_beginning_that_asks_to_subscribe_is_no_edition(world: World, words: str) -> None:
    watcher = await looked_at(world, PAGES["most_read"])
    publish(world, f"<article>{''.join(f'<p>{line}</p>' for line in LINES[:5])}{words}</article>")
    await world.after(2 * DAY, watcher)
    assert texts(world) == []
    [(_, said)] = world.failing
    assert "is it the beginning that a paywall shows?" in said
    # The whole article with the same words is one, and so is a shorter article without them.
    publish(world, f"<article>{''.join(f'<p>{line}</p>' for line in (*CHANGES['a sum'],))}{words}</article>")
    await world.after(2 * DAY, watcher)
    assert len(texts(world)) == 1
    publish(world, f"<article>{''.join(f'<p>{line}</p>' for line in LINES[:5])}</article>")
    await world.after(2 * DAY, watcher)
    assert "The lawyer of the company" not in texts(world)[0]


def test_thousands_of_lines_that_change_are_no_clocks() -> None:
    before, after = ([f"The words {number + look} are here." for number in range(5_000)] for look in (0, 1))
    assert not is_clock(LINES * 40, before, after)
    assert is_clock(LINES, before[:3], after[:3])


async def test_words_that_a_case_quotes_are_the_texts_also_in_a_link(world: World) -> None:
    def page(_: int, lines: Sequence[str]) -> str:
        linked = [f'<a href="/ruling">{line}</a>' if "in Ju" in line else line for line in lines]
        other = '<p><a href="/x">Another headline of another day, one</a></p>'
        return f"<article>{''.join(f'<p>{line}</p>' for line in linked)}{other}</article>"

    watcher = await looked_at(world, page)
    assert texts(world) == []
    words = [
        line.replace("and said that it would appeal in June.", "and wants to appeal in July")
        for line in LINES
    ]
    publish(world, page(2, words))
    await world.after(2 * DAY, watcher)
    [text] = texts(world)
    assert "wants to appeal in July" in text


@pytest.mark.parametrize("element", ["aside", "footer", 'div class="related"', "nav"])
async def test_a_notice_of_correction_is_proposed_wherever_it_stands(world: World, element: str) -> None:
    def page(look: int, lines: Sequence[str]) -> str:
        notice = "This article was amended on 5 May 2021: the sum was another one."
        name = element.partition(" ")[0]
        words = f"<p>Number {look} of our words on trams.</p>" + f"<p>{notice}</p>" * (look > 1)
        beside = f"<{element}>{words}</{name}>"
        return f"<article>{''.join(f'<p>{line}</p>' for line in lines)}{beside}</article>"

    watcher = await looked_at(world, page)
    assert texts(world) == []
    publish(world, page(2, LINES))
    await world.after(2 * DAY, watcher)
    [text] = texts(world)
    assert text.endswith("the sum was another one.\n")


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_lines_resemble_each_other_where_half_of_the_longer_one_is_in_both(
    one: list[str], other: list[str]
) -> None:
    shared = (Counter(one) & Counter(other)).total()
    assert resembles(" ".join(one), " ".join(other)) == (2 * shared >= max(len(one), len(other)))
