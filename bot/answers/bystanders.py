"""Tells whether a question asks for the guilt of somebody whom nobody accuses, or whom no source mentions.

“Is the judge guilty?” is not answered with what was found about the defendant.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.answers.asked_parties import described_side
from bot.answers.cite import Cited
from bot.answers.findings import sides
from bot.cases.model import Party
from bot.cases.selectors import Selector
from bot.qa.entities import PRONOUNS, EntityResolver
from bot.qa.lexicon import stem, stop_words, synonyms
from bot.qa.namesakes import bonds, words_of
from bot.qa.parsed_question import ParsedQuestion
from bot.search.words import words

ACTS_ON_OTHERS = re.compile(
    r"\b(?:find|finds|found|hold|held|rule|ruled|decide|decided|say|said|clear|cleared|convict|convicted|acquit"
    r"|acquitted|think|believe|believed|determine|determined|conclude|concluded|call|called|dismiss|dismissed"
    r"|reject|rejected|order|ordered|award|awarded|charge|charged|sue|sued|accuse|accused)\b"
)
"""Matches words for what somebody does about the guilt of somebody else; in plain lower-case words."""
ARTICLES = frozenset({"the", "a", "an"})
FURTHER = re.compile(r"[,(]|\b(?:of|for|on|in|at|by|with|from|to|as|until|since|who|that|which|close)\b")
"""Matches what begins to say more of what somebody is: “expert on pigments”, “judge of the High Court”."""


class Bystander(NamedTuple):
    """Somebody of no side: the ids by which the case has them, none where no source mentions them."""

    parties: frozenset[str]

    def may_be_told_of(self, cited: Cited, passage: Selector) -> bool:
        """Whether a passage names them, or no side in their place."""
        resolver = EntityResolver(cited.case)
        named = resolver.named(passage.exact) | resolver.implied(" ".join(words(passage.exact)))
        return bool(self.parties) and (bool(self.parties & named) or not named & sides(cited))


def bystander_asked_about(cited: Cited, asked: ParsedQuestion) -> Bystander | None:
    """Who of no side is said to have done something in a question; None where that is a side, or nobody."""
    cut = asked.agent.split()
    if not cut or ACTS_ON_OTHERS.search(asked.text):
        return None
    resolver, between = EntityResolver(cited.case), sides(cited)
    is_kin = any(bond.intersection(cut) - resolver.name_words(between) for bond in bonds())
    own = [word for word in cut if not any(word in pronouns for pronouns in PRONOUNS.values())]
    meant = resolver.named(asked.agent) | resolver.implied(" ".join(own))
    # “Corbishley's company” is not Corbishley.
    is_owner = re.search(rf"\b{re.escape(cut[0])}['’]s\b", asked.typed, re.IGNORECASE)
    if meant and not is_kin and not is_owner:
        return None if meant & between else Bystander(meant)
    if not is_kin and described_side(cited, asked):
        return None
    called = {
        one.id
        for one in cited.case.parties
        if one.id not in between and (_is_called(one, {*own}) or _is_described(one, cut))
    }
    if called or is_kin:
        return Bystander(frozenset(called))
    first = cut[0]
    is_small = first in stop_words() or any(sorted(first) == sorted(one) for one in stop_words())
    return None if is_small or _is_known(cited, first) else Bystander(frozenset())


def _is_called(party: Party, said: set[str]) -> bool:
    """Whether words have the whole name of a party, or of an organization one word that tells."""
    name = _telling(str(party.name))
    return bool(name) and (not name.isdisjoint(said) if party.kind == "organization" else name <= said)


def _is_described(party: Party, agent: Sequence[str]) -> bool:
    """Whether words begin with what a party is: “the judge” for “The judge of the High Court”."""
    if len(agent) == 1 or agent[0] not in ARTICLES:
        return False
    called = (*(role.role for role in party.roles), *([party.name] if party.kind == "unnamed" else []))
    return any(stem(agent[1]) == _head(one) for one in called)


def _head(description: str) -> str:
    """The stem of the word by which a description says what somebody is."""
    first = words(FURTHER.split(description, maxsplit=1)[0])
    return stem(first[-1]) if first and first[-1] not in stop_words() else ""


def _telling(name: str) -> frozenset[str]:
    return frozenset(words(name)) - stop_words()


def _is_known(cited: Cited, word: str) -> bool:
    """Whether the sources have a word, another form of it, or one that can mean the same."""
    own = stem(word)
    alike = synonyms().get(own, frozenset()) | {own}
    return any(stem(one) in alike for one in words_of(cited.case))
