"""Who asks what a case is about, and nothing besides, is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.overview_asked import asks_for_an_overview
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.rendering.render import Presentation, to_text
from bot.search.archive import Archive
from tests.corpora import Corpora

OVER_TIME = Path(__file__).parent.parent / "cases_over_time"
OVERVIEWS = [
    "what is this about",
    "so what's this case about?",
    "TL;DR",
    "tldr pls",
    "whats the latest",
    "what happened so far",
    "give me a quick summary of the case",
    "catch me up",
    "any news?",
    "Worum geht es hier?",
    "was ist passiert",
    "Was gibt’s Neues?",
    "¿De qué trata este caso?",
    "qué pasó",
    "un resumen, por favor",
    "what's going on here",
    "what is happening in this case",
    "can you summarize this",
    "tell me about this case",
    "what is all this about",
    "what's the latest on the case",
    "any updates on the case?",
    "what's the deal",
    "gib mir einen Überblick",
    "was ist denn bisher passiert",
    "worum geht es im Prozess",
    "wie ist der Stand der Dinge",
    "kannst du das zusammenfassen",
    "¿qué pasó aquí?",
    "¿qué ocurrió?",
    "¿qué está pasando?",
    "dame un resumen",
    "¿puedes resumir el caso?",
]
OTHERS = [
    "what happened in May",
    "what is the lawsuit about the second statement",
    "what did the jury find",
    "what happened to the phone",
    "any news from the jury",
    "worum geht es in der zweiten Klage",
    "resumen de lo que dijo",
    "where does he stand on the appeal",
    "summarize what she said",
    "tell me about the judge",
    "what's new in the second suit",
    "was ist der Streitwert",
    "qué pasó con el teléfono",
    "explain the verdict",
]


@pytest.mark.parametrize("question", OVERVIEWS)
def test_a_question_for_an_overview_is_told(question: str) -> None:
    assert asks_for_an_overview(question)


@pytest.mark.parametrize("question", OTHERS)
def test_a_question_for_something_exact_is_none(question: str) -> None:
    assert not asks_for_an_overview(question)


@pytest.mark.parametrize("question", ["what is this about", "tldr", "whats the latest", "qué pasó"])
def test_an_overview_is_where_the_case_stands(archive: Archive, question: str) -> None:
    answer = respond(archive, Query("ask", (("question", question), ("case", "carroll-v-trump"))))
    stands = respond(archive, Query("case status", (("case", "carroll-v-trump"),)))
    assert to_text(answer, Presentation()) == to_text(stands, Presentation())


def test_an_overview_is_as_of_the_day_asked_about(corpora: Corpora) -> None:
    archive = corpora(OVER_TIME).archive
    day = (("case", "fennimore-v-tarrow-vale"), ("as-of", "2023-12-31"))
    answer = respond(archive, Query("ask", (("question", "tldr"), *day)))
    assert answer.query == Query("case status", day)
    assert to_text(answer, Presentation()) == to_text(
        respond(archive, Query("case status", day)), Presentation()
    )
