"""The fields that the facts of a case share, and the references by which its entries name each other."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from bot.cases.checks import only_with_supersedes, stated_or_open
from bot.cases.dates import EvidencedDate
from bot.cases.reviewed import Reviewable
from bot.cases.rules import (
    ONE_ENTRY_OR_MANY,
    STRICT,
    Rule,
    Slug,
    defined_in,
    described,
    text_as,
)
from bot.cases.selectors import Evidence

PartyId = Annotated[str, defined_in("party", "parties")]
LawsuitId = Annotated[str, defined_in("lawsuit", "lawsuits")]
CaveatId = Annotated[str, defined_in("caveat", "caveats")]
StatementId = Annotated[str, defined_in("statement", "statements")]
SourceId = Annotated[str, defined_in("source", "sources")]
AwardId = Annotated[str, defined_in("award", "awards")]
FACTS = ("rulings", "awards", "relief", "statements", "events")
"""The sections whose entries are facts, which a newer report can supersede."""
FactId = Annotated[str, defined_in("fact", *FACTS)]
HOW = "What this fact does to those that it supersedes; without it, it replaces them"
"""The description of “how” in the schema of a case file."""
How = Literal[
    "replaces",
    "reduces",
    "increases",
    "reverses",
    "vacates",
    "corrects",
    "withdraws",
    "reschedules",
    "settles",
    "fulfils",
    "holds",
]


@dataclass(frozen=True, kw_only=True)
class Supersession:
    """A reference to a superseded fact, with a “how” of its own where that differs from the newer fact's."""

    __pydantic_config__: ClassVar = STRICT

    fact: FactId
    how: How | None = None
    """What the newer fact does to this one, where that is not the newer fact's own “how”."""


Supersessions = Annotated[tuple[Annotated[Supersession, text_as("fact")], ...], ONE_ENTRY_OR_MANY]


@dataclass(frozen=True, kw_only=True)
class Fact(Reviewable):
    """The fields of every fact: the words it rests on, whose they are, and what stays open about it."""

    id: Slug | None = None
    quote: Evidence
    """The words that the fact rests on."""
    asserted_by: Slug | None = None
    """“publisher” or a party's id; computed from where the words stand, and checked where it is given."""
    caveats: tuple[CaveatId, ...] = ()
    """What the source leaves open about it."""
    supersedes: Supersessions = ()
    """The facts of older sources whose place it takes."""
    how: Annotated[How | None, Rule(only_with_supersedes, schema=described(HOW))] = None
    contradicts: tuple[FactId, ...] = ()
    """Facts that say otherwise, where neither is settled."""
    same_as: FactId | None = None
    """The fact that this one reports in another voice."""


@dataclass(frozen=True, kw_only=True)
class LawsuitFact(Fact):
    """A dated fact that belongs to a lawsuit, or to one of several where the source does not say which."""

    date: EvidencedDate = None
    lawsuit: LawsuitId | None = None
    lawsuit_candidates: Annotated[tuple[LawsuitId, ...], Rule(stated_or_open)] = ()
    """The lawsuits that it can belong to, where the source does not say."""

    @property
    def lawsuits(self) -> tuple[str, ...]:
        """The id of the fact's lawsuit, or the ids of its candidates where none is stated."""
        return (self.lawsuit,) if self.lawsuit else self.lawsuit_candidates
