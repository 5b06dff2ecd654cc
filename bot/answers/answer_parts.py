"""The parts of an answer: facts, passages, verdicts and notices, each with its quotations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.answers.phrases import Phrase
from bot.answers.quotation import Quotation
from bot.cases.changes import Change
from bot.cases.dates import PartialDate
from bot.cases.editions import Fate
from bot.cases.model import Award, Event, Lawsuit, Party, Relief, Ruling, Source, Statement

if TYPE_CHECKING:
    # The patterns of the checks take a tenth of a second to compile: only /verify needs them.
    from bot.checking.change_kinds import ChangeKind
    from bot.checking.judging import Verdict
    from bot.checking.unwrapping import Wrapping
    from bot.search.alignment import Difference


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


class Whole(NamedTuple):
    """An amount that another one is a part of, and who reports it where others report another amount."""

    award: Award
    told_by: Phrase | None = None


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
    part_of: tuple[Whole, ...] = ()
    """The amounts of which this is a part, by each account of it."""


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
    remark: Phrase | None = None
    """What no source says of its deadline."""


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
    is_cut: bool = False
    """Whether its words are cut off right behind a negation or “whether” of the source."""


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
