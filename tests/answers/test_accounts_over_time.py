"""How amounts, leads and contradictions of the invented cases over time are told apart from each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.answers.amounts import wholes_of
from bot.answers.answer import AmountPart, Answer, NoticePart
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.cases.model import Case
from bot.corpus.index_files import open_archive
from bot.rendering.render import Presentation, in_detail, to_text
from bot.search.archive import Archive
from tests.corpora import Corpora
from tests.truths import OVER_TIME

FARMER, LIFT, BANK = "fennimore-v-tarrow-vale", "adeyo-lunt-v-corwhistle", "marchbank-v-quillon"
COMMANDS = ("case status", "case damages", "case timeline", "case statements")
HEAD = """\
title: Adler v. Brenn
revised: 2025-03-02
sources:
  - {id: one, file: sources/one.txt, sha256: SHA(one.txt), date_published: 2025-01-10, publisher: The Post}
  - {id: two, file: sources/two.txt, sha256: SHA(two.txt), date_published: 2025-03-01, publisher: The Post}
"""
SOURCES = {
    "one.txt": (
        "The Post\n\nAdler sued Brenn over a wall and over a well. A jury awarded $9,000 for the wall.\n\n"
        "Brenn was fined $400 in another matter. The wall fell in May. Brenn said that it had stood.\n"
    ),
    "two.txt": "The Post\n\nThe wall fell in June. Adler said that it had leaned.\n",
}
BODY = """
parties:
  - {id: adler, name: Adler, kind: person, described_as: Adler sued Brenn}
  - {id: brenn, name: Brenn, kind: person, described_as: Adler sued Brenn}
lawsuits:
  - {id: wall, label: The wall, plaintiffs: [adler], defendants: [brenn], quote: over a wall}
  - {id: well, label: The well, plaintiffs: [adler], defendants: [brenn], quote: over a well}
awards:
  - {id: nine, kind: awarded, lawsuit: wall, quote: "A jury awarded $9,000 for the wall.",
     amount: {value: 9000, currency: USD, raw: "$9,000"}}
  - {id: fine, kind: fined, quote: Brenn was fined $400 in another matter.,
     amount: {value: 400, currency: USD, raw: "$400"}}
events:
  - {id: may, label: The wall falls, lawsuit: wall, quote: The wall fell in May.}
  - {id: june, label: The wall falls, lawsuit: wall, quote: The wall fell in June., contradicts: [may]}
statements:
  - {id: stood, speaker: brenn, quote_type: indirect, quote: Brenn said that it had stood.}
  - {id: leaned, speaker: adler, quote_type: indirect, quote: Adler said that it had leaned.,
     contradicts: [stood]}
"""


@pytest.fixture(scope="module")
def over_time(corpora: Corpora) -> Archive:
    return corpora(OVER_TIME).archive


@pytest.fixture
def wall(case_of: Callable[..., Case]) -> Archive:
    case = case_of(BODY, SOURCES, head=HEAD)
    return open_archive(Library({case.id: case}), None)


def asked(archive: Archive, command: str, case: str, day: str = "", **options: str) -> Answer:
    dated = {"as-of": day} if day else {}
    return respond(archive, Query(command, tuple({"case": case, **options, **dated}.items())))


def parts_of(answer: Answer) -> dict[str | None, list[tuple[str | None, str | None]]]:
    """For each amount the ids of those of which it is told to be a part, and who reports each."""
    return {
        part.award.id: [(one.award.id, one.told_by and str(one.told_by)) for one in part.part_of]
        for part in answer.parts
        if isinstance(part, AmountPart) and part.part_of
    }


def otherwise(answer: Answer) -> Iterator[NoticePart]:
    for part in answer.parts:
        if isinstance(part, NoticePart) and "says otherwise" in str(part.text):
            yield part


def test_a_part_that_stands_is_told_as_a_part_of_the_total_that_stands(over_time: Archive) -> None:
    parts = parts_of(asked(over_time, "case damages", FARMER))
    assert parts["cattle-and-land"] == parts["medical-costs"] == [("compensatory-left", None)]
    # What was superseded keeps the total that it was reported with.
    assert parts["punitive"] == parts["compensatory"] == [("total", None)]


def test_a_part_of_two_totals_is_told_as_a_part_of_both(over_time: Archive) -> None:
    assert parts_of(asked(over_time, "case damages", FARMER))["punitive-cut"] == [
        ("total-cut", None),
        ("owed-now", None),
    ]
    assert parts_of(asked(over_time, "case damages", LIFT))["medical-courier"] == [
        ("award-courier", "The Pellmouth Courier"),
        ("award-kestrel", "Kestrel Wire"),
    ]


def test_a_total_that_the_parts_exceed_is_not_told_as_theirs(case_of: Callable[..., Case]) -> None:
    first = "The Post\n\nThe sum is $10: $6 for cows and $4 for pain.\n"
    amount = "amount: {value: %s, currency: USD, raw: $%s}"
    body = f"""
awards:
  - {{id: ten, kind: awarded, quote: "The sum is $10", {amount % (10, 10)}}}
  - {{id: six, kind: awarded, quote: $6 for cows, part_of: ten, {amount % (6, 6)}}}
  - {{id: four, kind: awarded, quote: $4 for pain, part_of: ten, {amount % (4, 4)}}}
  - {{id: seven, kind: awarded, quote: The sum was cut to $7., {amount % (7, 7)},
     supersedes: ten, how: reduces}}
"""
    second = "The Post\n\nThe sum was cut to $7.\n"
    case = case_of(body, {"one.txt": first, "two.txt": second}, head=HEAD)
    answer = asked(open_archive(Library({case.id: case}), None), "case damages", case.id)
    assert parts_of(answer) == {}


def test_an_amount_is_a_part_as_an_account_of_it_without_an_id_says(case_of: Callable[..., Case]) -> None:
    amount = "amount: {value: %s, currency: USD, raw: $%s}"
    body = f"""
awards:
  - {{id: ten, kind: awarded, quote: "The sum is $10", {amount % (10, 10)}}}
  - {{id: six, kind: awarded, quote: $6 for cows, {amount % (6, 6)}}}
  - {{kind: awarded, quote: of it were $6., same_as: six, part_of: ten, {amount % (6, 6)}}}
"""
    first = "The Post\n\nThe sum is $10: $6 for cows.\n"
    case = case_of(body, {"one.txt": first, "two.txt": "The Post\n\nHers of it were $6.\n"}, head=HEAD)
    [six] = (one for one in case.awards if one.id == "six")
    assert [one.id for one in wholes_of(case, six)] == ["ten"]


def test_parts_in_another_currency_do_not_exceed_an_amount(case_of: Callable[..., Case]) -> None:
    body = """
awards:
  - {id: ten, kind: awarded, quote: "The sum is $10", amount: {value: 10, currency: USD, raw: $10}}
  - {id: six, kind: awarded, quote: $6 for cows, part_of: ten, amount: {value: 6, currency: USD, raw: $6}}
  - {id: nine, kind: awarded, quote: €9 for hay, part_of: ten, amount: {value: 9, currency: EUR, raw: €9}}
  - id: twelve
    kind: awarded
    quote: The sum is $12 now.
    supersedes: ten
    amount: {value: 12, currency: USD, raw: $12}
"""
    first = "The Post\n\nThe sum is $10: $6 for cows, and €9 for hay.\n"
    case = case_of(body, {"one.txt": first, "two.txt": "The Post\n\nThe sum is $12 now.\n"}, head=HEAD)
    [six] = (one for one in case.awards if one.id == "six")
    assert [one.id for one in wholes_of(case, six)] == ["twelve"]


def test_a_lead_does_not_invite_to_add_up_amounts_that_have_a_part_in_common(over_time: Archive) -> None:
    for command in ("case status", "case damages"):
        lead = str(asked(over_time, command, FARMER).lead)
        assert "(what Tarrow Vale owes for now; in part the same money)" in lead
        assert "same money" not in str(asked(over_time, command, LIFT).lead)


def test_amounts_of_one_kind_in_a_lead_say_what_they_are_for(over_time: Archive) -> None:
    lead = str(asked(over_time, "case damages", FARMER, "2023-03-14").lead)
    assert (
        "$1.26\N{NO-BREAK SPACE}million to Odalys Fennimore (Dunmarrow’s share of the compensation)" in lead
    )


def test_the_lead_of_a_status_has_no_money_of_no_lawsuit(over_time: Archive, wall: Archive) -> None:
    assert "fine" not in str(asked(over_time, "case status", BANK).lead)
    assert str(asked(wall, "case status", "stone").lead) == "$9,000 awarded."
    assert str(asked(wall, "case status", "stone", lawsuit="wall").lead) == "$9,000 awarded."
    assert "awarded" not in str(asked(wall, "case status", "stone", lawsuit="well").lead)


def test_a_contradiction_names_whom_the_article_reports(over_time: Archive) -> None:
    said = [str(one.text) for one in otherwise(asked(over_time, "case timeline", FARMER, "2023-12-12"))]
    assert said == ["Rosalind Achterberg says otherwise:", "Tarrow Vale Solvents says otherwise:"]


def test_articles_of_one_publisher_are_told_apart_by_their_days(wall: Archive) -> None:
    said = [str(one.text) for one in otherwise(asked(wall, "case timeline", "stone"))]
    assert said == [
        "The Post in the report of 2025-03-01 says otherwise:",
        "The Post in the report of 2025-01-10 says otherwise:",
    ]


@pytest.mark.parametrize("case", [FARMER, LIFT, BANK, "osk-v-brine"])
@pytest.mark.parametrize("day", ["", "2024-10-05", "2025-02-08", "2023-12-12"])
def test_no_line_on_a_contradiction_stands_without_words_in_a_short_answer(
    over_time: Archive, case: str, day: str
) -> None:
    first = min(source.day for source in over_time.library.cases[case].sources)
    if day and day < first:
        return
    for command in COMMANDS:
        short = in_detail(asked(over_time, command, case, day), "short")
        assert all(one.quotations for one in otherwise(short))


def test_a_short_status_says_in_one_word_that_the_lawsuit_of_a_finding_is_inferred(
    case_of: Callable[..., Case],
) -> None:
    ruling = """
rulings:
  - {claim: the wall, lawsuit_candidates: [wall], outcome: liable, against: brenn, quote: Brenn is liable.}
"""
    sources = {**SOURCES, "two.txt": f"{SOURCES['two.txt']}\nBrenn is liable.\n"}
    case = case_of(BODY + ruling, sources, head=HEAD)
    short = in_detail(asked(open_archive(Library({case.id: case}), None), "case status", case.id), "short")
    assert "Found liable: the wall · inferred\n" in to_text(short, Presentation())
