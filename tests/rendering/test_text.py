from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Answer, Attribution, NoticePart, PartyPart, Suggestion
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.cases.model import Party
from bot.rendering.gate import prove
from bot.rendering.proof import text_quotations
from bot.rendering.render import Presentation, to_text
from bot.rendering.text import columns, quote_lines
from bot.rendering.translations import languages
from bot.rendering.wording import Wording
from tests.rendering.hostile import LONG, answer_of, answers, quotation_of, texts, unhurried

PARTY = Party(id="ada", name="Ada Stone", kind="person", described_as=(quotation_of("Ada").selector,))
LOCALES = languages()
WIDTHS = (None, 1, 20, 33, 60, 100)


def bars(text: str) -> str:
    """The words beside the bars, read without the bot's own decoder."""
    marked = [line for line in text.split("\n") if line[:4] in {"  │ ", "  ├ "}]
    return "".join(("\n" if line[2] == "├" else "") + line[4:] for line in marked)


@unhurried
@given(answers, st.sampled_from(WIDTHS), st.sampled_from(LOCALES))
def test_any_answer_shows_its_quotations_beside_a_bar_and_nothing_else_there(
    answer: Answer, width: int | None, locale: str
) -> None:
    shown = Presentation(Wording(locale))
    text = to_text(answer, shown, width)
    prove(answer, text_quotations(text), shown.words)
    assert bars(text) == "".join(quotation.text for quotation in answer.quotations())


@pytest.mark.parametrize("words", LONG, ids=range(len(LONG)))
@pytest.mark.parametrize("width", WIDTHS)
def test_a_quotation_of_any_length_is_whole(words: str, width: int | None) -> None:
    assert bars(to_text(answer_of(words), Presentation(), width)) == words


@unhurried
@given(texts, st.integers(20, 120))
def test_no_line_of_a_quotation_is_wider_than_asked_but_for_the_space_at_its_end(
    words: str, width: int
) -> None:
    for line in quote_lines(words, width):
        assert columns(line.rstrip()) <= width


def test_a_wrapped_credit_is_read_as_one() -> None:
    attribution = Attribution("publisher", None, "Ada Stone", "Truth Social", "second post")
    text = to_text(answer_of(quotation_of("words", attribution)), Presentation(), 40)
    assert "  The article, on what Ada Stone said \n    · Truth Social · second post · \n    #" in text
    visible = text_quotations(text)
    assert visible[0].credit.startswith(
        "The article, on what Ada Stone said · Truth Social · second post · #"
    )


def test_a_line_break_of_the_source_is_told_from_a_wrapped_line() -> None:
    lines = list(quote_lines("one two three four five\nsix", 20))
    assert lines == ["  │ one two three ", "  │ four five", "  ├ six"]


def test_a_carriage_return_ends_a_line_so_that_no_terminal_writes_over_the_words() -> None:
    assert list(quote_lines("one\rtwo\r\nthree")) == ["  │ one\r", "  │ two\r", "  ├ three"]


def test_wide_characters_take_two_columns_and_combining_ones_none() -> None:
    assert columns("漢字") == 4
    assert columns("e\u0301") == 1
    assert list(quote_lines("漢字" * 9, 20)) == ["  │ " + "漢字" * 4, "  │ " + "漢字" * 4, "  │ 漢字"]


def test_words_of_ours_never_look_like_a_quotation() -> None:
    answer = answer_of(lead=phrase("{text}", text="one\n  │ fake\u2028├ fake"))
    assert not text_quotations(to_text(answer, Presentation()))
    assert "one | fake | fake" in to_text(answer, Presentation())


def test_a_heading_stands_apart_from_the_subheading_below_it() -> None:
    notice = NoticePart(phrase("No date stated"), heading=True)
    ruling = PartyPart(PARTY, (quotation_of("words"),))
    assert "\n\nNo date stated\n\nAda Stone\n  Person\n  │ words\n" in to_text(
        answer_of(parts=(notice, ruling)), Presentation()
    )


def test_follow_ons_are_typed_with_the_prefix_and_without_a_case_that_was_not_named() -> None:
    suggestion = Suggestion(phrase("Damages"), Query("case damages", (("case", "stone"),)))
    answer = answer_of("x", suggestions=(suggestion,))
    assert to_text(answer, Presentation(prefix="x-")).endswith("\n\nNext: /x-case damages")
    named = answer_of("x", suggestions=(suggestion,), query=Query("case status", (("case", "stone"),)))
    assert to_text(named, Presentation()).endswith("\n\nNext: /case damages case:stone")


def test_the_real_answers_are_proven_at_every_width(real_answer: Answer) -> None:
    for width in (None, *range(20, 130, 10)):
        assert to_text(real_answer, Presentation(), width)
