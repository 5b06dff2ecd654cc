"""Tells whom of a case, and which of its claims, a question of guilt is about."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.answers.cite import Cited
from bot.answers.findings import FINDINGS, REVIEWED, accused_in, sides
from bot.answers.representation import represented_by
from bot.cases.model import Ruling
from bot.cases.once_per_case import once_per_case
from bot.cases.succession import current
from bot.qa.entities import EntityResolver
from bot.qa.lexicon import stem, stop_words, synonyms
from bot.qa.parsed_question import ParsedQuestion, parse_question
from bot.search.folding import fold

CRIMINAL = re.compile(
    r"\b(?:crim(?:e|es|inal\w*)|felon\w*|charge[ds]?|indict\w*|convict\w*|acquit\w*|guilty|arrest\w*|jail\w*"
    r"|prison|prosecut\w*|police|verbrech\w+|straftat\w*|angeklagt\w*|verurteilt|freigesprochen|polizei)\b"
)
"""Matches words for crimes and what becomes of them, in questions and in findings; in folded text."""
SHORTEST_CLAIM_WORD = 4
"""Letters of a word of a claim from which a question that has it is about that claim."""
TELLING_WORDS = 2
"""Words of a role from which it tells whom it means."""
NOT_TELLING = frozenset({"allegation", "allegations", "claim", "claims", "charge", "charges", "with", "from"})
"""Words of claims that say nothing of what is claimed."""
COMPANY = stem("company")
"""What any organization can be called that is the only one among the accused, or by a synonym."""
DEFINITE = re.compile(r"\b(?:the|that|this|their|his|her|its) (\w+)(?: (\w+))?")
"""Matches the words by which somebody is described in place of a name."""
OF_WHOM = re.compile(r"\b(?:of|for) the (\w+(?: \w+)?)$")
"""Matches what the role of somebody who acts for a party calls that party: “editor of the newspaper”."""


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

    A party is meant by its name, a word of that alone, its role, a description or a pronoun, or by a claim
    that only concerns it; without any of these the question is about nobody alone. Who does what is asked is
    meant before whoever else is named.
    """
    ruled, resolver = alleged(cited), EntityResolver(cited.case)
    asked = parse_question(question)
    stems = claim_words([question]) - name_words(cited)
    return AskedAbout(
        _meant(cited, asked)
        or frozenset(one.against for one in ruled if one.against and stems & claim_words([one.claim])),
        frozenset(stems & claim_words(one.claim for one in ruled)),
        resolver.lawsuits(asked.text),
        bool(CRIMINAL.search(fold(question))),
        resolver.named(asked.text) - sides(cited),
    )


def _meant(cited: Cited, asked: ParsedQuestion) -> frozenset[str]:
    """The sides that a question means, whoever does what is asked before whoever else it mentions."""
    accused, resolver = accused_in(cited), EntityResolver(cited.case)
    return (
        described_side(cited, asked)
        or accused & resolver.implied(asked.agent)
        or _named(cited, asked.text) | _described(cited, asked.text, {})
        or accused & resolver.implied(asked.main)
    )


def described_side(cited: Cited, asked: ParsedQuestion) -> frozenset[str]:
    """The sides that who does what is asked is called by: by name, role or description, but no pronoun."""
    return (
        _by_role(cited, asked.text)
        or _named(cited, asked.agent)
        or _described(cited, asked.agent, synonyms())
    )


def _named(cited: Cited, said: str) -> frozenset[str]:
    """The sides of which some plain words have a name, a word of that alone, or who speaks for them."""
    resolver, between = EntityResolver(cited.case), sides(cited)
    named = resolver.named(said)
    return between & named or _by_a_word(resolver, between, said) or between & _represented(cited, named)


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


def _described(cited: Cited, text: str, alike: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The side that a text describes by words of no other one's descriptions, or by some like these.

    What any organization is called means the only one among the accused.
    """
    said = {stem(word) for found in DEFINITE.finditer(text) for word in found.groups("") if word}
    near = {one for word in said for one in alike.get(word, ())}
    for words in (said, near):
        if meant := [party for party, own in _descriptions(cited).items() if own & words]:
            return frozenset(meant)
    organizations = (one for one in accused_in(cited) if cited.case.party_by_id[one].kind == "organization")
    only = frozenset(organizations)
    return only if len(only) == 1 and said & {COMPANY, *synonyms().get(COMPANY, ())} else frozenset()


@once_per_case
def _descriptions(cited: Cited) -> Mapping[str, frozenset[str]]:
    """The stems of the words that describe each side, by its id, and no other one."""
    described: dict[str, set[str]] = {}
    for party in (cited.case.party_by_id[one] for one in sides(cited)):
        called = (party.name, *party.aliases) if party.kind == "organization" else ()
        words = (*called, *(one.role for one in party.roles), *(one.exact for one in party.described_as))
        described[party.id] = _stems(words)
    for party in cited.case.parties:
        for represented in represented_by(cited, party) & set(described):
            tails = (OF_WHOM.search(fold(one.role)) for one in party.roles)
            described[represented] |= _stems(one[1] for one in tails if one)
    counted = Counter(word for words in described.values() for word in words)
    return {party: frozenset(one for one in words if counted[one] == 1) for party, words in described.items()}


def _stems(texts: Iterable[str]) -> set[str]:
    return {stem(word) for text in texts for word in _words(fold(text)) if word not in stop_words()}


@once_per_case
def alleged(cited: Cited) -> tuple[Ruling, ...]:
    """The findings, with what became of them on appeal, the charges, and the pleas to them; all current."""
    rulings = (one for one in cited.case.rulings if one.on in {"claim", "charge"} and one.against)
    alleged = (one for one in rulings if one.outcome in FINDINGS | REVIEWED or one.on == "charge")
    return tuple(one for one in current(cited.case, alleged) if not cited.is_one_sided(one.quote[0]))


def ruled_on(cited: Cited, asked: AskedAbout) -> list[Ruling]:
    """The rulings on the accused that are asked about; those of the lawsuits of the claims that are."""
    ruled = [one for one in alleged(cited) if not asked.parties or one.against in asked.parties]
    meant = [one for one in ruled if asked.claims & claim_words([one.claim])]
    suits = {suit for one in meant for suit in one.lawsuits}
    return [one for one in ruled if not suits or suits & {*one.lawsuits} or one in meant]


def claim_words(claims: Iterable[str]) -> set[str]:
    """The beginnings of the words of some claims that say what is claimed, which the forms of each share."""
    words = (word for claim in claims for word in _words(fold(claim)))
    return {
        word[:4] if len(word) == SHORTEST_CLAIM_WORD else word[:5]
        for word in words
        if len(word) >= SHORTEST_CLAIM_WORD and word not in NOT_TELLING
    }


def name_words(cited: Cited) -> set[str]:
    """The beginnings of the words by which parties and lawsuits are called, which do not tell of a claim."""
    case = cited.case
    return claim_words((*(party.name for party in case.parties), *(suit.label for suit in case.lawsuits)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
