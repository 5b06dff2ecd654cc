"""The fields that the facts of a case share, and the references by which its entries name each other."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from bot.cases.checks import stated_or_open
from bot.cases.dates import EvidencedDate
from bot.cases.rules import STRICT, Rule, Slug, defined_in
from bot.cases.selectors import Evidence

PartyId = Annotated[str, defined_in("parties", "party")]
LawsuitId = Annotated[str, defined_in("lawsuits", "lawsuit")]
CaveatId = Annotated[str, defined_in("caveats", "caveat")]
StatementId = Annotated[str, defined_in("statements", "statement")]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """The fields of every fact: the words it rests on, whose they are, and what stays open about it."""

    __pydantic_config__: ClassVar = STRICT

    id: Slug | None = None
    quote: Evidence
    """The words that the fact rests on."""
    asserted_by: Slug | None = None
    """“publisher” or a party's id; computed from where the words stand, and checked where it is given."""
    caveats: tuple[CaveatId, ...] = ()
    """What the source leaves open about it."""


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
