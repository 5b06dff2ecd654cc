"""The gaps of a case: what people ask about lawsuits and this case does not say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.cases.model import Case, Lawsuit, Party
from bot.cases.selectors import Selector
from bot.qa.lexicon import templates, unanswered

ARTICLE = re.compile(r"^(?:the|an?) ")
"""Matches the article that a party's name begins with."""
NEAR = 100
"""Code points around a name within which a source would say something about the person."""
LAWYER = "lawyer|attorney|counsel|barrister|solicitor"
"""A regular expression for what a lawyer is called."""
NAMED_LAWYER = re.compile(rf"(?:{LAWYER})s?,? [A-Z]\w+|[A-Z]\w+,? (?:a |the |her |his |their )?(?:{LAWYER})")
"""Matches the name of a lawyer in a source."""


@dataclass(frozen=True)
class Gap:
    """Something that a case does not say: the questions that ask for it, and whose it is.

    ``parties`` and ``lawsuits`` are ids.
    """

    asked: tuple[str, ...]
    parties: frozenset[str] = frozenset()
    lawsuits: frozenset[str] = frozenset()
    closest: tuple[Selector, ...] = ()
    """Passages that come near it, where an editor named some."""
    listed: bool = False
    """Whether an editor listed it in the case file."""


def gaps_of(case: Case) -> Iterator[Gap]:
    """The gaps of a case: those an editor listed, then those of the lexicon, of parties, of lawsuits."""
    text = "\n".join(source.text for source in case.sources)
    yield from (Gap(one.ask, closest=one.closest, listed=True) for one in case.questions if not one.quote)
    yield from (Gap(asked) for told_by, asked in unanswered("unanswered") if not told_by.search(text))
    for party in case.parties:
        yield from _of_party(case, party, text)
    for suit in case.lawsuits:
        yield from _of_lawsuit(case, suit)


def _of_party(case: Case, party: Party, text: str) -> Iterator[Gap]:
    own, name = frozenset({party.id}), ARTICLE.sub("", party.name.lower())
    if party.kind == "unnamed":
        yield _gap("unnamed", name, own)
    if not any(statement.speaker == party.id for statement in case.statements):
        yield _gap("silent", name, own)
        yield _gap("unexplained", name, own)
    if party.kind == "person":
        yield from _of_person(party, name, text)
    is_side = any(party.id in (*suit.plaintiffs, *suit.defendants) for suit in case.lawsuits)
    if is_side and party.kind != "unnamed" and not NAMED_LAWYER.search(text):
        yield _gap("lawyer", name, own)


def _of_person(party: Party, name: str, text: str) -> Iterator[Gap]:
    spots = (found for one in (party.name, *party.aliases) for found in re.finditer(re.escape(one), text))
    near = " ".join(text[max(0, spot.start() - NEAR) : spot.end() + NEAR] for spot in spots)
    for told_by, asked in unanswered("unanswered_of_people"):
        if not told_by.search(near):
            yield Gap(tuple(one.format(name=name) for one in asked), frozenset({party.id}))


def _of_lawsuit(case: Case, suit: Lawsuit) -> Iterator[Gap]:
    own = frozenset({suit.id})
    money = [award for award in case.awards if suit.id in award.lawsuits]
    decided = any(suit.id in ruling.lawsuits for ruling in case.rulings)
    empty = {
        "money": not money,
        "awarded": all(one.kind != "awarded" for one in money),
        "filed": suit.date_filed is None,
        "ended": not decided,
        "court": suit.court is None,
    }
    yield from (
        _gap(about, suit.label.lower(), lawsuits=own) for about, is_empty in empty.items() if is_empty
    )


def _gap(
    about: str, name: str, parties: frozenset[str] = frozenset(), lawsuits: frozenset[str] = frozenset()
) -> Gap:
    return Gap(tuple(one.format(name=name) for one in templates("gaps")[about]), parties, lawsuits)
