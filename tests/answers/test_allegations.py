"""Both sides of an allegation, of whom and of what is asked about; and which words deny something."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.answer import Answer, NoticePart
from bot.answers.cite import Cited
from bot.answers.denials import DENIES
from bot.answers.findings import told_findings
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.answers.rows import row_of
from bot.rendering.render import in_detail
from bot.search.archive import Archive
from bot.search.folding import fold
from tests.conftest import ROOT
from tests.corpora import Corpora
from tests.questions_over_time import shown
from tests.truths import OVER_TIME

FARMER, LIFT, FERRY = "fennimore-v-tarrow-vale", "adeyo-lunt-v-corwhistle", "osk-v-brine"
BANK, WAREHOUSE, NEWSPAPER = "marchbank-v-quillon", "oyelaran-fuchs-v-maxilo", "carrick-dunne-v-examiner"
INVENTED = ROOT / "tests/cases_invented"
CASSETTE, HOSPITAL = "marrow-v-tallis", "pell-v-wexcombe-vale"
LOCK, GALLERY = "okoro-hale-v-corvane", "solheim-dray-v-vale"
AGAINST_DUNMARROW = "They rejected the claim that Dunmarrow had taken part in the concealment."
REVERSED = "reversed a jury’s finding that Tarrow Vale Solvents had concealed the spill"
CLEARED = "It cleared the city of Pellmouth, which owns the library, of any fault."
ELEVEN = "The jury found Corwhistle Lifts liable for negligence by a vote of 11–1."
NO_COMMENT = "We do not comment on matters that are before the courts"
CHARGED = "two counts of falsifying salting logs"


@pytest.fixture(scope="module")
def over_time(corpora: Corpora) -> Archive:
    return corpora(OVER_TIME).archive


def asked(archive: Archive, case: str, question: str) -> Answer:
    return respond(archive, Query("ask", (("question", question), ("case", case))))


def words(answer: Answer) -> str:
    return "\n".join(one.text for one in shown(answer)[0])


@pytest.mark.parametrize(
    ("case", "question", "present", "absent"),
    [
        (FARMER, "is dunmarrow liable", AGAINST_DUNMARROW, "bitterly disappointing"),
        (FARMER, "was dunmarrow found liable for the concealment", AGAINST_DUNMARROW, "with prejudice"),
        (FARMER, "is tarrow vale guilty of fraud", REVERSED, AGAINST_DUNMARROW),
        (LIFT, "was corwhistle found liable", ELEVEN, CLEARED),
        (LIFT, "is the city liable", CLEARED, NO_COMMENT),
        (
            LIFT,
            "is the city liable",
            "But we did not build that lift, and we did not service it.",
            NO_COMMENT,
        ),
        (FERRY, "is brine at fault", "Brine & Daughters 70 percent at fault", CHARGED),
        (FERRY, "is brine at fault", "Dov Ketteridge, disputed that.", "pleaded not guilty"),
        (FERRY, "is froome guilty", "He has pleaded not guilty.", "70 percent"),
        (FERRY, "is froome guilty", CHARGED, "disputed"),
    ],
)
def test_the_finding_and_the_denial_of_whoever_is_asked_about_come_alone(
    over_time: Archive, case: str, question: str, present: str, absent: str
) -> None:
    current = words(asked(over_time, case, question))
    assert present in current
    assert absent not in current


@pytest.mark.parametrize(
    "question", ["what was decided", "what was the verdict", "what happened in May", "what did the jury find"]
)
def test_a_finding_that_answers_another_question_comes_with_the_acquittal_and_the_denial(
    archive: Archive, question: str
) -> None:
    shown_words = words(asked(archive, "carroll-v-trump", question))
    assert "In May, Trump was held liable" in shown_words
    assert "However, he was cleared of the rape allegation" in shown_words
    denied = "proclaimed his innocence on all accounts, even those he was found liable."
    assert denied in shown_words or "I correctly disputed the story" in shown_words


@pytest.mark.parametrize(
    ("case", "question", "present"),
    [
        (FERRY, "is polar sweep guilty", "He has pleaded not guilty."),
        (FARMER, "is sandiver to blame", "did not make the remark"),
        (FARMER, "did corbishley's company do it on purpose", "that Tarrow Vale had set out to deceive"),
    ],
)
def test_who_is_charged_beside_or_is_no_side_or_speaks_for_one_is_heard(
    over_time: Archive, case: str, question: str, present: str
) -> None:
    assert present in words(asked(over_time, case, question))


@pytest.mark.parametrize(
    ("folder", "case", "question", "answering"),
    [
        (OVER_TIME, LIFT, "has it been paid", "award has not been paid."),
        (INVENTED, LOCK, "are they settling", "a settlement that Judge Ruth Anselmo approved"),
        (
            INVENTED,
            CASSETTE,
            "how long did it take the jury",
            "It took nine jurors",
        ),
    ],
)
def test_what_answers_a_question_that_is_hardly_one_of_guilt_stands_alone(
    corpora: Corpora, folder: Path, case: str, question: str, answering: str
) -> None:
    [current] = shown(asked(corpora(folder).archive, case, question))[0]
    assert answering in current.text


@pytest.mark.parametrize(
    ("case", "question"),
    [(HOSPITAL, "do you have a recipe for lasagne"), (CASSETTE, "can u recommend a good piano app")],
)
def test_beside_what_does_not_answer_and_is_hardly_about_guilt_nothing_is_put(
    corpora: Corpora, case: str, question: str
) -> None:
    answer = asked(corpora(INVENTED).archive, case, question)
    assert answer.abstained
    assert len(shown(answer)[0]) <= 1


def test_where_nobody_is_named_the_findings_about_all_come(over_time: Archive) -> None:
    current = words(asked(over_time, FARMER, "who was found liable"))
    assert "the jurors found Tarrow Vale Solvents and its carrier, Dunmarrow Haulage, liable" in current
    assert AGAINST_DUNMARROW in current


def test_what_is_told_with_the_claim_that_is_asked_about_comes_first(over_time: Archive) -> None:
    assert words(asked(over_time, FARMER, "is tarrow vale guilty of fraud")).startswith(REVERSED)


def test_what_contradicts_a_finding_about_somebody_else_is_left_out(over_time: Archive) -> None:
    parts = asked(over_time, LIFT, "was corwhistle found liable").parts
    beside = [one for part in parts if isinstance(part, NoticePart) for one in part.quotations]
    assert all(CLEARED not in one.text for one in beside)


@pytest.mark.parametrize(
    ("said", "denies"),
    [
        ("I never said that … not in that room and not in any other", True),
        ("She testified that she had never heard the song.", True),
        ("a woman who I don’t know, have never known, and don’t want to know", True),
        ("We’ve never met.", True),
        ("It never happened.", True),
        ("We will never forget this.", False),
        ("I have never been so proud of a team.", False),
        ("They never asked me why.", False),
        ("It was never easy.", False),
        ("She never gave up.", False),
        ("I never thought that it would come to this.", False),
        ("You never know.", False),
    ],
)
def test_never_denies_something_only_where_somebody_says_it_of_themselves(said: str, *, denies: bool) -> None:
    assert bool(DENIES.search(fold(said))) == denies


@pytest.fixture(scope="module")
def invented(corpora: Corpora) -> Archive:
    return corpora(INVENTED).archive


@pytest.mark.parametrize(
    ("case", "question", "found", "denied"),
    [
        (CASSETTE, "did she copy it on purpose", "whether the copying was willful", "never stolen so much"),
        (HOSPITAL, "did the hospital cause her death", "contributed to by neglect", "does not accept"),
        (
            LOCK,
            "did corvane commit fraud",
            "dismissed the claim that Corvane had committed fraud",
            "did not admit wrongdoing",
        ),
        (
            GALLERY,
            "should he have known",
            "a telephone call to the Lorrimer archive",
            "relied on a certificate",
        ),
        # Acquitted in one court, found liable in another.
        (GALLERY, "did vale commit fraud", "liable for negligent misrepresentation", "disagrees with its"),
        # Two findings that speak for her are nearer to the question than the verdict.
        (CASSETTE, "did she copy on purpose", "had copied the chorus", "never heard the song"),
        # Who is described does what is asked, and the person with a pronoun does not.
        (NEWSPAPER, "did the paper print lies about him", "substantially true", "We were right"),
        # What denies nothing stands for who says nothing else.
        (CASSETTE, "was the producer in on it", "was found not liable", "Cleared."),
        # A suit for libel decides on what was said of the one who brought it.
        (NEWSPAPER, "was leopold corrupt", "substantially true", "popped aboard for lunch"),
    ],
)
def test_what_articles_tell_in_their_own_sentences_stands_on_both_sides(
    invented: Archive, case: str, question: str, found: str, denied: str
) -> None:
    current = words(asked(invented, case, question))
    assert found in current
    assert denied in current


@pytest.mark.parametrize(
    ("case", "question", "found", "denied"),
    [
        (
            WAREHOUSE,
            "Was he dismissed because he asked for a pager?",
            "discriminated against",
            "because he was slow",
        ),
        (NEWSPAPER, "so was he lying about the lunch", "substantially true", "popped aboard for lunch"),
        (HOSPITAL, "would antibiotics have saved her", "no court will now decide it", "would have saved her"),
        (CASSETTE, "Was Juno Tallis convicted of a crime?", "had copied the chorus", "never stolen so much"),
    ],
)
def test_what_can_be_answered_with_yes_or_no_is_answered_by_both_sides(
    invented: Archive, case: str, question: str, found: str, denied: str
) -> None:
    current = words(asked(invented, case, question))
    assert found in current
    assert denied in current


def test_the_row_of_a_party_has_all_that_is_found_and_said_and_is_made_once(over_time: Archive) -> None:
    cited = Cited(over_time.library, over_time.library.cases[FERRY])
    row = row_of(cited, "froome")
    about = [one.words for one in told_findings(cited) if "froome" in one.parties]
    assert [one.exact for one in about if one not in {found.words for found in row.found}] == [
        "indifferent, not malicious."
    ]
    assert len(row.found) == len(about) - 1
    assert [one.words.exact for one in row.denied][:1] == ["He has pleaded not guilty."]
    assert row_of(cited, "froome") is row


def test_nobody_is_defended_by_the_words_of_others_who_are_sued_as_well(
    invented: Archive, over_time: Archive
) -> None:
    cited = Cited(invented.library, invented.library.cases[CASSETTE])
    assert {one.party for one in row_of(cited, "brandt").denied} == {"brandt"}
    cited = Cited(over_time.library, over_time.library.cases[FERRY])
    assert row_of(cited, "polar-sweep").denied == ()


def test_a_denial_that_was_since_corrected_stands_beside_the_ruling_with_its_day(over_time: Archive) -> None:
    answer = in_detail(asked(over_time, FARMER, "did they seal the pit on time or were they lying"), "short")
    ruled, before = answer.parts[:2]
    assert "finished on 9 November" in ruled.quotations[0].text
    assert isinstance(before, NoticePart)
    assert str(before.text) == "Tarrow Vale Solvents before that, in the report of 2023-12-12:"
    assert [one.text for one in before.quotations] == [
        "The company says that it finished the work on 30 October, a day early."
    ]


def test_what_answers_the_question_goes_before_findings_on_something_else(over_time: Archive) -> None:
    [first, *_] = asked(over_time, BANK, "is it true the bank kept a list of customers").parts
    assert "We kept a list of customers" in first.quotations[0].text


@pytest.mark.parametrize("question", ["when does her tour open", "who won the lakers game"])
def test_nothing_found_or_denied_is_added_to_what_is_not_about_guilt(
    invented: Archive, question: str
) -> None:
    current = words(asked(invented, CASSETTE, question))
    assert "whether the copying was willful" not in current
    assert "never stolen" not in current
