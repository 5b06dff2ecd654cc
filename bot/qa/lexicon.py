"""The lexicon: how people ask about lawsuits in chat, for any case; read from ``lexicons/``."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from bot.qa.frequencies import frequency
from bot.search.entries import stems
from bot.search.words import words

SYNONYM_MATCH = 0.85
"""How well a synonym in a passage stands for a term of a question."""
NUMBER, LIGHT, LEAST, MOST = 1.0, 0.3, 0.2, 1.6
"""The rarity of numbers and of light words, and the bounds of that of all others."""
COMMON, SPREAD = 6.5, 1.9
"""On Zipf's scale: a word as frequent as “do” has rarity 0, one as “lawyer” about 1."""

SPELLINGS = (
    ("our", "or"),
    ("is", "iz"),
    ("ys", "yz"),
    ("tre", "ter"),
    ("ll", "l"),
    ("nce", "nse"),
    ("ogue", "og"),
)
"""What British and American spelling write differently inside a word."""


def lines(name: str) -> Iterator[str]:
    """The entries of a lexicon file, without comments and empty lines."""
    text = files(__package__).joinpath("lexicons", f"{name}.txt").read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """The entries of the form “this = that”, split; the second part may be empty."""
    for line in lines(name):
        typed, _, meaning = line.partition(" =")
        yield typed, meaning.strip()


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
    """The stem of one folded word; the word itself where the stemmer gives none."""
    return (stems(word) or [word])[0]


@cache
def synonyms() -> Mapping[str, frozenset[str]]:
    """For each stem of the lexicon, the stems that can mean the same, itself included."""
    groups: dict[str, set[str]] = {}
    for line in lines("concepts"):
        group = frozenset(stems(line))
        for one in group:
            groups.setdefault(one, set()).update(group)
    return {one: frozenset(group) for one, group in groups.items()}


@cache
def vocabulary() -> frozenset[str]:
    """The words of the lexicon, to which a mistyped word can be corrected."""
    known = (word for line in lines("concepts") for word in line.replace("-", " ").split())
    return frozenset(word for word in (*known, *stop_words()) if word.isalpha())


@cache
def shorthand() -> Mapping[str, str]:
    """Abbreviations of chat with what they stand for, such as “u” for “you”; empty for filler words."""
    return dict(pairs("shorthand"))


@cache
def _phrasings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_phrase(form), meaning) for form, meaning in pairs("phrases"))


@cache
def _any_phrasing() -> re.Pattern[str]:
    return _phrase("|".join(f"(?:{form})" for form, _ in pairs("phrases")))


def _phrase(form: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{form})(?!\w)")


def replace_phrasings(plain: str) -> str:
    """Replace phrases of several words in lower-case text by the one word that means the same."""
    # Most questions have none: one look instead of two hundred takes a quarter of the time.
    if _any_phrasing().search(plain):
        for form, meaning in _phrasings():
            plain = form.sub(meaning, plain)
    return plain


@cache
def stop_words() -> frozenset[str]:
    """Words that say nothing about what a question is about."""
    return frozenset(word for line in lines("stop_words") for word in line.split())


def content_words(text: str) -> str:
    """The words of a text without the stop words, joined by spaces."""
    return " ".join(word for word in words(text) if word not in stop_words())


@cache
def light_words() -> frozenset[str]:
    """Words that say little about what a question is about."""
    return frozenset(word for line in lines("light_words") for word in line.split())


@cache
def templates(name: str) -> Mapping[str, tuple[str, ...]]:
    """The question templates of a lexicon file, by what they ask about."""
    parted = (line.partition(": ") for line in lines(name))
    return {place: tuple(asked.split(" / ")) for places, _, asked in parted for place in places.split(", ")}


@cache
def word_sets(name: str) -> Mapping[str, frozenset[str]]:
    """The words that a lexicon file lists for each kind of something, by the kind, in the file's order."""
    return {kind: frozenset(listed.split()) for kind, listed in pairs(name)}


@cache
def fact_words() -> Mapping[str, str]:
    """The words by which people ask for each kind of award and for each outcome of a ruling."""
    return dict(pairs("fact_words"))


@cache
def unanswered(name: str) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """What sources often do not say, by a lexicon file: a pattern of words that would, and the questions."""
    parted = (line.partition(" | ") for line in lines(name))
    return tuple((re.compile(told_by), tuple(asked.split(" / "))) for told_by, _, asked in parted)


def spelt_otherwise(word: str) -> Iterator[str]:
    """A word as it is spelt on the other side of the Atlantic: “neighbour” for “neighbor”, and back."""
    for british, american in SPELLINGS:
        for one, other in ((british, american), (american, british)):
            if one in word[2:]:
                yield word[:2] + word[2:].replace(one, other, 1)
