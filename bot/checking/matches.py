"""The result of checking a claim: the spans of the sources it was found at, and how it differs from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.cases.model import Case
from bot.cases.selectors import Selector, make_selector
from bot.search.alignment import Alignment, Difference

MatchKind = Literal["exact", "typography", "elided", "altered", "not_found"]


@dataclass(frozen=True)
class SourceSpan:
    """A span of a case's source that a claim, or a part of it, was found at."""

    case: Case
    selector: Selector

    @classmethod
    def at(cls, case: Case, source: str, alignment: Alignment) -> SourceSpan:
        """The span of an alignment in a source of a case."""
        text = case.source_by_id[source].text
        return cls(case, make_selector(source, text, alignment.start, alignment.end))

    @property
    def text(self) -> str:
        """The whole text of the source that the span lies in."""
        return self.case.source_by_id[self.selector.source].text


@dataclass(frozen=True)
class ClaimMatch:
    """How a claim relates to the sources: where its words stand, and how it differs from them."""

    kind: MatchKind
    claim: str
    places: tuple[SourceSpan, ...] = ()
    differences: tuple[Difference, ...] = ()
    score: float = 100.0
    """The likeness of the claim and the source, letter by letter, of 100."""

    @property
    def is_verbatim(self) -> bool:
        """Whether the claim stands in a source word for word; case and typography may differ."""
        return self.kind in {"exact", "typography"}
