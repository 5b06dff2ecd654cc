"""Names and an editor's words as they stand inside a sentence and begin one, in each of their languages."""

import pytest

from bot.answers.phrases import capitalised, in_a_sentence
from bot.cases.local_text import LocalText


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("The prosecutors", "the prosecutors"),
        ("A juror", "a juror"),
        ("Two people briefed on the talks", "two people briefed on the talks"),
        ("Two Rivers Council", "Two Rivers Council"),
        ("The Hague", "The Hague"),
        ("Theodora Plim", "Theodora Plim"),
        ("Andrea", "Andrea"),
    ],
)
def test_the_article_or_number_of_a_description_is_small_inside_a_sentence(name: str, inside: str) -> None:
    assert in_a_sentence(name) == inside


def test_a_description_keeps_its_languages_inside_a_sentence() -> None:
    name = in_a_sentence(LocalText({"en": "The complaint", "de": "Die Klageschrift"}))
    assert isinstance(name, LocalText)
    assert name.translations == {"en": "the complaint", "de": "Die Klageschrift"}


def test_words_begin_a_sentence_with_a_capital_in_each_language() -> None:
    words = capitalised(LocalText({"en": "the colour", "de": "die Farbe"}))
    assert isinstance(words, LocalText)
    assert words.translations == {"en": "The colour", "de": "Die Farbe"}
    assert capitalised("iron") == "Iron"
