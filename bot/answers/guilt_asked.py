"""Tells whether a question asks if somebody did what is alleged, of whom it asks, and of which claims."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from bot.answers.cite import Cited
from bot.answers.findings import FINDINGS, REVIEWED, accused_in, findings, sides, told_findings
from bot.answers.representation import represented_by
from bot.cases.model import Ruling
from bot.cases.once_per_case import once_per_case
from bot.cases.succession import current
from bot.qa.answer_types import AnswerType
from bot.qa.entities import EntityResolver
from bot.qa.lexicon import stop_words
from bot.qa.parsed_question import ParsedQuestion, parse_question
from bot.search.folding import fold

ABOUT_GUILT = re.compile(
    r"\b(?:guilt\w*|innocen\w*|liab\w+|culpab\w+|at fault|to blame|blamed?|whose fault|convict\w*|acquit\w*"
    r"|cleared?|exonerat\w*|responsible|really (?:do|did)|do it|did it|is (?:it|that|this) true"
    r"|is (?:it|that) (?:a )?(?:lie|fake)|lying|lied|admit(?:s|ted)?|confess\w*|wrongdoing"
    r"|(?:do|did|done) (?:\w+ )?wrong"
    r"|on purpose|deliberate(?:ly)?|intentional(?:ly)?|negligen\w+|who (?:won|lost)|schuld\w*|unschuld\w*"
    r"|haftbar|verurteilt|freigesprochen)\b"
)
"""Matches words that ask whether somebody did what is alleged; in folded text."""
ABOUT_ELSE = re.compile(
    r"\b(?:how (?:much|many|long|old|big|often)|when|where|which|why|names?|who (?:said|says|is|was|were|are)"
    r"|who(?:'s|s)|settle|appeal\w*|testif\w+|testimony|in court|attend\w*|sorry|apolog\w+"
    r"|what (?:was|is|were) (?:the )?(?:verdict|outcome|decision|ruling|result|decided)"
    r"|what did the \w+ (?:find|decide|rule|say))\b"
)
"""Matches words that ask for something else than whether somebody did it; in folded text."""
CRIMINAL = re.compile(
    r"\b(?:crim(?:e|es|inal\w*)|felon\w*|charge[ds]?|indict\w*|convict\w*|acquit\w*|guilty|arrest\w*|jail\w*"
    r"|prison|prosecut\w*|police|verbrech\w+|straftat\w*|angeklagt\w*|verurteilt|freigesprochen|polizei)\b"
)
"""Matches words for crimes and what becomes of them, in questions and in findings; in folded text."""
ABOUT_GUILT_PROBABILITY = 0.5
"""The probability from which on a question is about guilt."""
SHORTEST_CLAIM_WORD = 4
"""Letters of a word of a claim from which a question that has it is about that claim."""
TELLING_WORDS = 2
"""Words of a role from which it tells whom it means."""
NOT_TELLING = frozenset({"allegation", "allegations", "claim", "claims", "charge", "charges", "with", "from"})
"""Words of claims that say nothing of what is claimed."""


def is_about_guilt(cited: Cited, question: str, probability: float) -> bool:
    """Whether a question asks if somebody did what is alleged: by its words, those of a claim, or probably.

    A question that names something else to be told, such as an amount or a day, needs such words.
    """
    asked = fold(question)
    if not told_findings(cited):
        return False
    claimed = claim_words(one.claim for one in findings(cited)) - _name_words(cited)
    if ABOUT_GUILT.search(asked) or claimed & {_stem(word) for word in _words(asked)}:
        return True
    return probability >= ABOUT_GUILT_PROBABILITY and not ABOUT_ELSE.search(asked)


def asks_whether(question: ParsedQuestion) -> bool:
    """Whether a question can be answered with yes or no, and names nothing else that it wants to be told."""
    is_open = question.answer_type in {AnswerType.WHETHER, AnswerType.FINDING}
    return is_open and not ABOUT_ELSE.search(fold(question.text))


class AskedAbout(NamedTuple):
    """What a question about guilt is about: parties and lawsuits (ids), and the stems of words of claims."""

    parties: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    lawsuits: frozenset[str] = frozenset()
    is_criminal: bool = False
    """Whether it asks of a crime, a charge or a conviction."""
    others: frozenset[str] = frozenset()
    """The ids of those it names who are no side, such as a witness."""


def asked_about(cited: Cited, question: str) -> AskedAbout:
    """Whom of the accused, and which claims, a question is about.

    A party is meant by its name, a word of that alone, its role or a pronoun, or by a claim that only
    concerns it; without any of these the question is about nobody alone.
    """
    ruled = alleged(cited)
    accused = accused_in(cited)
    asked, resolver = parse_question(question), EntityResolver(cited.case)
    stems = frozenset({_stem(word) for word in _words(fold(question))} - _name_words(cited))
    claimed = frozenset(one.against for one in ruled if one.against and stems & claim_words([one.claim]))
    between, said = sides(cited), asked.text
    named = (
        _by_role(cited, said)
        or between & resolver.named(said)
        or _by_a_word(resolver, between, said)
        or between & _represented(cited, resolver.named(said))
    )
    return AskedAbout(
        named or accused & resolver.implied(asked.main) or claimed,
        stems & claim_words(one.claim for one in ruled),
        resolver.lawsuits(asked.text),
        bool(CRIMINAL.search(fold(question))),
        resolver.named(asked.text) - sides(cited),
    )


def _represented(cited: Cited, people: Iterable[str]) -> frozenset[str]:
    """The ids of those for whom some people speak."""
    return frozenset(party for one in people for party in represented_by(cited, cited.case.party_by_id[one]))


def _by_role(cited: Cited, text: str) -> frozenset[str]:
    """The sides whose role a text names together with a name: “the bank's manager” for its former manager."""
    said = set(text.replace("'s", "").split())
    roles = {
        party: [_role_words(one.role) for one in cited.case.party_by_id[party].roles]
        for party in sides(cited)
    }
    return frozenset(
        party
        for party, sets in roles.items()
        if any(len(words) >= TELLING_WORDS and words <= said for words in sets)
    )


def _role_words(role: str) -> set[str]:
    return {word for word in _words(fold(role)) if word not in stop_words() and word != "former"}


def _by_a_word(resolver: EntityResolver, accused: frozenset[str], text: str) -> frozenset[str]:
    """The accused of whose names a text has a word that is in no other party's: “the city” for a city."""
    called = (one.id for one in resolver.case.parties if one.kind != "unnamed" or one.id in accused)
    names = {party: resolver.name_words([party]) for party in called}
    counted = Counter(word for words in names.values() for word in words)
    said = {word for word in text.split() if counted[word] == 1 and word not in stop_words()}
    return frozenset(party for party in accused if names[party] & said)


@once_per_case
def alleged(cited: Cited) -> tuple[Ruling, ...]:
    """The findings, with what became of them on appeal, the charges, and the pleas to them; all current."""
    rulings = (one for one in cited.case.rulings if one.on in {"claim", "charge"} and one.against)
    alleged = (one for one in rulings if one.outcome in FINDINGS | REVIEWED or one.on == "charge")
    return tuple(one for one in current(cited.case, alleged) if not cited.is_one_sided(one.quote[0]))


def claim_words(claims: Iterable[str]) -> set[str]:
    """The stems of the words of some claims that say what is claimed."""
    words = (word for claim in claims for word in _words(fold(claim)))
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
