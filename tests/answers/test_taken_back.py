"""No answer shows what somebody denied, or a court threw out, without the next sentence, which says that."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.answers.answer import Answer, MatchPart
from bot.answers.cite import Cited
from bot.answers.neighbours import with_what_takes_back
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.cases.model import Case, Source
from bot.cases.selectors import make_selector
from bot.rendering.render import in_detail
from tests.corpora import Corpora

INVENTED = Path(__file__).parents[1] / "cases_invented"
FOUND = "The jury found him liable."


def shown(text: str, *words: str, language: str = "en") -> list[str]:
    """What is shown of some words of a text."""
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
    cited = Cited(Library({"odd": case}), case)
    quoted = cited.quotations(
        make_selector("a", text, at, at + len(one)) for one in words for at in [text.index(one)]
    )
    part = MatchPart(case.title, "2024-01-01", quoted)
    answer = Answer(Query("ask"), phrase("topic"), phrase("lead"), parts=(part,))
    return [one.text for one in with_what_takes_back(cited, answer).quotations()]


@pytest.mark.parametrize(
    ("after", "language"),
    [
        ("The judge later threw that out.", "en"),
        ("The judge later threw out the verdict.", "en"),
        ("That was later reversed.", "en"),
        ("He denied it.", "en"),
        ("The company disputes that account.", "en"),
        ("The tribunal did not believe it.", "en"),
        ("The company denies the claim and has argued that the court has no jurisdiction.", "en"),
        ("He denied it to reporters.", "en"),
        ("The company has denied this from the start.", "en"),
        ("Das Unternehmen bestreitet das.", "de"),
        ("Das bestreitet das Unternehmen.", "de"),
        ("Die Firma wies das im Juni zurück.", "de"),
        ("Das wies er vor Gericht zurück.", "de"),
        ("Dies ist inzwischen verworfen.", "de"),
        ("La empresa lo niega.", "es"),
        ("El tribunal superior la revocó en mayo.", "es"),
        ("Das wurde später aufgehoben.", "de"),
    ],
)
def test_a_quotation_goes_on_with_the_sentence_that_takes_it_back(after: str, language: str) -> None:
    text = f"{FOUND} {after} He went home."
    assert shown(text, FOUND, language=language) == [f"{FOUND} {after}"]
    assert shown(text, FOUND[:-1], language=language) == [f"{FOUND} {after}"]
    assert shown(text, FOUND, after, language=language) == [FOUND, after]


@pytest.mark.parametrize(
    ("after", "language"),
    [
        ("Das bestreitet niemand.", "de"),
        ("Er bestreitet das nicht.", "de"),
        ("Das bestritt er nicht.", "de"),
        ("Das Gericht wies der Frau ein Zimmer zu.", "de"),
        ("La empresa no lo negó.", "es"),
        ("Nadie lo niega.", "es"),
    ],
)
def test_what_is_not_denied_in_other_languages_is_not_taken_back(after: str, language: str) -> None:
    assert shown(f"{FOUND} {after}", FOUND, language=language) == [FOUND]


@pytest.mark.parametrize(
    "after",
    [
        "The judge later threw out the second claim of another plaintiff.",
        "He denied that to this day he had met her.",
        "He denied having met her.",
        "He never denied it.",
        "He did not deny it.",
        "The company neither admitted nor denied it.",
        "The judge denied them bail.",
        "He denied that the clerk had met her.",
        "They rejected the claim that the carrier had known.",
        "The judge rejected the claim of another plaintiff.",
        "The company disputes the number of locks.",
        "“He denied it,” she said.",
        "They accepted that.",
        "It was late.",
    ],
)
def test_what_takes_nothing_back_is_not_added(after: str) -> None:
    assert shown(f"{FOUND} {after}", FOUND) == [FOUND]


def test_words_inside_of_a_sentence_and_those_of_another_paragraph_stay() -> None:
    after = "The judge later threw that out."
    assert shown(f"{FOUND} {after}", "The jury") == ["The jury"]
    assert shown(f"{FOUND}\n\n{after}", FOUND) == [FOUND]


@pytest.mark.parametrize("form", ["short", "full"])
@pytest.mark.parametrize(
    ("case", "said", "taken_back"),
    [
        ("okoro-hale-v-corvane", "quarter of the final figure.", "The company disputes that account."),
        ("oyelaran-fuchs-v-maxilo", "was let go because he was slow.", "The tribunal did not believe it."),
    ],
)
def test_what_was_disputed_is_shown_with_the_dispute_in_either_form(
    corpora: Corpora, case: str, said: str, taken_back: str, form: str
) -> None:
    answer = respond(corpora(INVENTED).archive, Query("case statements", (("case", case),)))
    words = " ".join(one.text for one in in_detail(answer, form).quotations())
    assert said in words
    assert taken_back in words
