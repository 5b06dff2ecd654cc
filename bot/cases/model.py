"""The model of a case: what an editor writes, frozen, with every quotation located and proven."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any, ClassVar, Literal

from bot.cases.checks import as_in_a_source, not_reserved, with_identity, with_text
from bot.cases.dates import Day, EvidencedDate
from bot.cases.facts import CaveatId, PartyId
from bot.cases.local_text import Localised, LocalLabel, LocalProse
from bot.cases.reported import Award, Event, Relief, Ruling, Statement
from bot.cases.reviewed import Reviewable
from bot.cases.rules import (
    NOT_EMPTY,
    ONE_ENTRY_OR_MANY,
    STRICT,
    Computed,
    Label,
    Rule,
    Slug,
    Sourced,
    Words,
    text_as,
)
from bot.cases.selectors import Evidence, Selectors
from bot.cases.sources import Source
from bot.cases.withdrawal import Withdrawal

__all__ = [
    "ENTRIES",
    "Award",
    "Case",
    "CaseFile",
    "Caveat",
    "Entry",
    "Event",
    "Lawsuit",
    "Party",
    "PartyRole",
    "Question",
    "Relief",
    "Ruling",
    "Source",
    "Statement",
    "Status",
]


@dataclass(frozen=True, kw_only=True)
class PartyRole:
    """What a party is in the case, such as a spokesperson, and for whom it acts."""

    __pydantic_config__: ClassVar = STRICT

    role: LocalLabel
    """Judge, counsel, spokesperson, expert, regulator, prosecutor, juror, interviewer, plaintiff …"""
    acts_for: PartyId | None = None
    """The party whose counsel, spokesperson or witness it is."""


@dataclass(frozen=True, kw_only=True)
class Party(Reviewable):
    """A person, organization or court (CourtListener's party), or somebody the source does not name."""

    id: Annotated[Slug, Rule(not_reserved)]
    kind: Literal["person", "organization", "court", "unnamed"]
    """“unnamed” for whoever the source does not name."""
    name: Annotated[Words, Localised(), Rule(as_in_a_source)]
    """As a source gives it; for the unnamed a plain description, which may be given by language."""
    aliases: tuple[Sourced, ...] = ()
    roles: tuple[Annotated[PartyRole, text_as("role")], ...] = ()
    described_as: Evidence
    """The words by which the source introduces them."""
    caveats: tuple[CaveatId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Status:
    """Where a lawsuit stands, in the words that say so."""

    __pydantic_config__: ClassVar = STRICT

    value: Literal[
        "filed",
        "pending",
        "verdict",
        "judgment",
        "settled",
        "dismissed",
        "appealed",
        "stayed",
        "remanded",
        "closed",
    ]
    """The stage of the proceedings."""
    quote: Evidence
    date: EvidencedDate = None


@dataclass(frozen=True, kw_only=True)
class Lawsuit(Reviewable):
    """A lawsuit, as a docket lists it; what the source does not give stays empty."""

    id: Slug
    label: LocalLabel
    """How answers call it, such as “The 2019 lawsuit”."""
    case_name: Sourced | None = None
    docket_number: Sourced | None = None
    court: PartyId | None = None
    plaintiffs: tuple[PartyId, ...] = ()
    defendants: tuple[PartyId, ...] = ()
    cause: tuple[Sourced, ...] = ()
    """Causes of action, in words of the source."""
    quote: Evidence
    """The words that introduce it."""
    date_filed: EvidencedDate = None
    status: Annotated[tuple[Status, ...], ONE_ENTRY_OR_MANY] = ()
    """Where the lawsuit stood by each report, the newest last."""
    caveats: tuple[CaveatId, ...] = ()

    @property
    def current_status(self) -> Status | None:
        """Where the lawsuit stands by its newest report; None where no source says."""
        return self.status[-1] if self.status else None


@dataclass(frozen=True, kw_only=True)
class Caveat(Reviewable):
    """What the sources leave open or say in two ways: flagged in answers, never resolved."""

    id: Slug
    text: LocalProse
    weight: Literal["key"] | None = None
    """“key” where it changes how the outcome must be read: it then stands in the short answers."""
    quote: Selectors = ()
    """The words of the source that the caveat is about."""


@dataclass(frozen=True, kw_only=True)
class Question(Reviewable):
    """How people ask for something (schema.org ``Question``), and the words that answer it.

    Without a quotation it says that the sources do not answer it, however often it is asked.
    """

    ask: Annotated[tuple[Label, ...], NOT_EMPTY]
    """The question in several people's words."""
    quote: Selectors = ()
    """The words that answer it; none where no source does."""
    closest: Selectors = ()
    """Words that come near without answering, where no source does."""

    @property
    def id(self) -> str:
        """The first wording of the question, which serves as its id."""
        return self.ask[0]


Entry = Source | Party | Lawsuit | Ruling | Award | Relief | Statement | Event | Caveat
"""Any entry of a case's sections but a question."""

ListedSource = Annotated[Source, Computed(("text",), with_text)]

ENTRIES: Mapping[str, Any] = {
    "sources": ListedSource,
    "caveats": Caveat,
    "parties": Party,
    "lawsuits": Lawsuit,
    "rulings": Ruling,
    "awards": Award,
    "relief": Relief,
    "statements": Statement,
    "events": Event,
    "questions": Question,
}
"""The type of the entries of each section of a case, in the order in which the sections are read."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case: its sources, and what they say of lawsuits, rulings, awards, statements and events."""

    __pydantic_config__: ClassVar = STRICT

    id: str = ""
    version: str = ""
    """The SHA-256 of the case file's bytes, 64 lower-case hexadecimal digits; of one made without a file, of
    what it says."""
    title: LocalLabel
    revised: Day
    """The day on which this summary was last changed, as 2023-07-12."""
    content_note: LocalProse | None = None
    """Shown before the statements."""
    withdrawn: Withdrawal | None = None
    """Where the case does not stand any more: nothing else of it is shown."""
    sources: Annotated[tuple[ListedSource, ...], NOT_EMPTY]
    caveats: tuple[Caveat, ...] = ()
    parties: tuple[Party, ...] = ()
    lawsuits: tuple[Lawsuit, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    awards: tuple[Award, ...] = ()
    relief: tuple[Relief, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    questions: tuple[Question, ...] = ()

    def __post_init__(self) -> None:
        if not self.version:
            object.__setattr__(self, "version", sha256(repr(self).encode()).hexdigest())

    @cached_property
    def source_by_id(self) -> dict[str, Source]:
        """The case's sources by their ids."""
        return {source.id: source for source in self.sources}

    @cached_property
    def party_by_id(self) -> dict[str, Party]:
        """The case's parties by their ids."""
        return {party.id: party for party in self.parties}

    @cached_property
    def lawsuit_by_id(self) -> dict[str, Lawsuit]:
        """The case's lawsuits by their ids."""
        return {lawsuit.id: lawsuit for lawsuit in self.lawsuits}

    @cached_property
    def caveat_by_id(self) -> dict[str, Caveat]:
        """The case's caveats by their ids."""
        return {caveat.id: caveat for caveat in self.caveats}

    @cached_property
    def as_of(self) -> str:
        """The ISO date of the newest source that stands: what came after it, the case does not know."""
        standing = [source for source in self.sources if not source.withdrawn]
        return max(source.day for source in standing or self.sources)


CaseFile = Annotated[Case, Computed(("id", "version"), with_identity)]
"""The type of a whole case file for pydantic: a case whose id and version are computed."""
