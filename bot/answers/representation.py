"""Tells for which parties somebody speaks: a lawyer for a client, a spokesperson for a company."""

import re

from bot.answers.cite import Cited
from bot.answers.findings import sides
from bot.cases.model import Party
from bot.qa.entities import EntityResolver
from bot.search.folding import fold

REPRESENTS = re.compile(
    r"\b(?:lawyers?|attorneys?|counsel|solicitors?|barristers?|advocates?|spokes\w+|editor|publisher|ceo"
    r"|chief executive|chair(?:man|woman|person)?|president|(?:managing )?director|owner|representative"
    r"|mayor)\b"
)
"""Matches the roles of those who speak for somebody; in folded text."""
NO_LONGER = re.compile(r"\b(?:former\w*|ex|until|retired|past)\b")
"""Matches words that say that somebody had a role once; in folded text."""


def speaks_for(cited: Cited, party: str) -> frozenset[str]:
    """The ids of a party and of those who act for it, by their roles or by how an article introduces them."""
    return frozenset(
        one.id for one in cited.case.parties if one.id == party or party in represented_by(cited, one)
    )


def represented_by(cited: Cited, person: Party) -> frozenset[str]:
    """The ids of the parties for which somebody acts, by the recorded role or by how an article says it."""
    acts = frozenset(role.acts_for for role in person.roles if role.acts_for)
    if acts:
        return acts
    introduced = [
        *(role.role for role in person.roles),
        person.name,
        *(one.exact for one in person.described_as),
    ]
    resolver, between = EntityResolver(cited.case), sides(cited)
    for words in introduced:
        said = fold(words)
        if REPRESENTS.search(said) and not NO_LONGER.search(said):
            named = (resolver.named(words) & between) - {person.id}
            if len(named) == 1:
                return named
    return frozenset()
