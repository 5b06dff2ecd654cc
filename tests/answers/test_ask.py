"""``/ask``: quotations where the source answers, and where it does not, a closest one that is called so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answers.answer import Answer, NoticePart
from bot.answers.grammar import parse
from bot.answers.query import CommandError
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.corpus.vector_file import VectorFile
from bot.qa.encoder import encoder_identity
from bot.rendering.render import Presentation, in_detail, to_discord, to_html, to_slack, to_text
from bot.search.archive import Archive
from tests.corpora import Corpora

INVENTED = Path(__file__).parent.parent / "cases_invented"


@pytest.fixture(scope="module")
def several(corpora: Corpora) -> Archive:
    return corpora(INVENTED).archive


def asked(archive: Archive, typed: str) -> Answer:
    return respond(archive, parse(typed))


def test_an_answer_quotes_and_shows_what_is_open(archive: Archive) -> None:
    answer = asked(archive, "/ask how much did she win")
    assert not answer.abstained
    assert next(answer.quotations()).text.startswith("Carroll was awarded $5 million")
    assert any("No breakdown is given" in point.text for point in answer.open_points)


def test_without_an_answer_the_closest_passage_is_called_so(archive: Archive) -> None:
    answer = asked(archive, "/ask whats the judges name")
    assert answer.abstained
    assert str(answer.lead) == "The source does not say."
    label = answer.parts[0]
    assert isinstance(label, NoticePart)
    assert str(label.text) == "Closest passage, which is not an answer"
    assert "Clinton appointee" in next(answer.quotations()).text


@pytest.mark.parametrize("typed", ["/ask how much did she win", "/ask whats the judges name", "/ask ???"])
def test_every_form_of_the_answer_is_proven(archive: Archive, typed: str) -> None:
    answer = asked(archive, typed)
    for render in (to_text, to_discord, to_slack, to_html):
        assert render(answer, Presentation())


@pytest.mark.parametrize("question", ["where does it stand", "what's the status of the 2019 lawsuit"])
def test_what_clears_somebody_never_stands_above_what_was_found_against_them(
    archive: Archive, question: str
) -> None:
    answer = asked(archive, f"/ask {question}")
    for shown in (answer, in_detail(answer, "short")):
        first, *_ = (one.text for one in shown.quotations())
        assert "was held liable" in first
        assert first.index("was held liable") < first.index("However, he was cleared of the rape allegation")


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("is carroll lying, did she make it up", "In a third post, Trump took aim at the judge and jury"),
        ("why did she sue again", "Carroll has filed a second lawsuit"),
    ],
)
def test_a_passage_from_the_middle_of_a_short_sentence_is_shown_in_it(
    archive: Archive, question: str, first: str
) -> None:
    shown = [one.text for one in in_detail(asked(archive, f"/ask {question}"), "short").quotations()]
    assert any(one.startswith(first) for one in shown)
    assert not any(one.startswith(("labeling", "comments")) for one in shown)


def test_a_heading_answers_nothing(several: Archive) -> None:
    answer = asked(several, "/ask what did the judge say case:oyelaran-fuchs-v-maxilo")
    assert "WHAT THEY SAY" not in [one.text for one in answer.quotations()]


def test_a_question_must_be_asked(archive: Archive) -> None:
    with pytest.raises(CommandError, match="Type the question after /ask"):
        asked(archive, "/ask")


def test_the_vectors_of_a_case_are_kept_in_the_store_of_the_archive(
    tmp_path: Path, case_folder: Callable[..., Path]
) -> None:
    body = "lawsuits:\n  - {id: one, label: the kept suit, quote: {exact: Ada Stone sued Bell Works}}\n"
    content = case_folder(body, case_id="kept").parent
    store = VectorFile(tmp_path / "vectors", pytest.fail)
    answer = asked(open_archive(ContentRepository(content).read(), None, vectors=store), "/ask who sued")
    assert answer.case == "kept"
    sentence = "In May a court awarded Stone $5 million, and the judge called it fair."
    assert store.load(encoder_identity(), [sentence])


def test_the_case_is_found_by_the_words_of_the_question(several: Archive) -> None:
    assert (
        asked(several, "/ask how much is Corvane paying for the smart locks").case == "okoro-hale-v-corvane"
    )
    assert asked(several, "/ask how much was the painting by Lorrimer sold for").case == "solheim-dray-v-vale"


@pytest.mark.parametrize(
    ("question", "case"),
    [
        ("is corvane going to appeal", "okoro-hale-v-corvane"),
        ("what did the tribunal say about oyelaran-fuchs", "oyelaran-fuchs-v-maxilo"),
    ],
)
def test_the_one_case_whose_party_is_named_is_meant(several: Archive, question: str, case: str) -> None:
    assert asked(several, f"/ask {question}").case == case


@pytest.mark.parametrize("question", ["how much", "what did the judge say", "did they appeal"])
def test_small_words_choose_no_case(several: Archive, question: str) -> None:
    with pytest.raises(CommandError, match="Which case"):
        asked(several, f"/ask {question}")


def test_a_question_that_fits_several_cases_is_asked_back(several: Archive) -> None:
    with pytest.raises(CommandError, match="Which case"):
        asked(several, "/ask qwertz")


@pytest.mark.parametrize(
    ("question", "case"),
    [("how much was osk awarded", "osk-v-brine"), ("was it 480000", "marchbank-v-quillon")],
)
def test_nothing_is_quoted_twice_nor_beside_a_longer_quotation_of_it(
    corpora: Corpora, question: str, case: str
) -> None:
    over_time = corpora(INVENTED.parent / "cases_over_time").archive
    answer = asked(over_time, f"/ask {question} case:{case}")
    current = [part.quotations[0].selector for part in answer.parts if part.quotations]
    for at, one in enumerate(current):
        assert not any(other.contains(one) for place, other in enumerate(current) if place != at)
