"""Puts the finding, the acquittal and the denial side by side: none of them alone is the whole answer."""

import re
from collections.abc import Iterable, Iterator

from bot.answers.cite import Cited
from bot.answers.phrases import Phrase, phrase
from bot.cases.model import Ruling, Statement
from bot.cases.outcomes import RulingOutcome
from bot.cases.selectors import Selector, make_selector
from bot.cases.succession import current
from bot.search.folding import fold
from bot.search.sentences import paragraph_around, sentences_of

FINDINGS: frozenset[RulingOutcome] = frozenset(
    {
        "liable",
        "not_liable",
        "at_fault",
        "cleared",
        "convicted",
        "acquitted",
        "guilty",
        "not_guilty",
        "dismissed",
    }
)
"""The outcomes that say whether somebody was held to have done what is alleged."""
ABOUT_GUILT = re.compile(
    r"\b(?:guilt\w*|innocen\w*|liab\w+|culpab\w+|at fault|to blame|convict\w*|acquit\w*|cleared?|exonerat\w*"
    r"|responsible|really (?:do|did)|do it|did it|schuld\w*|unschuld\w*|haftbar|verurteilt|freigesprochen)\b"
)
"""Matches words that ask whether somebody did what is alleged; in folded text."""
DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|innocen\w+|not guilty|false(?:ly|hoods?)?|untrue|make-believe|made(?: |-)up"
    r"|did(?:n'?t| not)|never|fabricat\w+|hoax|scam|baseless|unfounded|reject\w*|disput\w+"
    r"|bestreite\w*|bestritt\w*|unschuldig|erfunden|unwahr)\b"
)
"""Matches words by which somebody denies something; in folded text."""
SHORTEST_CLAIM_WORD = 4
"""Letters of a word of a claim from which a question that has it is about that claim."""
MOST_DENIALS = 1
"""How many denials stand beside the findings."""
NOT_TELLING = frozenset({"allegation", "allegations", "claim", "claims", "charge", "charges", "with", "from"})
"""Words of claims that say nothing of what is claimed."""


def findings(cited: Cited) -> tuple[Ruling, ...]:
    """The current findings on claims and charges that more than one side tells, in the case file's order."""
    rulings = (
        one
        for one in cited.case.rulings
        if one.on in {"claim", "charge"} and one.outcome in FINDINGS and one.against
    )
    return tuple(one for one in current(cited.case, rulings) if not cited.is_one_sided(one.quote[0]))


def denials(cited: Cited, party: str) -> tuple[Selector, ...]:
    """The words in which a party denies something, the sentences of its current statements; shortest first.

    A sentence in the publisher's voice comes before the party's own words.
    """
    said = [one for one in current(cited.case, cited.case.statements) if one.speaker == party]
    found = {one.span: one for statement in said for one in _denying(cited, statement)}
    return tuple(
        sorted(found.values(), key=lambda one: (cited.speaker_of(one) is not None, len(one.exact), one.start))
    )


def is_about_guilt(cited: Cited, question: str) -> bool:
    """Whether a question asks if somebody did what is alleged: by such words, or by those of a claim."""
    asked = fold(question)
    return bool(findings(cited)) and bool(
        ABOUT_GUILT.search(asked)
        or (_claim_words(findings(cited)) - _name_words(cited)) & {_stem(word) for word in _words(asked)}
    )


def both_sides(cited: Cited, passages: Iterable[Selector]) -> tuple[Selector, ...]:
    """The passages of an answer about guilt: findings first, then the others, then each party's denial.

    What one of the passages shows already is not added.
    """
    shown = list(passages)
    ruled = findings(cited)
    first = [one for ruling in ruled for one in ruling.quote if one.role == "supports"]
    added = [one for one in first if not any(other.contains(one) for other in shown)]
    found = [one for one in shown if any(one.overlaps(other) for other in first)]
    others = [one for one in shown if one not in found]
    denied: list[Selector] = []
    for party in dict.fromkeys(ruling.against for ruling in ruled if ruling.against):
        own = denials(cited, party)
        if not any(one.overlaps(other) for one in own for other in shown):
            denied += own[:MOST_DENIALS]
    return tuple(_without_contained([*found, *added, *others, *denied]))


def defence(cited: Cited, party: str) -> tuple[Phrase, tuple[Selector, ...]] | None:
    """What stands beside the findings about a party: a line that names it, and its denial; or None."""
    said = denials(cited, party)[:MOST_DENIALS]
    return (phrase("{party} on this:", party=cited.name(party)), said) if said else None


def is_denial(cited: Cited, selector: Selector) -> bool:
    """Whether words are, or report, the denial of somebody about whom there are findings."""
    parties = {ruling.against for ruling in findings(cited) if ruling.against}
    return any(selector.overlaps(one) for party in parties for one in denials(cited, party))


def _denying(cited: Cited, statement: Statement) -> Iterator[Selector]:
    if statement.quote_type in {"declined", "disclaimed", "question"}:
        return
    for selector in statement.quote:
        text = cited.case.source_by_id[selector.source].text
        paragraph = paragraph_around(text, selector.start, selector.end)
        for start, end in sentences_of(text, paragraph):
            first, last = max(start, selector.start), min(end, selector.end)
            if first < last and DENIES.search(fold(text[first:last])):
                yield make_selector(selector.source, text, first, last)


def _claim_words(rulings: Iterable[Ruling]) -> set[str]:
    words = (word for ruling in rulings for word in _words(fold(ruling.claim)))
    return {_stem(word) for word in words if len(word) >= SHORTEST_CLAIM_WORD and word not in NOT_TELLING}


def _name_words(cited: Cited) -> set[str]:
    """The stems of the words by which parties and lawsuits are called, which do not tell of a claim."""
    case = cited.case
    called = (*(party.name for party in case.parties), *(suit.label for suit in case.lawsuits))
    return {_stem(word) for name in called for word in _words(fold(name))}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _stem(word: str) -> str:
    """The first letters of a word, which its forms share: defame, defamed, defamation."""
    return word[:4] if len(word) == SHORTEST_CLAIM_WORD else word[:5]


def _without_contained(selectors: list[Selector]) -> Iterator[Selector]:
    for at, selector in enumerate(selectors):
        outer = [
            other
            for place, other in enumerate(selectors)
            if place != at and other.contains(selector) and (other.span != selector.span or place < at)
        ]
        if not outer:
            yield selector
