"""Judging a claimed quotation against the sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from typing import Literal

from rapidfuzz.fuzz import partial_ratio

from bot.cases.model import Case
from bot.cases.selectors import Selector, make_selector
from bot.cases.voices import voice_of
from bot.checking.claims import (
    insertions_in,
    is_insertion_only,
    is_part_of_word,
    is_referential,
    negates,
    parts_of,
    separators_of,
)
from bot.search.alignment import (
    LEAST_LIKENESS,
    SURE_LIKENESS,
    AlignableText,
    Alignment,
    Difference,
    differences,
    normalized,
    widened_to_words,
)
from bot.search.archive import Archive, PassageLocation
from bot.search.folding import fold
from bot.search.passages import Passage, cuts_unrecorded_speech
from bot.search.sentences import paragraph_around, sentences
from bot.search.words import words

MOST_PICKED = 1
"""Stretches of a single word that an elision may leave: more are words picked to say something else."""
MOST_PARTS = 20
"""Of a claim with words left out: what is cut up more is no quotation any more."""
MOST_BEGINNINGS = 20
LONG = 160
"""Code points of a claim that is compared by its words at first."""
LEAST_SAME_WORDS = 30.0
LIKELY = 2
NEAR = 8
"""Passages in whose surroundings a claim is looked for."""
MARGIN = 240
"""Code points around a passage: a claim may begin in the sentence before."""

MatchKind = Literal["exact", "typography", "elided", "altered", "not_found"]


@dataclass(frozen=True)
class SourceSpan:
    """A span of a case's source that a claim, or a part of it, was found at."""

    case: Case
    selector: Selector


@dataclass(frozen=True)
class ClaimMatch:
    """How a claim relates to the sources: where its words stand, and how it differs from them."""

    kind: MatchKind
    claim: str
    places: tuple[SourceSpan, ...] = ()
    differences: tuple[Difference, ...] = ()
    score: float = 100.0
    """How like the source the claim is, letter by letter, of 100."""


@dataclass(frozen=True)
class _Region:
    """The surroundings of a passage in its source, code points."""

    case: Case
    source: str
    low: int
    high: int

    @property
    def text(self) -> AlignableText:
        return _prepared(self.raw)

    @property
    def raw(self) -> str:
        return self.case.source_by_id[self.source].text

    def holds(self, place: PassageLocation) -> bool:
        same = (self.case.id, self.source) == (place.case, place.source)
        return same and self.low <= place.start and place.end <= self.high

    def nearest(self, claim: str) -> Alignment | None:
        """The place in these surroundings that is most like the claim; only they are folded for it."""
        low, high = widened_to_words(self.raw, self.low, min(self.high, len(self.raw)))
        found = _prepared(self.raw[low:high]).nearest(claim)
        return found and replace(found, start=low + found.start, end=low + found.end)

    @cached_property
    def plain(self) -> str:
        """The words, folded, without the way back to the raw text: quick to make and to search."""
        return " ".join(fold(self.raw[self.low : self.high]).split())


@lru_cache(maxsize=512)
def _prepared(raw: str) -> AlignableText:
    """Folding a text takes longer than aligning a claim with it; the recent ones are kept."""
    return AlignableText(raw)


def match_claim(archive: Archive, claim: str, speaker: str = "") -> ClaimMatch:
    """Look a claim up: as a whole, then in the parts its elisions leave, then what is nearest to it.

    With a speaker, around their own words alone.
    """
    holding = archive.match_phrase(claim, NEAR, speaker)
    regions = list(_regions(archive, claim, holding))
    if exact := _exact(regions, claim):
        return exact
    regions = list(_regions(archive, claim, (*holding, *archive.match_terms(claim, NEAR, speaker))))
    if exact := _exact(regions, claim):
        return exact
    nearest = _nearest(regions, claim)
    parts = parts_of(claim)
    if not parts or parts == (claim,) or len(parts) > MOST_PARTS:
        return nearest
    elided = _elided(archive, regions, claim, parts)
    # A “…” can be the source's own: then the claim is nearer to the source whole than in parts.
    whole = nearest.kind == "altered" and nearest.score >= SURE_LIKENESS
    return nearest if whole and elided.kind != "elided" else elided


def _regions(archive: Archive, claim: str, places: Iterable[PassageLocation]) -> Iterator[_Region]:
    """The surroundings of some places, each once."""
    margin = MARGIN + len(claim)
    seen: list[_Region] = []
    for place in places:
        if not any(one.holds(place) for one in seen):
            case = archive.library.cases[place.case]
            region = _Region(case, place.source, max(0, place.start - margin), place.end + margin)
            seen.append(region)
            yield region


def _exact(regions: list[_Region], claim: str) -> ClaimMatch | None:
    wanted = normalized(claim)
    if not wanted:
        return None
    holding = {(one.case.id, one.source): one for one in regions if wanted in one.plain}
    found: dict[tuple[str, str, int, int], tuple[SourceSpan, Alignment]] = {}
    for region in holding.values():
        for alignment in region.text.exact(claim):
            place = _place(region, alignment)
            found.setdefault((place.case.id, *place.selector.span), (place, alignment))
    if not found:
        return None
    exact = any(alignment.likeness == "exact" for _, alignment in found.values())
    places = tuple(place for place, _ in found.values())
    return ClaimMatch("exact" if exact else "typography", claim, places)


def _elided(archive: Archive, regions: list[_Region], claim: str, parts: tuple[str, ...]) -> ClaimMatch:
    """Every part in its place, in order and in one source; else the first part that is not."""
    holding = (region for region in regions if normalized(parts[0]) in region.plain)
    altered: ClaimMatch | None = None
    for together in (places for region in holding for places in _together(region, parts)):
        joined = _joined(claim, together)
        if joined.kind == "elided":
            return joined
        altered = altered or joined
    if altered:
        return altered
    places: list[SourceSpan] = []
    for part in parts:
        finding = match_claim(archive, part)
        if finding.kind not in {"exact", "typography"}:
            return ClaimMatch(finding.kind, claim, (*places, *finding.places), finding.differences)
        later = [place for place in finding.places if not places or _follows(place, places[-1])]
        if not later:
            return ClaimMatch("altered", claim, (*places, *finding.places[:1]))
        places.append(later[0])
    return _joined(claim, places)


def _together(region: _Region, parts: tuple[str, ...]) -> Iterator[list[SourceSpan]]:
    """The parts one after the other in a source, where they belong together, from each place of the first."""
    first, *others = parts
    for begin in islice(region.text.exact(first, region.low), MOST_BEGINNINGS):
        places = [_place(region, begin)]
        for part in others:
            after = (_place(region, one) for one in region.text.exact(part, places[-1].selector.end))
            following = next(after, None)
            if following is None or not _follows(following, places[-1]):
                break
            places.append(following)
        else:
            yield places


def _joined(claim: str, places: list[SourceSpan]) -> ClaimMatch:
    """The verdict on parts that stand in order, by what is left out between them."""
    if turned := tuple(_turned(claim, places)):
        return ClaimMatch("altered", claim, tuple(places), turned)
    if sum(len(words(stretch)) == 1 for stretch in _stretches(places)) > MOST_PICKED:
        return ClaimMatch("altered", claim, tuple(places), _left_out(claim, places))
    return ClaimMatch("elided", claim, tuple(places))


def _stretches(places: list[SourceSpan]) -> Iterator[str]:
    """The words that stand together in the source, in whatever parts they were found."""
    text = _text(places[0])
    start = places[0].selector.start
    for before, after in pairwise(places):
        if words(text[before.selector.end : after.selector.start]):
            yield text[start : before.selector.end]
            start = after.selector.start
    yield text[start : places[-1].selector.end]


def _left_out(claim: str, places: list[SourceSpan]) -> tuple[Difference, ...]:
    return differences(claim, _text(places[0])[places[0].selector.start : places[-1].selector.end])


def _turned(claim: str, places: list[SourceSpan]) -> Iterator[Difference]:
    """What a claim puts in that says or replaces something, and the negations that it leaves out."""
    for insertion in insertions_in(claim):
        if negates(insertion) or any(map(str.isdigit, insertion)) or is_part_of_word(claim, insertion):
            yield Difference(f"[{insertion}]", "")
    for (before, after), separator in zip(pairwise(places), separators_of(claim), strict=True):
        left_out = _text(before)[before.selector.end : after.selector.start]
        if is_insertion_only(separator) and not is_referential(left_out):
            yield Difference(separator.strip(), left_out.strip())
            continue
        joined = [left_out[start:end] for start, end in sentences(left_out)]
        yield from (Difference("", one) for one in dict.fromkeys((*joined[:1], *joined[-1:])) if negates(one))


def _follows(place: SourceSpan, other: SourceSpan) -> bool:
    """Later in the same paragraph, or the same statement: what is joined over more than that is altered."""
    if (place.case.id, place.selector.source) != (other.case.id, other.selector.source):
        return False
    statement = voice_of(place.case, place.selector).statement
    together = statement is not None and statement == voice_of(other.case, other.selector).statement
    around = paragraph_around(_text(place), other.selector.start, other.selector.end)
    return place.selector.start >= other.selector.end and (together or place.selector.start < around.end)


def _nearest(regions: list[_Region], claim: str) -> ClaimMatch:
    """The claim beside the most similar place of the few surroundings that are most like it at a glance."""
    wanted = normalized(claim)
    glances = [(_glance(wanted, region), region) for region in regions]
    likely = sorted((one for one in glances if one[0]), key=lambda glance: -glance[0])[:LIKELY]
    best: tuple[_Region, Alignment] | None = None
    for glance, region in likely:
        if best and best[1].score >= glance:
            break
        found = region.nearest(claim)
        if found and not (best and best[1].score >= found.score):
            best = region, found
    if not best:
        return ClaimMatch("not_found", claim)
    region, alignment = best
    place = _place(region, alignment)
    return ClaimMatch("altered", claim, (place,), differences(claim, place.selector.exact), alignment.score)


def _glance(wanted: str, region: _Region) -> float:
    """How like the best stretch of the surroundings is, of 100; 0 below what can be the claim altered.

    A long claim is compared by its words: by its letters that would take seconds, in which nothing else runs.
    """
    if len(wanted) > LONG:
        return partial_ratio(wanted.split(), region.plain.split(), score_cutoff=LEAST_SAME_WORDS)
    return partial_ratio(wanted, region.plain, score_cutoff=LEAST_LIKENESS) if wanted else 0.0


def _text(place: SourceSpan) -> str:
    return place.case.source_by_id[place.selector.source].text


def _place(region: _Region, alignment: Alignment) -> SourceSpan:
    text = region.case.source_by_id[region.source].text
    return SourceSpan(region.case, make_selector(region.source, text, alignment.start, alignment.end))


def covering(archive: Archive, place: SourceSpan) -> Passage:
    """The smallest passage around a place, so that a reader sees it in its sentence.

    Speech that no editor recorded is shown in its paragraph, where the source says who speaks.
    """
    if cuts_unrecorded_speech(place.case, place.selector):
        text = _text(place)
        around = paragraph_around(text, place.selector.start, place.selector.end)
        return Passage(place.case, make_selector(place.selector.source, text, *around), recorded=False)
    words = place.selector.exact
    found = (*archive.match_phrase(words, NEAR), *archive.match_terms(words, NEAR))
    whole = [one for one in found if one.contains(place.case.id, place.selector.span)]
    if whole:
        return archive.passage(min(whole, key=lambda one: one.end - one.start))
    return Passage(place.case, place.selector, recorded=False)
