"""The data types of an answer: its parts, facts and proven quotations, without any layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.answers.phrases import Phrase
from bot.answers.query import Query
from bot.cases.changes import Change
from bot.cases.dates import PartialDate
from bot.cases.editions import Fate
from bot.cases.model import Award, Event, Lawsuit, Party, Relief, Ruling, Source, Statement
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
    is_disclaimed: bool = False
    """Whether the words are only said to be the speaker's."""
    attributed_by: str | None = None
    """Who says that they are the speaker's, where that is not the publisher."""
    denied_by: str | None = None
    """Who denies that disclaimed words were said."""
    edition: tuple[Fate, str] | None = None
    """What the newest edition of the article did with the words, and its ISO day; None where they stand."""


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
    rulings: tuple[RulingPart, ...] = ()
    """The rulings that are told in lines of this part, where its quotations are those of the rulings too."""


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
    part_of: Award | None = None
    """The amount of which this is a part."""


@dataclass(frozen=True)
class ReliefPart:
    """What is to be done besides paying; ``open_link`` where the source does not say in which lawsuit.

    ``account_of`` is the speaker where only that person's own account tells of it.
    """

    relief: Relief
    to: str | None
    against: str | None
    lawsuits: tuple[str, ...]
    open_link: bool
    account_of: str | None
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class StatementPart:
    """A statement: its words and the article's words that attribute it, in the order of the article.

    ``attributed_by`` and ``denied_by`` are the names of those who say and deny that the words were said.
    """

    statement: Statement
    speaker: str
    quotations: tuple[Quotation, ...]
    attributed_by: str | None = None
    denied_by: str | None = None


@dataclass(frozen=True)
class TimelinePart:
    """One entry of a timeline; ``date`` is None where the source gives no date.

    ``remark`` says of a superseded fact when it was reported, and when and how it was superseded.
    """

    date: PartialDate | None
    event: Event | Ruling | Lawsuit | Award | Relief
    lawsuits: tuple[str, ...]
    open_link: bool
    account_of: str | None
    quotations: tuple[Quotation, ...]
    remark: Phrase | None = None


@dataclass(frozen=True)
class PartyPart:
    """A person or institution with the quotations that describe them.

    ``roles`` are its roles, each with the name of the party that it acts for.
    """

    party: Party
    quotations: tuple[Quotation, ...]
    roles: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True)
class SourcePart:
    """An article; ``resting`` is how many quotations of the case stand in it.

    Where a newer edition took its place, ``fates`` says how many of these became what in that one.
    """

    source: Source
    resting: int
    quotations: tuple[Quotation, ...]
    original: Source | None = None
    """The edition that was published first, where this is a later one."""
    newest: Source | None = None
    """The newest edition, where this is an earlier one."""
    fates: tuple[tuple[Fate, int], ...] = ()


@dataclass(frozen=True)
class ChangePart:
    """A change of a case's summary: ``quotations`` of what the changed entry says now.

    ``day`` is the ISO day of the change. ``is_news`` says that it is worded as a digest tells news.
    """

    change: Change
    label: str
    day: str
    quotations: tuple[Quotation, ...]
    is_news: bool = False


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
    | ReliefPart
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
    in_place: bool = False
    """Whether it is the same answer in another form, which replaces one that the asker alone sees."""
    turns: bool = False
    """Whether it is another page of the same list, to which whoever asked for the answer turns in place."""


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
    short: Callable[[], Answer] | None = field(default=None, compare=False, repr=False)
    """Makes the answer's short form; None where it has none."""

    def unfolded(self) -> Answer:
        """A copy of the answer that shows every open point."""
        return replace(self, open_points=(*self.open_points, *self.folded), folded=())

    def quotations(self) -> Iterator[Quotation]:
        """Every quotation of the parts and open points, in the order in which it is shown."""
        for part in self.parts:
            yield from part.quotations
        for point in self.open_points:
            yield from point.quotations
