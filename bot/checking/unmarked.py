"""Words of a source that a text uses without quotation marks: runs of eight words or more."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.cases.selectors import make_selector
from bot.checking.claims import SourceSpan
from bot.checking.extraction import OutsideSpan
from bot.search.archive import Archive
from bot.search.folding import fold

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
    for span in long:
        sources |= {key: place for key, place in _probed(archive, span, texts) if key not in sources}
    return tuple(run for span in long for run in _runs(span, texts[span.part], list(sources.values())))


def _probed(
    archive: Archive, span: OutsideSpan, texts: dict[str, str]
) -> Iterator[tuple[tuple[str, str], SourceSpan]]:
    spoken = [found.group() for found in WORD.finditer(texts[span.part], span.start, span.end)]
    starts = range(0, len(spoken) - PROBE_WORDS + 1, PROBE_STEP)
    step = -(-len(starts) // MOST_PROBES)
    for at in starts[:: max(1, step)]:
        for place in archive.match_phrase(" ".join(spoken[at : at + PROBE_WORDS]), 1):
            case = archive.library.cases[place.case]
            text = case.source_by_id[place.source].text
            selector = make_selector(place.source, text, place.start, place.end)
            yield (place.case, place.source), SourceSpan(case, selector)


def _runs(span: OutsideSpan, text: str, sources: list[SourceSpan]) -> Iterator[UnmarkedRun]:
    found = [
        (fold(match.group()), match.start(), match.end())
        for match in WORD.finditer(text, span.start, span.end)
    ]
    at = 0
    while at + LEAST_RUN <= len(found):
        key = tuple(word for word, _, _ in found[at : at + LEAST_RUN])
        source = next((one for one in sources if key in _grams(one.text)), None)
        if source is None:
            at += 1
            continue
        words, (first, count) = _source_words(source.text), (_grams(source.text)[key], LEAST_RUN)
        while (
            at + count < len(found)
            and first + count < len(words)
            and found[at + count][0] == words[first + count][0]
        ):
            count += 1
        selector = make_selector(
            source.selector.source, source.text, words[first][1], words[first + count - 1][2]
        )
        start, end = found[at][1], found[at + count - 1][2]
        yield UnmarkedRun(text[start:end], span.part, start, end, count, SourceSpan(source.case, selector))
        at += count


@lru_cache(maxsize=64)
def _source_words(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((fold(match.group()), match.start(), match.end()) for match in WORD.finditer(text))


@lru_cache(maxsize=64)
def _grams(text: str) -> dict[tuple[str, ...], int]:
    """Every eight words in a row of a source, with the index of the first."""
    words = [word for word, _, _ in _source_words(text)]
    return {tuple(words[at : at + LEAST_RUN]): at for at in range(len(words) - LEAST_RUN, -1, -1)}
