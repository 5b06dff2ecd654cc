"""Finds who plays the role that a question asks for, such as a judge, a lawyer of somebody, or a mayor."""

import re
from collections.abc import Iterator

from bot.cases.model import Case, Party
from bot.cases.selectors import Selector
from bot.cases.succession import is_superseded, newest_day
from bot.qa.answer_types import AnswerType
from bot.qa.entities import PRONOUNS, EntityResolver
from bot.qa.interpretation import Interpretation
from bot.qa.lexicon import light_words, stem, stop_words
from bot.qa.one_language import recorded_words, words_read
from bot.qa.parsed_question import Term
from bot.search.entries import stems

MOST_PEOPLE = 3
"""How many people a role has at most; where more have it, the question does not tell whom it means."""
LONGEST_PHRASE = 5
"""Words of a message that has no verb, such as “judge’s name?”, up to which it asks for a person."""
VERB = re.compile(
    r"\b(?:do|did|does|is|are|was|were|has|have|had|will|would|can|could|when|where|why|how|which|much|many"
    r"|said|says?|win|won|lost|lied|about|happened)\b"
)
"""Matches words that a bare phrase for a person does not have; in plain lower-case words."""
PERSON = re.compile(r"^(?:and |but |so |ok |wait )*(?:who|name of|what (?:is|was) the name)\b")
"""Matches the beginning of a question for a person; in plain lower-case words."""
OTHER_ROLE = re.compile(
    r"\b(?:who|whose) (?:is|was|are|were|s) (?:the |an? )?(?:\w+ ){0,2}?"
    r"(?:source|friend|mate|roommate|side)s?\b"
)
"""Matches a question for a role whose word tells nothing elsewhere, and is no term: “the paper's source”."""
NAMING = frozenset(stems("name names called full surname whose case lawsuit suit guy man woman person"))
"""Stems of words that ask for a name, or for the case as a whole, and tell no role."""
NO_ROLE = frozenset(
    stems("sued suing sues won lost said told wrote paid countersuit countersuing counterclaim lawsuit")
)
"""Stems of words that ask who did something, which an introduction that says so may say of others too."""
REPRESENTING = frozenset(
    stems("counsel lawyer attorney barrister solicitor representative represents represented advocate")
)
"""Stems of words for who acts for somebody before a court; whose it is has to be known."""
SPEAKING_FOR = frozenset(stems("spokesperson spokesman spokeswoman"))
"""Stems of words for who speaks for somebody; whose it is has to be known."""
ALIKE = (
    REPRESENTING,
    SPEAKING_FOR,
    frozenset(stems("plaintiff claimant complainant")),
    frozenset(stems("judge justice magistrate")),
    frozenset(stems("boss head chief runs leads leader executive ceo")),
    frozenset(stems("expert specialist")),
)
"""Stems of the words that mean the same role, where people call it otherwise than articles do."""
PAST = re.compile(r"\b(?:former|ex|previous|until|retired|late)\b")
"""Matches words of a role that somebody does not have any more."""


def people_meant(case: Case, asked: Interpretation) -> tuple[Selector, ...]:
    """The words that introduce who has the role that a question asks for; none where that is not sure.

    Of several, those whose role says nothing besides are meant, and those who have it still.
    """
    text = asked.question.text
    if not _asks_for_a_person(asked) or OTHER_ROLE.search(text):
        return ()
    resolver = EntityResolver(case)
    names = resolver.name_words(asked.parties)
    wanted = [_alike(one.stem) for one in asked.question.terms if _tells(one, names)]
    if not wanted or any(one & NO_ROLE for one in wanted):
        return ()
    whose = asked.parties | resolver.implied(" ".join(_pronouns(text)))
    found = [one for one in _holders(case, resolver, wanted, whose) if PAST.search(text) or not _is_past(one)]
    exact = [
        one
        for one in found
        if any(len(stems(recorded_words(case, role.role))) <= len(wanted) for role in one.roles)
    ]
    meant = exact or found
    return tuple(_introduction(case, one, wanted) for one in meant) if len(meant) <= MOST_PEOPLE else ()


def _asks_for_a_person(asked: Interpretation) -> bool:
    text = asked.question.text
    if PERSON.search(text):
        return True
    is_bare = len(text.split()) <= LONGEST_PHRASE and not VERB.search(text)
    return is_bare and asked.question.answer_type in {AnswerType.NAME, AnswerType.WHO, AnswerType.ANYTHING}


def _tells(term: Term, names: frozenset[str]) -> bool:
    is_name = term.word in names or term.word.removesuffix("s") in names
    return not is_name and term.stem not in NAMING and term.word not in light_words() | stop_words()


def _pronouns(text: str) -> Iterator[str]:
    known = frozenset().union(*PRONOUNS.values())
    return (word for word in text.split() if word in known)


def _holders(
    case: Case, resolver: EntityResolver, wanted: list[frozenset[str]], whose: frozenset[str]
) -> Iterator[Party]:
    """The named parties whose roles or introductions have all wanted words, acting for whom is named."""
    for party in case.parties:
        if party.kind == "unnamed" or (party.id in whose and len(whose) == 1):
            continue
        roles = frozenset(stems(" ".join(recorded_words(case, one.role) for one in party.roles)))
        own = roles | frozenset(stems(" ".join(words_read(case, one) for one in party.described_as)))
        named = frozenset(map(stem, resolver.name_words([party.id])))
        if not all(words & (own - named) for words in wanted):
            continue
        acts_for = principals(resolver, party) or resolver.named(
            " ".join(one.exact for one in party.described_as).lower()
        ) - {party.id}
        is_representing = bool(roles & (REPRESENTING | SPEAKING_FOR))
        if not whose or (acts_for & whose) or (not acts_for and not is_representing):
            yield party


def _alike(word: str) -> frozenset[str]:
    """The stems that mean the same role as one; itself alone where none do."""
    return next((known for known in ALIKE if word in known), frozenset([word]))


def principals(resolver: EntityResolver, party: Party) -> frozenset[str]:
    """The ids of the parties for whom a party acts, by its roles or by whom these name."""
    stated = frozenset(one.acts_for for one in party.roles if one.acts_for)
    return stated | resolver.named(" ".join(one.role for one in party.roles).lower()) - {party.id}


def _is_past(party: Party) -> bool:
    return bool(party.roles) and all(PAST.search(role.role) for role in party.roles)


def _introduction(case: Case, party: Party, wanted: list[frozenset[str]]) -> Selector:
    """The words that introduce a party: current ones with its name, its role and the newest first."""
    names = frozenset(stems(party.name))

    def rank(words: Selector) -> tuple[bool, bool, int, str]:
        own = frozenset(stems(words_read(case, words)))
        has_role = sum(bool(one & own) for one in wanted)
        return bool(names & own), not is_superseded(case, words), has_role, newest_day(case, [words])

    return max(party.described_as, key=rank)
