"""A passage of an answer has the sentences beside it that tell whom it means, and what turns it."""

from __future__ import annotations

import hashlib

import pytest

from bot.answers.cite import Cited
from bot.answers.neighbours import MOST_CODE_POINTS, with_neighbours
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.cases.model import Case, Source
from bot.cases.selectors import make_selector
from bot.rendering.render import in_detail
from bot.search.archive import Archive
from tests.corpora import Corpora
from tests.truths import OVER_TIME

CHARGED = "Prosecutors charged the former manager, Lucan Froome."
PLEADED, TO_COME = "He has pleaded not guilty.", "His trial is to begin in the autumn."
SAID = f"{CHARGED} {PLEADED} {TO_COME} “He lied,” the clerk said.\n\nHe went home."


def passage(text: str, words: str, language: str = "en") -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = Source(
        id="a",
        file="a.txt",
        sha256=digest,
        date_published="2024-01-01",
        in_language=language,
        text=text,
    )
    case = Case(id="odd", title="Odd", revised="2024-01-01", sources=(source,))
    start = text.index(words)
    found = make_selector("a", text, start, start + len(words))
    return with_neighbours(Cited(Library({"odd": case}), case), found).exact


@pytest.fixture(scope="module")
def over_time(corpora: Corpora) -> Archive:
    return corpora(OVER_TIME).archive


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (PLEADED, f"{CHARGED} {PLEADED}"),
        (TO_COME, f"{CHARGED} {PLEADED} {TO_COME}"),
        ("“He lied,” the clerk said.", "“He lied,” the clerk said."),
        ("He went home.", "He went home."),
        ("has pleaded not guilty.", "has pleaded not guilty."),
    ],
)
def test_a_passage_begins_where_whom_it_means_is_told(words: str, shown: str) -> None:
    assert passage(SAID, words) == shown


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        ("Die Firma wies das zurück. Sie will Berufung einlegen.", "Sie will Berufung einlegen.", "de"),
        ("La empresa lo negó. Su abogado no respondió.", "Su abogado no respondió.", "es"),
    ],
)
def test_other_languages_have_pronouns_of_their_own(text: str, words: str, language: str) -> None:
    assert passage(text, words, language) == text
    assert passage(text, words, "fr") == words


def test_a_passage_grows_to_a_length_that_a_phone_shows() -> None:
    long = f"The clerk {'waited and ' * 40}left. He came back."
    assert len(long) > MOST_CODE_POINTS
    assert passage(long, "He came back.") == "He came back."


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        ("A jury found him liable. But an appeals court threw that out.", "A jury found him liable.", "en"),
        (
            "She said that he had lied. The jury rejected that claim by nine.",
            "She said that he had lied.",
            "en",
        ),
        ("She left. Instead, he stayed.", "She left.", "en"),
        ("She said that he had lied. The judge did not believe her.", "She said that he had lied.", "en"),
        ("He was fined $90. That verdict was later set aside.", "He was fined $90.", "en"),
        ("Das Gericht gab ihr recht. Doch die Firma ging in Berufung.", "Das Gericht gab ihr recht.", "de"),
        ("Er wurde verurteilt. »Aber nicht für immer«, sagte sie.", "Er wurde verurteilt.", "de"),
        ("Er wurde verurteilt. Das Urteil wurde aufgehoben.", "Er wurde verurteilt.", "de"),
        ("El juez la condenó. Sin embargo, recurrió.", "El juez la condenó.", "es"),
    ],
)
def test_a_passage_goes_on_to_the_sentence_that_turns_it(text: str, words: str, language: str) -> None:
    assert passage(text, words, language) == text


SPOKEN = "Last night he wrote: “It’s settled. Thank you all.” A nurse replied."


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Last night he wrote: “It’s settled.", "Last night he wrote: “It’s settled. Thank you all.”"),
        ("Thank you all.”", "Last night he wrote: “It’s settled. Thank you all.”"),
        ("A nurse replied.", "A nurse replied."),
    ],
)
def test_a_speech_is_shown_from_its_first_mark_to_its_last(words: str, shown: str) -> None:
    assert passage(SPOKEN, words) == shown


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_mark_without_the_other_one_is_left(language: str) -> None:
    assert passage("He wrote: “It’s settled. She left.", "He wrote: “It’s settled.", language).startswith(
        "He wrote"
    )
    assert passage("Er sagte: „Nein.“ Sie ging.", "Er sagte: „Nein.“", "de") == "Er sagte: „Nein.“"


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Er sagte: „Nein. Niemals.“ Sie ging.", "Er sagte: „Nein.", "Er sagte: „Nein. Niemals.“"),
        ("Er sagte: «Nein. Niemals.» Sie ging.", "Niemals.»", "Er sagte: «Nein. Niemals.»"),
        ('He said: "No. Never." She left.', 'He said: "No.', 'He said: "No. Never."'),
    ],
)
def test_a_speech_is_shown_whole_in_the_marks_of_any_language(text: str, words: str, shown: str) -> None:
    assert passage(text, words, "de") == shown


@pytest.mark.parametrize(
    "text",
    [
        "A jury found him liable. The jury was out for a day.",
        "A jury found him liable. Butter was served.",
        "A jury found him liable.\n\nBut an appeals court threw that out.",
        f"A jury found him liable. But {'an appeals court waited and ' * 20}threw that out.",
    ],
)
def test_what_does_not_turn_it_or_is_too_long_is_left(text: str) -> None:
    assert passage(text, "A jury found him liable.") == "A jury found him liable."


def test_whoever_pleaded_is_named_in_the_quotation(over_time: Archive) -> None:
    query = Query("ask", (("question", "did froome do it"), ("case", "osk-v-brine")))
    [shown] = respond(over_time, query).quotations()
    assert shown.text.startswith(
        "In that case, prosecutors charged Polar Sweep's former manager, Lucan Froome"
    )
    assert shown.text.endswith("He has pleaded not guilty.")


def test_who_said_something_is_answered_without_what_was_found(over_time: Archive) -> None:
    question = "who said use the stairs or stay home"
    query = Query("ask", (("question", question), ("case", "osk-v-brine")))
    [only] = in_detail(respond(over_time, query), "short").quotations()
    assert "Nobody on our staff" in only.text
