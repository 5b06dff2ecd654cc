"""Correcting a word against the words that occur: one edit away, found without comparing it to all of them.

A symmetric-delete dictionary: a word and every form of it with one letter left out are hashed, and
two words at most one edit apart share a form. The hashes stand sorted in one array of integers, the
hash in the upper half and the word's number in the lower.
"""

from __future__ import annotations

import os
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import copy
from pathlib import Path

from rapidfuzz.distance import OSA

LEAST_LENGTH = 4
"""Letters: shorter words have too many neighbours to guess among."""
HALF = 32
SUM = 4
"""Bytes of a check sum."""
LOWER = (1 << HALF) - 1


class Spelling:
    """The known words with how often they occur, and their neighbours.

    ``kept`` is a file that spares hashing the words at every start: it is read where it is of these words,
    and else written.
    """

    def __init__(self, known: Iterable[tuple[str, int]], kept: Path | None = None) -> None:
        counted = sorted(known)
        self._words: Sequence[str] = [word for word, _ in counted]
        self._counts = array("Q", (count for _, count in counted))
        self._forms = _read(kept, self._words) if kept else array("Q", sorted(_keys(self._words)))
        self._added: Mapping[str, int] = {}
        self._more: Spelling | None = None

    def with_more(self, counts: Mapping[str, int]) -> Spelling:
        """The same with some words that were not known yet."""
        grown = copy(self)
        new = {word: count for word, count in counts.items() if not self.count(word)}
        grown._added = {**self._added, **new}  # noqa: SLF001  -- of its own kind
        grown._more = Spelling(grown._added.items()) if grown._added else None  # noqa: SLF001
        return grown

    def count(self, word: str) -> int:
        """In how many passages a word occurs."""
        number = bisect_left(self._words, word)
        known = number < len(self._words) and self._words[number] == word
        return self._counts[number] if known else self._added.get(word, 0)

    def neighbours(self, word: str, limit: int) -> list[str]:
        """The known words one edit away, commonest first: a letter lost, added, changed, or two swapped."""
        if not _is_correctable(word):
            return []
        known = (self._words[number] for number in self._candidates(word))
        near = [one for one in known if _is_one_edit(word, one)]
        near += self._more.neighbours(word, limit) if self._more else []
        near.sort(key=lambda one: (-self.count(one), one))
        return near[:limit]

    def _candidates(self, word: str) -> set[int]:
        found = set()
        for form in _forms(word):
            key = _hash(form) << HALF
            at = bisect_left(self._forms, key)
            while at < len(self._forms) and self._forms[at] >> HALF == key >> HALF:
                found.add(self._forms[at] & LOWER)
                at += 1
        return found


def _read(kept: Path, known: Sequence[str]) -> array[int]:
    """The hashes of the words from the file, if it is of these very words."""
    names = zlib.crc32("\n".join(known).encode()).to_bytes(SUM)
    forms = array("Q")
    with suppress(OSError, ValueError):
        held = kept.read_bytes()
        if held[:SUM] == names and held[SUM : 2 * SUM] == zlib.crc32(held[2 * SUM :]).to_bytes(SUM):
            forms.frombytes(held[2 * SUM :])
            return forms
    forms = array("Q", sorted(_keys(known)))
    with suppress(OSError):
        hashes = forms.tobytes()
        unfinished = kept.with_suffix(f".{os.getpid()}.kept")
        unfinished.write_bytes(names + zlib.crc32(hashes).to_bytes(SUM) + hashes)
        unfinished.replace(kept)
    return forms


def _keys(known: Sequence[str]) -> Iterator[int]:
    for number, word in enumerate(known):
        if _is_correctable(word):
            for form in _forms(word):
                yield _hash(form) << HALF | number


def _forms(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _hash(form: str) -> int:
    return zlib.crc32(form.encode())


def _is_correctable(word: str) -> bool:
    """Numbers are never corrected: one digit makes another amount."""
    return len(word) >= LEAST_LENGTH and not any(character.isdigit() for character in word)


def _is_one_edit(word: str, other: str) -> bool:
    return bool(OSA.distance(word, other, score_cutoff=1) == 1)
