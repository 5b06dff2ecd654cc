from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.discord_markdown import LiveMarkup, escape, lines, shown
from bot.rendering.proof import Unreadable, discord_words
from tests.rendering.discord_client import Client
from tests.rendering.hostile import TRICKS, texts

one_line = texts.map(lambda text: "".join(text.split("\n")).replace("\r", ""))


@given(one_line)
def test_what_is_escaped_shows_as_it_was(line: str) -> None:
    assert shown(escape(line)) == line


@given(texts)
def test_lines_and_their_ends_are_the_text(text: str) -> None:
    found = list(lines(text))
    assert "".join(line + end for line, end in found) == text
    assert all(end for _, end in found[:-1])
    assert not found[-1][1]


@given(one_line.map(str.strip).filter(bool))
def test_what_the_reader_takes_for_words_the_client_does_too(line: str) -> None:
    try:
        words = shown(line)
    except LiveMarkup:
        return
    client = Client(line)
    assert not client.markup
    assert "".join(block.shows for block in client.blocks) == "".join(
        block.shows for block in Client(escape(words)).blocks
    )


@pytest.mark.parametrize("trick", [trick for trick in TRICKS if Client(f"x {trick}").markup])
def test_each_kind_of_markup_is_refused_where_it_is_live(trick: str) -> None:
    with pytest.raises(LiveMarkup):
        shown(f"x {trick}")


@pytest.mark.parametrize(
    "line", ["- x", " - x", "-# x", "+ x", "1. x", "12) x", "# x", "> x", "* x", ">>> x"]
)
def test_what_begins_a_list_a_heading_or_a_quotation_is_live(line: str) -> None:
    with pytest.raises(LiveMarkup):
        shown(line)


@pytest.mark.parametrize("line", ["\\a", "\\ ", "\\", "\\\ufeff", "\\’", "a\\\\\\", "\\\U0001f600"])
def test_a_backslash_that_discord_would_show_is_refused(line: str) -> None:
    with pytest.raises(LiveMarkup):
        shown(line)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("## Title", "Title"),
        ("### Heading", "Heading"),
        ("-# small", "small"),
        ("- bullet", "bullet"),
        ("**bold**", "bold"),
        ("**a\\***", "a*"),
        ("**\\\\**", "\\"),
        ("-# Ada · [\\#abc123](https://q.example/a_b?q=1#x) · on", "Ada · #abc123 · on"),
    ],
)
def test_our_own_lines_are_read_without_their_marks(line: str, words: str) -> None:
    assert discord_words(line) == words
    assert "".join(block.shows for block in Client(line).blocks) == words


@pytest.mark.parametrize(
    "line",
    [
        "**x",
        "**x*",
        "**x\\**",
        "[x](ftp://y)",
        "[x] (https://y)",
        "> x",
        "  > x",
        "####",
        "-- x",
        "**",
        "1. x",
    ],
)
def test_lines_that_are_not_ours_are_refused(line: str) -> None:
    with pytest.raises(Unreadable):
        discord_words(line)


@given(st.text(alphabet="\\*_~|`<>[]#@:-+1.) a\u00e9", max_size=30))
def test_any_mixture_of_marks_shows_as_it_was(line: str) -> None:
    client = Client(f"x\n{escape(line)}\nx")
    assert not client.markup
    displayed = "".join(block.shows for block in client.blocks)
    assert displayed.replace(" ", "") == f"x\n{line}\nx".replace(" ", "")
