"""Last stage of a check: the report on a text: each claim, the words in none, and what was searched."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from bot.checking.claims import SourceSpan
from bot.checking.extraction import Claim, Extraction, OutsideSpan, extract, with_speaker, word_count
from bot.checking.judging import Judgement, Verdict, judge, stands, worst
from bot.checking.marks import marked_words
from bot.checking.parts import TextPart
from bot.checking.speakers import introduced
from bot.checking.unmarked import UnmarkedRun, unmarked_runs
from bot.checking.unwrapping import Unwrapped, trimmed, unwrap
from bot.search.alignment import SURE_LIKENESS, shared_word_ratio
from bot.search.archive import Archive

LONGEST_WHOLE = 1_500
"""Code points of a text with quotation marks that may be one claim itself, as a sentence that quotes is."""
MIN_SHARED_WORDS = 0.5
"""The share of words around its quotations that a text has to share with the source to be one claim."""
AS_CLAIMED: frozenset[Verdict] = frozenset({"verbatim", "typography", "elided"})


@dataclass(frozen=True)
class Coverage:
    """What was searched: how many cases and sources, and the ISO day of the newest of them."""

    cases: int
    sources: int
    as_of: str | None


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
    judged: dict[tuple[str, str, str | None], Judgement] = {}

    def verdict_on(claim: Claim) -> Judgement:
        """The judgement on a claim; of equal ones in a text, only the first is looked up."""
        key = (claim.given, claim.text, claim.speaker)
        if key not in judged:
            judged[key] = judge(archive, claim)
        known = judged[key]
        return replace(known, claim=claim)

    claims: list[Judgement] = []
    outside: list[OutsideSpan] = []
    unclaimed: list[OutsideSpan] = []
    for part in parts:
        if whole := _whole(archive, part, speaker):
            claims.append(whole)
            continue
        found = extract(part, lambda text: stands(archive, text), has_speaker=bool(speaker))
        claims += _with_nested(found, lambda claim: verdict_on(with_speaker(claim, speaker)))
        outside += found.outside
        if found.is_whole and claims[-1].verdict == "not_found":
            unclaimed.append(_as_outside(claims[-1].claim))
    places = [place for one in claims for place in one.places]
    marked = [one for one in outside if claims]
    texts = {part.name: part.text for part in parts}
    unmarked = unmarked_runs(archive, (*outside, *unclaimed), texts, places)
    return Report(tuple(parts), tuple(claims), tuple(marked), unmarked, coverage_of(archive))


def _as_outside(claim: Claim) -> OutsideSpan:
    """The words of a text that stands in no source as a whole: some of them may."""
    return OutsideSpan(claim.part, claim.start, claim.end, word_count(claim.text), claim.text)


def coverage_of(archive: Archive) -> Coverage:
    """What is searched: the cases that stand, their sources, and the day of the newest of them."""
    standing = [case for case in archive.library.newest_first if not case.withdrawn]
    return Coverage(
        len(standing), sum(case.sources for case in standing), next((one.as_of for one in standing), None)
    )


def _with_nested(found: Extraction, judged: Callable[[Claim], Judgement]) -> Iterator[Judgement]:
    """The judgements on the claims, and on quotations inside those that do not stand as they are."""
    for index, claim in enumerate(found.claims):
        outer = judged(claim)
        yield outer
        if outer.verdict not in AS_CLAIMED:
            yield from (judged(inner) for at, inner in found.nested if at == index)


def _whole(archive: Archive, part: TextPart, speaker: str | None) -> Judgement | None:
    """The judgement on a whole text that has quotations and is itself a claim, as a sentence that quotes is.

    It is one where it stands in a source, or where it is very like the source and this has most of the words
    around the quotations too.
    """
    found = unwrap(part.text)
    marked = marked_words(found.text)
    if not marked or len(part.text) > LONGEST_WHOLE or found.quoted:
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
