"""Finds the recorded days that a question asks for: of a filing, of an event, or of one that is to come."""

import re
from collections.abc import Iterable, Iterator

from bot.cases.model import Case, Event, Lawsuit
from bot.cases.selectors import Selector
from bot.cases.succession import current, parties_of
from bot.qa.answer_types import AnswerType
from bot.qa.entities import EntityResolver
from bot.qa.interpretation import Interpretation
from bot.qa.lexicon import light_words
from bot.qa.one_language import recorded_words
from bot.qa.parsed_question import Term
from bot.search.entries import stems

MOST_DAYS = 3
"""How many facts a question for a day means at most; where more fit, its words do not tell which."""
TO_COME = re.compile(r"\bwhen (?:is|s|are|will|does|do)\b|\b(?:next|upcoming)\b")
"""Matches words that ask for a day to come; in plain lower-case words."""
STILL_TO_COME = re.compile(r"\bwhen (?:can|could|will)\b|\b(?:until|by) when\b|\bdeadline\b")
"""Matches words that ask for a day that no past event can have; in plain lower-case words."""
FILING = frozenset(stems("file filed sue sued begin began started start brought bring lodged launched"))
"""Stems of words that ask when a lawsuit was begun."""
OF_A_SUIT = frozenset(stems("lawsuit suit case action complaint claim proceedings legal court sue against"))
"""Stems of words for a lawsuit as a whole."""
DAY_WORDS = frozenset(stems("when date dates day month year time deadline due exact long until weekday"))
"""Stems of words that ask for a day and do not tell of what."""
TIME_OF_DAY = re.compile(r"\b(?:what|which) (?:time|hour)\b|\btime of day\b|\bo['’]?clock\b")
"""Matches words that ask for the time of a day, which no recorded date has; in plain lower-case words."""
EXACT_DAY = re.compile(r"\b(?:which|what) (?:\w+ )?day\b|\bexact (?:date|day)\b|\bweekday\b")
"""Matches words that ask for the very day; in plain lower-case words."""
WITH_A_DAY = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|\d{1,2} [A-Z][a-z]{2,8}"
    r"|[A-Z][a-z]{2,8} \d{1,2}\b|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|gestern|heute"
    r"|\d{1,2}\. (?:[A-Z][a-zä]{2,8}\b|\d{1,2}\.))"
)
"""Matches words that tell of one day."""
DATED = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|spring|summer"
    r"|autumn|fall|winter|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|(?:1[89]|20)\d\d"
    r"|last (?:week|month|year)|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|Frühling|Herbst"
    r"|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|gestern"
    r"|(?:vergangen|letzt|vorig)e[nmrs]? (?:Woche|Monat|Jahr))\b"
)
"""Matches words that date something, in English or in German."""


def days_meant(case: Case, asked: Interpretation) -> tuple[Selector, ...]:
    """The words that date what a question asks for; none where that is not sure."""
    text = asked.question.text
    if TIME_OF_DAY.search(text):
        return ()
    is_to_come = bool(TO_COME.search(text) or STILL_TO_COME.search(text))
    if asked.question.answer_type is not AnswerType.DATE and not is_to_come:
        return ()
    terms = [one for one in asked.terms.weights if one.stem not in DAY_WORDS]
    if is_to_come:
        planned = (one for one in case.events if one.event_status == "scheduled")
        if found := _meant(case, asked, planned, terms):
            return found
    if asked.question.answer_type is not AnswerType.DATE or STILL_TO_COME.search(text):
        return ()
    telling = [one for one in terms if one.word not in light_words()]
    own = [one for one in telling if one.stem not in FILING | OF_A_SUIT]
    if any(term.stem in FILING for term in telling) and not [
        one for one in own if not _is_of_a_suit(case, one)
    ]:
        return tuple(_filings(case, asked))
    return _meant(case, asked, (one for one in case.events if _is_dated(one)), telling)


def _is_dated(event: Event) -> bool:
    return event.event_status != "cancelled" and any(DATED.search(one.exact) for one in event.quote)


def _meant(
    case: Case, asked: Interpretation, events: Iterable[Event], terms: list[Term]
) -> tuple[Selector, ...]:
    """The newest words of the current events whose labels have all the terms, of the parties named if any."""
    if not terms:
        return ()
    labels = [(one, set(stems(recorded_words(case, one.label)))) for one in current(case, events)]
    found = [one for one, label in labels if all(term.synonyms & label for term in terms)]
    exact = [one for one, label in labels if all(term.stem in label for term in terms)]
    of_them = [
        one
        for one in exact or found
        if not asked.parties or not (own := parties_of(one)) or asked.parties & own
    ]
    words = dict.fromkeys(next(filter(_dates, reversed(one.quote)), one.quote[-1]) for one in of_them)
    is_exact = not EXACT_DAY.search(asked.question.text) or all(WITH_A_DAY.search(one.exact) for one in words)
    return tuple(words) if len(words) <= MOST_DAYS and is_exact else ()


def _dates(words: Selector) -> bool:
    return bool(DATED.search(words.exact))


def _is_of_a_suit(case: Case, term: Term) -> bool:
    """Whether a term only says which lawsuit is meant."""
    called = set(stems(" ".join(suit.label for suit in case.lawsuits)))
    return bool(term.synonyms & called)


def _filings(case: Case, asked: Interpretation) -> Iterator[Selector]:
    """The words that date the lawsuits that are meant: by name, else by who sued, else the first one."""
    text = asked.question.main
    suits = [one for one in case.lawsuits if one.id in asked.lawsuits]
    if not suits:
        sued = asked.agents or asked.parties or EntityResolver(case).implied(text)
        suits = [one for one in case.lawsuits if sued & set(one.plaintiffs)]
        is_by_them = bool(sued) and not re.search(r"\b(?:was|were|been|against)\b", text)
        suits = suits or ([] if is_by_them else list(case.lawsuits[:1]))
    for suit in suits:
        yield from _dating(suit)


def _dating(suit: Lawsuit) -> Iterator[Selector]:
    if suit.date_filed:
        raw = suit.date_filed.raw
        yield from [one for one in suit.quote if raw and raw in one.exact][:1]
