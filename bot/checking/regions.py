"""The surroundings of passages, in which a claim is looked for: it may begin in the sentence before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from bot.cases.model import Case
from bot.cases.selectors import make_selector
from bot.checking.claims import SourceSpan
from bot.search.alignment import AlignableText, Alignment, widened_to_words
from bot.search.archive import Archive, PassageLocation
from bot.search.folding import fold

MARGIN = 240
"""Code points around a passage that belong to its region, besides as many as the claim has."""


@dataclass(frozen=True)
class Region:
    """The surroundings of a passage in its source, from ``low`` to ``high`` in code points."""

    case: Case
    source: str
    low: int
    high: int

    @property
    def raw(self) -> str:
        """The text of the whole source, not only of the region."""
        return self.case.source_by_id[self.source].text

    @cached_property
    def folded(self) -> str:
        """The region's words, folded, without the way back to the raw text: quick to make and to search."""
        return " ".join(fold(self.raw[self.low : self.high]).split())

    def contains(self, place: PassageLocation) -> bool:
        """Whether a passage lies wholly inside the region."""
        same = (self.case.id, self.source) == (place.case, place.source)
        return same and self.low <= place.start and place.end <= self.high

    def exact(self, claim: str, low: int = 0) -> Iterator[Alignment]:
        """Every place from ``low`` on in the whole source where the claim stands word for word, in order."""
        return _alignable(self.raw).exact(claim, low)

    def nearest(self, claim: str) -> Alignment | None:
        """The place in the region that is most like the claim; only the region is folded for it."""
        low, high = widened_to_words(self.raw, self.low, min(self.high, len(self.raw)))
        found = _alignable(self.raw[low:high]).nearest(claim)
        return found and replace(found, start=low + found.start, end=low + found.end)

    def span(self, alignment: Alignment) -> SourceSpan:
        """The span of the source that an alignment in it stands for."""
        selector = make_selector(self.source, self.raw, alignment.start, alignment.end)
        return SourceSpan(self.case, selector)


@lru_cache(maxsize=512)
def _alignable(raw: str) -> AlignableText:
    """Folding a text takes longer than aligning a claim with it, so the recent ones are cached."""
    return AlignableText(raw)


def regions_around(archive: Archive, claim: str, places: Iterable[PassageLocation]) -> Iterator[Region]:
    """The regions around passages in which a claim may stand, without passages that an earlier region has."""
    margin = MARGIN + len(claim)
    seen: list[Region] = []
    for place in places:
        if not any(region.contains(place) for region in seen):
            case = archive.library.cases[place.case]
            region = Region(case, place.source, max(0, place.start - margin), place.end + margin)
            seen.append(region)
            yield region
