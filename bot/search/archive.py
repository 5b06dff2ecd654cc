"""A library with its index: the passages of all cases, found by their words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.cases.library import Library
from bot.cases.selectors import select
from bot.cases.spans import selectors_of
from bot.search.index import Hit, PassageIndex, stems
from bot.search.passages import Passage
from bot.search.words import words

LEAST_COVERAGE = 0.6
"""The share of what was typed, rare words counting more, that a match has."""
RERANKED = 50


@dataclass(frozen=True)
class Archive:
    """The cases and the index of exactly these cases."""

    library: Library
    index: PassageIndex

    def find(self, typed: str, limit: int, case: str = "", speaker: str = "") -> tuple[Passage, ...]:
        """The best passages that have most of what was typed; none that overlaps a better one."""
        wanted = self._wanted(typed)
        passages = self._passages(self.index.search(typed, RERANKED, case, speaker))
        covered = [(self._coverage(passage, wanted), passage) for passage in passages]
        enough = [pair for pair in covered if pair[0] >= LEAST_COVERAGE]
        plain = " ".join(words(typed))
        enough.sort(key=lambda pair: _rank(pair[0], pair[1], plain))
        return tuple(_apart((passage for _, passage in enough), limit))

    def complete(self, typed: str, limit: int, case: str = "", speaker: str = "") -> tuple[Passage, ...]:
        """Passages that can be meant by what is typed so far."""
        return tuple(self._passages(self.index.complete(typed, limit, case, speaker)))

    def named(self, name: str, case: str = "") -> Passage | None:
        """The passage with an id, or other words of a case file, such as a cue; of the newest case."""
        cases = [
            self.library.cases[one] for one in ([case] if case else [one.id for one in self.library.in_order])
        ]
        hits = self._passages(self.index.named(name, RERANKED, case))
        indexed = {passage.case.id: passage for passage in hits}
        beside = ((one, selector) for one in cases for selector in selectors_of(one) if selector.id == name)
        others = (Passage(one, selector, recorded=True) for one, selector in beside)
        return next(filter(None, (indexed.get(one.id) for one in cases)), None) or next(others, None)

    def near(self, claim: str, limit: int, speaker: str = "") -> tuple[Passage, ...]:
        """The passages that hold a claim word for word, then those that share its most telling words."""
        spoken = words(claim)
        is_short = 0 < len(spoken) <= LONGEST_PHRASE
        holding = self.index.holding(spoken, limit, speaker) if is_short else ()
        meant = {word: self.index.corrected(word)[:1] for word in dict.fromkeys(spoken)}
        known = {found for one in meant.values() for found in one}
        telling = sorted(known, key=lambda word: (self.index.spelling.count(word), word))[:TELLING]
        hits = {hit.key: hit for hit in (*holding, *self.index.sharing(telling, limit, speaker))}
        return tuple(self._passages(hits.values()))

    def understood(self, typed: str) -> str:
        """What was typed, each unknown word replaced by the one it is taken for."""
        return " ".join(self._understood(word) for word in typed.split())

    def _understood(self, typed: str) -> str:
        cut = words(typed)
        if len(cut) != 1 or self.index.spelling.count(cut[0]):
            return typed
        return next(iter(self.index.corrected(cut[0])), typed)

    def _wanted(self, typed: str) -> Mapping[frozenset[str], float]:
        """The words that each typed word can mean, with its weight: the rarer the more."""
        count = self.index.spelling.count
        meant = [frozenset(self.index.corrected(word)) for word in words(typed)]
        total = max(1, self.index.passages)
        return {one: math.log(1 + total / max(1, max(map(count, one), default=1))) for one in meant}

    def _coverage(self, passage: Passage, wanted: Mapping[frozenset[str], float]) -> float:
        present = {*words(passage.selector.exact), *stems(passage.selector.exact)}
        have = sum(weight for meant, weight in wanted.items() if present & {*meant, *stems(" ".join(meant))})
        return have / (sum(wanted.values()) or 1.0)

    def _passages(self, hits: Iterable[Hit]) -> Iterator[Passage]:
        for hit in hits:
            case_id, source, start, end, recorded = hit.key.split("\t")
            case = self.library.cases[case_id]
            text = case.source_by_id[source].text
            yield Passage(case, select(source, text, int(start), int(end)), recorded == "1")


TELLING = 8
"""How many of a claim's words are looked for: the rarest tell enough."""
LONGEST_PHRASE = 40
"""Words of a claim that is looked for word for word: longer ones have rare words enough."""


def _rank(coverage: float, passage: Passage, typed: str) -> tuple[float, bool, bool, int]:
    text = " ".join(words(passage.selector.exact))
    return (-round(coverage, 1), typed not in text, not passage.recorded, len(text))


def _apart(passages: Iterable[Passage], limit: int) -> Iterator[Passage]:
    taken: list[Passage] = []
    for passage in passages:
        if len(taken) == limit:
            return
        same = (one.selector for one in taken if one.case.id == passage.case.id)
        if not any(one.overlaps(passage.selector) for one in same):
            taken.append(passage)
            yield passage
