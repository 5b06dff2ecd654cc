"""Word vectors: a question against passages word by word, and what a store keeps of them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.loader import load_case
from bot.corpus.vector_file import VectorFile
from bot.qa.candidates import candidates_of
from bot.qa.encoder import Encoding, FloatArray, encoder
from bot.qa.word_vectors import WORD_SIZE, WordVectors, rounded, table_of_words, unrounded

ROOT = Path(__file__).parent.parent.parent
TEXTS = ["The jury awarded her $5 million.", "The judge was appointed by a president.", "", "🙂 a\x00b"]
ALIKE = 0.999


APART = [-1] * len(TEXTS)
"""No text stands before another."""


def nearest(word: FloatArray, text: str) -> float:
    return max((float(word @ other) for other in encoder().encodings([text])[0].words), default=0.0)


def one_by_one(asked: Encoding, text: str, before: str | None = None) -> float:
    less = encoder().scales.before
    return sum(
        float(share) * max(nearest(word, text), -1.0 if before is None else nearest(word, before) - less)
        for share, word in zip(asked.shares, asked.words, strict=True)
    )


@pytest.mark.parametrize("typed", ["how much did she get", "who appointed the judge", "", "🙂"])
def test_each_word_of_a_question_counts_with_the_nearest_one_of_a_passage(typed: str) -> None:
    [asked] = encoder().encodings([typed])
    expected = [one_by_one(asked, text) for text in TEXTS]
    assert WordVectors(TEXTS, APART).scores(asked).taught == pytest.approx(expected, abs=0.05)
    expected = [one_by_one(asked, text, before) for text, before in zip(TEXTS, (None, *TEXTS), strict=False)]
    assert WordVectors(TEXTS, range(-1, 3)).scores(asked).taught == pytest.approx(expected, abs=0.05)


def test_words_are_weighed_by_what_they_tell_and_evenly_as_well() -> None:
    [asked] = encoder().encodings(["how much did the jury award"])
    by_word = np.array([[nearest(word, text) for text in TEXTS] for word in asked.words])
    scores = WordVectors(TEXTS, APART).scores(asked)
    assert scores.even == pytest.approx(by_word.mean(axis=0), abs=0.05)
    assert scores.telling == pytest.approx(np.average(by_word, axis=0, weights=asked.shares**4), abs=0.05)


def test_what_is_asked_for_is_nearest() -> None:
    [amount, judge] = encoder().encodings(["how much did the jury award", "who appointed the judge"])
    vectors = WordVectors(TEXTS, APART)
    assert vectors.scores(amount).taught.argmax() == 0
    assert vectors.scores(judge).taught.argmax() == 1


def test_no_texts_have_no_scores() -> None:
    assert WordVectors([], []).is_complete
    assert WordVectors([], []).scores(encoder().encodings(["who"])[0]).taught.shape == (0,)


def test_only_what_was_encoded_has_a_score_and_the_rest_is_completed() -> None:
    [asked] = encoder().encodings(["who appointed the judge"])
    vectors = WordVectors(TEXTS, APART, lazily=True)
    assert np.isnan(vectors.scores(asked).taught).all()
    vectors.encode([1])
    assert list(np.isnan(vectors.scores(asked).taught)) == [True, False, True, True]
    assert vectors.complete()
    assert vectors.scores(asked).taught == pytest.approx(
        WordVectors(TEXTS, APART).scores(asked).taught, abs=0.05
    )


def test_a_store_gives_back_what_was_encoded(tmp_path: Path) -> None:
    [asked] = encoder().encodings(["who appointed the judge"])
    made = WordVectors(TEXTS, APART, VectorFile(tmp_path)).scores(asked).taught
    again = WordVectors(TEXTS, APART, VectorFile(tmp_path), lazily=True)
    assert again.is_complete
    assert again.scores(asked).taught == pytest.approx(made, abs=1e-5)


def test_a_spoilt_store_is_made_anew(tmp_path: Path) -> None:
    WordVectors(TEXTS, APART, VectorFile(tmp_path))
    (path,) = tmp_path.glob("*.db")
    path.write_bytes(path.read_bytes()[:1000])
    again = WordVectors(TEXTS, APART, VectorFile(tmp_path), lazily=True)
    assert not again.is_complete
    assert again.complete()
    assert WordVectors(TEXTS, APART, VectorFile(tmp_path), lazily=True).is_complete


@given(st.integers(0, 9), st.randoms(use_true_random=False))
def test_rounding_keeps_directions_and_is_kept_by_itself(count: int, drawn: Random) -> None:
    rows = np.array([[drawn.random() - 0.5 for _ in range(WORD_SIZE)] for _ in range(count)], np.float32)
    words = rows.reshape(-1, WORD_SIZE) / np.linalg.norm(rows.reshape(-1, WORD_SIZE), axis=1, keepdims=True)
    kept = unrounded(rounded(words))
    assert (np.einsum("ij,ij->i", kept, words) > ALIKE).all()
    assert (rounded(kept) == rounded(words)).all()


def test_the_table_has_the_words_of_the_passages_that_ship() -> None:
    """Where this fails, ``benchmarks/fit_asking.py --write`` makes the table anew."""
    table = table_of_words()
    every = [
        candidate.selector.exact
        for folder in (ROOT / "content").iterdir()
        for candidate in candidates_of(load_case(folder))
        if candidate.selector and "\n" not in candidate.selector.exact
    ]
    assert [text for text in every if text not in table] == []
    for text in every[::20]:
        fresh = encoder().encodings([text])[0].words
        assert np.einsum("ij,ij->i", unrounded(table[text]), fresh).min() > ALIKE
