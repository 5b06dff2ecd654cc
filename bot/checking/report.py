"""Last stage of a check: the report on a text: each claim, the words in none, and what was searched."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from bot.cases.library import Coverage
from bot.checking.claims import ClaimMatch, SourceSpan, parts_of
from bot.checking.extraction import (
    Claim,
    Extraction,
    OutsideSpan,
    below,
    extract,
    telling_words,
    with_speaker,
    word_count,
)
from bot.checking.headings import names_above
from bot.checking.judging import AS_CLAIMED, Judgement, Verdict, judge, stands, worst
from bot.checking.marks import marked_words
from bot.checking.parts import TextPart
from bot.checking.speakers import introduced
from bot.checking.unmarked import UnmarkedRun, unmarked_runs
from bot.checking.unwrapping import Unwrapped, trimmed, unwrap
from bot.search.alignment import SURE_LIKENESS, shared_word_ratio
from bot.search.archive import Archive

LONGEST_WHOLE = 1_500
"""Code points of a text with quotation marks that may be one claim itself, as a sentence that quotes is."""
MIN_SHARED_WORDS = 0.75
"""The share of words around its quotations that a text has to share with the source to be one claim."""


@dataclass(frozen=True)
class Report:
    """The report on a text or message: all of its claims in order, and the words that are in none."""

    parts: tuple[TextPart, ...]
    claims: tuple[Judgement, ...]
    outside: tuple[OutsideSpan, ...]
    unmarked: tuple[UnmarkedRun, ...]
    coverage: Coverage

    @cached_property
    def verdict(self) -> Verdict | Literal["no_quotation"]:
        """The worst verdict of all claims; “no_quotation” where the text claims nothing."""
        return worst(one.verdict for one in self.claims)

    @property
    def found(self) -> int:
        """How many claims were found; all of them are checked."""
        return len(self.claims)

    @property
    def words_outside(self) -> int:
        """How many words stand outside of all claims and were not checked."""
        return sum(one.words for one in self.outside)

    def counted(self, verdict: Verdict) -> int:
        """How many claims have a verdict."""
        return sum(one.verdict == verdict for one in self.claims)


def check(archive: Archive, parts: Sequence[TextPart], speaker: str | None = None) -> Report:
    """Check every claim of a text's parts; ``speaker`` is who is said to have said all of it."""
    judged: dict[tuple[str, str, str | None, str | None], Judgement] = {}

    def verdict_on(claim: Claim) -> Judgement:
        """The judgement on a claim; of equal ones in a text, only the first is looked up."""
        key = (claim.given, claim.text, claim.speaker, claim.above)
        known = judged.get(key)
        if known is None:
            judged[key] = judge(archive, claim)
            return judged[key]
        return replace(known, claim=replace(claim, speaker=known.claim.speaker))

    claims: list[Judgement] = []
    outside: list[OutsideSpan] = []
    unclaimed: list[OutsideSpan] = []
    for part, above in zip(parts, names_above(parts), strict=True):
        text = unwrap(part.text)
        if whole := _whole(archive, part, text, speaker):
            claims.append(whole)
            continue
        found = extract(part, text, lambda words: stands(archive, words), has_speaker=bool(speaker))
        claims += _with_nested(
            found,
            lambda claim, part=part, above=above: verdict_on(  # type: ignore[misc]  # mypy infers no type for a default
                with_speaker(below(claim, part.text, above), speaker)
            ),
        )
        outside += found.outside
        if found.is_whole and claims[-1].verdict == "altered" and not _is_like_any(claims[-1]):
            claims[-1] = Judgement(
                claims[-1].claim, "not_found", ClaimMatch("not_found", claims[-1].claim.text)
            )
        if found.is_whole and claims[-1].verdict == "not_found":
            unclaimed.append(_as_outside(claims[-1].claim))
    places = [place for one in claims for place in one.places]
    marked = [one for one in outside if claims]
    texts = {part.name: part.text for part in parts}
    unmarked = unmarked_runs(archive, (*outside, *unclaimed), texts, places)
    return Report(tuple(parts), tuple(claims), tuple(marked), unmarked, archive.library.coverage)


LEAST_SHARED_TELLING = 2
"""Telling words that a text without marks has to share with the source to be its words altered."""


def _is_like_any(judged: Judgement) -> bool:
    """Whether a claim is its place altered: “see you on Monday” is a little like much and quotes nothing."""
    claim, match = judged.claim.text, judged.match
    return (
        match.score >= SURE_LIKENESS
        or len(parts_of(claim)) > 1
        or any(
            len(telling_words(claim) & telling_words(place.selector.exact)) >= LEAST_SHARED_TELLING
            for place in judged.places
        )
    )


def _as_outside(claim: Claim) -> OutsideSpan:
    """The words of a text that stands in no source as a whole: some of them may."""
    return OutsideSpan(claim.part, claim.start, claim.end, word_count(claim.text), claim.text)


def _with_nested(found: Extraction, judged: Callable[[Claim], Judgement]) -> Iterator[Judgement]:
    """The judgements on the claims, and on quotations inside those that do not stand as they are."""
    for index, claim in enumerate(found.claims):
        outer = judged(claim)
        yield outer
        if outer.verdict not in AS_CLAIMED:
            yield from (judged(inner) for at, inner in found.nested if at == index)


def _whole(archive: Archive, part: TextPart, found: Unwrapped, speaker: str | None) -> Judgement | None:
    """The judgement on a whole text that has quotations and is itself a claim, as a sentence that quotes is.

    It is one where it stands in a source, or where it is very like the source and this has most of the words
    around the quotations too.
    """
    marked = marked_words(found.text) if len(part.text) <= LONGEST_WHOLE else ()
    if not marked or found.quoted:
        return None
    around = _around(found.text, ((one.start, one.end) for one in marked))
    if word_count(around) < max(LEAST_AROUND, LEAST_SHARE_AROUND * word_count(found.text)):
        return None
    named, begin = introduced(found.text, 0, len(found.text))
    whole, spoken = (_claim_of(part, found, at, speaker) for at in (0, begin))
    judged = judge(archive, whole)
    if begin and not _stands(judged):
        said = judge(archive, with_speaker(spoken, speaker or (named.name if named else None)))
        return said if _stands(said) else None
    if _stands(judged):
        return judged
    if judged.match.kind != "altered" or judged.match.score < SURE_LIKENESS or len(judged.places) != 1:
        return None
    shared = shared_word_ratio(around, judged.places[0].selector.exact)
    return judged if shared >= MIN_SHARED_WORDS else None


def _claim_of(part: TextPart, found: Unwrapped, start: int, speaker: str | None) -> Claim:
    """The claim that a part makes from a place on to its end."""
    low, high, around = trimmed(found.text, start, len(found.text))
    first, last = found.given_span(low, high)
    taken = tuple(dict.fromkeys((*found.taken_in(low, high), *around)))
    return Claim(found.text[low:high], part.text[first:last], first, last, part.name, speaker, taken)


def _stands(judged: Judgement) -> bool:
    return judged.match.kind not in {"altered", "not_found"}


LEAST_AROUND, LEAST_SHARE_AROUND = 5, 0.3
"""Words around the quotations of a text at least, and their share of all, for it to be a claim itself."""


def _around(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            pieces.append(text[at:start])
        at = max(at, end)
    return " ".join((*pieces, text[at:]))


def shown_places(one: Judgement, most: int) -> tuple[SourceSpan, ...]:
    """The places that bear out a judgement: all of an elided claim, else the first ``most``."""
    return one.places if one.verdict == "elided" or one.match.kind == "elided" else one.places[:most]
