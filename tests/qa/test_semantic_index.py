"""What a question means, held against known ones; and the table of vectors that are not read anew."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import numpy as np
import pytest

from bot.cases.selectors import make_selector
from bot.corpus.loader import load_case
from bot.qa import text_vectors
from bot.qa.candidates import Candidate, candidates_of
from bot.qa.encoder import encoder
from bot.qa.known_question import KnownQuestion, WeightedTerms
from bot.qa.lexicon import unanswered
from bot.qa.parsed_question import parse_question
from bot.qa.semantic_index import SemanticIndex, _places_before, vectors

ROOT = Path(__file__).parent.parent.parent
SERVING = (
    "bot.app.serve",
    "bot.app.services",
    "bot.app.surfaces",
    "bot.app.delivery",
    "bot.digests.delivery.worker",
    "bot.platforms.discord.gateway",
    "bot.platforms.slack.bot",
    "bot.service.command_service",
    "bot.answers.respond",
)
"""What a bot that serves has loaded, before anybody asks."""
NOTHING = frozenset[str]()
TEXT = "The jury awarded her $5 million. The judge was appointed by a president."
ALIKE = 0.999
"""The least cosine of a vector in the table with the same one read anew."""


def candidate(*questions: str, passage: tuple[int, int] | None = None) -> Candidate:
    terms = WeightedTerms.of((), lambda _: 0.0)
    asked = tuple(
        KnownQuestion(parse_question(one), NOTHING, NOTHING, terms, listed=True) for one in questions
    )
    selector = make_selector("one", TEXT, *passage) if passage else None
    return Candidate(asked, NOTHING, NOTHING, selector=selector, compared=selector.exact if selector else "")


AMOUNT = candidate("how much did she get", "what was the payout", passage=(0, 32))
JUDGE = candidate(passage=(33, len(TEXT)))
APPEAL = candidate("is there an appeal", "will it go to a higher court")


def test_the_candidate_that_a_question_means_has_most_of_what_is_near() -> None:
    amount, judge, appeal = SemanticIndex((AMOUNT, JUDGE, APPEAL)).similarities("size of the award?")
    assert amount.share > max(judge.share, appeal.share)
    assert amount.nearest > max(judge.nearest, appeal.nearest)


def test_a_passage_that_nobody_is_known_to_ask_for_is_meant_by_its_words() -> None:
    amount, judge, appeal = SemanticIndex((AMOUNT, JUDGE, APPEAL)).similarities("who appointed the judge")
    assert judge.nearest > max(amount.nearest, appeal.nearest)


def test_a_known_question_is_found_and_can_be_passed_over() -> None:
    index = SemanticIndex((AMOUNT, JUDGE, APPEAL))
    assert index.similarities("is there an appeal")[2].nearest == pytest.approx(1, abs=1e-3)
    assert index.similarities("is there an appeal", exclude="is there an appeal")[2].nearest < ALIKE


def test_shares_are_between_nothing_and_all() -> None:
    for typed in ("how much did she get", "", "🙂", "\x00", "a " * 10_000):
        for one in SemanticIndex((AMOUNT, JUDGE, APPEAL)).similarities(typed):
            assert 0 <= one.share <= 1
            assert -1.001 <= one.nearest <= 1.001


class MemoryStore:
    """A ``VectorStore`` in memory that counts what is saved."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}
        self.saved: list[str] = []

    def load(self, encoder: str, texts: Sequence[str]) -> dict[str, bytes]:
        return {text: self.kept[encoder, text] for text in texts if (encoder, text) in self.kept}

    def save(self, encoder: str, vectors: Mapping[str, bytes]) -> None:
        self.saved += vectors
        self.kept |= {(encoder, text): vector for text, vector in vectors.items()}

    def exclusive(self, texts: Sequence[str]) -> AbstractContextManager[None]:
        return nullcontext()


def test_vectors_from_a_store_are_those_of_the_encoder_number_by_number() -> None:
    store, texts = MemoryStore(), ["a text 🙂", "another text", "a text 🙂", "", "a\x00b"]
    made = vectors(texts, store)
    assert (vectors(texts, store) == made).all()
    assert sorted(store.saved) == sorted(set(texts))
    assert np.einsum("ij,ij->i", made, vectors(texts)).min() > ALIKE
    assert made.dtype == np.float32


def test_only_texts_that_neither_the_table_nor_the_store_has_are_encoded() -> None:
    store = MemoryStore()
    vectors(["a text", next(text for _, texts in unanswered() for text in texts)], store)
    vectors(["a text", "a new text"], store)
    assert store.saved == ["a text", "a new text"]


def test_another_encoder_makes_its_own_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    vectors(["a text"], store)
    monkeypatch.setattr(text_vectors, "encoder_identity", lambda: "another")
    vectors(["a text"], store)
    assert store.saved == ["a text", "a text"]


def known_texts() -> list[str]:
    candidates = [
        candidate for folder in (ROOT / "content").iterdir() for candidate in candidates_of(load_case(folder))
    ]
    asked = {asked.question.typed for candidate in candidates for asked in candidate.asked}
    passages = {candidate.selector.exact for candidate in candidates if candidate.selector}
    return sorted({*asked, *passages, *(text for _, texts in unanswered() for text in texts)})


def test_the_table_has_all_that_is_known_to_be_asked_and_what_the_encoder_reads() -> None:
    """Where this fails, ``benchmarks/fit_asking.py --write`` makes the table anew."""
    with np.load(ROOT / "bot/qa/known.npz") as stored:
        stored_texts = set(bytes(stored["texts"]).decode().split("\n"))
    every = [text for text in known_texts() if "\n" not in text]
    assert [text for text in every if text not in stored_texts] == []
    some = every[::25]
    assert np.einsum("ij,ij->i", vectors(some), encoder().vectors(some)).min() > ALIKE


def test_what_is_needed_to_compare_meanings_is_loaded_only_where_a_free_question_is_asked() -> None:
    """numpy and the encoder would double the memory of a bot that nobody asks."""
    loads = f"import sys, {', '.join(SERVING)}; print('numpy' in sys.modules)"
    done = subprocess.run(  # noqa: S603  -- our own program
        [sys.executable, "-c", loads], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_before_each_passage_stands_the_longest_that_ends_last() -> None:
    spans = [("a", 0, 9), ("a", 3, 9), ("a", 10, 20), ("a", 12, 15), ("b", 16, 20), ("a", 20, 30)]
    passages = [make_selector(source, "x" * 40, start, end) for source, start, end in spans]
    assert _places_before(passages) == [-1, -1, 0, 0, -1, 2]
