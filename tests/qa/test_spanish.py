"""Spanish questions and passages: compared in English words, and answered with the passages themselves."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.cases.model import Case, Source
from bot.corpus.loader import load_case
from bot.qa.answering import PreparedCase
from bot.qa.facts_asked import is_unreported
from bot.qa.gaps import gaps_of
from bot.qa.interpretation import interpret
from bot.qa.lexicon import lines, pairs, stop_words, vocabulary
from bot.qa.one_language import compared_words, for_articles_of, in_english, names_of
from bot.qa.parsed_question import parse_question
from bot.qa.premises import false_premise
from bot.qa.spanish import SPANISH
from bot.search.archive import Archive

LEAST_ENTRIES = 5_000
ENGLISH = sorted(vocabulary() | stop_words())
TYPED = Path(__file__).with_name("typed_questions.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("¿Cuánto dinero pidió?", {"how much", "money", "asked"}),
        ("cuando se presento la demanda", {"when", "filed", "lawsuit"}),
        ("¿Por qué no es culpable?", {"why", "not", "guilty"}),
        ("quién ha recurrido", {"who", "appealed"}),
        ("cuanta indemnizacion reclama Carroll ahora", {"how much", "compensation", "Carroll"}),
        ("¿Dónde trabajaban los testigos?", {"where", "worked", "witness"}),
        ("va a recurrir la empresa?", {"will appeal", "company"}),
    ],
)
def test_a_spanish_question_is_put_into_english_words(spanish: str, english: set[str]) -> None:
    found = in_english(spanish)
    assert all(word in found for word in english), found


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("abogados", "lawyer"),
        ("tribunales", "court"),
        ("indemnizaciones", "compensation"),
        ("veces", "times"),
        ("enfermera", "nurse"),
        ("condenaron", "convicted"),
        ("condenará", "convicted"),
        ("firmando", "signed"),
        ("sufría", "suffered"),
        ("recibieron", "received"),
        ("pagarle", "pay"),
        ("entregándole", "delivered"),
        ("seriamente", "serious"),
        ("Dijo", "said"),
        ("tuvo", "had"),
        ("pidieron", "asked"),
        ("acreditó", "proved"),
    ],
)
def test_forms_are_found_by_their_base_form(spanish: str, english: str) -> None:
    assert english in compared_words(spanish, "es").split()


def test_a_word_that_is_not_in_the_list_stays_as_it_is() -> None:
    assert compared_words("Xilotepec zurumbático", "es-MX") == "Xilotepec zurumbático"


@pytest.mark.parametrize(
    "question",
    [
        "how much did she win",
        "did El Paso appeal",
        "who owns Los Alamos and La Jolla",
        "what was el jefe saying",
        "quanto dinheiro a empresa pagou",
        "quem ganhou o processo?",
        "quanto ha chiesto il tribunale",
        "perché è stato condannato",
        "combien les juges ont demandé",
        "???",
        "",
    ],
)
def test_what_is_not_spanish_stays_as_it_is(question: str) -> None:
    assert in_english(question) == question


@given(st.lists(st.sampled_from(ENGLISH), max_size=12).map(" ".join))
def test_english_words_are_never_put_into_other_ones(question: str) -> None:
    assert SPANISH.in_english(question) == question


@given(st.text(max_size=200), st.sampled_from(["en", "en-GB", "en-US", "fr"]))
def test_a_passage_in_another_language_is_compared_as_it_stands(passage: str, tag: str) -> None:
    assert compared_words(passage, tag) == passage


def test_questions_that_were_typed_in_english_are_not_touched() -> None:
    asked = [one for one in TYPED if one and one.isascii()]
    assert asked
    assert [one for one in asked if in_english(one) != one] == []


def test_what_was_put_into_english_is_not_put_into_it_again() -> None:
    once = in_english("¿Fue condenado Trump por violación?")
    assert in_english(once) == once


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("1.250 euros", "1,250"),
        ("1,5 millones de euros", "1.5"),
        ("12.345.678,90 euros", "12,345,678.90"),
        ("2,500 pesos", "2,500"),
        ("2,500.75 dólares", "2,500.75"),
        ("1.5 millones de pesos", "1.5"),
        ("veintitrés años", "twenty-three"),
    ],
)
def test_numbers_are_compared_as_they_are_written_in_english(spanish: str, english: str) -> None:
    assert english in compared_words(spanish, "es-MX").split()


def test_the_list_has_each_word_once() -> None:
    spanish = [word for word, _ in pairs("spanish")]
    assert len(spanish) >= LEAST_ENTRIES
    assert len(spanish) == len(set(spanish))
    assert spanish == sorted(spanish)
    assert all(word == word.casefold() for word in spanish)
    assert all(english == english.casefold() for _, english in pairs("spanish"))


def test_no_marker_is_english_and_no_marker_of_another_language_is_spanish() -> None:
    markers = {word for line in lines("spanish_only") for word in line.split()}
    others = {word for line in lines("spanish_not") for word in line.split()}
    assert not markers.intersection({"con", "era", "hay", "me", "no", "he", "son", "sin", "el", "la", "de"})
    assert not markers & stop_words()
    assert not markers & others


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("/ask ¿Cuánta indemnización recibió Carroll?", "awarded $5 million"),
        ("/ask ha recurrido trump", "APPEALING"),
    ],
)
def test_a_spanish_question_about_an_english_article_is_answered(
    archive: Archive, question: str, words: str
) -> None:
    answer = respond(archive, parse(question))
    assert not answer.abstained
    assert any(words in one.text for one in answer.quotations())
    assert str(parse(question).get("question")) in str(answer.lead), "the question is shown as it was typed"


TRIAL = """\
El Juzgado de lo Penal de Lindral condenó el martes al jardinero Gerardo Cocinero por allanamiento. \
Nadie fue condenado por el robo.

La presidenta, Amalia Juez, dijo que no había pruebas de un robo. A un cómplice, el tabernero Juan Prado, \
lo absolvió el juez Emilio Pino en otro proceso.

Su mujer Elvira fue testigo. Cocinero negó los hechos y tendrá que pagar 12.500,50 euros.

El Club Azul interpuso recurso el lunes.
"""
PARTIES = """
parties:
  - id: cocinero
    name: Gerardo Cocinero
    kind: person
    aliases: [Cocinero]
    roles: [jardinero]
    described_as: Gerardo Cocinero
  - {id: juez, name: Amalia Juez, kind: person, roles: [presidenta], described_as: Amalia Juez}
  - {id: club, name: Club Azul, kind: organization, described_as: El Club Azul}
"""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> PreparedCase:
    folder = tmp_path_factory.mktemp("trial") / "trial"
    (folder / "sources").mkdir(parents=True)
    (folder / "sources/a.txt").write_text(TRIAL, encoding="utf-8")
    digest = sha256(TRIAL.encode()).hexdigest()
    head = f"""title: Proceso
revised: 2024-06-01
sources:
  - {{id: a, file: sources/a.txt, sha256: {digest}, date_published: 2024-06-01, in_language: es}}
"""
    (folder / "case.yaml").write_text(head + PARTIES, encoding="utf-8")
    return PreparedCase.of(load_case(folder))


@pytest.mark.parametrize(
    ("question", "kept", "put"),
    [
        ("¿Qué dijo Cocinero?", "Cocinero", "said"),
        ("cuándo negó cocinero los hechos", "cocinero", "denied"),
        ("¿Quién es el juez?", "judge", "who"),
        ("¿Qué dijo Juez?", "Juez", "said"),
        ("¿Quién es el cocinero?", "cook", "who"),
        ("¿Por qué perdió el club?", "club", "lost"),
    ],
)
def test_a_name_that_is_a_spanish_word_stays_a_name(
    trial: PreparedCase, question: str, kept: str, put: str
) -> None:
    found = for_articles_of(trial.case, question).split()
    assert kept in found
    assert put in found


def test_a_passage_keeps_the_names_that_a_question_keeps(trial: PreparedCase) -> None:
    compared = " ".join(one.compared for one in trial.candidates)
    assert "Gerardo Cocinero" in compared
    assert "judge Emilio" in compared
    assert "cook" not in compared


def test_the_small_words_of_names_are_put_into_english_words() -> None:
    case = Case(id="b", title="B", revised="2024-06-01", sources=(spanish_source("Nada."),))
    assert not names_of(case, "es").intersection({"de", "la", "y"})
    assert names_of(case, "fr") == frozenset()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("¿Cuánto tiene que pagar?", "12.500,50 euros"),
        ("how much must he pay", "12.500,50 euros"),
        ("who was acquitted", "Juan Prado"),
        ("which court was it", "Juzgado de lo Penal"),
        ("¿Quién interpuso recurso?", "Club Azul"),
    ],
)
def test_a_spanish_article_answers_in_its_own_words(trial: PreparedCase, question: str, words: str) -> None:
    found = trial.find(question)
    assert words in found.passages[0].exact
    assert found.passages[0].exact in TRIAL


@pytest.mark.parametrize(
    ("question", "is_reported"),
    [
        ("¿Cuándo fue condenado Cocinero?", True),
        ("when was Cocinero convicted", True),
        ("¿Tiene esposa?", True),
        ("does he have a brother", False),
    ],
)
def test_what_a_spanish_article_reports_is_no_false_premise(
    trial: PreparedCase, question: str, *, is_reported: bool
) -> None:
    asked = parse_question(for_articles_of(trial.case, question), trial.corrected)
    found = false_premise(trial.case, interpret(asked, trial.resolver, ()))
    assert (found is None) == is_reported


def test_a_court_that_a_spanish_article_names_is_reported(trial: PreparedCase) -> None:
    asked = interpret(parse_question("which court was it"), trial.resolver, ())
    assert not is_unreported(trial.case, asked)


def test_what_a_spanish_article_says_is_no_gap() -> None:
    silent = Case(id="b", title="B", revised="2024-06-01", sources=(spanish_source("Llovía en Lindral."),))
    text = "El abogado dijo que las costas las paga la demandante y que el recurso sigue en el tribunal."
    telling = Case(id="b", title="B", revised="2024-06-01", sources=(spanish_source(text),))
    assert len(list(gaps_of(telling))) < len(list(gaps_of(silent)))


def spanish_source(text: str) -> Source:
    return Source(id="a", file="a.txt", sha256="", date_published="2024-06-01", in_language="es", text=text)
