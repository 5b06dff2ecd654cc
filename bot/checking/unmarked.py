"""Words of a source that a text uses without quotation marks: runs of eight words or more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.cases.selectors import make_selector
from bot.checking.claims import SourceSpan
from bot.checking.extraction import OutsideSpan
from bot.search.archive import Archive
from bot.search.folding import fold
from bot.search.words import words

LEAST_RUN = 8
"""Words in a row that are no accident."""
PROBE_WORDS, PROBE_STEP = 5, 4
"""Of the phrases that are looked for: each run of eight words has one of five that begins at a fourth."""
MOST_PROBES = 64
"""Phrases that are looked for in all sources; those that the claims stand in are compared word by word."""
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class UnmarkedRun:
    """Words of a source outside of all claims: their span in a part, in code points, and their place."""

    text: str
    part: str
    start: int
    end: int
    words: int
    place: SourceSpan


class _Words(NamedTuple):
    """The words of a text, folded, and where they stand in it."""

    folded: list[str]
    spans: list[tuple[int, int]]


class _Known(NamedTuple):
    """Sources, and for each word the indices of those that have it."""

    places: list[SourceSpan]
    having_word: dict[str, set[int]]

    @classmethod
    def of(cls, places: list[SourceSpan], wanted: frozenset[str]) -> _Known:
        """Sources with their words among those of the text that is checked."""
        having: dict[str, set[int]] = {}
        for index, place in enumerate(places):
            for word in wanted.intersection(_joined(place.text).split()):
                having.setdefault(word, set()).add(index)
        return cls(places, having)

    def having(self, words: list[str]) -> list[SourceSpan]:
        """The sources that have all of some words."""
        found = [self.having_word.get(word, set()) for word in words]
        return [self.places[index] for index in sorted(set.intersection(*found))] if all(found) else []


def unmarked_runs(
    archive: Archive, outside: Iterable[OutsideSpan], texts: dict[str, str], places: Iterable[SourceSpan]
) -> tuple[UnmarkedRun, ...]:
    """The runs of a source's words in the words outside claims, in order.

    ``texts`` are the parts by their names, as given; ``places`` are where the claims stand.
    """
    long = [one for one in outside if one.words >= LEAST_RUN]
    if not long:
        return ()
    sources = {(place.case.id, place.selector.source): place for place in places}
    most = max(1, MOST_PROBES // len(long))
    for span in long:
        sources |= {key: place for key, place in _probed(archive, span, texts, most) if key not in sources}
    spans = [(span, _split(texts[span.part][span.start : span.end])) for span in long]
    wanted = frozenset(word for _, found in spans for word in found.folded)
    known = _Known.of(list(sources.values()), wanted)
    return tuple(run for span, found in spans for run in _runs(span, found, texts[span.part], known))


def _probed(
    archive: Archive, span: OutsideSpan, texts: dict[str, str], most: int
) -> Iterator[tuple[tuple[str, str], SourceSpan]]:
    """Sources that have the phrases with the rarest words of a span, ``most`` of them."""
    count = archive.index.terms.spelling.count
    spoken = [found.group() for found in WORD.finditer(texts[span.part], span.start, span.end)]
    phrases = [
        " ".join(spoken[at : at + PROBE_WORDS]) for at in range(0, len(spoken) - PROBE_WORDS + 1, PROBE_STEP)
    ]
    rarest = sorted((min(map(count, words(phrase)), default=0), phrase) for phrase in phrases)
    for phrase in [phrase for rarity, phrase in rarest if rarity][:most]:
        for place in archive.match_phrase(phrase, 1):
            case = archive.library.cases[place.case]
            text = case.source_by_id[place.source].text
            selector = make_selector(place.source, text, place.start, place.end)
            yield (place.case, place.source), SourceSpan(case, selector)


def _runs(span: OutsideSpan, found: _Words, text: str, known: _Known) -> Iterator[UnmarkedRun]:
    at = 0
    while at + PROBE_WORDS <= len(found.spans):
        probe = found.folded[at : at + PROBE_WORDS]
        run = next((run for place in known.having(probe) if (run := _run(found, at, probe, place))), None)
        if run is None:
            at += PROBE_STEP
            continue
        first, last, place = run
        low, high = span.start + found.spans[first][0], span.start + found.spans[last - 1][1]
        yield UnmarkedRun(text[low:high], span.part, low, high, last - first, place)
        at = last


def _run(found: _Words, at: int, probe: list[str], place: SourceSpan) -> tuple[int, int, SourceSpan] | None:
    """The run around a probe in a text, as first and last word, and where it stands in a source."""
    joined = _joined(place.text)
    start = joined.find(f" {' '.join(probe)} ")
    if start < 0:
        return None
    words = _words(place.text)
    there = joined.count(" ", 0, start)
    before = 0
    while min(at, there) > before and found.folded[at - before - 1] == words.folded[there - before - 1]:
        before += 1
    count = PROBE_WORDS
    while (
        at + count < len(found.folded)
        and there + count < len(words.folded)
        and found.folded[at + count] == words.folded[there + count]
    ):
        count += 1
    if before + count < LEAST_RUN:
        return None
    span = words.spans[there - before][0], words.spans[there + count - 1][1]
    selector = make_selector(place.selector.source, place.text, *span)
    return at - before, at + count, SourceSpan(place.case, selector)


@lru_cache(maxsize=512)
def _joined(text: str) -> str:
    """The words of a source with spaces around each, which is quicker to tell than where they stand."""
    return f" {fold(' '.join(WORD.findall(text)))} "


@lru_cache(maxsize=512)
def _words(text: str) -> _Words:
    """The words of a source; those of a text that is checked are never kept."""
    return _split(text)


def _split(text: str) -> _Words:
    found = list(WORD.finditer(text))
    spans = [match.span() for match in found]
    # No word has a space, nor gets one when it is folded: all together take a tenth of the time.
    folded = fold(" ".join(match.group() for match in found)).split()
    return _Words(folded, spans)
