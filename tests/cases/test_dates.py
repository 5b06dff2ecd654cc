from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.dates import PartialDate, earliest
from bot.cases.rules import RuleViolation


@given(st.dates(), st.sampled_from([10, 7, 4]))
def test_a_date_cut_anywhere_begins_where_it_says(day: date, length: int) -> None:
    edtf = day.isoformat()[:length]
    first = date.fromisoformat(edtf + "-01-01"[length - 4 :] if length < 10 else edtf)
    assert earliest(edtf) == first


def test_a_decade_begins_with_its_first_year() -> None:
    assert PartialDate(edtf="199X", raw="1990s", certainty="stated").earliest == date(1990, 1, 1)


@pytest.mark.parametrize(
    ("edtf", "sentence"),
    [
        ("2023-13", "“2023-13” is not in the calendar"),
        ("2023-02-29", "“2023-02-29” is not in the calendar"),
        ("0000", "“0000” is not in the calendar"),
        ("May", "“May” is not a date of the form 2023-07-12, 2023-05, 2019 or 199X"),
        ("٢٠٢٣", "“٢٠٢٣” is not a date of the form 2023-07-12, 2023-05, 2019 or 199X"),
        ("2023-07-12\n", "“2023-07-12\n” is not a date of the form 2023-07-12, 2023-05, 2019 or 199X"),
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
