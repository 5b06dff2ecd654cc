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
WORD = re.compile(r"\w+")
BEGINNINGS = (2, 3)
"""How many letters of a phrase's first word it is found by."""
FIRST_LETTERS = re.compile(r"[a-z0-9]{2,3}(?![?*{])")
"""Matches the letters that a regular expression begins with, which nothing makes optional."""
FIRST_GROUP = re.compile(r"\(\?:([^()]*)\)(?![?*{])")
"""Matches the alternatives that a regular expression begins with, where none has a group in it."""
GAP = "\0"
GROUP = re.compile(r"\([^()]*\)[?*]?|\[[^\]]*\]")
"""Matches a group or a class of a regular expression that has no other group in it."""
NOT_LITERAL = re.compile(r"\\?.(?:[?*+]|\{[^}]*\})|\\.|[^a-z0-9 ]")
"""Matches what does not stand for itself in a regular expression without groups."""


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


def replace_phrasings(plain: str) -> str:
    """Replace phrases of several words in lower-case text by the one word that means the same."""
    waiting = _possible_phrasings(plain)
    while waiting:
        at = waiting.pop(0)
        form, meaning = phrasings()[at]
        replaced = _phrase(form).sub(meaning, plain)
        if replaced != plain:
            plain = replaced
            # What was put in can be part of a later phrase.
            waiting = [one for one in _possible_phrasings(plain) if one > at]
    return plain


@cache
def phrasings() -> tuple[tuple[str, str], ...]:
    """The phrases of several words, as regular expressions, each with what stands for it."""
    return tuple(pairs("phrases"))


def _possible_phrasings(plain: str) -> list[int]:
    """The places of the phrases that a text can have, by their first letters and by their literal parts.

    Most questions have none: this takes a tenth of the time of trying every phrase, and leaves most patterns
    uncompiled.
    """
    by_beginning, literals = _phrasings_by_beginning(), _literals()
    found = set(by_beginning[""])
    for word in WORD.findall(plain):
        for length in BEGINNINGS:
            if places := by_beginning.get(word[:length]):
                found |= places
    return sorted(at for at in found if literals[at] in plain)


@cache
def _literals() -> tuple[str, ...]:
    return tuple(literal_in(form) for form, _ in phrasings())


@cache
def _phrasings_by_beginning() -> Mapping[str, frozenset[int]]:
    """The places of the phrases by the first letters of a word; those that show none by the empty text."""
    places: dict[str, set[int]] = {"": set()}
    for at, (form, _) in enumerate(phrasings()):
        for beginning in beginnings(form):
            places.setdefault(beginning, set()).add(at)
    return {beginning: frozenset(known) for beginning, known in places.items()}


def beginnings(form: str) -> Iterator[str]:
    """The two or three letters with which what a regular expression matches begins; empty if not plain.

    Where it begins with alternatives, those of each.
    """
    alternatives = FIRST_GROUP.match(form)
    if "|" in _without_groups(form):
        alternatives, form = None, ""
    for one in alternatives[1].split("|") if alternatives else [form]:
        literal = FIRST_LETTERS.match(one)
        yield literal[0] if literal else ""


def literal_in(form: str) -> str:
    """The longest text that everything that a regular expression matches has; empty if that is not plain."""
    flat = _without_groups(form)
    return "" if "|" in flat else max(NOT_LITERAL.sub(GAP, flat).split(GAP), key=len)


def _without_groups(form: str) -> str:
    """A regular expression with a gap in the place of each group and class."""
    while (flat := GROUP.sub(GAP, form)) != form:
        form = flat
    return form


@cache
def _phrase(form: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{form})(?!\w)")


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
def word_sets(name: str) -> Mapping[str, frozenset[str]]:
    """The words that a lexicon file lists for each kind of something, by the kind, in the file's order."""
    return {kind: frozenset(listed.split()) for kind, listed in pairs(name)}


@cache
def fact_words() -> Mapping[str, str]:
    """The words by which people ask for each kind of award and for each outcome of a ruling."""
    return dict(pairs("fact_words"))


@cache
def unanswered() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """What sources often do not say: a pattern of words that would, and the questions."""
    parted = (line.partition(" | ") for line in lines("unanswered"))
    return tuple((re.compile(told_by), tuple(asked.split(" / "))) for told_by, _, asked in parted)


def spelt_otherwise(word: str) -> Iterator[str]:
    """A word as it is spelt on the other side of the Atlantic: “neighbour” for “neighbor”, and back."""
    for british, american in SPELLINGS:
        for one, other in ((british, american), (american, british)):
            if one in word[2:]:
                yield word[:2] + word[2:].replace(one, other, 1)
