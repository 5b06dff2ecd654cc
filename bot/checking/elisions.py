"""Judges a claim with words left out or put in, by the places of its parts and the words between them."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise

from bot.checking import claims
from bot.checking.antecedents import is_another, last_word, word_beside
from bot.checking.attribution import is_named
from bot.checking.brackets import is_borne_out
from bot.checking.claims import ClaimMatch, SourceSpan
from bot.checking.negations import reversal_before
from bot.checking.regions import Region
from bot.checking.splices import MarkedGap, spliced
from bot.search.alignment import Difference, differences, normalized
from bot.search.folding import fold
from bot.search.sentences import paragraph_around, sentences
from bot.search.words import words

FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours"})
MOST_SINGLE_WORDS = 1
"""Stretches of a single word that an elision may leave: more are words picked to say something else."""
BEGINS_WITH_INSERTION = re.compile(r"\A[\s\"'“‘«]*\[[^\]]*\w[^\]]*\]")
ENDS_WITH_INSERTION = re.compile(r"\[[^\]]*\w[^\]]*\][\s\"'”’».,;:!?]*\Z")
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
        altered = match if altered is None or _left_out(match) < _left_out(altered) else altered
    return altered or _match_apart(claim, parts, look_up)


def _left_out(match: ClaimMatch) -> int:
    """The code points of the source that a match leaves out or replaces: the fewer, the nearer it is."""
    return sum(map(len, match.omitted)) + sum(len(edit.source) for edit in match.differences)


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
        tried = MOST_TRIED if last.voice.statement else 1
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
    return ClaimMatch(wrong.kind, claim, (*places, *wrong.places), wrong.differences, wrong.score)


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
    statement = place.voice.statement
    together = statement is not None and statement == other.voice.statement
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


def _names_another(separator: str, left_out: str, place: SourceSpan) -> bool:
    """Whether an insertion makes another person of “I” than the speaker, or “me” of a name."""
    put_in, meant = " ".join(claims.insertions_in(separator)), left_out.strip() or last_word(place)
    replaced = set(fold(meant).split())
    if is_another(put_in, meant, place):
        return True
    if replaced & FIRST_PERSON:
        statement = place.voice.statement
        is_name = put_in[:1].isupper() and not set(fold(put_in).split()) <= FIRST_PERSON
        return (
            is_name
            and statement is not None
            and not is_named(
                place.case.party_by_id[statement.speaker], put_in.removesuffix("'s").removesuffix("’s")
            )
        )
    return bool(set(fold(put_in).split()) & FIRST_PERSON) and left_out.strip()[:1].isupper()


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
    replaced = list(_changed_gaps(claim, places))
    put_in_place = {edit.claimed for edit in replaced if edit.source}
    for insertion in claims.insertions_in(claim):
        shown = f"[{insertion}]"
        is_telling = claims.negates(insertion) or any(map(str.isdigit, insertion))
        is_known = (
            shown in put_in_place or not re.search(r"\w", insertion) or is_borne_out(insertion, places[0])
        )
        if is_telling or not is_known or claims.is_part_of_word(claim, insertion):
            yield Difference(shown, "")
    yield from replaced


def _misnamed_ends(claim: str, places: Sequence[SourceSpan]) -> Iterator[Difference]:
    """The insertions at the ends of a claim that name somebody else than the source's next word there."""
    for pattern, place, before in (
        (BEGINS_WITH_INSERTION, places[0], True),
        (ENDS_WITH_INSERTION, places[-1], False),
    ):
        if (found := pattern.search(claim)) and (word := word_beside(place, before=before)):
            put_in = " ".join(claims.insertions_in(found.group()))
            if is_another(put_in, word, place):
                yield Difference(f"[{put_in}]", word)


def _changed_gaps(claim: str, places: Sequence[SourceSpan]) -> Iterator[Difference]:
    """The edits at the beginning of a claim and between its parts that can change what it says."""
    if (begun := BEGINS_WITH_INSERTION.match(claim)) and (before_it := reversal_before(places[0])):
        yield Difference(begun.group().strip(), before_it)
    yield from _misnamed_ends(claim, places)
    for (before, after), separator in zip(pairwise(places), claims.separators_of(claim), strict=True):
        left_out = before.text[before.selector.end : after.selector.start]
        if claims.is_insertion_only(separator) and (
            not claims.is_referential(left_out) or _names_another(separator, left_out, before)
        ):
            yield Difference(separator.strip(), left_out.strip())
            continue
        joined = [left_out[start:end] for start, end in sentences(left_out)]
        ends = dict.fromkeys((*joined[:1], *joined[-1:]))
        yield from (Difference("", sentence) for sentence in ends if claims.negates(sentence))
