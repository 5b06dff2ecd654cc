"""Parses a question as it is typed: its answer type, its terms, and whom it asks about."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.qa.answer_types import AUXILIARY, SPEAKING, AnswerType, answer_type_of
from bot.qa.lexicon import rarity, replace_phrasings, shorthand, stem, stop_words, synonyms
from bot.search.words import words

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
"""The order words that are understood, with their numbers."""
DIGITS = {str(number): word for word, number in ORDINALS.items()}
NUMBERED = re.compile(r"\b([1-4])(?:st|nd|rd|th)\b", re.IGNORECASE)
"""An ordinal number in digits, also with a wrong ending: people type “3th”."""
CLAUSE = re.compile(r"[.?!;:\n]+\s|[?!;]|,\s|\s[-–—]+\s|\(|\)")
"""Matches what separates two clauses of a message."""
ASKS = re.compile(rf"\b(?:what|who|whom|whose|when|where|why|how|which|{AUXILIARY})\b")
"""Matches a word that shows that a clause asks something."""
SAID_BY = re.compile(
    rf"\b(?:what|how|why|where|when|who|which)\b(?: \w+)?? {AUXILIARY} (?P<subject>.{{1,60}}?)"
    rf"(?: going to| not| ever| actually| really)? {SPEAKING}\b"
)
"""Matches a question about what somebody says; ``subject`` is who speaks."""
REACTION = re.compile(
    r"(?P<subject>(?:\b[\w'-]+ )?[\w'-]+) (?:response|reaction|statement|denial|defen[cs]e|take|side|version"
    r"|position|account|comments?|words|opinion|view|thoughts)\b"
)
"""Matches a question about somebody's response; ``subject`` is whose it is."""
DONE_BY = re.compile(
    rf"^(?:(?:and|but|so|ok|wait|what|how|why|where|when|whom?|which|much|many|long) )*{AUXILIARY} (?:not )?"
    r"(?P<subject>(?:the )?\w+(?: \w+)?)"
)
"""Matches the beginning of a question about what somebody does; ``subject`` is who does it."""
LONG_MESSAGE = 14
"""Words of a message above which clauses that do not ask count less."""
ASIDE_WEIGHT = 0.3
"""The weight of the terms of clauses that do not ask, in a long message."""

SpellCorrector = Callable[[str], str]
"""Corrects a mistyped word to a known one, or gives it back as it is."""


@dataclass(frozen=True)
class Term:
    """A word that an answer must be about: its stem, the stems of its synonyms, and its weight."""

    word: str
    stem: str
    synonyms: frozenset[str]
    weight: float


@dataclass(frozen=True)
class ParsedQuestion:
    """A parsed question, in plain lower-case words; ``main`` is the part of ``text`` that asks."""

    text: str
    main: str
    answer_type: AnswerType
    terms: tuple[Term, ...]
    ordinal: int = 0
    """Which of several is asked for: 2 for “the second post”; 0 where no order word is used."""
    speaker: str = ""
    """The words for whoever is asked about as speaking; empty where nobody is."""
    agent: str = ""
    """The words for whoever is asked about as doing something; empty where nobody is."""
    typed: str = ""
    """The question as it was typed."""


def parse_question(typed: str, corrected: SpellCorrector = str) -> ParsedQuestion:
    """Parse a message with a question in it, its words corrected by ``corrected``."""
    clauses = [clause for part in CLAUSE.split(typed) if (clause := _plain(part, corrected))]
    text = " ".join(clauses)
    asking = [clause for clause in clauses if ASKS.search(clause)]
    is_long = len(text.split()) > LONG_MESSAGE
    main = " ".join(asking[-2:]) if asking and is_long else text
    speaker = SAID_BY.search(main) or REACTION.search(main)
    agent = DONE_BY.search(main) or (None if SAID_BY.search(main) else speaker)
    return ParsedQuestion(
        text,
        main,
        answer_type_of(main) or answer_type_of(text) or AnswerType.ANYTHING,
        tuple(_terms(main, text)),
        next((ORDINALS[word] for word in main.split() if word in ORDINALS), 0),
        speaker["subject"] if speaker else "",
        agent["subject"] if agent else "",
        typed,
    )


def _terms(main: str, text: str) -> Iterator[Term]:
    seen: set[str] = set()
    for part, weight in ((main, 1.0), (text, ASIDE_WEIGHT)):
        for word in part.split():
            bare = word.removesuffix("'s").replace("'", "")
            if bare and bare not in seen and bare not in stop_words() and bare not in ORDINALS:
                seen.add(bare)
                own = stem(bare)
                yield Term(bare, own, synonyms().get(own, frozenset()) | {own}, weight * rarity(bare))


def _plain(clause: str, corrected: SpellCorrector) -> str:
    """The clause in plain lower-case words: shorthand written out, phrasings replaced, words corrected."""
    spelt = NUMBERED.sub(lambda found: DIGITS[found[1]], clause).replace("$$", " money ")
    known = (
        shorthand().get(word) or ("" if word in shorthand() else corrected(word)) for word in words(spelt)
    )
    return replace_phrasings(" ".join(" ".join(known).lower().split()))
