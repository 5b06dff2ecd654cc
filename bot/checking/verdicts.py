"""Matches a claimed quotation with the sources: word for word, in parts, or with the most similar place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz.fuzz import partial_ratio

from bot.cases.selectors import make_selector
from bot.checking.claims import ClaimMatch, SourceSpan, parts_of
from bot.checking.elisions import match_parts
from bot.checking.interruptions import with_interruptions
from bot.checking.punctuation import with_other_marks
from bot.checking.regions import Region, regions_around
from bot.search.alignment import LEAST_LIKENESS, SURE_LIKENESS, Alignment, differences, normalized
from bot.search.archive import Archive, PassageLocation
from bot.search.passages import Passage
from bot.search.sentences import paragraph_around
from bot.search.stretches import passages_with, telling_stretches
from bot.search.words import words

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

MOST_WITH_STRETCH = 16
"""Passages with a stretch of a claim from which on another way to it is taken."""
MOST_EDITED = 2
"""Words that differ at most between a claim and a place, for no other place to be nearer by a whole edit."""


def match_claim(archive: Archive, claim: str, speaker: str = "") -> ClaimMatch:
    """Match a claim as a whole, else by the parts its elisions leave, else with what is most like it.

    With a speaker, only around their own words.
    """
    return with_interruptions(with_other_marks(_match(archive, claim, speaker)))


def _match(archive: Archive, claim: str, speaker: str) -> ClaimMatch:
    parts = parts_of(claim)
    if parts == (claim,) and (match := _match_by_stretches(archive, claim, speaker)):
        return match
    phrases = archive.match_phrase(claim, MOST_PASSAGES, speaker)
    regions = list(regions_around(archive, claim, phrases))
    if exact := _exact(regions, claim):
        return exact if speaker else replace(exact, passages=phrases)
    places = (*phrases, *archive.match_terms(claim, MOST_PASSAGES, speaker))
    regions = list(regions_around(archive, claim, places))
    if exact := _exact(regions, claim):
        return exact
    nearest = _nearest(regions, claim)
    if not parts or parts == (claim,) or len(parts) > MOST_PARTS:
        return nearest
    # A part is looked up without the speaker: its match shows what is wrong, whoever says it.
    elided = match_parts(claim, parts, regions, lambda part: match_claim(archive, part))
    # A “…” can be the source's own: then the claim is nearer to the source whole than in parts.
    is_put_in = bool(elided.differences) and all(edit.claimed.startswith("[") for edit in elided.differences)
    whole = nearest.kind == "altered" and nearest.score >= SURE_LIKENESS and not is_put_in
    return nearest if whole and elided.kind != "elided" else elided


def _match_by_stretches(archive: Archive, claim: str, speaker: str) -> ClaimMatch | None:
    """The match of a claim that stands, but for two words at most, where one of its stretches does.

    None where it does not, or where too many passages have a stretch for all of them to be looked at. Looking
    for four words in a row takes a tenth of the time of ranking passages by the claim's rarest words, and of
    what is found only the likeliest has to be read.
    """
    spoken = " ".join(words(claim))
    likeness: dict[PassageLocation, float] = {}
    count, passages = archive.index.terms.spelling.count, archive.index.passages
    for stretch in telling_stretches(claim, count, passages):
        # To look for common words takes longest, and no other place can be nearer by a whole word.
        near = _likeliest(archive, claim, likeness) if likeness and stretch.is_common else None
        if near and (near.is_verbatim or _edited(near)[0] <= 1):
            return near
        found = passages_with(archive, stretch.words, MOST_WITH_STRETCH, speaker)
        if len(found) == MOST_WITH_STRETCH:
            return _match_among_many(archive, claim, stretch.words, speaker)
        whole = tuple(one.place for one in found if f" {spoken} " in f" {one.words} ")[:MOST_PASSAGES]
        if exact := _exact(list(regions_around(archive, claim, whole)), claim, has_words=True):
            return exact if speaker else replace(exact, passages=whole)
        likeness |= {
            one.place: partial_ratio(spoken, one.words) for one in found if one.place not in likeness
        }
    return _likeliest(archive, claim, likeness)


def _match_among_many(
    archive: Archive, claim: str, stretch: tuple[str, ...], speaker: str
) -> ClaimMatch | None:
    """The match of a claim one of whose stretches many passages have: as it stands, or but for one word.

    Of these passages the ones with the most of the claim's other words are looked at.
    """
    phrases = archive.match_phrase(claim, MOST_PASSAGES, speaker)
    if exact := _exact(list(regions_around(archive, claim, phrases)), claim):
        return exact if speaker else replace(exact, passages=phrases)
    spoken = words(claim)
    others = dict.fromkeys(word for word in spoken if word not in stretch)
    found = passages_with(archive, stretch, MOST_WITH_STRETCH, speaker, others)
    likeness = {one.place: partial_ratio(" ".join(spoken), one.words) for one in found}
    near = _likeliest(archive, claim, likeness)
    return near if near and (near.is_verbatim or _edited(near)[0] <= 1) else None


def _likeliest(archive: Archive, claim: str, likeness: Mapping[PassageLocation, float]) -> ClaimMatch | None:
    """The match of a claim around the passages most like it, where it differs in two words at most."""
    likely = sorted(likeness, key=lambda place: -likeness[place])[:MOST_LIKELY]
    regions = list(regions_around(archive, claim, likely))
    if exact := _exact(regions, claim):
        return exact
    nearest = _nearest(regions, claim)
    is_near = nearest.kind == "altered" and _edited(nearest)[0] <= MOST_EDITED
    return nearest if is_near else None


def _exact(regions: Sequence[Region], claim: str, *, has_words: bool = False) -> ClaimMatch | None:
    """Every place where the claim stands word for word, in the sources of the regions that have it.

    With ``has_words``, the index has its words one after the other in each region, and none is left out.
    """
    wanted = normalized(claim)
    if not wanted:
        return None
    sources = {
        (region.case.id, region.source): region for region in regions if has_words or wanted in region.folded
    }
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


def _edited(match: ClaimMatch) -> tuple[int, int, float]:
    """How many words differ, then on both sides together, then how unlike the letters are.

    The fewer, the nearer the place is: one that has all of the claim's words and one more is nearer than one
    with another word in the place of one of them.
    """
    counts = [(len(one.claimed.split()), len(one.source.split())) for one in match.differences]
    return sum(map(max, counts)), sum(map(sum, counts)), -match.score


def _estimate(wanted: str, region: Region) -> float:
    """The likeness (of 100) of the region's best stretch to a claim; 0 below what can be the claim altered.

    A long claim is compared by its words: by its letters that would take seconds, in which nothing else runs.
    """
    if len(wanted) > LONG_CLAIM:
        return partial_ratio(wanted.split(), region.folded.split(), score_cutoff=LEAST_WORD_LIKENESS)
    return partial_ratio(wanted, region.folded, score_cutoff=LEAST_LIKENESS) if wanted else 0.0


def smallest_passage(archive: Archive, place: SourceSpan, match: ClaimMatch | None = None) -> Passage:
    """The smallest passage around a place, so that a reader sees it in its sentence.

    Where the place has exactly the words of ``match``, the passages that were found for it are not looked up
    again.
    Speech that no editor recorded is shown in its paragraph, where the source says who speaks.
    """
    if place.is_unrecorded:
        around = paragraph_around(place.text, place.selector.start, place.selector.end)
        selector = make_selector(place.selector.source, place.text, *around)
        return Passage(place.case, selector, recorded=False)
    exact = place.selector.exact
    known = match.passages if match and (match.is_verbatim or words(match.claim) == words(exact)) else None
    found = archive.match_phrase(exact, MOST_PASSAGES) if known is None else known
    whole = [one for one in found if one.contains(place.case.id, place.selector.span)]
    if not whole or len(found) >= MOST_PASSAGES:
        # There may be more passages with these words than were found.
        terms = archive.match_terms(exact, MOST_PASSAGES)
        whole += [one for one in terms if one.contains(place.case.id, place.selector.span)]
    if whole:
        return archive.passage(min(whole, key=lambda one: one.end - one.start))
    return Passage(place.case, place.selector, recorded=False)
