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
        ("why did she take the money", "Not said: the reason."),
        ("when did he pay the fine", "Not said: the date."),
        ("how much did she get and when did he appeal", "None"),
    ],
)
def test_what_is_missing_is_named_by_what_is_asked_for(question: str, named: str) -> None:
    assert str(missing(parse_question(question))) == named


@pytest.mark.parametrize(
    ("question", "closest", "named"),
    [
        ("how much did he pay", "She was awarded $5 million.", "None"),
        ("how much did he pay", "He has not paid.", "Not said: the amount."),
        ("when did he pay", "In May, he was held liable.", "None"),
        ("how old is she", "The writer, 63, wept.", "None"),
        ("why did he pay", "In May, he was held liable.", "Not said: the reason."),
    ],
)
def test_an_amount_is_not_called_unsaid_beside_words_that_have_one(
    question: str, closest: str, named: str
) -> None:
    assert str(missing(parse_question(question), closest)) == named


@pytest.mark.parametrize("question", ["when was he convicted", "wann wurde er verurteilt"])
def test_no_date_is_missed_of_what_no_article_reports(archive: Archive, question: str) -> None:
    answer = respond(archive, Query("ask", (("question", question),)))
    assert answer.abstained
    said = [str(part.text) for part in answer.parts if isinstance(part, NoticePart)]
    assert said == ["Closest passages, which are not answers"]


@pytest.mark.parametrize(
    "question", ["no", "not", "and her?", "what about them", "und sie?", "so", "\N{MONEY BAG}"]
)
def test_nothing_of_anybodys_guilt_is_near_small_words(archive: Archive, question: str) -> None:
    answer = respond(archive, Query("ask", (("question", question),)))
    assert answer.abstained
    assert answer.parts == ()


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
