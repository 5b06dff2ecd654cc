"""Puts German into English words, one by one: questions, and the passages that they are compared with.

The encoder, the lexicon and the patterns of what is asked read English. The words come from
``lexicons/german.txt``; the order stays as it was, which neither words nor vectors depend on much. What is
shown is always the passage itself.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from bot.cases.local_text import LocalText
from bot.cases.model import Case, Party
from bot.cases.once_per_case import once_per_case
from bot.cases.selectors import Selector
from bot.qa.frequencies import frequency
from bot.qa.lexicon import lines, pairs, stop_words

Names = frozenset[str]
"""Words of names, casefolded, that are kept where German is put into English words."""
NO_NAMES: Names = frozenset()
READ = frozenset({"en", "de"})
"""The languages of articles that patterns read, and a German question in English words is compared with."""
ARTICLES = frozenset(
    {"der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines", "kein"}
    | {"keine", "keinen", "zum", "zur", "beim", "vom", "im", "am"}
)
"""What stands before a common noun, and hardly before a name: “der Richter” is no Mr Richter."""
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
    return in_english(question, names_of(case)) if is_read(case) else question


def is_read(case: Case) -> bool:
    """Whether patterns can read every article: what they do not find in another language may be there."""
    return all(_language(source.in_language) in READ for source in case.sources)


def compared_words(passage: str, in_language: str, names: Names = NO_NAMES) -> str:
    """A passage as questions are compared with it: as it stands, but one in German in English words.

    ``in_language`` is the BCP 47 tag of its source; ``names`` are kept as they are.
    """
    return " ".join(_translated(TOKEN.findall(passage), names)) if is_german(in_language) else passage


def words_read(case: Case, words: Selector) -> str:
    """Some words of a source as patterns read them: those of a German article in English words."""
    return compared_words(words.exact, case.source_by_id[words.source].in_language, names_of(case))


def recorded_words(case: Case, recorded: str) -> str:
    """What an editor wrote, as questions are compared with it; of German articles they write in German."""
    if isinstance(recorded, LocalText):
        is_in_german = recorded.language == "de"
    else:
        is_in_german = all(is_german(source.in_language) for source in case.sources)
    return compared_words(recorded, "de", names_of(case)) if is_in_german else recorded


def is_german(in_language: str) -> bool:
    """Whether a BCP 47 tag is one of German."""
    return _language(in_language) == "de"


@once_per_case
def names_of(case: Case) -> Names:
    """The words of the parties' names that are no words for what a party is, such as “bank” or “court”."""
    people = (party for party in case.parties if party.kind == "person")
    others = (party for party in case.parties if party.kind not in {"person", "unnamed"})
    of_people = (word for party in people for word in _words_of(party))
    of_others = (word for party in others for word in _words_of(party) if _by_base_form(word) is None)
    return frozenset((*of_people, *of_others)) - ARTICLES - _only_german()


def _words_of(party: Party) -> Iterator[str]:
    return (word.casefold() for name in (party.name, *party.aliases) for word in TOKEN.findall(name))


def _language(tag: str) -> str:
    return tag.partition("-")[0]


@lru_cache(maxsize=512)
def in_english(question: str, names: Names = NO_NAMES) -> str:
    """A German question in English words; what is not German stays as it is, and so does an unknown word.

    ``names`` are kept, also where they are German words: a Mr Koch is no cook.
    """
    tokens = TOKEN.findall(question)
    return " ".join(_translated(tokens, names)) if _shows_german(tokens) else question


def _shows_german(tokens: Sequence[str]) -> bool:
    lowered = [one.casefold() for one in tokens]
    german = sum(one in _only_german() or _is_telling(one) for one in lowered)
    english = sum(one in stop_words() and one not in _words() for one in lowered)
    return german > english


def _is_telling(word: str) -> bool:
    """Whether a word of the lexicon is one that hardly anybody writes in English."""
    return len(word) >= LEAST_TELLING and word in _words() and frequency(word) < RARE


def _translated(tokens: Sequence[str], names: Names) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        if _is_name(tokens, at, names):
            yield tokens[at]
            at += 1
            continue
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


def _is_name(tokens: Sequence[str], at: int, names: Names) -> bool:
    """Whether a word is one of the names, or its genitive; a common noun is none after an article."""
    word = tokens[at].casefold()
    if names.isdisjoint((word, word.removesuffix("s"))):
        return False
    is_common = _by_base_form(word) is not None
    return not is_common or at == 0 or tokens[at - 1].casefold() not in ARTICLES


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
