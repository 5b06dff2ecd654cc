"""Questions to the real cases: the right words first, or that the source does not say."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import mean
from threading import Barrier, Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.model import Case
from bot.corpus.loader import load_case
from bot.qa.answering import PreparedCase
from bot.qa.encoder import _stored, encoder
from bot.qa.parsed_question import parse_question
from bot.qa.prepared_cases import PreparedCases, prepared
from bot.qa.result import QaResult
from bot.qa.weighing import weights

ROOT = Path(__file__).parent.parent.parent
FIRST = ROOT / "content/carroll-v-trump"
LEAST_RIGHT, LEAST_KEPT, LEAST_ABSTAINED, LEAST_OFF_TOPIC = 0.94, 0.92, 0.88, 0.96
"""On the questions that the weights were fitted to; what is measured on others is in docs/performance.md."""


@cache
def first() -> PreparedCase:
    return PreparedCase.of(load_case(FIRST))


def asked(question: str) -> QaResult:
    return first().find(question)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("how much did she win", "Carroll was awarded $5 million in damages in the defamation case."),
        ("did he sue her back", "Trump has filed a countersuit against Carroll in June for defamation."),
        ("damges awarded", "Carroll was awarded $5 million in damages in the defamation case."),
        ("which president appointed the judge", "Clinton appointee"),
        ("is he appealing", "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"),
        ("how much is she asking for in the new one", "seeking $10 million"),
    ],
)
def test_a_question_is_answered_by_the_words_of_the_source(question: str, words: str) -> None:
    found = asked(question)
    assert found.is_answer
    assert words in found.passages[0].exact


@pytest.mark.parametrize(
    "question",
    [
        "whats the judges name",
        "who is her lawyer",
        "did the appeal succeed",
        "what is the book called",
        "how old is she",
        "do you think he did it",
        "how do i tell if my poster is a real monet",
    ],
)
def test_what_the_source_does_not_say_is_not_answered(question: str) -> None:
    assert not asked(question).is_answer


def test_a_passage_that_is_shown_stands_in_its_source() -> None:
    for question in ("how much", "who", "zzz", ""):
        for selector in asked(question).passages:
            assert selector.proves(first().case.source_by_id[selector.source].text)


@given(st.text(max_size=80))
def test_any_text_is_a_question_and_has_a_probability(typed: str) -> None:
    assert 0 <= asked(typed).probability <= 1


@pytest.mark.parametrize(
    "typed",
    [
        "asdf qwer zxcv",
        "combien a-t-elle reçu",
        "сколько денег она получила",
        "what is the capital of france",
    ],
)
def test_a_question_without_any_word_of_the_case_is_not_answered_nor_given_a_closest_passage(
    typed: str,
) -> None:
    found = asked(typed)
    assert not found.is_answer
    assert found.passages == ()


@pytest.mark.parametrize("listed", [True, False])
def test_questions_about_something_else_are_not_answered(*, listed: bool) -> None:
    case = load_case(FIRST)
    ready = first() if listed else PreparedCase.of(replace(case, questions=()))
    typed = (ROOT / "tests/questions/off_topic.tuned.txt").read_text(encoding="utf-8").splitlines()
    assert mean(not ready.find(one).is_answer for one in typed) >= LEAST_OFF_TOPIC


def test_a_question_of_small_words_alone_is_answered_if_it_is_a_known_one() -> None:
    assert "$10 million" in asked("and the second one, how much is she after?").passages[0].exact
    assert not asked("what about them").is_answer


def test_a_very_long_question_is_answered_too() -> None:
    assert 0 <= asked("how much did she win " * 280).probability <= 1


def test_every_weight_is_of_a_feature_that_there_is() -> None:
    features, none = first().features(parse_question("how much did she win"))
    given_ = {name for row in (*features, none) for name in row}
    for listed in (True, False):
        assert {name for name in weights(listed=listed) if not name.startswith("nothing_")} <= given_


def test_a_case_is_prepared_once_also_where_it_is_read_again_unchanged() -> None:
    case = load_case(FIRST)
    assert prepared(case) is prepared(load_case(FIRST))
    assert prepared(case) is not prepared(replace(case, questions=()))


def test_two_threads_that_ask_about_a_case_prepare_it_once_and_another_case_does_not_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow, quick = load_case(FIRST), replace(load_case(FIRST), id="other")
    begun, done = Event(), Event()
    made: list[str] = []

    def prepare(case: Case, _: object, **__: bool) -> PreparedCase:
        made.append(case.id)
        if case is slow:
            begun.set()
            assert done.wait(30)
        return replace(first(), case=case)

    monkeypatch.setattr(PreparedCase, "of", prepare)
    cases = PreparedCases(2)
    with ThreadPoolExecutor(3) as threads:
        waiting = [threads.submit(cases.get, case) for case in (slow, load_case(FIRST))]
        assert begun.wait(30)
        assert threads.submit(cases.get, quick).result(30).case is quick
        assert not any(one.done() for one in waiting)
        done.set()
        assert waiting[0].result(30) is waiting[1].result(30)
    assert made == [slow.id, quick.id]


def test_a_case_that_cannot_be_prepared_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cases, case = PreparedCases(1), load_case(FIRST)
    with monkeypatch.context() as patched:
        patched.setattr(PreparedCase, "of", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            cases.get(case)
    assert cases.get(case).case is case


def test_the_cases_asked_about_last_are_kept() -> None:
    cases, case = PreparedCases(1), load_case(FIRST)
    kept = cases.get(case)
    assert cases.get(case) is kept
    cases.get(replace(case, questions=()))
    assert cases.get(case) is not kept


def test_threads_that_ask_first_at_once_read_the_case_and_the_encoder_once() -> None:
    case = load_case(FIRST)
    _stored.cache_clear()
    together = Barrier(8)

    def ask(_: int) -> tuple[int, int]:
        together.wait()
        return id(prepared(case)), id(encoder())

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(ask, range(8)))) == 1


def test_what_he_was_held_liable_for_is_never_quoted_without_saying_so() -> None:
    passages = [candidate.selector.exact for candidate in first().candidates if candidate.selector]
    passages += [one.exact for question in first().case.questions for one in question.closest]
    grave = [text for text in passages if "sexually abusing" in text or "defaming her" in text]
    assert grave
    assert [text for text in grave if "held liable for" not in text] == []


@pytest.mark.no_cover
def test_the_tuned_questions_of_the_first_case_are_answered_as_well_as_they_were() -> None:
    lines = (ROOT / "tests/questions/carroll-v-trump.tuned.jsonl").read_text(encoding="utf-8").splitlines()
    right, kept, abstained = [], [], []
    for row in map(json.loads, lines):
        found = asked(row["question"])
        assert found.passages or not found.is_answer
        if not row["answerable"]:
            abstained.append(not found.is_answer)
            continue
        hits = (
            best.source == source and best.start < end and start < best.end
            for source, start, end in row["evidence"]
            for best in found.passages[:1]
        )
        right.append(any(hits))
        kept.append(found.is_answer)
    assert mean(right) >= LEAST_RIGHT
    assert mean(kept) >= LEAST_KEPT
    assert mean(abstained) >= LEAST_ABSTAINED
