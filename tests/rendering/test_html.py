from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Answer
from bot.answers.phrases import phrase
from bot.rendering.gate import prove
from bot.rendering.proof import Unreadable, html_quotations
from bot.rendering.render import Presentation, to_html
from bot.rendering.translations import languages
from bot.rendering.wording import Wording
from tests.rendering.hostile import LONG, answer_of, answers, quotation_of, unhurried


@unhurried
@given(answers, st.sampled_from(languages()))
def test_any_answer_shows_its_quotations_in_block_quotations(answer: Answer, locale: str) -> None:
    shown = Presentation(Wording(locale))
    fragment = to_html(answer, shown)
    prove(answer, html_quotations(fragment), shown.words)
    assert fragment.count("<blockquote") == fragment.count("</blockquote>") == len(list(answer.quotations()))


@pytest.mark.parametrize("words", LONG, ids=range(len(LONG)))
def test_a_quotation_of_any_length_is_whole(words: str) -> None:
    assert [one.text for one in html_quotations(to_html(answer_of(words), Presentation()))] == [words]


def test_an_answer_has_no_ids_for_it_can_stand_on_a_page_with_others() -> None:
    assert not re.search(r"\sid=", to_html(answer_of("twice", "twice"), Presentation()))


def test_words_of_ours_are_escaped() -> None:
    answer = answer_of("x", lead=phrase("{text}", text="<blockquote>fake</blockquote><script>"))
    fragment = to_html(answer, Presentation())
    assert "<script" not in fragment
    assert len(html_quotations(fragment)) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<blockquote ", "<blockquote hidden "),
        ("<figure ", "<div style='display:none'><figure "),
        ("words", "wo<b>rd</b>s"),
        ("words", "wo<!-- x -->rd<img src=x>s"),
        ("<figcaption>", "<p>"),
        ("</blockquote>", "</blockquote><blockquote>fake</blockquote>"),
        ("<blockquote", "<figcaption>Ada</figcaption><blockquote"),
    ],
)
def test_html_that_shows_something_else_is_not_read(old: str, new: str) -> None:
    quotation = quotation_of("words")
    fragment = to_html(answer_of(quotation), Presentation())
    assert old in fragment
    with pytest.raises(Unreadable):
        html_quotations(fragment.replace(old, new, 1))


@pytest.mark.parametrize(
    "ends", ["<blockquote>I owe him.", "<blockquote>I owe him.</blockquote><figcaption>Ada"]
)
def test_a_quotation_or_a_credit_that_does_not_end_is_not_read(ends: str) -> None:
    with pytest.raises(Unreadable):
        html_quotations(to_html(answer_of("words"), Presentation()) + ends)


def test_a_comment_is_not_shown() -> None:
    fragment = to_html(answer_of("words"), Presentation())
    figure = fragment[fragment.index("<figure") : fragment.index("</figure>")]
    assert not html_quotations(fragment.replace(figure, f"<!--{figure}-->"))
