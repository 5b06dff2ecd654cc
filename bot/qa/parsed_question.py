"""Parses a question as it is typed: its answer type, its terms, and whom it asks about."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

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
TERMS_KEPT = 8_192
"""Terms that are kept for the next questions that have them: the known questions of a case share most."""

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
    terms: tuple[Term, ...]
    typed: str = ""
    """The question as it was typed."""

    # What follows is worked out when it is needed: of most known questions of a case it never is.

    @cached_property
    def answer_type(self) -> AnswerType:
        """What kind of answer the question asks for, by its forms."""
        return answer_type_of(self.main) or answer_type_of(self.text) or AnswerType.ANYTHING

    @property
    def is_vague(self) -> bool:
        """Whether it has small words alone and asks for no kind of thing: “what about them”, “and her?”."""
        return not self.terms and self.answer_type is AnswerType.ANYTHING

    @cached_property
    def ordinal(self) -> int:
        """Which of several is asked for: 2 for “the second post”; 0 where no order word is used."""
        return next((ORDINALS[word] for word in self.main.split() if word in ORDINALS), 0)

    @cached_property
    def speaker(self) -> str:
        """The words for whoever is asked about as speaking; empty where nobody is."""
        found = SAID_BY.search(self.main) or REACTION.search(self.main)
        return found["subject"] if found else ""

    @cached_property
    def agent(self) -> str:
        """The words for whoever is asked about as doing something; empty where nobody is."""
        found = DONE_BY.search(self.main) or (
            None if SAID_BY.search(self.main) else REACTION.search(self.main)
        )
        return found["subject"] if found else ""


def parse_question(typed: str, corrected: SpellCorrector = str) -> ParsedQuestion:
    """Parse a message with a question in it, its words corrected by ``corrected``."""
    clauses = [clause for part in CLAUSE.split(typed) if (clause := _plain(part, corrected))]
    text = " ".join(clauses)
    asking = [clause for clause in clauses if ASKS.search(clause)]
    is_long = len(text.split()) > LONG_MESSAGE
    main = " ".join(asking[-2:]) if asking and is_long else text
    return ParsedQuestion(text, main, tuple(_terms(main, text)), typed)


def _terms(main: str, text: str) -> Iterator[Term]:
    seen: set[str] = set()
    said_nothing = stop_words()
    for part, weight in ((main, 1.0), *([] if main == text else [(text, ASIDE_WEIGHT)])):
        for word in part.split():
            bare = word.removesuffix("'s").replace("'", "") if "'" in word else word
            if bare and bare not in seen and bare not in said_nothing and bare not in ORDINALS:
                seen.add(bare)
                yield _term(bare, weight)


@lru_cache(maxsize=TERMS_KEPT)
def _term(word: str, weight: float) -> Term:
    own = stem(word)
    return Term(word, own, synonyms().get(own, frozenset()) | {own}, weight * rarity(word))


def _plain(clause: str, corrected: SpellCorrector) -> str:
    """The clause in plain lower-case words: shorthand written out, phrasings replaced, words corrected."""
    spelt = NUMBERED.sub(lambda found: DIGITS[found[1]], clause).replace("$$", " money ")
    short = shorthand()
    known = (short[word] if word in short else corrected(word) for word in words(spelt))
    return replace_phrasings(" ".join(" ".join(known).lower().split()))
