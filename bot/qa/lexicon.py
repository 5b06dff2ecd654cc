"""How people ask about lawsuits in chat: general words of the field, of no case in particular."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bot.qa.frequencies import frequency
from bot.qa.lexicon_files import lines, pairs
from bot.search.entries import stems
from bot.search.words import words

SYNONYM = 0.85
"""How well a word that means the same stands for one that was asked."""
NUMBER, LIGHT, LEAST, MOST = 1.0, 0.3, 0.2, 1.6
"""The weights of numbers and of words that say little, and the bounds of all others."""
COMMON, SPREAD = 6.5, 1.9
"""On Zipf's scale: a word as frequent as “do” weighs nothing, one as “lawyer” about 1."""


@cache
def rarity(word: str) -> float:
    """How much a word tells by how rare it is in English: “thing” 0.2, “lawyer” 1, “mediator” 1.6."""
    if word[0].isdigit():
        return NUMBER
    if word in light_words():
        return LIGHT
    return max(LEAST, min(MOST, (COMMON - frequency(word)) / SPREAD))


@cache
def stem(word: str) -> str:
    """The stem of one word."""
    return (stems(word) or [word])[0]


@cache
def meanings() -> Mapping[str, frozenset[str]]:
    """For each stem of the field, the stems that can mean the same."""
    alike: dict[str, set[str]] = {}
    for line in lines("concepts"):
        group = frozenset(stems(line))
        for one in group:
            alike.setdefault(one, set()).update(group)
    return {one: frozenset(group) for one, group in alike.items()}


@cache
def vocabulary() -> frozenset[str]:
    """The words of the field, which a mistyped word can be."""
    told = (word for line in lines("concepts") for word in line.replace("-", " ").split())
    return frozenset(word for word in (*told, *stop_words()) if word.isalpha())


@cache
def shorthand() -> Mapping[str, str]:
    """What people type for something longer."""
    return dict(pairs("shorthand"))


@cache
def _phrasings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_phrase(form), meaning) for form, meaning in pairs("phrases"))


@cache
def _any_phrasing() -> re.Pattern[str]:
    return _phrase("|".join(f"(?:{form})" for form, _ in pairs("phrases")))


def _phrase(form: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{form})(?!\w)")


def in_words_of_the_field(plain: str) -> str:
    """Lower-case words with what people say in several of them put in the one word that means it."""
    # Most questions have none: one look instead of two hundred takes a quarter of the time.
    if _any_phrasing().search(plain):
        for form, meaning in _phrasings():
            plain = form.sub(meaning, plain)
    return plain


@cache
def stop_words() -> frozenset[str]:
    """Words that say nothing of what a question is about."""
    return frozenset(word for line in lines("stop_words") for word in line.split())


def telling(text: str) -> str:
    """The words of a text that say what it is about."""
    return " ".join(word for word in words(text) if word not in stop_words())


@cache
def light_words() -> frozenset[str]:
    """Words that say little of what a question is about."""
    return frozenset(word for line in lines("light_words") for word in line.split())


@cache
def templates() -> Mapping[str, tuple[str, ...]]:
    """How people ask for what a case file has a place for, by the place."""
    parted = (line.partition(": ") for line in lines("templates"))
    return {place: tuple(asked.split(" / ")) for place, _, asked in parted}


@cache
def unanswered() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """What sources often do not tell: the words by which they would, and the questions."""
    parted = (line.partition(" | ") for line in lines("unanswered"))
    return tuple((re.compile(told_by), tuple(asked.split(" / "))) for told_by, _, asked in parted)
