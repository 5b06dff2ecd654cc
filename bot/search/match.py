"""Looking passages up by words and phrases, without regard to case and typography."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.search.folding import fold
from bot.search.passages import Passage

WORD = re.compile(r"[^\W_]+(?:[.,'][^\W_]+)*")
PHRASE = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class Wanted:
    """What a look-up asks for: words in any order, and phrases as they stand, all folded."""

    words: frozenset[str]
    phrases: tuple[str, ...]
    text: str

    @classmethod
    def of(cls, typed: str) -> Wanted:
        """Read a look-up; what stands in quotation marks is a phrase."""
        folded = " ".join(fold(typed).split())
        phrases = tuple(phrase for found in PHRASE.findall(folded) if (phrase := found.strip()))
        return cls(frozenset(WORD.findall(PHRASE.sub(" ", folded))), phrases, folded.replace('"', ""))

    def is_in(self, folded: str) -> bool:
        """Whether a folded text has every word and every phrase."""
        return all(phrase in folded for phrase in self.phrases) and self.words <= set(WORD.findall(folded))


def best_passages(passages: Iterable[Passage], typed: str, limit: int) -> tuple[Passage, ...]:
    """The best matches: the words as typed first, then the shortest; none that overlaps a better one."""
    wanted = Wanted.of(typed)
    if not wanted.words and not wanted.phrases:
        return ()
    ranked = sorted(_ranked(passages, wanted), key=lambda pair: pair[0])
    best: list[Passage] = []
    for _, passage in ranked:
        same = (one for one in best if one.case.id == passage.case.id)
        if not any(one.selector.overlaps(passage.selector) for one in same):
            best.append(passage)
        if len(best) == limit:
            break
    return tuple(best)


def _ranked(passages: Iterable[Passage], wanted: Wanted) -> Iterator[tuple[tuple[bool, bool, int], Passage]]:
    for passage in passages:
        folded = " ".join(fold(passage.selector.exact).split())
        if wanted.is_in(folded):
            yield (wanted.text not in folded, not passage.recorded, len(folded)), passage
