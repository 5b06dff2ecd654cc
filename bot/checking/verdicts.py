"""Matches a claimed quotation with the sources: word for word, in parts, or with the most similar place."""

from collections.abc import Sequence

from rapidfuzz.fuzz import partial_ratio

from bot.cases.selectors import make_selector
from bot.checking.claims import ClaimMatch, SourceSpan, parts_of
from bot.checking.elisions import match_parts
from bot.checking.regions import Region, regions_around
from bot.search.alignment import LEAST_LIKENESS, SURE_LIKENESS, Alignment, differences, normalized
from bot.search.archive import Archive
from bot.search.passages import Passage, cuts_unrecorded_speech
from bot.search.sentences import paragraph_around

MOST_PARTS = 20
"""Parts of a claim with words left out: what is cut into more is no quotation any more."""
LONG_CLAIM = 160
"""Code points of a claim from which on regions are first compared with it by words, not letters."""
LEAST_WORD_LIKENESS = 30.0
"""Of 100: the least likeness of a region to a long claim, word by word."""
CLOSE = 6.0
"""Of 100: places whose likeness differs by less are told apart by how many words differ."""
MOST_LIKELY = 4
"""Regions in which the place nearest to a claim is looked for: those most like it at first sight."""
MOST_PASSAGES = 8
"""Passages that have a claim's words in whose surroundings it is looked for."""


def match_claim(archive: Archive, claim: str, speaker: str = "") -> ClaimMatch:
    """Match a claim as a whole, else by the parts its elisions leave, else with what is most like it.

    With a speaker, only around their own words.
    """
    phrases = archive.match_phrase(claim, MOST_PASSAGES, speaker)
    regions = list(regions_around(archive, claim, phrases))
    if exact := _exact(regions, claim):
        return exact
    places = (*phrases, *archive.match_terms(claim, MOST_PASSAGES, speaker))
    regions = list(regions_around(archive, claim, places))
    if exact := _exact(regions, claim):
        return exact
    nearest = _nearest(regions, claim)
    parts = parts_of(claim)
    if not parts or parts == (claim,) or len(parts) > MOST_PARTS:
        return nearest
    # A part is looked up without the speaker: its match shows what is wrong, whoever says it.
    elided = match_parts(claim, parts, regions, lambda part: match_claim(archive, part))
    # A “…” can be the source's own: then the claim is nearer to the source whole than in parts.
    whole = nearest.kind == "altered" and nearest.score >= SURE_LIKENESS
    return nearest if whole and elided.kind != "elided" else elided


def _exact(regions: Sequence[Region], claim: str) -> ClaimMatch | None:
    """Every place where the claim stands word for word, in the sources of the regions that have it."""
    wanted = normalized(claim)
    if not wanted:
        return None
    sources = {(region.case.id, region.source): region for region in regions if wanted in region.folded}
    found: dict[tuple[str, str, int, int], tuple[SourceSpan, Alignment]] = {}
    for region in sources.values():
        for alignment in region.exact(claim):
            place = region.span(alignment)
            found.setdefault((place.case.id, *place.selector.span), (place, alignment))
    if not found:
        return None
    exact = any(alignment.likeness == "exact" for _, alignment in found.values())
    return ClaimMatch("exact" if exact else "typography", claim, tuple(place for place, _ in found.values()))


def _nearest(regions: Sequence[Region], claim: str) -> ClaimMatch:
    """The claim beside the place most like it, in the few regions that are most like it at first sight."""
    wanted = normalized(claim)
    estimates = [(_estimate(wanted, region), region) for region in regions]
    likely = sorted((one for one in estimates if one[0]), key=lambda one: -one[0])[:MOST_LIKELY]
    close = CLOSE if len(wanted) <= LONG_CLAIM else 0.0
    best: ClaimMatch | None = None
    for estimate, region in likely:
        if best and best.score - close >= estimate:
            break
        found = region.nearest(claim)
        if found and not (best and best.score - close >= found.score):
            place = region.span(found)
            edits = differences(claim, place.selector.exact)
            match = ClaimMatch("altered", claim, (place,), edits, found.score)
            best = match if not (best and close) or _edited(match) < _edited(best) else best
    return best or ClaimMatch("not_found", claim)


def _edited(match: ClaimMatch) -> tuple[int, float]:
    """How many words differ, then how unlike the letters are: the fewer, the nearer the place is."""
    words = sum(max(len(one.claimed.split()), len(one.source.split())) for one in match.differences)
    return words, -match.score


def _estimate(wanted: str, region: Region) -> float:
    """The likeness (of 100) of the region's best stretch to a claim; 0 below what can be the claim altered.

    A long claim is compared by its words: by its letters that would take seconds, in which nothing else runs.
    """
    if len(wanted) > LONG_CLAIM:
        return partial_ratio(wanted.split(), region.folded.split(), score_cutoff=LEAST_WORD_LIKENESS)
    return partial_ratio(wanted, region.folded, score_cutoff=LEAST_LIKENESS) if wanted else 0.0


def smallest_passage(archive: Archive, place: SourceSpan) -> Passage:
    """The smallest passage around a place, so that a reader sees it in its sentence.

    Speech that no editor recorded is shown in its paragraph, where the source says who speaks.
    """
    if cuts_unrecorded_speech(place.case, place.selector):
        around = paragraph_around(place.text, place.selector.start, place.selector.end)
        selector = make_selector(place.selector.source, place.text, *around)
        return Passage(place.case, selector, recorded=False)
    exact = place.selector.exact
    found = (*archive.match_phrase(exact, MOST_PASSAGES), *archive.match_terms(exact, MOST_PASSAGES))
    whole = [one for one in found if one.contains(place.case.id, place.selector.span)]
    if whole:
        return archive.passage(min(whole, key=lambda one: one.end - one.start))
    return Passage(place.case, place.selector, recorded=False)
