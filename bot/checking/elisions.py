"""Judges a claim with words left out or put in, by the places of its parts and the words between them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise

from bot.cases.voices import voice_of
from bot.checking import claims
from bot.checking.claims import ClaimMatch, SourceSpan
from bot.checking.regions import Region
from bot.checking.splices import MarkedGap, spliced
from bot.search.alignment import Difference, differences, normalized
from bot.search.sentences import paragraph_around, sentences
from bot.search.words import words

MOST_SINGLE_WORDS = 1
"""Stretches of a single word that an elision may leave: more are words picked to say something else."""
MOST_TRIED = 20
"""Places of a part that are tried: the first part's in a region, and the next ones of each other part."""


def match_parts(
    claim: str, parts: Sequence[str], regions: Iterable[Region], look_up: Callable[[str], ClaimMatch]
) -> ClaimMatch:
    """Judge a claim by its parts, which must stand in order in one paragraph or statement of a source.

    They are looked for in the regions, from each place of the first part. Where they nowhere stand in order
    there, each is looked up by itself with ``look_up``: the match then names the first part that is wrong.
    """
    altered: ClaimMatch | None = None
    for places in _places_in(regions, parts):
        match = _judged(claim, places)
        if match.kind == "elided":
            return match
        altered = altered or match
    return altered or _match_apart(claim, parts, look_up)


def _places_in(regions: Iterable[Region], parts: Sequence[str]) -> Iterator[list[SourceSpan]]:
    """The places of all parts, from each place of the first one in a region that has it."""
    for region in regions:
        if normalized(parts[0]) in region.folded:
            for first in islice(region.exact(parts[0], region.low), MOST_TRIED):
                places = _chain(region.span(first), parts[1:], _next_in(region))
                if len(places) == len(parts):
                    yield places


def _next_in(region: Region) -> Callable[[str, SourceSpan], Iterator[SourceSpan]]:
    """A function that gives the places of a part after another part's place, which may follow it."""

    def places_of(part: str, last: SourceSpan) -> Iterator[SourceSpan]:
        # Only a statement goes on after its paragraph, and others may repeat its words before it does.
        tried = MOST_TRIED if voice_of(last.case, last.selector).statement else 1
        return map(region.span, islice(region.exact(part, last.selector.end), tried))

    return places_of


def _match_apart(claim: str, parts: Sequence[str], look_up: Callable[[str], ClaimMatch]) -> ClaimMatch:
    matches = [look_up(parts[0])]

    def places_of(part: str, _: SourceSpan) -> tuple[SourceSpan, ...]:
        matches.append(look_up(part))
        return matches[-1].places if matches[-1].is_verbatim else ()

    places = _chain(matches[0].places[0], parts[1:], places_of) if matches[0].is_verbatim else []
    if len(places) == len(parts):
        return _judged(claim, places)
    wrong = matches[-1]
    if wrong.is_verbatim:
        return ClaimMatch("altered", claim, (*places, wrong.places[0]), is_spliced=True)
    return ClaimMatch(wrong.kind, claim, (*places, *wrong.places), wrong.differences)


def _chain(
    first: SourceSpan, others: Iterable[str], places_of: Callable[[str, SourceSpan], Iterable[SourceSpan]]
) -> list[SourceSpan]:
    """The places of parts one after the other, up to the first part of which no place follows."""
    chain = [first]
    for part in others:
        following = next((place for place in places_of(part, chain[-1]) if _follows(place, chain[-1])), None)
        if following is None:
            break
        chain.append(following)
    return chain


def _follows(place: SourceSpan, other: SourceSpan) -> bool:
    """Whether a place is later in the same paragraph or statement: what joins more than that is altered."""
    if (place.case.id, place.selector.source) != (other.case.id, other.selector.source):
        return False
    statement = voice_of(place.case, place.selector).statement
    together = statement is not None and statement == voice_of(other.case, other.selector).statement
    around = paragraph_around(place.text, other.selector.start, other.selector.end)
    return place.selector.start >= other.selector.end and (together or place.selector.start < around.end)


def _judged(claim: str, places: Sequence[SourceSpan]) -> ClaimMatch:
    """The match of a claim whose parts stand in order, by what is left out between them."""
    omitted = tuple(_omitted(places))
    if edits := tuple(_changed_meaning(claim, places)):
        is_spliced = any(not edit.claimed for edit in edits)
        return ClaimMatch("altered", claim, tuple(places), edits, omitted=omitted, is_spliced=is_spliced)
    if sum(len(words(stretch)) == 1 for stretch in _stretches(places)) > MOST_SINGLE_WORDS:
        whole = places[0].text[places[0].selector.start : places[-1].selector.end]
        return ClaimMatch("altered", claim, tuple(places), differences(claim, whole), omitted=omitted)
    if _is_spliced(claim, places):
        return ClaimMatch("altered", claim, tuple(places), omitted=omitted, is_spliced=True)
    return ClaimMatch("elided", claim, tuple(places), omitted=omitted)


def _omitted(places: Sequence[SourceSpan]) -> Iterator[str]:
    """The words of the source that are left out between places, in order."""
    for before, after in pairwise(places):
        left_out = before.text[before.selector.end : after.selector.start].strip()
        if words(left_out):
            yield left_out


def _is_spliced(claim: str, places: Sequence[SourceSpan]) -> bool:
    parts = claims.parts_of(claim)
    gaps = zip(pairwise(places), claims.separators_of(claim), pairwise(parts), strict=False)
    return any(
        spliced(before, after, MarkedGap(separator, *around))
        for (before, after), separator, around in gaps
        if not claims.is_insertion_only(separator)
    )


def _stretches(places: Sequence[SourceSpan]) -> Iterator[str]:
    """The stretches of the source without left-out words in them, each of one part or of several."""
    text = places[0].text
    start = places[0].selector.start
    for before, after in pairwise(places):
        if words(text[before.selector.end : after.selector.start]):
            yield text[start : before.selector.end]
            start = after.selector.start
    yield text[start : places[-1].selector.end]


def _changed_meaning(claim: str, places: Sequence[SourceSpan]) -> Iterator[Difference]:
    """The edits of a claim that can change its meaning: telling insertions, and negations left out."""
    for insertion in claims.insertions_in(claim):
        is_telling = claims.negates(insertion) or any(map(str.isdigit, insertion))
        if is_telling or claims.is_part_of_word(claim, insertion):
            yield Difference(f"[{insertion}]", "")
    for (before, after), separator in zip(pairwise(places), claims.separators_of(claim), strict=True):
        left_out = before.text[before.selector.end : after.selector.start]
        if claims.is_insertion_only(separator) and not claims.is_referential(left_out):
            yield Difference(separator.strip(), left_out.strip())
            continue
        joined = [left_out[start:end] for start, end in sentences(left_out)]
        ends = dict.fromkeys((*joined[:1], *joined[-1:]))
        yield from (Difference("", sentence) for sentence in ends if claims.negates(sentence))
