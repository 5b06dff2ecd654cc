"""German questions and passages: compared in English words, and answered with the passages themselves."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.cases.model import Case, Source
from bot.corpus.loader import load_case
from bot.qa import candidates
from bot.qa.answering import PreparedCase
from bot.qa.entities import EntityResolver
from bot.qa.facts_asked import is_unreported
from bot.qa.gaps import gaps_of
from bot.qa.german import Names, compared_words, for_articles_of, in_english
from bot.qa.interpretation import interpret
from bot.qa.lexicon import lines, pairs
from bot.qa.parsed_question import parse_question
from bot.qa.premises import false_premise
from bot.search.archive import Archive


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("Wie viel Geld hat sie bekommen?", {"how much", "money", "she"}),
        ("wann wurde die klage eingereicht", {"when", "lawsuit"}),
        ("Warum ist er nicht schuldig?", {"why", "not", "guilty"}),
        ("Wer hat Berufung eingelegt", {"who", "appeal"}),
        ("Seit wann steht die alte bahn still?", {"since", "train", "old"}),
        ("Was war faul am Bericht?", {"report", "lazy"}),
        ("was kriegt die richetrin", {"gets", "judge"}),
        ("Schadenshöhe?", {"damage", "amount"}),
        ("Wie ging der Fall aus?", {"how", "case", "ended"}),
        ("wieviel schadenersatz verlangt Carroll jetzt", {"how much", "damages", "Carroll"}),
    ],
)
def test_a_german_question_is_put_into_english_words(german: str, english: set[str]) -> None:
    found = in_english(german)
    assert all(word in found for word in english), found


@pytest.mark.parametrize(
    "question",
    [
        "how much did she win",
        "was he found liable",
        "did Trump die in der Spiegel",
        "what was der Spiegel saying",
        "cuánto dinero pide",
        "???",
        "",
    ],
)
def test_what_is_not_german_stays_as_it_is(question: str) -> None:
    assert in_english(question) == question


def test_what_was_put_into_english_is_not_put_into_it_again() -> None:
    once = in_english("Wurde Trump wegen Vergewaltigung verurteilt?")
    assert in_english(once) == once


def test_names_and_numbers_are_kept_as_they_were_typed() -> None:
    found = in_english("Hat Okoro-Hale wirklich 2.100 $ von Corvane bekommen?")
    assert all(word in found.split() for word in ("Okoro-Hale", "2,100", "Corvane"))


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("1.250 Euro", "1,250"),
        ("1,5 Millionen Euro", "1.5"),
        ("12.345.678,90 Euro", "12,345,678.90"),
        ("am 3.4.2024", "3"),
        ("Az. 12 O 7/23", "7"),
    ],
)
def test_numbers_are_compared_as_they_are_written_in_english(german: str, english: str) -> None:
    assert english in compared_words(german, "de-AT").split()


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("Das Gericht hob das Urteil auf.", "overturned"),
        ("Die Kammer wies die Klage am Montag ab.", "dismissed"),
        ("Sie trat im Mai zurück, sagte er.", "resigned"),
        ("Er lehnte das ab und ging.", "reject"),
        ("Das hat er nie anerkannt.", "acknowledged"),
        ("Das Unwetter hat viel Geld verschlungen.", "swallow"),
        ("Sie wurde nach Hause weggeschickt.", "send"),
        ("Er begann, Geld abzuzweigen.", "divert"),
        ("der Oberste Gerichtshof", "supreme"),
        ("die Gemeindewaldbesitzerin", "forest"),
        ("die TV-Köchin", "cook"),
        ("Das macht nichts.", "makes"),
        ("Sie ging zu „Siemens“.", "went"),
        ("Er setzte auf »Härte«.", "set"),
        ("Die Kammer wies die Klage nach § 5 ab.", "dismissed"),
        ("Sie wies nach wie vor alles ab.", "still"),
        ("Sie klagte von Anfang an, weil er log.", "beginning"),
        ("Es lag vor und nach dem Urteil falsch.", "lay"),
    ],
)
def test_forms_of_words_are_read(german: str, english: str) -> None:
    found = compared_words(german, "de").split()
    assert english in found, found


def test_a_particle_before_a_verb_is_no_article_and_no_preposition() -> None:
    assert "at" in compared_words("Er wartete bei der Brücke an der Straße und ging.", "de").split()


@pytest.mark.parametrize("question", ["second suit filed wen", "im bored", "plattform name", "star wars"])
def test_a_slip_or_another_word_in_english_is_no_german(question: str) -> None:
    assert in_english(question) == question


def test_a_passage_in_another_language_is_compared_as_it_stands() -> None:
    for tag in ("en", "en-GB", "es"):
        assert compared_words("Die 1.250 Euro sind weg", tag) == "Die 1.250 Euro sind weg"


GERMAN_ARTICLE = """\
Das Landgericht Ostenbrück hat die Klage der Imkerin Rosa Tann am Dienstag abgewiesen.

Der Richter sagte, niemand habe beweisen können, dass die Bienen an dem Spritzmittel gestorben seien.

Tann hatte von der Molkerei Grubhof 12.500 Euro verlangt, für vierzig Völker und einen verlorenen Sommer.

Ihr Anwalt Jens Morrow will Berufung einlegen.
"""


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Wie viel Geld wollte sie haben?", "12.500 Euro"),
        ("how much did she ask for", "12.500 Euro"),
        ("Wessen Klage wurde abgewiesen?", "Imkerin Rosa Tann"),
        ("is there going to be an appeal", "will Berufung einlegen"),
    ],
)
def test_a_german_article_answers_in_its_own_words(question: str, words: str) -> None:
    source = Source(
        id="a",
        file="a.txt",
        sha256="",
        date_published="2024-06-01",
        in_language="de",
        text=GERMAN_ARTICLE,
    )
    known = PreparedCase.of(Case(id="tann", title="Tann", revised="2024-06-01", sources=(source,)))
    found = known.find(question)
    assert words in found.passages[0].exact
    assert found.passages[0].exact in GERMAN_ARTICLE


def test_the_list_has_each_word_once_and_no_marker_is_english() -> None:
    german = [word for word, _ in pairs("german")]
    assert len(german) == len(set(german))
    assert all(word == word.casefold() for word in german)
    assert all(english == english.strip() for _, english in pairs("german"))
    markers = [word for line in lines("german_only") for word in line.split()]
    assert not {"die", "was", "war", "hat", "so", "in", "an", "man"}.intersection(markers)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("/ask Wie viel Schadenersatz wurde Carroll zugesprochen?", "awarded $5 million"),
        ("/ask wurde trump schuldig gesprochen", "held liable"),
        ("/ask hat trump berufung eingelegt", "APPEALING"),
    ],
)
def test_a_german_question_about_an_english_article_is_answered(
    archive: Archive, question: str, words: str
) -> None:
    answer = respond(archive, parse(question))
    assert not answer.abstained
    assert any(words in one.text for one in answer.quotations())
    assert str(parse(question).get("question")) in str(answer.lead), "the question is shown as it was typed"


def test_the_paragraph_that_sentences_share_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(passage: str, in_language: str, names: Names) -> str:
        read.append(passage)
        return compared_words(passage, in_language, names)

    monkeypatch.setattr(candidates, "compared_words", counted)
    text = " ".join(f"Das Gericht hörte am Tag {day} den Zeugen {day}." for day in range(200))
    source = Source(id="a", file="a.txt", sha256="", date_published="2024-06-01", in_language="de", text=text)
    found = candidates.candidates_of(Case(id="one", title="One", revised="2024-06-01", sources=(source,)))
    assert len(found) >= 200
    assert sum(map(len, read)) <= 2 * len(text)


TRIAL = """\
Das Amtsgericht Lindried hat den Platzwart Gernot Koch am Dienstag wegen Hausfriedensbruchs verurteilt. \
Verurteilt wurde wegen des Diebstahls niemand.

Die Vorsitzende Annelie Richter sagte, es gebe keinen Beweis für einen Diebstahl. Einen Komplizen, den Wirt \
Jan Bauer, sprach der Richter Emil Holz in einem anderen Verfahren frei.

Seine Frau Heike war Zeugin. Ein Geständnis legte er nicht ab. Koch bestritt die Tat.

Der Verein Blau legte am Montag Berufung ein.
"""
PARTIES = """
parties:
  - id: koch
    name: Gernot Koch
    kind: person
    aliases: [Koch]
    roles: [Platzwart]
    described_as: Gernot Koch
  - {id: richter, name: Annelie Richter, kind: person, roles: [Vorsitzende], described_as: Annelie Richter}
  - {id: verein, name: Verein Blau, kind: organization, described_as: Der Verein Blau}
"""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> PreparedCase:
    folder = tmp_path_factory.mktemp("trial") / "trial"
    (folder / "sources").mkdir(parents=True)
    (folder / "sources/a.txt").write_text(TRIAL, encoding="utf-8")
    digest = sha256(TRIAL.encode()).hexdigest()
    head = f"""title: Prozess
revised: 2024-06-01
sources:
  - {{id: a, file: sources/a.txt, sha256: {digest}, date_published: 2024-06-01, in_language: de}}
"""
    (folder / "case.yaml").write_text(head + PARTIES, encoding="utf-8")
    return PreparedCase.of(load_case(folder))


@pytest.mark.parametrize(
    ("question", "kept", "put"),
    [
        ("Was hat Koch gesagt?", "Koch", "said"),
        ("Hat koch die Tat bestritten?", "koch", "denied"),
        ("Was sind Kochs Gründe?", "Kochs", "reasons"),
        ("Wer ist der Richter?", "judge", "who"),
        ("Was hat Richter gesagt?", "Richter", "said"),
        ("Wer ist der Koch?", "cook", "who"),
        ("Hat der Verein verloren?", "club", "lost"),
    ],
)
def test_a_name_that_is_a_german_word_stays_a_name(
    trial: PreparedCase, question: str, kept: str, put: str
) -> None:
    found = for_articles_of(trial.case, question).split()
    assert kept in found
    assert put in found or any(one.startswith(put.removesuffix("s")) for one in found)


def test_a_passage_keeps_the_names_that_a_question_keeps(trial: PreparedCase) -> None:
    compared = " ".join(one.compared for one in trial.candidates)
    assert "Gernot Koch" in compared
    assert "judge Emil" in compared
    assert "cook" not in compared


@pytest.mark.parametrize(
    ("question", "is_reported"),
    [
        ("Wann wurde Koch verurteilt?", True),
        ("when was Koch convicted", True),
        ("Wann hat Koch gestanden?", False),
        ("Warum hat er sich entschuldigt?", False),
        ("Hat er eine Ehefrau?", True),
        ("Hat Koch einen Bruder?", False),
    ],
)
def test_what_a_german_article_reports_is_no_false_premise(
    trial: PreparedCase, question: str, *, is_reported: bool
) -> None:
    asked = parse_question(for_articles_of(trial.case, question), trial.corrected)
    found = false_premise(trial.case, interpret(asked, trial.resolver, ()))
    assert (found is None) == is_reported


def test_a_german_negation_turns_what_stands_before_it() -> None:
    text = "Am Ende stand fest: Verurteilt wurde niemand. Die Klage wies das Gericht ab."
    case = Case(id="b", title="B", revised="2024-06-01", sources=(german_source(text),))
    asked = parse_question(for_articles_of(case, "Wann wurde er verurteilt?"))
    found = false_premise(case, interpret(asked, EntityResolver(case), ()))
    assert found
    assert any("niemand" in one.exact for one in found.otherwise)


def test_an_article_in_another_language_is_not_said_to_be_silent() -> None:
    text = "El Juzgado de lo Social de Valdemar condenó a la empresa. Su hermano fue testigo."
    source = replace(german_source(text), in_language="es")
    case = Case(id="b", title="B", revised="2024-06-01", sources=(source,))
    asked = interpret(parse_question("does she have a brother"), EntityResolver(case), ())
    assert false_premise(case, asked) is None
    court = interpret(parse_question("which court was it"), EntityResolver(case), ())
    assert not is_unreported(case, court)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Welches Gericht war es?", "Amtsgericht Lindried"),
        ("which court was it", "Amtsgericht Lindried"),
        ("Wurde Berufung eingelegt?", "Berufung"),
        ("Legt der Verein Berufung ein?", "Berufung"),
        ("Wer ist die Vorsitzende?", "Annelie Richter"),
    ],
)
def test_patterns_read_a_german_article(trial: PreparedCase, question: str, words: str) -> None:
    found = trial.find(question)
    assert found.is_answer
    assert words in found.passages[0].exact


@pytest.mark.parametrize(("typed", "meaning"), [("2,5 Mio. Euro", "million"), ("1,2 Mrd. Euro", "billion")])
def test_abbreviated_numbers_are_read(typed: str, meaning: str) -> None:
    assert meaning in compared_words(typed, "de").split()


def test_what_a_german_article_says_is_no_gap() -> None:
    silent = Case(
        id="b", title="B", revised="2024-06-01", sources=(german_source("Es regnete in Lindried."),)
    )
    text = "Der Anwalt sagte, die Kosten trage die Klägerin; die Berufung sei am Gericht anhängig."
    telling = replace(silent, sources=(german_source(text),))
    assert len(list(gaps_of(telling))) < len(list(gaps_of(silent)))


def german_source(text: str) -> Source:
    return Source(id="a", file="a.txt", sha256="", date_published="2024-06-01", in_language="de", text=text)
