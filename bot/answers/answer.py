"""An answer: meanings and proven quotations. How it looks is for the renderers to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bot.answers.phrases import Phrase
from bot.answers.query import Query
from bot.cases.changes import Change
from bot.cases.dates import PartialDate
from bot.cases.model import Award, Event, Lawsuit, Party, Ruling, Source, Statement
from bot.cases.selectors import Selector
from bot.search.alignment import Difference


class NotProven(Exception):
    """A quotation that is not in its source: the answer must not leave."""


@dataclass(frozen=True)
class Attribution:
    """Whose words a quotation is; None for the publisher where the article does not name it."""

    asserted_by: Literal["publisher", "speaker"]
    publisher: str | None
    speaker: str | None = None
    medium: str | None = None
    sequence: str | None = None
    inferred: bool = False
    reported_on: str | None = None
    """The ISO day of the source, where the case has several."""


@dataclass(frozen=True)
class Quotation:
    """A proven span of a source with whose words it is. Raises NotProven rather than exist unproven."""

    case: str
    source: Source
    source_file: str
    selector: Selector
    attribution: Attribution

    def __post_init__(self) -> None:
        if not self.selector.proves(self.source.text):
            raise NotProven(
                f"{self.source_file}[{self.selector.start}:{self.selector.end}] is not {self.text!r}"
            )

    @property
    def text(self) -> str:
        """The words: ``source[start:end]``."""
        return self.selector.exact

    @property
    def id(self) -> str:
        """Short and stable; unique within a case but for a freak of chance."""
        return self.selector.id


@dataclass(frozen=True)
class LawsuitPart:
    """A lawsuit: who against whom, and where it stands."""

    lawsuit: Lawsuit
    plaintiffs: tuple[str, ...]
    defendants: tuple[str, ...]
    court: str | None
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class RulingPart:
    """What was found on one claim; ``open_link`` where the source does not say in which lawsuit."""

    ruling: Ruling
    against: str | None
    decider: str | None
    lawsuits: tuple[str, ...]
    open_link: bool
    account_of: str | None
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class AmountPart:
    """An amount of money; ``account_of`` is the speaker where it is somebody's own account."""

    award: Award
    to: str | None
    against: str | None
    lawsuits: tuple[str, ...]
    open_link: bool
    account_of: str | None
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class StatementPart:
    """A statement: its words and the article's words that attribute it, in the order of the article."""

    statement: Statement
    speaker: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class TimelinePart:
    """One entry of a timeline; without a date where the source gives none."""

    date: PartialDate | None
    event: Event | Ruling | Lawsuit | Award
    lawsuits: tuple[str, ...]
    open_link: bool
    account_of: str | None
    quotations: tuple[Quotation, ...]
    remark: Phrase | None = None


@dataclass(frozen=True)
class PartyPart:
    """A person or institution, as the source describes them."""

    party: Party
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class SourcePart:
    """An article, and how many quotations of the case rest on it."""

    source: Source
    resting: int
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class ChangePart:
    """A change of the case's summary: what it quoted before, and what it quotes now."""

    change: Change
    label: str
    day: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class MatchPart:
    """A quotation that was looked up."""

    case_title: str
    as_of: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class ContextPart:
    """The paragraph in which a quotation stands."""

    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class CommandPart:
    """How one command is typed, and what its options mean."""

    usage: str
    description: Phrase
    options: tuple[tuple[str, Phrase], ...] = ()
    example: str = ""
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class NoticePart:
    """A sentence of ours between the meanings, such as “No date is stated”."""

    text: Phrase
    heading: bool = False
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class EntryPart:
    """An entry of what the bot keeps for a place, such as a digest: what it is called, and its details."""

    title: Phrase
    details: tuple[Phrase, ...] = ()
    quotations: tuple[Quotation, ...] = ()


Verdict = Literal["verbatim", "altered", "misattributed", "not_found"]


@dataclass(frozen=True)
class VerdictPart:
    """Whether a claimed quotation is real: the claim as somebody typed it, and the true words."""

    verdict: Verdict
    claim: str
    differences: tuple[Difference, ...] = ()
    remark: Phrase | None = None
    quotations: tuple[Quotation, ...] = ()


Part = (
    LawsuitPart
    | RulingPart
    | AmountPart
    | StatementPart
    | TimelinePart
    | PartyPart
    | SourcePart
    | ChangePart
    | MatchPart
    | ContextPart
    | CommandPart
    | VerdictPart
    | NoticePart
    | EntryPart
)


@dataclass(frozen=True)
class OpenPoint:
    """What the source leaves open, in the editor's words, with the words at issue."""

    text: str
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """Where to go next: a label and the question it asks."""

    label: Phrase
    query: Query


@dataclass(frozen=True)
class Answer:
    """What is said to a query. ``as_of`` is the ISO day of the newest source it rests on."""

    query: Query
    topic: Phrase
    lead: Phrase
    case: str | None = None
    case_title: str | None = None
    as_of: str | None = None
    parts: tuple[Part, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    content_note: str | None = None
    abstained: bool = False
    verdict: Verdict | None = None
    folded: tuple[OpenPoint, ...] = ()
    """Further open points, which are counted here; ``/case caveats`` shows them."""

    def unfolded(self) -> Answer:
        """The same answer with every open point shown."""
        return replace(self, open_points=(*self.open_points, *self.folded), folded=())

    def quotations(self) -> Iterator[Quotation]:
        """Every quotation, in the order in which it is shown."""
        for part in self.parts:
            yield from part.quotations
        for point in self.open_points:
            yield from point.quotations
