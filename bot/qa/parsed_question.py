"""From a question as it is typed to what it wants and the words that its answer must be about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.qa.answer_types import AUXILIARY, SPEAKING, AnswerType, answer_type_of
from bot.qa.lexicon import in_words_of_the_field, meanings, rarity, shorthand, stem, stop_words
from bot.search.words import words

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
DIGITS = {str(number): word for word, number in ORDINALS.items()}
NUMBERED = re.compile(r"\b([1-4])(?:st|nd|rd|th)\b", re.IGNORECASE)
"""An ordinal number in digits, also with a wrong ending: people type “3th”."""
CLAUSE = re.compile(r"[.?!;:\n]+\s|[?!;]|,\s|\s[-–—]+\s|\(|\)")
ASKS = re.compile(rf"\b(?:what|who|whom|whose|when|where|why|how|which|{AUXILIARY})\b")
SAID_BY = re.compile(
    rf"\b(?:what|how|why|where|when|who|which)\b(?: \w+)?? {AUXILIARY} (?P<subject>.{{1,60}}?)"
    rf"(?: going to| not| ever| actually| really)? {SPEAKING}\b"
)
REACTION = re.compile(
    r"(?P<subject>(?:\b[\w'-]+ )?[\w'-]+) (?:response|reaction|statement|denial|defen[cs]e|take|side|version"
    r"|position|account|comments?|words|opinion|view|thoughts)\b"
)
DONE_BY = re.compile(
    rf"^(?:(?:and|but|so|ok|wait|what|how|why|where|when|whom?|which|much|many|long) )*{AUXILIARY} (?:not )?"
    r"(?P<subject>(?:the )?\w+(?: \w+)?)"
)
LONG = 14
"""Words of a message from which on only the clauses that ask count fully."""
ASIDE = 0.3
"""What the words of the other clauses weigh."""

Corrector = Callable[[str], str]
"""Gives the known word that a mistyped one is taken for."""


@dataclass(frozen=True)
class Term:
    """A word that the answer must be about: its stem, those that can mean the same, and how much it tells."""

    word: str
    stem: str
    alike: frozenset[str]
    weight: float


@dataclass(frozen=True)
class ParsedQuestion:
    """What is wanted, and of what; ``main`` is the part of the text that asks."""

    text: str
    main: str
    wanted: AnswerType
    terms: tuple[Term, ...]
    ordinal: int = 0
    """Which of several: 2 for “the second post”; 0 where that is not asked."""
    speaker: str = ""
    """Who is asked about as somebody who speaks."""
    agent: str = ""
    """Who is asked about as somebody who does something."""
    typed: str = ""
    """As it was typed."""


def parse_question(typed: str, corrected: Corrector = str) -> ParsedQuestion:
    """Read a question as it is typed, with what is around it in the message."""
    clauses = [clause for part in CLAUSE.split(typed) if (clause := _plain(part, corrected))]
    text = " ".join(clauses)
    asking = [clause for clause in clauses if ASKS.search(clause)]
    is_long = len(text.split()) > LONG
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
    for part, weight in ((main, 1.0), (text, ASIDE)):
        for word in part.split():
            bare = word.removesuffix("'s").replace("'", "")
            if bare and bare not in seen and bare not in stop_words() and bare not in ORDINALS:
                seen.add(bare)
                own = stem(bare)
                yield Term(bare, own, meanings().get(own, frozenset()) | {own}, weight * rarity(bare))


def _plain(clause: str, corrected: Corrector) -> str:
    """The clause in known words, what it says in several of them in the one word of the field."""
    spelt = NUMBERED.sub(lambda found: DIGITS[found[1]], clause).replace("$$", " money ")
    known = (
        shorthand().get(word) or ("" if word in shorthand() else corrected(word)) for word in words(spelt)
    )
    return in_words_of_the_field(" ".join(" ".join(known).lower().split()))
