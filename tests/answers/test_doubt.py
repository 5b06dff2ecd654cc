"""Between an answer and “the source does not say” stand two kinds of doubt, which the lead tells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.answers.answer import Answer, NoticePart
from bot.answers.ask import ASK_AGAIN, MAY_NOT_ANSWER, NO_ANSWER, UNCLEAR
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.cases.model import Case
from bot.qa.answering import MOST_UNCLEAR
from bot.qa.confidence import Confidence
from bot.rendering.export import as_object
from bot.rendering.render import Presentation, in_detail, to_discord, to_slack, to_text
from bot.search.archive import Archive
from tests.corpora import Corpora

INVENTED = Path(__file__).parent.parent / "cases_invented"
HOSPITAL = "pell-v-wexcombe-vale"


@pytest.fixture(scope="module")
def invented(corpora: Corpora) -> Archive:
    return corpora(INVENTED).archive


def asked(archive: Archive, question: str, case: str = HOSPITAL) -> Answer:
    return respond(archive, Query("ask", (("question", question), ("case", case))))


def notices(answer: Answer) -> list[str]:
    return [str(one.text) for one in answer.parts if isinstance(one, NoticePart)]


def test_what_may_be_one_of_two_is_told_so_and_asked_back(invented: Archive) -> None:
    answer = asked(invented, "how did she get to hospital the last time")
    assert (answer.confidence, answer.abstained) == (Confidence.EITHER, False)
    assert str(answer.lead) == "More than one passage may answer “how did she get to hospital the last time”:"
    assert notices(answer) == [str(ASK_AGAIN)]
    assert len(list(answer.quotations())) > 1


def test_whether_a_source_answers_can_be_unclear(invented: Archive) -> None:
    answer = asked(invented, "how old are the children")
    assert (answer.confidence, answer.abstained) == (Confidence.UNCLEAR, True)
    assert str(answer.lead) == str(UNCLEAR)
    assert notices(answer) == [str(MAY_NOT_ANSWER)]
    assert 1 <= len(list(in_detail(answer, "short").quotations())) <= MOST_UNCLEAR


def test_a_likely_passage_needs_no_word_of_the_question(invented: Archive) -> None:
    answer = asked(invented, "boys or girls?")
    assert answer.confidence is Confidence.UNCLEAR
    assert not any("boy" in one.text or "girl" in one.text for one in answer.quotations())
    assert list(answer.quotations())


@pytest.mark.parametrize("question", ["what is the capital of peru", "do you have feelings", "hi"])
def test_what_is_about_something_else_is_not_unclear(invented: Archive, question: str) -> None:
    answer = asked(invented, question)
    assert answer.confidence is Confidence.NOT_SAID
    assert str(answer.lead) == "The source does not say."
    assert str(MAY_NOT_ANSWER) not in notices(answer)


def test_a_gap_that_an_editor_lists_is_sure(archive: Archive) -> None:
    [gap, *_] = (one for one in _only_case(archive).questions if not one.quote and one.closest)
    answer = asked(archive, gap.ask[0], _only_case(archive).id)
    assert answer.confidence is Confidence.NOT_SAID
    assert notices(answer)[:1] == [str(NO_ANSWER)]


def test_a_question_of_guilt_is_answered_by_both_sides_and_is_not_open(archive: Archive) -> None:
    answer = asked(archive, "does trump deny raping her", _only_case(archive).id)
    assert answer.confidence is Confidence.ANSWERED


@pytest.mark.parametrize(
    ("question", "confidence"),
    [
        ("how much was agreed", "answered"),
        ("how did she get to hospital the last time", "either"),
        ("how old are the children", "unclear"),
        ("what is the capital of peru", "not_said"),
    ],
)
def test_every_surface_says_the_same(invented: Archive, question: str, confidence: str) -> None:
    answer = asked(invented, question)
    presentation = Presentation()
    exported = as_object(answer, presentation)
    assert exported.get("confidence") == confidence
    lead = str(answer.lead)
    assert lead in to_text(answer, presentation)
    for render in (to_discord, to_slack):
        [message, *_] = render(answer, presentation)
        assert lead in json.dumps(message, ensure_ascii=False).replace("\\", "")


def test_other_commands_have_no_confidence(archive: Archive) -> None:
    answer = respond(archive, Query("case status"))
    assert answer.confidence is None
    assert "confidence" not in as_object(answer, Presentation())


def _only_case(archive: Archive) -> Case:
    [case] = archive.library.cases.values()
    return case
