"""Writes bot/qa/known.npz, the table of vectors of known questions that ships with /ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from _questions import FOLDERS, cases_in

from bot.qa.candidates import candidates_of
from bot.qa.encoder import encoder
from bot.qa.lexicon import unanswered
from bot.qa.word_vectors import rounded

WRITTEN = Path("bot/qa/known.npz")


def texts() -> list[str]:
    """The known questions of any case, and those of the cases in ``content/`` with their passages."""
    return sorted({text for text in _texts() if "\n" not in text})


def write() -> None:
    """Encode all of them and write their vectors and those of the passages' words, as eight-bit integers."""
    every, passages = texts(), sorted(set(_passages()))
    vectors = encoder().vectors(every)
    words = [rounded(one.words) for one in encoder().encodings(passages)]
    np.savez_compressed(
        WRITTEN,
        texts=np.frombuffer("\n".join(every).encode(), np.uint8),
        vectors=np.rint(vectors / np.abs(vectors).max(axis=1, keepdims=True) * 127).astype(np.int8),
        passages=np.frombuffer("\n".join(passages).encode(), np.uint8),
        words=np.concatenate(words),
        lengths=np.array(list(map(len, words))),
    )


def _passages() -> Iterator[str]:
    for candidate in (candidate for case in cases_in(FOLDERS[0]) for candidate in candidates_of(case)):
        if candidate.selector and "\n" not in candidate.selector.exact:
            yield candidate.selector.exact


def _texts() -> Iterator[str]:
    yield from (text for _, asked in unanswered() for text in asked)
    yield from _passages()
    for candidate in (candidate for case in cases_in(FOLDERS[0]) for candidate in candidates_of(case)):
        yield from (asked.question.typed for asked in candidate.asked)
