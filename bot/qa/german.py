"""Puts German into English words, one by one: questions, and the passages that they are compared with.

The encoder, the lexicon and the patterns of what is asked read English. The words come from
``lexicons/german.txt``; the order stays as it was, which neither words nor vectors depend on much. What is
shown is always the passage itself.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from bot.cases.model import Case
from bot.qa.frequencies import frequency
from bot.qa.lexicon import lines, pairs, stop_words

READ = frozenset({"en", "de"})
"""The languages of articles that a German question in English words is compared with."""
ENDINGS = ("test", "tet", "ten", "est", "st", "te", "et", "en", "em", "er", "es", "t", "n", "e", "s")
"""What German words end in besides, the longer ones first."""
LEAST_STEM = 3
"""Letters that are left of a word without its ending, and of each part of a compound, at least."""
LEAST_TELLING, RARE = 5, 2.0
"""Letters of a word that shows the language, and how rare it is in English, on Zipf's scale."""
JOINTS = ("", "s", "es", "n", "en")
"""What stands between the parts of a compound."""
LONGEST_PHRASE = 3
"""Words of the lexicon's longest phrases."""
NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+"
"""Matches a number with German points or a German comma: 1.250 or 1,5."""
TOKEN = re.compile(rf"(?:{NUMBER})(?!\w)|[\w'’-]*\w|[^\w\s]+")
POINTS = str.maketrans(".,", ",.")
SPELLED = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß"))
"""How umlauts are typed without their keys, and what they stand for."""


def for_articles_of(case: Case, question: str) -> str:
    """The question as it was typed; one in German in English words where articles are in these languages."""
    is_read = all(_language(source.in_language) in READ for source in case.sources)
    return in_english(question) if is_read else question


def compared_words(passage: str, in_language: str) -> str:
    """A passage as questions are compared with it: as it stands, but one in German in English words.

    ``in_language`` is the BCP 47 tag of its source.
    """
    return " ".join(_translated(TOKEN.findall(passage))) if _language(in_language) == "de" else passage


def _language(tag: str) -> str:
    return tag.partition("-")[0]


@lru_cache(maxsize=512)
def in_english(question: str) -> str:
    """A German question in English words; what is not German stays as it is, and so does an unknown word."""
    tokens = TOKEN.findall(question)
    return " ".join(_translated(tokens)) if _is_german(tokens) else question


def _is_german(tokens: Sequence[str]) -> bool:
    lowered = [one.casefold() for one in tokens]
    german = sum(one in _only_german() or _is_telling(one) for one in lowered)
    english = sum(one in stop_words() and one not in _words() for one in lowered)
    return german > english


def _is_telling(word: str) -> bool:
    """Whether a word of the lexicon is one that hardly anybody writes in English."""
    return len(word) >= LEAST_TELLING and word in _words() and frequency(word) < RARE


def _translated(tokens: Sequence[str]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        for size in range(min(LONGEST_PHRASE, len(tokens) - at), 0, -1):
            phrase = " ".join(tokens[at : at + size]).casefold()
            meaning = _words().get(phrase) if size > 1 else _meaning(phrase)
            if meaning is not None:
                if meaning:
                    yield meaning
                at += size
                break
        else:
            is_number = re.fullmatch(NUMBER, tokens[at])
            yield tokens[at].translate(POINTS) if is_number else tokens[at]
            at += 1


@cache
def _only_german() -> frozenset[str]:
    """Words that show that a question is in German: no English word is written so."""
    return frozenset(word for line in lines("german_only") for word in line.split())


@cache
def _words() -> Mapping[str, str]:
    """The English words for each German word or phrase of the lexicon, also as typed without umlauts."""
    found = dict(pairs("german"))
    plain = {_without_umlauts(german): english for german, english in found.items()}
    return plain | found


def _without_umlauts(german: str) -> str:
    for typed, letter in SPELLED:
        german = german.replace(letter, typed)
    return german


@lru_cache(maxsize=4_096)
def _meaning(word: str) -> str | None:
    """The English words for a German word, by its base form or its parts; None for none known."""
    found = _by_base_form(word)
    return found if found is not None else _of_compound(word)


def _by_base_form(word: str) -> str | None:
    if word in _words():
        return _words()[word]
    for ending in ENDINGS:
        base = word.removesuffix(ending)
        if base == word or len(base) < LEAST_STEM:
            continue
        for form in (base, f"{base}e", f"{base}en"):
            if form in _words():
                return _words()[form]
    return None


def _of_compound(word: str) -> str | None:
    """The meanings of the two parts of a compound, found by the longest last one."""
    for cut in range(LEAST_STEM + 1, len(word) - LEAST_STEM):
        last = _by_base_form(word[cut:])
        if not last:
            continue
        for joint in JOINTS:
            first = word[:cut].removesuffix(joint) if joint else word[:cut]
            is_joined = not joint or word[:cut].endswith(joint)
            meaning = _words().get(first, "") if is_joined and len(first) > LEAST_STEM else ""
            # Not “under” and “lay” for “Unterlagen”: prepositions begin verbs.
            if meaning and meaning not in stop_words():
                return f"{meaning} {last}"
    return None
