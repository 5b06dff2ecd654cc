"""Finds the recorded amounts that a question asks for: by purpose, rate, or who offered, asked or paid."""

import re
from collections.abc import Iterable, Iterator

from bot.cases.model import Award, Case
from bot.cases.selectors import Selector
from bot.cases.succession import current
from bot.qa.answer_types import AnswerType
from bot.qa.entities import EntityResolver
from bot.qa.interpretation import Interpretation
from bot.qa.lexicon import fact_words, light_words, word_sets
from bot.qa.parsed_question import Term
from bot.search.entries import stems

MOST_AMOUNTS = 3
"""How many amounts a question means at most; where more fit, its words do not tell which."""
MONEY = frozenset(stems("money amount sum total much dollars pounds euros")).union(
    *word_sets("money_stems").values()
)
"""Stems of words that ask for an amount, whichever it is."""
KINDS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"\boffer(?:ed|s)?\b"), frozenset({"offered"})),
    (
        re.compile(
            r"\b(?:ask(?:ed|ing|s)? for|want(?:ed|s)?|seek(?:s|ing)?|sought|demand\w*|su(?:e|ed|ing) for)\b"
        ),
        frozenset({"sought"}),
    ),
    (re.compile(r"\bfin(?:e|ed)\b"), frozenset({"fined"})),
    (re.compile(r"\bbail\b"), frozenset({"bail"})),
    (re.compile(r"\b(?:paid|did (?:\S+ ){1,4}pay)\b"), frozenset({"paid", "settled"})),
)
"""What kind of amount a question asks for by its verb; in folded text, tried from top to bottom."""
WHAT_WAS_PAID = re.compile(r"\bwhat (?:has|have|had|did) .{1,40}\b(?:paid|pay|offer(?:ed)?)\b")
"""Matches a question for an amount that does not call it one; in plain lower-case words."""
TOTAL = re.compile(r"\b(?:total|in all|altogether|overall)\b")
"""Matches words that ask for a whole amount; in folded text."""


def amounts_meant(case: Case, asked: Interpretation) -> tuple[Selector, ...]:
    """The newest words of the awards that a question asks for; none where that is not sure."""
    typed = asked.question.typed.casefold()
    if asked.question.answer_type is not AnswerType.AMOUNT and not WHAT_WAS_PAID.search(asked.question.text):
        return ()
    terms = tuple(asked.terms.weights)
    by_purpose = [one for one in _for_purpose(case, terms, typed) if _is_of(one, asked.parties)]
    if by_purpose:
        return _words(by_purpose)
    kinds = next((kinds for form, kinds in KINDS if form.search(typed)), None)
    if kinds:
        return _words(_of_kind(case, asked, kinds))
    return _words(_in_total(case, asked, typed)) or _words(_worded(case, asked, terms))


def _words(found: Iterable[Award]) -> tuple[Selector, ...]:
    words = dict.fromkeys(map(_telling, found))
    return tuple(words) if len(words) <= MOST_AMOUNTS else ()


def _telling(award: Award) -> Selector:
    """The newest words of an award that have its amount."""
    raw = award.amount.raw if award.amount else None
    return next((one for one in reversed(award.quote) if raw and raw in one.exact), award.quote[-1])


def _is_of(award: Award, parties: frozenset[str]) -> bool:
    own = _sides(award)
    return not parties or not own or bool(parties & own)


def _of_kind(case: Case, asked: Interpretation, kinds: frozenset[str]) -> list[Award]:
    """The amounts of some kinds, of the parties that are named, where a question names no purpose besides."""
    if not all(map(_says_no_purpose, asked.terms.weights)):
        return []
    people = asked.parties or EntityResolver(case).implied(asked.question.main)
    found = [one for one in case.awards if one.kind in kinds and not one.part_of and people <= _sides(one)]
    giver = asked.agents & people
    by_agent = [one for one in found if giver & {one.to if one.kind == "sought" else one.against}]
    listed = by_agent or ([] if giver else found)
    said = {term.stem for term in asked.question.terms}
    most = max((len(said & set(stems(one.purpose or ""))) for one in listed), default=0)
    return [one for one in listed if len(said & set(stems(one.purpose or ""))) == most]


def _sides(award: Award) -> set[str]:
    return {one for one in (award.to, award.against) if one}


def _says_no_purpose(term: Term) -> bool:
    """Whether a term tells nothing of what an amount is for: it asks for money, or how it came about."""
    return _asks_for_money(term) or term.stem in UNTELLING


UNTELLING = frozenset(
    stems(
        "offer offered propose settle settlement trial before verdict originally first court compensation"
        " damages lawsuit suit sue suing case pay paid fine fined bail fee seek seeking"
    )
)
"""Stems of words of a question for an amount that do not say what it is for."""


def _in_total(case: Case, asked: Interpretation, typed: str) -> Iterator[Award]:
    """The current whole awards, for a question for the total alone."""
    if TOTAL.search(typed) and all(map(_says_no_purpose, asked.terms.weights)):
        awards = current(case, case.awards)
        yield from (
            one
            for one in awards
            if one.kind == "awarded" and not (one.part_of or one.purpose) and _is_of(one, asked.parties)
        )


def _worded(case: Case, asked: Interpretation, terms: Iterable[Term]) -> list[Award]:
    """The one current amount whose own words have all that a question without a verb of payment names."""
    telling = [] if asked.money else [one for one in terms if not _says_no_purpose(one)]
    found = [
        one
        for one in current(case, case.awards)
        if telling
        and _is_of(one, asked.parties)
        and all(term.synonyms & set(stems(" ".join(words.exact for words in one.quote))) for term in telling)
    ]
    return found if len(found) == 1 else []


def _for_purpose(case: Case, terms: Iterable[Term], typed: str) -> list[Award]:
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
