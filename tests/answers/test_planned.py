"""Hearings and deadlines of which no source says what came of them, in every answer that tells of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answers.answer import Answer, NoticePart, ReliefPart, TimelinePart
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.cases.model import Case
from bot.corpus.index_files import open_archive
from bot.rendering.render import in_detail
from bot.search.archive import Archive
from tests.corpora import Corpora
from tests.truths import OVER_TIME

FARMER, BANK = "fennimore-v-tarrow-vale", "marchbank-v-quillon"
OPEN = "whether it took place is not in the sources"
DUE = "Ordered by the report of 2023-07-20; whether the deadline was met is not in the sources"
ORDER = """
relief:
  - {id: ramp, kind: injunction, outcome: granted, what: open the ramp, deadline: within 14 days,
     quote: The court told Bell to open the ramp within 14 days.}
  - {id: fence, kind: injunction, outcome: sought, what: a fence, deadline: by May,
     quote: Stone wants a fence by May.}
"""


@pytest.fixture(scope="module")
def over_time(corpora: Corpora) -> Archive:
    return corpora(OVER_TIME).archive


def asked(archive: Archive, command: str, case: str, day: str = "", **options: str) -> Answer:
    dated = {"as-of": day} if day else {}
    return respond(archive, Query(command, tuple({"case": case, **options, **dated}.items())))


def notices(answer: Answer) -> list[str]:
    return [str(part.text) for part in answer.parts if isinstance(part, NoticePart) and not part.heading]


@pytest.mark.parametrize(
    ("case", "question", "day", "reported"),
    [
        (FARMER, "when is the hearing on the new trial", "2023-06-01", "2023-03-14"),
        (FARMER, "when is the conference", "", "2024-05-16"),
        (BANK, "when is the hearing on legal costs", "2024-12-01", "2024-10-03"),
        (BANK, "by when must the bank pay", "", "2024-10-09"),
    ],
)
def test_a_question_about_a_day_that_has_passed_is_told_that_its_outcome_is_open(
    over_time: Archive, case: str, question: str, day: str, reported: str
) -> None:
    answer = asked(over_time, "ask", case, day, question=question)
    for form in ("full", "short"):
        assert f"Scheduled by the report of {reported}; {OPEN}" in notices(in_detail(answer, form))


def test_as_of_a_day_before_a_hearing_nothing_is_open_about_it_yet(over_time: Archive) -> None:
    for day in ("2023-04-01", "2023-05-02"):
        answer = asked(over_time, "ask", FARMER, day, question="when is the hearing on the new trial")
        assert "Scheduled by the report of 2023-03-14" in notices(answer)
    timeline = asked(over_time, "case timeline", FARMER, "2023-04-01")
    remarks = [str(part.remark) for part in timeline.parts if isinstance(part, TimelinePart) and part.remark]
    assert remarks
    assert not any("not in the sources" in one for one in remarks if "Scheduled" in one)


def test_a_hearing_that_was_held_has_no_remark(over_time: Archive) -> None:
    answer = asked(over_time, "ask", FARMER, "2023-08-01", question="when was the new trial argued")
    assert "The request was argued" in next(answer.quotations()).text
    assert not any(OPEN in one for one in notices(answer))


@pytest.mark.parametrize(("day", "is_open"), [("2023-09-01", False), ("2023-11-10", True), ("", False)])
def test_whether_an_order_was_done_in_time_is_open_once_its_deadline_has_passed(
    over_time: Archive, day: str, *, is_open: bool
) -> None:
    question = asked(over_time, "ask", FARMER, day, question="by when must the pit be sealed")
    assert (DUE in notices(question)) == is_open
    for command in ("case status", "case damages", "case timeline"):
        parts = asked(over_time, command, FARMER, day).parts
        remarks = [str(one.remark) for one in parts if isinstance(one, ReliefPart | TimelinePart)]
        assert (DUE in remarks) == is_open


def test_a_deadline_without_a_day_is_open_and_one_that_is_only_sought_is_none(
    case_of: Callable[..., Case],
) -> None:
    case = case_of(
        ORDER, {"a.txt": "The court told Bell to open the ramp within 14 days. Stone wants a fence by May.\n"}
    )
    answer = asked(open_archive(Library({case.id: case}), None), "case damages", case.id)
    remarks = [one.remark and str(one.remark) for one in answer.parts if isinstance(one, ReliefPart)]
    said = "Ordered by the report of 2025-06-01; whether the deadline was met is not in the sources"
    assert remarks == [said, None]


def test_of_a_last_day_it_is_left_open_whether_it_was_met(over_time: Archive) -> None:
    entries = asked(over_time, "case timeline", FARMER).parts
    remarks = {str(part.remark) for part in entries if isinstance(part, TimelinePart) and part.remark}
    assert "A deadline by the report of 2024-05-16; whether it was met is not in the sources" in remarks
