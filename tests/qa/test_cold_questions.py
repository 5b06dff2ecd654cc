"""A case that was just read answers without waiting for all its vectors, mostly as it does with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.answers.asker import ANYBODY
from bot.answers.grammar import parse
from bot.cases.model import Case
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.loader import load_case
from bot.corpus.vector_file import VectorFile
from bot.qa import prepared_cases, text_vectors
from bot.qa.answering import PreparedCase
from bot.qa.encoder import FloatArray
from bot.qa.prepared_cases import PreparedCases
from bot.qa.text_vectors import Encode
from bot.rendering.render import Presentation, to_text
from bot.search.vector_store import VectorStore
from bot.service.command_service import CommandService

TESTS = Path(__file__).parent.parent
NAME = "pell-v-wexcombe-vale"
EVERY = 40
ONLY_PART = "only part of it could be compared"
MOST_ENCODED = 400
"""Texts that a question waits for at most: two seconds of one processor on a slow machine."""


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(TESTS / "cases_invented" / NAME)


@pytest.fixture
def encoded_texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are encoded from here on."""
    texts: list[str] = []
    encoded = text_vectors.encoded

    def counted(some: list[str], store: VectorStore | None, encode: Encode) -> FloatArray:
        texts.extend(some)
        return encoded(some, store, encode)

    monkeypatch.setattr(text_vectors, "encoded", counted)
    return texts


def questions() -> list[str]:
    lines = (TESTS / "questions" / f"{NAME}.tuned.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines][::EVERY]


def test_a_first_question_encodes_a_part_and_is_answered_as_with_all(
    case: Case, vectors: VectorFile, encoded_texts: list[str]
) -> None:
    warm = PreparedCase.of(case, vectors)
    same = 0
    for question in questions():
        cold = PreparedCase.of(case, lazily=True)
        encoded_texts.clear()
        found, wanted = cold.find(question), warm.find(question)
        assert 0 < len(encoded_texts) < MOST_ENCODED
        same += found.is_answer == wanted.is_answer and found.passages[:1] == wanted.passages[:1]
    assert same >= 0.9 * len(questions())


def test_what_is_completed_piece_by_piece_is_what_is_prepared_at_once(
    case: Case, vectors: VectorFile, tmp_path: Path
) -> None:
    warm, store = PreparedCase.of(case, vectors), VectorFile(tmp_path)
    cold = PreparedCase.of(case, store, lazily=True)
    cold.find("how much did the family get")
    while not cold.complete():
        pass
    # But for the last digits: which texts are encoded together decides them.
    one, other = (known.find("who is the judge") for known in (cold, warm))
    assert one.passages == other.passages
    assert one.probability == pytest.approx(other.probability, abs=1e-5)
    # All of it was kept, also what was encoded for the question.
    assert PreparedCase.of(case, store, lazily=True).is_complete


async def test_a_cold_answer_says_so_and_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared_cases, "PREPARED", PreparedCases(2))
    prepared_cases.PREPARED.lazily = True
    corpus = Corpus(ContentRepository(TESTS / "cases_invented"))
    corpus.read()
    asked = parse(f"/ask how much did the family get case:{NAME}")
    service = CommandService(corpus, Presentation())
    assert ONLY_PART in await service.reply(asked, ANYBODY, to_text)
    [known] = prepared_cases.PREPARED.kept()
    while not known.complete():
        pass
    assert ONLY_PART not in await service.reply(asked, ANYBODY, to_text)
