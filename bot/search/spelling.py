"""Corrects a word to words that occur and are one edit away, without comparing it to all of them.

A symmetric-delete dictionary: a word and every form of it with one letter left out are hashed, and
two words at most one edit apart share a form. The hashes stand sorted in one array of integers, the
hash in the upper half and the word's number in the lower.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Protocol

from rapidfuzz.distance import OSA

LEAST_LENGTH = 4
"""Letters: shorter words have too many neighbours to guess among."""
HALF = 32
LOWER = (1 << HALF) - 1


class FormStore(Protocol):
    """Stores the hashed forms of words between starts, since hashing all words takes long."""

    def load(self, words: Sequence[str]) -> array[int] | None:
        """The hashed forms that were saved for exactly these words; None where there are none."""
        ...

    def save(self, words: Sequence[str], forms: array[int]) -> None:
        """Save the hashed forms of these words; a store that cannot be written is no error."""
        ...


class Spelling:
    """The known words with how often they occur, and their neighbours.

    With a ``store``, the hashed forms are loaded from it where it has those of exactly these words, and
    else saved to it.
    """

    def __init__(self, known: Iterable[tuple[str, int]], store: FormStore | None = None) -> None:
        counted = sorted(known)
        self._words: Sequence[str] = [word for word, _ in counted]
        self._counts = array("Q", (count for _, count in counted))
        loaded = store.load(self._words) if store else None
        self._forms = array("Q", sorted(_keys(self._words))) if loaded is None else loaded
        if store and loaded is None:
            store.save(self._words, self._forms)
        self._added: Mapping[str, int] = {}
        self._more: Spelling | None = None

    def with_added(self, counts: Mapping[str, int]) -> Spelling:
        """A copy with these words and counts added; words that are known keep their counts."""
        grown = copy(self)
        new = {word: count for word, count in counts.items() if not self.count(word)}
        grown._added = {**self._added, **new}  # noqa: SLF001  -- of its own kind
        grown._more = Spelling(grown._added.items()) if grown._added else None  # noqa: SLF001  -- see above
        return grown

    def count(self, word: str) -> int:
        """The number of passages in which a word occurs, 0 where it is unknown."""
        number = bisect_left(self._words, word)
        known = number < len(self._words) and self._words[number] == word
        return self._counts[number] if known else self._added.get(word, 0)

    def neighbours(self, word: str, limit: int) -> list[str]:
        """The known words one edit away, commonest first: a letter lost, added, changed, or two swapped."""
        if not is_correctable(word):
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


def _keys(known: Sequence[str]) -> Iterator[int]:
    for number, word in enumerate(known):
        if is_correctable(word):
            for form in _forms(word):
                yield _hash(form) << HALF | number


def _forms(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _hash(form: str) -> int:
    return zlib.crc32(form.encode())


def is_correctable(word: str) -> bool:
    """Whether a word is ever corrected: no number is, since one digit makes another amount."""
    return len(word) >= LEAST_LENGTH and not any(character.isdigit() for character in word)


def begins_alike(begun: str, word: str) -> bool:
    """Whether a word begins with letters that are one edit away from an unfinished word."""
    lengths = range(len(begun) - 1, len(begun) + 2)
    return any(_is_one_edit(begun, word[:length]) for length in lengths)


def _is_one_edit(word: str, other: str) -> bool:
    return bool(OSA.distance(word, other, score_cutoff=1) == 1)
