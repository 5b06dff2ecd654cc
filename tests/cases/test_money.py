from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.model import Case
from bot.cases.money import occurs_uncut, read_amount


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("$5 million", "5000000"),
        ("$5,000,000", "5000000"),
        ("a $5-million award", "5000000"),
        ("£1,250.50", "1250.50"),
        ("$1.5bn", "1500000000"),
        ("5M", "5000000"),
        ("€40k", "40000"),
        ("5,000 dollars", "5000"),
        ("$2 trillion", "2000000000000"),
        ("750,", "750"),
    ],
)
def test_plain_amounts_are_read(raw: str, value: str) -> None:
    assert read_amount(raw) == Decimal(value)


@pytest.mark.parametrize(
    "raw",
    [
        "five million",
        "5 to 6 million",
        "5.000 €",
        "5,00 €",
        "1,00,000",
        "5 Millionen",
        "50 cents",
        "٥ million",
        "",
    ],
)
def test_amounts_that_read_differently_elsewhere_are_not_judged(raw: str) -> None:
    assert read_amount(raw) is None


@given(st.integers(0, 10**15), st.sampled_from(["", " million", "k", "bn", " dollars"]))
def test_grouped_amounts_are_read_as_python_writes_them(number: int, scale: str) -> None:
    powers = {"": 0, " million": 6, "k": 3, "bn": 9, " dollars": 0}
    assert read_amount(f"${number:,}{scale}") == number * 10 ** powers[scale]


@given(st.text(max_size=40))
def test_any_words_are_read_or_not_judged(raw: str) -> None:
    value = read_amount(raw)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("raw", "text", "stands"),
    [
        ("$5 million", "awarded $5 million in damages", True),
        ("$5", "awarded $5 million in damages", False),
        ("$5", "awarded $5-million", False),
        ("$5", "awarded $5,000", False),
        ("$5", "awarded $5, no more", True),
        ("$5", "awarded $5 million, then $5 again", True),
        ("000", "awarded $5,000", False),
        ("5 million", "awarded 12.5 million", False),
        ("$5 dam", "awarded $5 damages", False),
        ("damages", "awarded $5 in damages", True),
        ("$6", "awarded $5", False),
    ],
)
def test_an_amount_stands_in_its_evidence_with_its_number_whole(raw: str, text: str, *, stands: bool) -> None:
    assert occurs_uncut(raw, text) is stands


def test_an_amount_a_date_and_a_name_can_have_the_sources_own_spaces(case_of: Callable[..., Case]) -> None:
    article = "On 3\xa0May Mr\xa0Stone was awarded $5\xa0million."
    case = case_of(
        "parties: [{id: stone, name: Mr\xa0Stone, kind: person, described_as: Mr\xa0Stone}]\n"
        "awards:\n"
        f"  - {{kind: awarded, quote: '{article}', "
        "amount: {value: 5000000, currency: USD, raw: $5\xa0million}, "
        "date: {edtf: 2025-05-03, raw: 3\xa0May, certainty: inferred}}\n",
        {"a.txt": article},
    )
    assert case.awards[0].amount
    assert case.awards[0].amount.raw == "$5\xa0million"
    assert case.parties[0].name == "Mr\xa0Stone"
