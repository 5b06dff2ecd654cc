"""Corrects the mistyped words of questions about a case."""

from collections import Counter
from functools import cache

from bot.cases.model import Case
from bot.qa.frequencies import frequency
from bot.qa.lexicon import spelt_otherwise, stem, vocabulary
from bot.qa.one_language import compared_words, names_of
from bot.qa.parsed_question import SpellCorrector
from bot.search.spelling import Spelling
from bot.search.words import words

COMMON_FREQUENCY = 3.2
"""On Zipf's scale: a word that is more frequent in English is not corrected to another."""


def corrector_of(case: Case) -> SpellCorrector:
    """Corrects a word that neither English nor the case knows to the nearest of the lexicon or the case.

    A number is never corrected to another.
    """
    texts = [
        compared_words(source.text, source.in_language, names_of(case, source.in_language))
        for source in case.sources
    ]
    occurring = Counter(word for text in texts for word in words(text))

    @cache
    def known() -> tuple[Spelling, frozenset[str]]:
        """All words, and their stems: needed for a word of a question that is rare and not in the case."""
        spelling = Spelling({**dict.fromkeys(vocabulary(), 1), **occurring}.items())
        return spelling, frozenset(stem(word) for word in (*occurring, *vocabulary()))

    def corrected(word: str) -> str:
        if word[0].isdigit() or word in occurring:
            return word
        if spelt := next((one for one in spelt_otherwise(word) if one in occurring), None):
            return spelt
        singular = word.removesuffix("s")
        if (
            word not in occurring
            and singular in occurring
            and frequency(word) < COMMON_FREQUENCY + 1
            and singular != word
        ):
            return singular
        if frequency(word) > COMMON_FREQUENCY:
            return word
        spelling, stems = known()
        if spelling.count(word) or stem(word) in stems:
            return word
        near = (one for one in spelling.neighbours(word, 5) if one[0] == word[0])
        return next(near, word)

    return corrected
