"""The model of a case: what an editor writes, frozen, with every quotation located and proven."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any, ClassVar, Literal

from bot.cases.checks import (
    as_in_a_source,
    as_the_quotation_says,
    has_digest,
    not_reserved,
    quoted_in_part,
    readable,
    web_address,
    with_identity,
    with_text,
    within_the_quotation,
)
from bot.cases.dates import Day, EvidencedDate
from bot.cases.facts import CaveatId, LawsuitFact, PartyId, StatementId
from bot.cases.money import EvidencedMoney
from bot.cases.reviewed import Reviewable
from bot.cases.rules import (
    NOT_EMPTY,
    ONE_ENTRY_OR_MANY,
    STRICT,
    Computed,
    Label,
    Prose,
    Rule,
    Slug,
    Sourced,
    Words,
)
from bot.cases.selectors import Evidence, Selector, Selectors
from bot.cases.withdrawal import Withdrawal


@dataclass(frozen=True, kw_only=True)
class Source(Reviewable):
    """An article (schema.org ``NewsArticle``), byte for byte; what it does not give stays empty."""

    id: Slug
    file: Annotated[str, Rule(readable)]
    """The path of the text below the case's folder."""
    sha256: Annotated[str, Rule(has_digest)]
    """What ``sha256sum`` prints for the file."""
    date_published: Day
    """The day of publication, as 2023-07-12."""
    in_language: Label = "en"
    """The language's BCP 47 tag."""
    headline: Sourced | None = None
    author: tuple[Sourced, ...] = ()
    publisher: Sourced | None = None
    url: Annotated[str | None, Rule(web_address)] = None
    """Where it can be read, with https://."""
    quote: Selectors = ()
    """Where the article gives its date or its names."""
    caveats: tuple[CaveatId, ...] = ()
    withdrawn: Withdrawal | None = None
    """Where the article does not stand any more: what rests on it alone is not shown."""
    text: str = field(default="", repr=False)
    """The words of the file."""


@dataclass(frozen=True, kw_only=True)
class Party(Reviewable):
    """A person, organization or court (CourtListener's party), or somebody the source does not name."""

    id: Annotated[Slug, Rule(not_reserved)]
    kind: Literal["person", "organization", "court", "unnamed"]
    """“unnamed” for whoever the source does not name."""
    name: Annotated[Words, Rule(as_in_a_source)]
    """As a source gives it; for the unnamed a plain description."""
    aliases: tuple[Sourced, ...] = ()
    roles: tuple[Label, ...] = ()
    described_as: Evidence
    """The words by which the source introduces them."""
    caveats: tuple[CaveatId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Status:
    """Where a lawsuit stands, in the words that say so."""

    __pydantic_config__: ClassVar = STRICT

    value: Literal["filed", "pending", "verdict", "judgment", "settled", "dismissed", "appealed", "closed"]
    """The stage of the proceedings."""
    quote: Evidence
    date: EvidencedDate = None


@dataclass(frozen=True, kw_only=True)
class Lawsuit(Reviewable):
    """A lawsuit, as a docket lists it; what the source does not give stays empty."""

    id: Slug
    label: Label
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
class Ruling(LawsuitFact):
    """A decision of a court or jury on one claim of a lawsuit."""

    claim: Label
    outcome: Annotated[
        Literal["liable", "not_liable", "cleared", "guilty", "not_guilty", "dismissed", "other"],
        Rule(as_the_quotation_says),
    ]
    """“cleared” where that is the source's word; never a paraphrase of it."""
    against: PartyId | None = None
    decider: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class Award(LawsuitFact):
    """An amount of money that was awarded, sought or paid in a lawsuit."""

    kind: Literal["awarded", "sought", "paid"]
    """Whether a court gave it, somebody asks for it, or it changed hands."""
    amount: EvidencedMoney
    to: PartyId | None = None
    against: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class Statement(LawsuitFact):
    """What somebody said (schema.org ``Quotation``; source, cue and content as in the PARC corpus).

    ``quote`` is the content: several spans where the article interrupts it.
    """

    speaker: PartyId
    quoted: Annotated[Selectors, Rule(within_the_quotation)] = ()
    """The speaker's own words within the article's report of what they said."""
    quote_type: Annotated[Literal["direct", "indirect", "mixed"], Rule(quoted_in_part)]
    """“direct” where all of the quotation is the speaker's own words; “mixed” where a part of it is."""
    cue: Selectors = ()
    """The article's words that say who speaks, and where."""
    medium: Sourced | None = None
    sequence: Sourced | None = None
    """Which of several, in words of the source: “third post”."""
    attribution: Literal["explicit", "inferred"] = "explicit"
    """“inferred” where the article leaves open who speaks."""
    repeats: StatementId | None = None

    @property
    def spoken(self) -> tuple[Selector, ...]:
        """The spans that are the speaker's own words: the whole quotation of a direct statement."""
        return self.quote if self.quote_type == "direct" else self.quoted


@dataclass(frozen=True, kw_only=True)
class Event(LawsuitFact):
    """Something that happened, with its date and the parties that took part."""

    label: Label
    participants: tuple[PartyId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Caveat(Reviewable):
    """What the sources leave open or say in two ways: flagged in answers, never resolved."""

    id: Slug
    text: Prose
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


Entry = Source | Party | Lawsuit | Ruling | Award | Statement | Event | Caveat
"""Any entry of a case's sections but a question."""

ListedSource = Annotated[Source, Computed(("text",), with_text)]

ENTRIES: Mapping[str, Any] = {
    "sources": ListedSource,
    "caveats": Caveat,
    "parties": Party,
    "lawsuits": Lawsuit,
    "rulings": Ruling,
    "awards": Award,
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
    title: Label
    revised: Day
    """The day on which this summary was last changed, as 2023-07-12."""
    content_note: Prose | None = None
    """Shown before the statements."""
    withdrawn: Withdrawal | None = None
    """Where the case does not stand any more: nothing else of it is shown."""
    sources: Annotated[tuple[ListedSource, ...], NOT_EMPTY]
    caveats: tuple[Caveat, ...] = ()
    parties: tuple[Party, ...] = ()
    lawsuits: tuple[Lawsuit, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    awards: tuple[Award, ...] = ()
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
        return max(source.date_published for source in standing or self.sources)


CaseFile = Annotated[Case, Computed(("id", "version"), with_identity)]
"""The type of a whole case file for pydantic: a case whose id and version are computed."""
