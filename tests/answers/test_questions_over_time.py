"""``/ask`` on the invented cases over time: floors for what is right, and nothing superseded as current."""

import pytest

from bot.answers.answer import NoticePart
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.cases.review.sentences import turns_of
from bot.search.archive import Archive
from tests.corpora import Corpora
from tests.questions_over_time import judgements, shown
from tests.truths import OVER_TIME

RIGHT = {
    "adeyo-lunt-v-corwhistle": 18,
    "fennimore-v-tarrow-vale": 17,
    "marchbank-v-quillon": 17,
}
"""How many of the 20 questions of each case are answered rightly at least."""
BANK, FARM, LIFT = "marchbank-v-quillon", "fennimore-v-tarrow-vale", "adeyo-lunt-v-corwhistle"


@pytest.fixture(scope="module")
def over_time(corpora: Corpora) -> Archive:
    return corpora(OVER_TIME).archive


@pytest.mark.parametrize("case", RIGHT)
def test_questions_are_answered_as_of_their_day(over_time: Archive, case: str) -> None:
    found = judgements(over_time, case)
    assert [number for number, one in enumerate(found, start=1) if one.is_stale] == []
    assert sum(one.is_right for one in found) >= RIGHT[case]


def asked(archive: Archive, case: str, question: str, day: str = "") -> tuple[list[str], list[str], bool]:
    """The words that are shown as current, all words, and whether the bot abstained."""
    options = {"question": question, "case": case, **({"as-of": day} if day else {})}
    answer = respond(archive, Query("ask", tuple(options.items())))
    current, every = shown(answer)
    return [one.text for one in current], [one.text for one in every], answer.abstained


def test_a_sum_that_was_vacated_is_not_shown_with_sums_that_stand(
    over_time: Archive,
) -> None:
    current, every, _ = asked(over_time, FARM, "how much for emotional distress")
    assert not any("$600,000 for emotional distress" in one and "medical" in one for one in current)
    assert any("$600,000 for emotional distress" in one for one in every)
    assert any("vacated the $600,000" in one for one in current)


def test_a_rate_is_the_one_of_the_day(over_time: Archive) -> None:
    current, _, _ = asked(over_time, FARM, "how much does tarrow vale owe per day", "2023-08-01")
    assert any("$10,000 a day" in one for one in current)


def test_a_question_that_an_editor_listed_is_answered_with_what_was_known_then(over_time: Archive) -> None:
    current, _, abstained = asked(over_time, BANK, "will they appeal", "2024-10-04")
    assert not abstained
    assert current == ["Mr\N{NO-BREAK SPACE}Vass said that the bank would appeal."]


def test_words_that_an_edition_took_out_are_not_current(over_time: Archive) -> None:
    current, every, _ = asked(over_time, BANK, "what did edwin prout say")
    assert not any(one.startswith("Edwin Prout") for one in current)
    assert any(one.startswith("Edwin Prout") for one in every)


def test_a_sentence_of_a_notice_is_shown_with_the_whole_notice(over_time: Archive) -> None:
    current, _, _ = asked(over_time, BANK, "was it 480000 or 408000")
    assert any(one.startswith("Correction, 4 October 2024") for one in current)


def test_what_was_corrected_is_told_by_the_notices_and_not_before_there_is_one(over_time: Archive) -> None:
    _, every, _ = asked(over_time, BANK, "what was corrected?")
    assert sum(one.startswith(("Correction", "Editor’s note")) for one in every) == 2
    assert asked(over_time, BANK, "what was corrected?", "2024-10-03")[-1]


def test_whether_something_was_paid_is_not_answered_by_what_is_due(over_time: Archive) -> None:
    assert asked(over_time, BANK, "has the bank paid yet?")[-1]
    assert not asked(over_time, FARM, "has anything been paid?", "2023-12-20")[-1]


def test_both_accounts_stand_where_sums_differ(over_time: Archive) -> None:
    current, _, _ = asked(over_time, LIFT, "did the reports give different sums?")
    assert any("$2.9\N{NO-BREAK SPACE}million" in one for one in current)
    assert any("$2.6\N{NO-BREAK SPACE}million" in one for one in current)


def test_a_sum_stands_above_its_parts(over_time: Archive) -> None:
    current, _, _ = asked(over_time, FARM, "what is the award made up of?", "2023-04-01")
    assert "$10.2\N{NO-BREAK SPACE}million" in current[0]
    assert any("$4.2\N{NO-BREAK SPACE}million in compensatory damages" in one for one in current[1:])


def test_a_contradiction_names_who_says_otherwise(over_time: Archive) -> None:
    options = (("question", "how much is the award"), ("case", LIFT))
    parts = respond(over_time, Query("ask", options)).parts
    remarks = [str(part.text) for part in parts if isinstance(part, NoticePart)]
    assert "Kestrel Wire says otherwise:" in remarks


@pytest.mark.parametrize("case", [BANK, FARM, LIFT, "osk-v-brine"])
def test_no_quotation_of_an_answer_ends_before_its_sentence_turns(over_time: Archive, case: str) -> None:
    listed = [one.ask[0] for one in over_time.library.cases[case].questions]
    for question in (*listed, "what is the pain and suffering award", "has no appeal been filed"):
        answer = respond(over_time, Query("ask", (("question", question), ("case", case))))
        for quotation in answer.quotations():
            assert turns_of(quotation.source.text, quotation.selector) == (), (question, quotation.text)


def test_the_words_of_who_says_otherwise_are_whole(over_time: Archive) -> None:
    _, every, _ = asked(over_time, LIFT, "how much does she get for pain and suffering")
    assert "$1.4\N{NO-BREAK SPACE}million for pain and suffering" not in every
