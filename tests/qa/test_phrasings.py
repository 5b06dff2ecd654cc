"""Phrases of several words are found by their first letters and literal parts as by trying each of them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.qa.lexicon import beginnings, literal_in, phrasings, replace_phrasings

FORMS = [form for form, _ in phrasings()]
WORDS = sorted({word for form in FORMS for word in re.findall(r"[a-z]+", form)})


def one_by_one(plain: str) -> str:
    for form, meaning in phrasings():
        plain = re.sub(rf"\b(?:{form})(?!\w)", meaning, plain)
    return plain


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=10)
@given(data=st.data())
def test_a_phrase_has_its_literal_part_and_is_replaced_as_by_trying_every_one(
    form: str, data: st.DataObject
) -> None:
    whole = form.replace("(?=", "(?:").replace("(?<=", "(?:")
    said = data.draw(st.from_regex(re.compile(whole, re.ASCII), fullmatch=True))
    assert literal_in(form) in said
    assert any(said.startswith(letters) for letters in beginnings(form))
    for plain in (said, f"did she {said} in court"):
        assert replace_phrasings(plain) == one_by_one(plain)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_words_of_phrases_in_any_order_are_replaced_as_by_trying_every_phrase(plain: str) -> None:
    assert replace_phrasings(plain) == one_by_one(plain)


@pytest.mark.parametrize(
    ("form", "literal", "letters"),
    [
        ("off the hook", "off the hook", {"off"}),
        ("cough(?:ed)? up", "cough", {"cou"}),
        ("(?:a |the )?higher courts?", "higher court", {""}),
        ("(?:lock|locked) up", " up", {"loc"}),
        ("su(?:e|ed) (?:\\w+ ){0,2}back", "back", {"su"}),
        ("ab?c", "a", {""}),
        ("to|from", "", {""}),
    ],
)
def test_what_a_phrase_surely_has(form: str, literal: str, letters: set[str]) -> None:
    assert literal_in(form) == literal
    assert set(beginnings(form)) == letters
