"""The question sets are sound: what is called an answer stands where they say, and the halves are alike.

The encoder learns from ``<case>.taught.jsonl`` and from invented articles; the weights are fitted to
``<case>.tuned.jsonl``, which may be looked at while the search is worked on; ``<case>.held.jsonl`` only
measures it.
An answer is right when its first quotation overlaps a span of ``evidence``: source, start and end in code
points. A question without evidence is one that the articles do not answer.
"""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.corpus.loader import load_case

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
HALVED = {
    "carroll-v-trump": ROOT / "content/carroll-v-trump",
    "okoro-hale-v-corvane": ROOT / "tests/cases_invented/okoro-hale-v-corvane",
    "solheim-dray-v-vale": ROOT / "tests/cases_invented/solheim-dray-v-vale",
}
WHOLE = ("carrick-dunne-v-examiner", "marrow-v-tallis", "oyelaran-fuchs-v-maxilo", "pell-v-wexcombe-vale")
"""Cases all of whose questions are in one half."""
FOLDERS = {**HALVED, **{case: ROOT / "tests/cases_invented" / case for case in WHOLE}}
MOST_APART = 5
HALVES = ("tuned", "held")
SETS = (*HALVES, "taught")
KEYS = ["id", "question", "case", "answerable", "evidence", "note"]
LEAST_ANSWERABLE = 150
LEAST_UNANSWERABLE = 80


@dataclass(frozen=True)
class Question:
    id: str
    question: str
    case: str
    answerable: bool
    evidence: list[tuple[str, int, int]]
    note: str


def rows(case: str, half: str) -> list[dict[str, Any]]:
    path = HERE / f"{case}.{half}.jsonl"
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def questions(half: str) -> list[Question]:
    return [Question(**row) for case in FOLDERS for row in rows(case, half)]


def all_questions() -> list[Question]:
    return [question for one in SETS for question in questions(one)]


def plain(question: str) -> str:
    return " ".join(question.casefold().split()).strip(" ?!.")


@pytest.mark.parametrize("half", SETS)
@pytest.mark.parametrize("case", FOLDERS)
def test_each_line_is_a_question_of_its_case(case: str, half: str) -> None:
    for row in rows(case, half):
        assert list(row) == KEYS
        assert row["case"] == case
        assert row["id"].startswith(f"{case}-")
        assert row["question"] == row["question"].strip() != ""
        assert row["note"]
        assert isinstance(row["answerable"], bool)


def test_exactly_the_answerable_have_evidence() -> None:
    assert [
        question.id for question in all_questions() if question.answerable != bool(question.evidence)
    ] == []


@pytest.mark.parametrize("case", FOLDERS)
def test_evidence_lies_inside_the_text_and_is_cut_between_words(case: str) -> None:
    texts = {source.id: source.text for source in load_case(FOLDERS[case]).sources}
    for question in (one for one in all_questions() if one.case == case):
        for source, start, end in question.evidence:
            text = texts[source]
            assert 0 <= start < end <= len(text), question.id
            assert text[start:end] == text[start:end].strip(), question.id
            assert not text[start - 1 : start + 1].isalnum() or start == 0, question.id
            assert not text[end - 1 : end + 1].isalnum() or end == len(text), question.id


def test_there_are_enough_of_both_kinds() -> None:
    kinds = Counter(question.answerable for question in all_questions())
    assert kinds[True] >= LEAST_ANSWERABLE
    assert kinds[False] >= LEAST_UNANSWERABLE


def test_ids_are_unique_and_no_question_of_a_case_stands_twice() -> None:
    everything = all_questions()
    assert len({question.id for question in everything}) == len(everything)
    typed = Counter((question.case, plain(question.question)) for question in everything)
    assert [text for text, times in typed.items() if times > 1] == []


@pytest.mark.parametrize("case", HALVED)
@pytest.mark.parametrize("answerable", [True, False])
def test_at_least_half_of_the_questions_of_a_case_are_held_back(case: str, *, answerable: bool) -> None:
    tuned, held = (
        sum(one.case == case and one.answerable is answerable for one in questions(half)) for half in HALVES
    )
    assert tuned - held <= MOST_APART
    assert min(tuned, held) >= 10


def test_the_invented_articles_have_their_evidence_inside_their_text() -> None:
    articles = list(
        map(json.loads, (HERE / "articles.taught.jsonl").read_text(encoding="utf-8").splitlines())
    )
    assert len({article["id"] for article in articles}) == len(articles)
    for article in articles:
        asked = [plain(one["question"]) for one in article["questions"]]
        assert len(set(asked)) == len(asked)
        for start, end in (span for one in article["questions"] for span in one["evidence"]):
            assert article["text"][start:end].strip() == article["text"][start:end] != "", article["id"]


def test_questions_about_something_else_stand_once_and_name_nobody_of_the_first_case() -> None:
    typed = [
        plain(line)
        for half in SETS
        for line in (HERE / f"off_topic.{half}.txt").read_text(encoding="utf-8").splitlines()
    ]
    assert len(set(typed)) == len(typed) >= LEAST_UNANSWERABLE
    assert not [line for line in typed if "trump" in line or "carroll" in line]
