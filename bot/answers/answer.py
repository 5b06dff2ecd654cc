"""The data types of an answer: its parts, facts and proven quotations, without any layout."""

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
from bot.checking.change_kinds import ChangeKind
from bot.checking.judging import Verdict
from bot.checking.report import Report
from bot.checking.unwrapping import Wrapping
from bot.search.alignment import Difference


class NotProven(Exception):
    """A quotation does not stand in its source at its offsets; an answer with it must not be sent."""


@dataclass(frozen=True)
class Attribution:
    """Whose words a quotation is: the publisher's, or those of a speaker whom the article quotes.

    ``publisher`` is None where the article does not name it. ``inferred`` says that the case file infers the
    speaker rather than reads it in the article.
    """

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
    """A proven span of a source with its attribution. Raises NotProven where the span is not the text.

    ``source_file`` is the path of the source, from the content folder on.
    """

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
        """The quoted words, which are ``source[start:end]`` in code points."""
        return self.selector.exact

    @property
    def id(self) -> str:
        """A short id that depends on the words and their place; unique in a case but for hash collisions."""
        return self.selector.id


@dataclass(frozen=True)
class LawsuitPart:
    """A lawsuit with the names of its parties and court, and the quotations on where it stands."""

    lawsuit: Lawsuit
    plaintiffs: tuple[str, ...]
    defendants: tuple[str, ...]
    court: str | None
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class RulingPart:
    """A ruling on one claim; ``open_link`` where the source does not say in which lawsuit.

    ``account_of`` is the speaker where only that person's own account tells of it.
    """

    ruling: Ruling
    against: str | None
    decider: str | None
    lawsuits: tuple[str, ...]
    open_link: bool
    account_of: str | None
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class AmountPart:
    """An amount of money; ``open_link`` where the source does not say in which lawsuit.

    ``account_of`` is the speaker where only that person's own account tells of it.
    """

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
    """One entry of a timeline; ``date`` is None where the source gives no date.

    ``remark`` says of a superseded fact when it was reported, and when and how it was superseded.
    """

    date: PartialDate | None
    event: Event | Ruling | Lawsuit | Award
    lawsuits: tuple[str, ...]
    open_link: bool
    account_of: str | None
    quotations: tuple[Quotation, ...]
    remark: Phrase | None = None


@dataclass(frozen=True)
class PartyPart:
    """A person or institution with the quotations that describe them."""

    party: Party
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class SourcePart:
    """An article; ``resting`` is how many quotations of the case stand in it."""

    source: Source
    resting: int
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class ChangePart:
    """A change of a case's summary: ``quotations`` of what it quoted before and of what it quotes now.

    ``day`` is the ISO day of the change.
    """

    change: Change
    label: str
    day: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class MatchPart:
    """A quotation that a search found, with the title and ISO day of its case."""

    case_title: str
    as_of: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class ContextPart:
    """The paragraph of the source in which a quotation stands, as one quotation."""

    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class CommandPart:
    """How one command is typed, and what each of its options means."""

    usage: str
    description: Phrase
    options: tuple[tuple[str, Phrase], ...] = ()
    example: str = ""
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class NoticePart:
    """A sentence of the bot's own between the other parts, such as “No date is stated”."""

    text: Phrase
    heading: bool = False
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class EntryPart:
    """Something that the bot stores for a place, such as a digest: its title and its details."""

    title: Phrase
    details: tuple[Phrase, ...] = ()
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class VerdictPart:
    """The verdict on a claimed quotation: the claim as it was typed, and the true words as quotations.

    ``remarks`` say how the claim differs in form, whose words it is, and when and how what it reports was
    superseded. ``omitted`` are the source's words that it leaves out where it marks it, ``stripped`` what was
    taken off its words. ``is_askers`` says that whoever asks wrote it, ``stood_in`` in which part
    of a message.
    """

    verdict: Verdict
    claim: str
    differences: tuple[Difference, ...] = ()
    remarks: tuple[Phrase, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    changes: tuple[ChangeKind, ...] = ()
    omitted: tuple[str, ...] = ()
    stripped: tuple[Wrapping, ...] = ()
    is_askers: bool = True
    stood_in: str = ""


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
    """A caveat of the case in the editor's words, with the quotations of the words at issue."""

    text: str
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A follow-up query to offer, with the label of its button."""

    label: Phrase
    query: Query


@dataclass(frozen=True)
class Answer:
    """The answer to a query. ``as_of`` is the ISO day of the newest source it rests on.

    ``abstained`` says that the sources do not answer the query; ``content_note`` is a warning to show before
    the parts.
    """

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
    verdict: Verdict | Literal["no_quotation"] | None = None
    """The worst verdict of a check."""
    report: Report | None = None
    """What was checked, of a check."""
    shown: tuple[tuple[str, ...], ...] = ()
    """For each claim of the report, the ids of the quotations that bear it out."""
    folded: tuple[OpenPoint, ...] = ()
    """Further open points, which an answer only counts; ``/case caveats`` shows them."""

    def unfolded(self) -> Answer:
        """A copy of the answer that shows every open point."""
        return replace(self, open_points=(*self.open_points, *self.folded), folded=())

    def quotations(self) -> Iterator[Quotation]:
        """Every quotation of the parts and open points, in the order in which it is shown."""
        for part in self.parts:
            yield from part.quotations
        for point in self.open_points:
            yield from point.quotations
