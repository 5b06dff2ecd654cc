"""A short list of questions answers its own wordings, and leaves questions in other words as they were."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.cases.model import Case, Question
from bot.corpus.loader import load_case
from bot.corpus.vector_file import VectorFile
from bot.qa.answering import LEAST_LISTED, PreparedCase
from bot.qa.weighing import weights

CASE = Path(__file__).parents[1] / "cases_invented/pell-v-wexcombe-vale"


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(CASE)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> VectorFile:
    return VectorFile(tmp_path_factory.mktemp("vectors"))


def test_whatever_words_were_listed_are_answered_as_listed(case: Case, store: VectorFile) -> None:
    words = case.awards[0].quote[:1]
    far, absent = "wie hoch ist der Bordstein", "how much did the family get"
    bare = PreparedCase.of(case, store)
    assert not bare.find(far).is_answer
    assert bare.find(absent).is_answer
    listed = replace(case, questions=(Question(ask=(far,), quote=words), Question(ask=(absent,))))
    known = PreparedCase.of(listed, store)
    found = known.find(f"{far.capitalize()}?")
    assert found.is_answer
    assert found.passages[0].overlaps(words[0])
    found = known.find(absent)
    assert not found.is_answer
    assert found.gap
    assert found.gap.asked == (absent,)


def test_a_short_list_does_not_change_the_weights(
    case: Case, store: VectorFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = []

    def recorded(*, listed: bool) -> object:
        used.append(listed)
        return weights(listed=listed)

    monkeypatch.setattr("bot.qa.weighing.weights", recorded)
    words = case.awards[0].quote[:1]
    for count in (1, LEAST_LISTED):
        listed = tuple(Question(ask=(f"question {number}",), quote=words) for number in range(count))
        PreparedCase.of(replace(case, questions=listed), store).find("who won")
    assert used == [False, True]
