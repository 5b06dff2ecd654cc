"""The data types of an answer, without any layout; its parts and quotations can be imported from here too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from bot.answers.answer_parts import (
    AmountPart,
    ChangePart,
    CommandPart,
    ContextPart,
    EntryPart,
    LawsuitPart,
    MatchPart,
    NoticePart,
    Part,
    PartyPart,
    ReliefPart,
    RulingPart,
    SourcePart,
    StatementPart,
    TimelinePart,
    VerdictPart,
    Whole,
)
from bot.answers.phrases import Phrase
from bot.answers.query import Query
from bot.answers.quotation import Attribution, NotProven, Quotation

if TYPE_CHECKING:
    # The patterns of the checks take a tenth of a second to compile: only /verify needs them.
    from bot.checking.judging import Verdict
    from bot.checking.report import Report
    from bot.qa.confidence import Confidence

__all__ = [
    "AmountPart",
    "Answer",
    "Attribution",
    "ChangePart",
    "CommandPart",
    "ContextPart",
    "EntryPart",
    "LawsuitPart",
    "MatchPart",
    "NotProven",
    "NoticePart",
    "OpenPoint",
    "Part",
    "PartyPart",
    "Quotation",
    "ReliefPart",
    "RulingPart",
    "SourcePart",
    "StatementPart",
    "Suggestion",
    "TimelinePart",
    "VerdictPart",
    "Whole",
]


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
    confidence: Confidence | None = None
    """How sure it is that a free question is answered; other queries have none."""
    verdict: Verdict | Literal["no_quotation"] | None = None
    """The worst verdict of a check."""
    report: Report | None = None
    """What was checked, of a check."""
    shown: tuple[tuple[str, ...], ...] = ()
    """For each claim of the report, the ids of the quotations that bear it out."""
    folded: tuple[OpenPoint, ...] = ()
    """Further open points, which an answer only counts; ``/case caveats`` shows them."""
    is_provisional: bool = False
    """Whether the same question is soon answered better, so that the answer is not to be kept."""
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
