"""How long ago a day is: in whole years, months, weeks or days, none of which has yet to end."""

from __future__ import annotations

import pytest

from bot.rendering.wording import Wording


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "1 day ago"),
        (6, "6 days ago"),
        (7, "1 week ago"),
        (29, "4 weeks ago"),
        (31, "1 month ago"),
        (364, "11 months ago"),
        (365, "1 year ago"),
        (366, "1 year ago"),
        (729, "1 year ago"),
        (730, "2 years ago"),
        (1_095, "3 years ago"),
        (1_236, "3 years ago"),
        (1_675, "4 years ago"),
        (1_825, "4 years ago"),
        (1_826, "5 years ago"),
        (3_652, "10 years ago"),
    ],
)
def test_an_age_is_told_in_whole_units(days: int, said: str) -> None:
    assert Wording().days_ago(days) == said


def test_an_age_is_told_in_the_reader_s_language() -> None:
    assert Wording("de").days_ago(1_675) == "vor 4 Jahren"
