from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.dates import PartialDate, earliest, latest
from bot.cases.rules import RuleViolation


@given(st.dates(), st.sampled_from([10, 7, 4]))
def test_a_date_cut_anywhere_begins_where_it_says(day: date, length: int) -> None:
    edtf = day.isoformat()[:length]
    first = date.fromisoformat(edtf + "-01-01"[length - 4 :] if length < 10 else edtf)
    assert earliest(edtf) == first


def test_a_decade_begins_with_its_first_year() -> None:
    assert PartialDate(edtf="199X", raw="1990s", certainty="stated").earliest == date(1990, 1, 1)


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2023-07-12", date(2023, 7, 12), date(2023, 7, 12)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("2023-21", date(2023, 3, 1), date(2023, 5, 31)),
        ("2023-23", date(2023, 9, 1), date(2023, 11, 30)),
        ("2023-24", date(2023, 12, 1), date(2024, 2, 29)),
        ("2023-05/2023-06", date(2023, 5, 1), date(2023, 6, 30)),
        ("2022/2023-03-04", date(2022, 1, 1), date(2023, 3, 4)),
    ],
)
def test_a_date_begins_and_ends(edtf: str, first: date, last: date) -> None:
    assert (earliest(edtf), latest(edtf)) == (first, last)


@pytest.mark.parametrize(
    ("edtf", "sentence"),
    [
        ("2023-13", "“2023-13” is not in the calendar"),
        ("2023-02-29", "“2023-02-29” is not in the calendar"),
        ("0000", "“0000” is not in the calendar"),
        (
            "May",
            "“May” is not a date of the form 2023-07-12, 2023-05, 2019 or 199X",
        ),
        (
            "٢٠٢٣",
            "“٢٠٢٣” is not a date of the form 2023-07-12, 2023-05, 2019 or 199X",
        ),
        (
            "2023-07-12\n",
            "“2023-07-12\n” is not a date of the form 2023-07-12, 2023-05, 2019 or 199X",
        ),
    ],
)
def test_what_is_no_date_is_refused(edtf: str, sentence: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        earliest(edtf)
    assert str(caught.value) == sentence


@given(st.text(max_size=12) | st.from_regex(r"[0-9X]{4}(-[0-9]{1,2}){0,2}", fullmatch=True))
def test_any_text_is_a_date_or_a_mistake(text: str) -> None:
    with suppress(RuleViolation):
        assert isinstance(earliest(text), date)
