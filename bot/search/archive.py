"""A library with its index: the passages of all cases, found by their words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.cases.library import Library
from bot.cases.selectors import select
from bot.search.entries import NAMED, RECORDED, stems_of
from bot.search.index import Hit, PassageIndex
from bot.search.passages import Passage
from bot.search.vector_store import VectorStore
from bot.search.words import words

LEAST_COVERAGE = 0.6
"""The share of what was typed, rare words counting more, that a match has."""
RERANKED = 50
MOST_RECORDED = 1_000
"""Quotations of one speaker that are looked through."""


@dataclass(frozen=True)
class PassageLocation:
    """Where a passage stands, as the index keeps it: code points of a case's source, end exclusive."""

    case: str
    source: str
    start: int
    end: int
    kind: str = ""

    @property
    def key(self) -> str:
        """The place in one line."""
        return "\t".join((self.case, self.source, str(self.start), str(self.end), self.kind))

    @classmethod
    def of(cls, key: str) -> PassageLocation:
        """The place that a key names."""
        case, source, start, end, kind = key.split("\t")
        return cls(case, source, int(start), int(end), kind)

    def overlaps(self, other: PassageLocation) -> bool:
        """Whether the two share a code point."""
        same = (self.case, self.source) == (other.case, other.source)
        return same and self.start < other.end and other.start < self.end

    def contains(self, case: str, span: tuple[str, int, int]) -> bool:
        """Whether a span of a case lies wholly inside."""
        source, start, end = span
        return (self.case, self.source) == (case, source) and self.start <= start and end <= self.end


@dataclass(frozen=True)
class Archive:
    """The cases and the index of exactly these cases."""

    library: Library
    index: PassageIndex
    vectors: VectorStore | None = None
    """Where the vectors of the cases' texts are kept; without it each process encodes them anew."""

    def find(self, typed: str, limit: int, case: str = "", speaker: str = "") -> tuple[Passage, ...]:
        """The best passages that have most of what was typed; none that overlaps a better one."""
        wanted = self._wanted(typed)
        found = [
            (hit, PassageLocation.of(hit.key)) for hit in self.index.search(typed, RERANKED, case, speaker)
        ]
        covered = [(_coverage(hit.words, wanted), hit.words, place) for hit, place in found]
        enough = [one for one in covered if one[0] >= LEAST_COVERAGE]
        spoken = words(typed)
        enough.sort(key=lambda one: _rank(one[0], one[1], one[2], spoken))
        return tuple(map(self.passage, _apart((place for _, _, place in enough), limit)))

    def cases_like(self, typed: str, limit: int) -> dict[str, float]:
        """The cases of the best passages for some words, with what speaks for each: the first most."""
        found: dict[str, float] = {}
        for rank, hit in enumerate(self.index.search(typed, limit), start=1):
            case = hit.key.split("\t")[0]
            found[case] = found.get(case, 0.0) + 1 / rank
        return dict(sorted(found.items(), key=lambda pair: -pair[1]))

    def complete(self, typed: str, limit: int, case: str = "", speaker: str = "") -> tuple[Passage, ...]:
        """Passages that can be meant by what is typed so far."""
        return tuple(map(self.passage, _places(self.index.complete(typed, limit, case, speaker))))

    def named(self, name: str, case: str = "") -> Passage | None:
        """The passage with an id, or other words of a case file, such as a cue; of the newest case."""
        places = _places(self.index.named(name, RERANKED, case))
        best = max(places, key=lambda place: (place.kind != NAMED, *self._newness(place)), default=None)
        return self.passage(best) if best else None

    def recorded(self, speaker: str, case: str = "") -> Iterator[Passage]:
        """Quotations of the case files that can be a speaker's own words, those of the newest cases first."""
        found = _places(self.index.recorded(MOST_RECORDED, case, speaker))
        places = sorted(found, key=lambda place: (place.source, place.start))
        yield from map(self.passage, sorted(places, key=self._newness, reverse=True))

    def cases_of(self, speaker: str) -> tuple[str, ...]:
        """Some cases in which somebody speaks whose name begins so, the newest first."""
        found = _places(self.index.spoken_by(speaker, MOST_RECORDED))
        return tuple(dict.fromkeys(place.case for place in sorted(found, key=self._newness, reverse=True)))

    def _newness(self, place: PassageLocation) -> tuple[str, str]:
        return self.library.listings[place.case].as_of, place.case

    def holding(self, claim: str, limit: int, speaker: str = "") -> tuple[PassageLocation, ...]:
        """The passages that have a claim's words one after the other; of a long claim, some of them."""
        found = (hit for piece in _pieces(words(claim)) for hit in self.index.holding(piece, limit, speaker))
        return tuple(dict.fromkeys(_places(found)))

    def sharing(self, claim: str, limit: int, speaker: str = "") -> tuple[PassageLocation, ...]:
        """The passages that share a claim's most telling words."""
        count = self.index.spelling.count
        distinct = dict.fromkeys(words(claim))
        known = {word if count(word) else next(iter(self.index.corrected(word)), word) for word in distinct}
        telling = sorted(known, key=lambda word: (count(word), word))[:TELLING]
        return _places(self.index.sharing(telling, limit, speaker))

    def understood(self, typed: str) -> str:
        """What was typed, each unknown word replaced by the one it is taken for."""
        return " ".join(self._understood(word) for word in typed.split())

    def _understood(self, typed: str) -> str:
        cut = words(typed)
        if len(cut) != 1 or self.index.spelling.count(cut[0]):
            return typed
        return next(iter(self.index.corrected(cut[0])), typed)

    def _wanted(self, typed: str) -> Mapping[frozenset[str], float]:
        """The words that each typed word can mean, and their stems, with its weight: the rarer the more."""
        count = self.index.spelling.count
        meant = [frozenset(self.index.corrected(word) or [word]) for word in words(typed)]
        total = max(1, self.index.passages)
        rarity = {one: math.log(1 + total / max(1, max(map(count, one), default=1))) for one in meant}
        return {frozenset((*one, *stems_of(" ".join(one)))): weight for one, weight in rarity.items()}

    def passage(self, place: PassageLocation) -> Passage:
        """What stands at a place."""
        case = self.library.cases[place.case]
        text = case.source_by_id[place.source].text
        selector = select(place.source, text, place.start, place.end)
        return Passage(case, selector, recorded=place.kind in {RECORDED, NAMED})


TELLING = 8
"""How many of a claim's words are looked for: the rarest tell enough."""
LONGEST_PHRASE = 40
"""Words of a claim that is looked for word for word as a whole."""
PIECE = 12
"""Words of the pieces of a longer one: it can run over several passages."""


def _pieces(spoken: Sequence[str]) -> list[Sequence[str]]:
    """All words of a short claim; of a long one its beginning, its middle and its end."""
    if len(spoken) <= LONGEST_PHRASE:
        return [spoken]
    middle = (len(spoken) - PIECE) // 2
    return [spoken[:PIECE], spoken[middle : middle + PIECE], spoken[-PIECE:]]


def _places(hits: Iterable[Hit]) -> tuple[PassageLocation, ...]:
    return tuple(PassageLocation.of(hit.key) for hit in hits)


def _coverage(have: str, wanted: Mapping[frozenset[str], float]) -> float:
    """The share of what is wanted that some words have."""
    present = {*have.split(), *stems_of(have)}
    got = sum(weight for meant, weight in wanted.items() if present & meant)
    return got / (sum(wanted.values()) or 1.0)


def _rank(
    coverage: float, have: str, place: PassageLocation, typed: Sequence[str]
) -> tuple[float, int, bool, bool, int]:
    """Most of what is wanted first, then most of it as it was typed, then all of it in a row."""
    as_typed = len({*typed, *stems_of(" ".join(typed))} & {*have.split(), *stems_of(have)})
    in_a_row = " ".join(typed) in have
    return (-round(coverage, 1), -as_typed, not in_a_row, place.kind != RECORDED, len(have))


def _apart(places: Iterable[PassageLocation], limit: int) -> Iterator[PassageLocation]:
    taken: list[PassageLocation] = []
    for place in places:
        if len(taken) == limit:
            return
        if not any(one.overlaps(place) for one in taken):
            taken.append(place)
            yield place
