"""The gaps of a case: what people ask about lawsuits and this case does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.cases.model import Case, Lawsuit, Party
from bot.cases.selectors import Selector
from bot.qa.lexicon import unanswered

ARTICLE = re.compile(r"^(?:the|an?) ")
"""Matches the article that a party's name begins with."""
NEAR = 100
"""Code points around a name within which a source would say something about the person."""
LAWYER = "lawyer|attorney|counsel|barrister|solicitor"
"""A regular expression for what a lawyer is called."""
NAMED_LAWYER = re.compile(rf"(?:{LAWYER})s?,? [A-Z]\w+|[A-Z]\w+,? (?:a |the |her |his |their )?(?:{LAWYER})")
"""Matches the name of a lawyer in a source."""
OF_PERSON = (
    (
        re.compile(r"\b\d{2}\b(?=,|\)|-year-old| years old)|,? aged \d|(?:She|He) was \d\d"),
        ("how old is {name}", "what is the age of {name}", "when was {name} born"),
    ),
    (
        re.compile(r"\b(?:lives|living|grew up|born|of|from) (?:in )?[A-Z]"),
        ("where does {name} live", "where is {name} from"),
    ),
    (
        re.compile(r"husband|wife|married|partner|daughter|son\b|mother|father|widow"),
        (
            "is {name} married",
            "who is the husband of {name}",
            "who is the wife of {name}",
            "does {name} have kids",
        ),
    ),
    (re.compile(r"worth|salary|earn"), ("how rich is {name}", "how much does {name} earn")),
    (re.compile(r"phone|contact"), ("how do i contact {name}", "what is the email of {name}")),
)
"""For each thing people ask about a person: what matches it in a source, and the questions."""


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
    yield from (Gap(asked) for told_by, asked in unanswered() if not told_by.search(text))
    for party in case.parties:
        yield from _of_party(case, party, text)
    for suit in case.lawsuits:
        yield from _of_lawsuit(case, suit)


def _of_party(case: Case, party: Party, text: str) -> Iterator[Gap]:
    own, name = frozenset({party.id}), ARTICLE.sub("", party.name.lower())
    if party.kind == "unnamed":
        yield _gap(
            "what is the name of {}/who exactly is {} by name/{} full name/what is {} called", name, own
        )
    if not any(statement.speaker == party.id for statement in case.statements):
        said = "what did {} say/how did {} react/did {} comment/did {} respond to that/what does {} think"
        yield _gap(f"{said}/statement by {{}}", name, own)
        yield _gap("why did {} do that/what reason did {} give/how did {} explain it", name, own)
    if party.kind == "person":
        yield from _of_person(party, name, text)
    is_side = any(party.id in (*suit.plaintiffs, *suit.defendants) for suit in case.lawsuits)
    if is_side and party.kind != "unnamed" and not NAMED_LAWYER.search(text):
        represented = "who is the lawyer of {}/which law firm represented {}/what did the lawyer of {} say"
        yield _gap(f"{represented}/{{}} attorney name", name, own)


def _of_person(party: Party, name: str, text: str) -> Iterator[Gap]:
    spots = (found for one in (party.name, *party.aliases) for found in re.finditer(re.escape(one), text))
    near = " ".join(text[max(0, spot.start() - NEAR) : spot.end() + NEAR] for spot in spots)
    for told_by, asked in OF_PERSON:
        if not told_by.search(near):
            yield Gap(tuple(one.format(name=name) for one in asked), frozenset({party.id}))


def _of_lawsuit(case: Case, suit: Lawsuit) -> Iterator[Gap]:
    own = frozenset({suit.id})
    money = [award for award in case.awards if suit.id in award.lawsuits]
    decided = any(suit.id in ruling.lawsuits for ruling in case.rulings)
    ended = (
        "what was the outcome of {}/who won {}/did the judge dismiss {}/has {} been decided/was {} thrown out"
        "/what happened to {} in the end/is {} settled/was {} dropped"
    )
    empty = {
        "how much money is asked for in {}/what damages are sought in {}/amount in {}": not money,
        "how much was awarded in {}/what did the jury award in {}": all(
            one.kind != "awarded" for one in money
        ),
        "when was {} filed/what is the date of {}": suit.date_filed is None,
        ended: not decided,
        "which court is {} in/where was {} filed/which judge has {}": suit.court is None,
    }
    yield from (
        _gap(asked, suit.label.lower(), lawsuits=own) for asked, is_empty in empty.items() if is_empty
    )


def _gap(
    asked: str, name: str, parties: frozenset[str] = frozenset(), lawsuits: frozenset[str] = frozenset()
) -> Gap:
    return Gap(tuple(asked.replace("{}", name).split("/")), parties, lawsuits)
