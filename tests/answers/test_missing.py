"""What a question asks for and no source says is named, in a word that supposes nothing."""

from __future__ import annotations

import pytest

from bot.answers.answer import NoticePart
from bot.answers.missing import missing
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.qa.parsed_question import parse_question
from bot.search.archive import Archive


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("which month was the hearing", "Not said: the month."),
        ("what day did she sue", "Not said: the day."),
        ("when did he appeal", "Not said: the date."),
        ("whats the judges name", "Not said: the name."),
        ("how old is she", "Not said: the age."),
        ("how much did the lawyers get", "Not said: the amount."),
        ("why did she wait", "Not said: the reason."),
        ("which court was it", "Not said: which court."),
        ("did he say sorry", "None"),
        ("what happened", "None"),
    ],
)
def test_what_is_missing_is_named_by_what_is_asked_for(question: str, named: str) -> None:
    assert str(missing(parse_question(question))) == named


def test_an_abstention_names_it_below_the_closest_passage(archive: Archive) -> None:
    answer = respond(archive, Query("ask", (("question", "whats the judges name"),)))
    assert answer.abstained
    last = answer.parts[-1]
    assert isinstance(last, NoticePart)
    assert str(last.text) == "Not said: the name."


def test_an_abstention_without_a_closest_passage_names_nothing(archive: Archive) -> None:
    answer = respond(archive, Query("ask", (("question", "how much is a tram ticket in lisbon"),)))
    assert answer.abstained
    assert answer.parts == ()
