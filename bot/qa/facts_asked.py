"""Finds the recorded facts that a question means by its words, such as the parts of a sum, or a hearing.

Where a question names what a fact records, no likeness of wording has to be guessed.
"""

import re
from collections.abc import Iterable, Iterator

from bot.cases.facts import Fact
from bot.cases.model import Award, Case, Event
from bot.cases.selectors import Selector
from bot.cases.succession import current, parties_of, succession_of
from bot.qa.answer_types import AnswerType
from bot.qa.interpretation import Interpretation
from bot.qa.lexicon import fact_words, light_words, word_sets
from bot.qa.parsed_question import Term
from bot.search.entries import stems

MOST_FACTS = 3
"""How many facts a question means at most; where more fit, its words do not tell which."""
CORRECTED = re.compile(
    r"\b(?:correct(?:ed|ions?)|errat(?:um|a)|retract\w*|misspel\w*|(?:get|got|had|getting) (?:\w+ )?wrong)\b"
)
"""Matches words that ask what an article says that it had wrong."""
CHANGED = re.compile(
    r"\b(?:chang(?:ed?|es|ing)|updat\w+|alter\w*|remov\w+|fix(?:ed|es)?|errors?|mistakes?)\b"
)
"""Matches words that ask what an article changed, where they ask about an article."""
STANDING = re.compile(
    r"\bwhere do(?:es)? (?:\w+ )*stand\b|\b(?:current|latest|present) (?:status|state)\b"
    r"|\bwhat(?: i|['’])?s the status\b|\bstatus of the (?:case|lawsuit|suit)\b"
)
"""Matches words that ask how far the proceedings are."""
ABOUT_AN_ARTICLE = frozenset(
    stems("article report story newspaper paper edition version notice editor note publish")
)
"""Stems of the words for an article, beside which nothing else is asked about."""
PARTS = re.compile(
    r"\b(?:add(?:s|ed)? up|sum up to|made up of|make up the|break ?down|broken down|consists? of|composed of"
    r"|components?|(?:the|which|what|its) parts|parts of)\b"
)
"""Matches words that ask of what an amount is made up; in lower-case words."""
PAID = re.compile(
    r"\b(?:has|have|had|was|were|been|already|ever)\b.*\bpaid\b"
    r"|\bdid (?:the )?\w+(?: \w+)? (?:already |ever )?pay\b"
)
"""Matches words that ask whether somebody has paid; in lower-case words."""
CONTRADICTING = re.compile(
    r"\b(?:contradict\w*|disagree\w*|conflict(?:s|ing)?|inconsisten\w*|discrepanc\w*|differ(?:s|ing)?"
    r"|different (?:sums?|amounts?|accounts?|versions?|figures?|numbers?|verdicts?))\b"
)
"""Matches words that ask what is told in two ways; in lower-case words."""
TO_COME = re.compile(r"\bwhen (?:is|s|are|will|does|do)\b|\b(?:next|upcoming)\b")
"""Matches words that ask for a day to come; in plain lower-case words."""
MONEY = frozenset(stems("money amount sum total much dollars pounds euros")).union(
    *word_sets("money_stems").values()
)
"""Stems of words that ask for an amount, whichever it is."""


def passages_meant(case: Case, asked: Interpretation) -> tuple[Selector, ...]:
    """The words of the facts that a question means, superseded ones included; none where that is not sure."""
    return (
        tuple(_notices(case, asked))
        or tuple(_parts(case, asked))
        or tuple(_status(case, asked))
        or tuple(_contradictions(case, asked))
        or _facts(case, asked)
    )


def is_undisclosed(case: Case, words: Iterable[Selector]) -> bool:
    """Whether some words are those by which a source says that an amount was not disclosed."""
    hidden = [one for award in case.awards if award.undisclosed for one in award.quote]
    return any(one.overlaps(other) for one in words for other in hidden)


def is_unreported(case: Case, asked: Interpretation) -> bool:
    """Whether a question asks for a correction or a payment, and no article of the case reports any."""
    if is_about_corrections(case, asked):
        return not any(source.correction for source in case.sources)
    return bool(PAID.search(asked.question.typed.casefold())) and not any(_payments(case))


def is_about_corrections(case: Case, asked: Interpretation) -> bool:
    """Whether a question asks what the articles of a case had wrong, and nothing besides."""
    text = asked.question.typed.casefold()
    publishers = stems(" ".join(source.publisher or "" for source in case.sources))
    beside = ABOUT_AN_ARTICLE | set(publishers)
    if any(not _asks_for_correction(one) and one.stem not in beside for one in asked.terms.weights):
        return False
    is_named = any(one in beside for one in stems(text))
    return bool(CORRECTED.search(text) or (is_named and CHANGED.search(text)))


def _payments(case: Case) -> Iterator[Fact]:
    """What was paid, and the events that say that something was or was not."""
    yield from (one for one in case.awards if one.kind in {"paid", "settled"})
    yield from (
        one for one in case.events if not one.event_status and {"paid", "pay"} & set(stems(one.label))
    )
    yield from (one for one in case.rulings if one.outcome == "stayed")


def _notices(case: Case, asked: Interpretation) -> Iterator[Selector]:
    """The notices of correction of all articles, of the newest edition first, for a question about them."""
    if not is_about_corrections(case, asked):
        return
    listed: set[str] = set()
    for source in sorted(case.sources, key=lambda one: one.day, reverse=True):
        for notice in source.correction:
            if notice.exact not in listed:
                listed.add(notice.exact)
                yield notice


def _contradictions(case: Case, asked: Interpretation) -> Iterator[Selector]:
    """The current facts that contradict each other, those about money where an amount is asked about."""
    if not CONTRADICTING.search(asked.question.typed.casefold()):
        return
    facts = current(case, succession_of(case).contradictory)
    is_about_money = any(stem in MONEY for stem in stems(asked.question.typed))
    awards = [one for one in facts if isinstance(one, Award) and not one.part_of]
    for fact in (is_about_money and awards) or facts[:MOST_FACTS]:
        yield fact.quote[0]


def _asks_for_correction(term: Term) -> bool:
    words = (CORRECTED, CHANGED)
    return term.word in light_words() or any(one.search(term.word) for one in words)


def _status(case: Case, asked: Interpretation) -> Iterator[Selector]:
    """Where the lawsuits stand, those that are meant or else all, for a question about that alone."""
    if STANDING.search(asked.question.typed.casefold()):
        suits = [one for one in case.lawsuits if one.id in asked.lawsuits] or case.lawsuits
        yield from (suit.current_status.quote[0] for suit in suits if suit.current_status)


def _parts(case: Case, asked: Interpretation) -> Iterator[Selector]:
    """Each current amount that has parts, followed by these, for a question about what it is made up of."""
    if not PARTS.search(asked.question.typed.casefold()):
        return
    awards = current(case, case.awards)
    for award in awards:
        parts = [one for one in awards if award.id and one.part_of == award.id]
        if parts and not award.part_of:
            yield from (one.quote[0] for one in (award, *parts))


def _facts(case: Case, asked: Interpretation) -> tuple[Selector, ...]:
    """The newest words of the awards for the purpose, or of the events to come, that a question names."""
    terms = tuple(asked.terms.weights)
    found: list[Award] | list[Event] = []
    if asked.question.answer_type is AnswerType.AMOUNT:
        found = _awards(case, terms, asked.question.typed.casefold())
    elif TO_COME.search(asked.question.text):
        found = [one for one in current(case, case.events) if terms and _is_to_come(one, terms)]
    meant = [one for one in found if not asked.parties or not (of := parties_of(one)) or asked.parties & of]
    return tuple(one.quote[-1] for one in meant) if len(meant) <= MOST_FACTS else ()


def _awards(case: Case, terms: Iterable[Term], typed: str) -> list[Award]:
    # “Day” tells nothing anywhere else, and is no term.
    if by_rate := [one for one in case.awards if _is_at_rate(one, typed)]:
        return by_rate
    telling = tuple(term for term in terms if not _asks_for_money(term))
    found = [one for one in case.awards if telling and _is_for(one, telling)]
    own = frozenset(term.stem for term in telling)
    return [one for one in found if own & _purpose(one)] or found


def _asks_for_money(term: Term) -> bool:
    return term.word in light_words() or term.stem in MONEY


def _is_for(award: Award, terms: Iterable[Term]) -> bool:
    """Whether the kind and the purpose of an award, and its words, have all of these terms."""
    purpose = _purpose(award)
    asked_as = fact_words().get(award.kind, "")
    recorded = purpose | set(stems(" ".join((asked_as, *(one.exact for one in award.quote)))))
    return any(term.synonyms & purpose for term in terms) and all(term.synonyms & recorded for term in terms)


def _is_at_rate(award: Award, typed: str) -> bool:
    """Whether some lower-case words ask for an amount per what an award is counted by, such as a day."""
    return bool(award.per and re.search(rf"\b(?:per|an?|each|every) {re.escape(award.per)}\b", typed))


def _purpose(award: Award) -> set[str]:
    """The stems of the kind of an award and of what it is for."""
    return set(stems(" ".join((award.kind, award.purpose or "", award.per or "", award.condition or ""))))


def _is_to_come(event: Event, terms: Iterable[Term]) -> bool:
    """Whether an event is scheduled, and its label has all of these terms."""
    label = set(stems(event.label))
    return event.event_status == "scheduled" and all(term.synonyms & label for term in terms)
