"""The first line of an answer: each award, its condition, and nothing that only one side says."""

from collections.abc import Callable

import pytest

from bot.answers import damages, statements, status
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.cases.model import Case
from bot.search.archive import Archive

SOURCES = {
    "a.txt": (
        "A jury gave Harlow $9,000. It gave Paul Iverson $50,000, and Greta Iverson $50,000 too.\n\n"
        "Tessel will owe $5,000 a day if it sells the heater again.\n\n"
        "Lena Brock, who speaks for Tessel, said that the judge had cleared it of fraud. "
        "Tessel said that Harlow was ordered to pay it $700. "
        "The clerk said that the jury cleared it of theft.\n"
    )
}
BODY = """
parties:
  - {id: harlow, name: Harlow, kind: person, described_as: A jury gave Harlow}
  - {id: paul, name: Paul Iverson, kind: person, described_as: Paul Iverson}
  - {id: greta, name: Greta Iverson, kind: person, described_as: Greta Iverson}
  - {id: tessel, name: Tessel, kind: organization, described_as: Tessel will owe}
  - {id: clerk, name: The clerk, kind: unnamed, described_as: The clerk said}
  - id: brock
    name: Lena Brock
    kind: person
    roles: [{role: spokesperson, acts_for: tessel}]
    described_as: "Lena Brock, who speaks for Tessel"
lawsuits:
  - {id: suit, label: The suit, plaintiffs: [harlow], defendants: [tessel], quote: A jury gave Harlow}
rulings:
  - {claim: fraud, lawsuit: suit, outcome: cleared, against: tessel, quote: the judge had cleared it of fraud}
  - {claim: theft, lawsuit: suit, outcome: cleared, against: tessel, quote: the jury cleared it of theft}
awards:
  - {kind: awarded, lawsuit: suit, to: harlow, quote: "A jury gave Harlow $9,000.",
     amount: {value: 9000, currency: USD, raw: "$9,000"}}
  - {kind: awarded, lawsuit: suit, to: paul, quote: "It gave Paul Iverson $50,000",
     amount: {value: 50000, currency: USD, raw: "$50,000"}}
  - {kind: awarded, lawsuit: suit, to: greta, quote: "Greta Iverson $50,000 too",
     amount: {value: 50000, currency: USD, raw: "$50,000"}}
  - {kind: awarded, lawsuit: suit, to: tessel, quote: "Harlow was ordered to pay it $700.",
     amount: {value: 700, currency: USD, raw: "$700"}}
  - {kind: penalty, lawsuit: suit, per: day, condition: if it sells the heater again,
     quote: "Tessel will owe $5,000 a day if it sells the heater again.",
     amount: {value: 5000, currency: USD, raw: "$5,000"}}
statements:
  - {speaker: brock, quote_type: indirect,
     quote: "Lena Brock, who speaks for Tessel, said that the judge had cleared it of fraud."}
  - {speaker: tessel, quote_type: indirect, quote: "Tessel said that Harlow was ordered to pay it $700."}
  - {speaker: clerk, quote_type: indirect, quote: The clerk said that the jury cleared it of theft.}
"""


@pytest.fixture
def library(case_of: Callable[..., Case]) -> Library:
    case = case_of(BODY, SOURCES)
    return Library({case.id: case})


def test_equal_amounts_to_several_people_are_each_told_and_a_condition_is_no_decision(
    library: Library,
) -> None:
    assert str(damages.answer(library, Query("case damages")).lead) == (
        "Awarded: $9,000 to Harlow, $50,000 to Paul Iverson, $50,000 to Greta Iverson. "
        "Penalty: $5,000 per day (on a condition)."
    )


def test_what_only_one_side_says_was_decided_leads_no_answer(library: Library) -> None:
    # What somebody without a side tells, such as a clerk, was decided.
    assert str(status.answer(library, Query("case status")).lead) == (
        "Tessel: cleared of theft; $9,000 awarded, $50,000 awarded, $50,000 awarded, "
        "a penalty of $5,000 per day (on a condition)."
    )
    assert str(statements.answer(library, Query("case statements")).lead).endswith(
        " Tessel: cleared of theft."
    )


def test_a_timeline_begins_with_what_was_found_since_an_acquittal_may_have_no_date(archive: Archive) -> None:
    lead = str(respond(archive, Query("case timeline")).lead)
    assert lead.startswith("7 dated entries, 5 without a date. ")
    assert lead.endswith("liable for sexual abuse and defamation, cleared of the rape allegation.")
