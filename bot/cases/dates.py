"""Dates as exact as the source gives them, in EDTF (ISO 8601-2): level 0, seasons, and decades."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal

from bot.cases.rules import STRICT, Rule, RuleContext, RuleViolation, Words, in_evidence

EDTF_DATE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d))?)?|(?P<decade>\d{3})X", re.ASCII)
"""Matches one date of EDTF: a decade, a year, a month or a season, or a day; an interval has two of them."""
SEASONS = {"21": 3, "22": 6, "23": 9, "24": 12}
"""EDTF's numbers of spring, summer, autumn and winter, with the month in which each begins in the north."""
MONTHS_OF_A_SEASON = 3
"""How many months a season has, by which its last day is found."""


def earliest(edtf: str) -> date:
    """The first day that an EDTF date can mean. Raises RuleViolation where the text is not such a date."""
    return _first(edtf.partition("/")[0], edtf)


def latest(edtf: str) -> date:
    """The last day that an EDTF date can mean. Raises RuleViolation where the text is not such a date."""
    one = edtf.rpartition("/")[2]
    first = _first(one, edtf)
    if one.endswith("X"):
        return date(first.year + 9, 12, 31)
    parts = one.split("-")
    months = {1: 12, 2: MONTHS_OF_A_SEASON if parts[-1] in SEASONS else 1}.get(len(parts))
    if months is None:
        return first
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _first(one: str, edtf: str) -> date:
    match = EDTF_DATE.fullmatch(one)
    if not match or (match["day"] and match["month"] in SEASONS):
        raise RuleViolation(f"“{edtf}” is not a date of the form 2023-07-12, 2023-05, 2019 or 199X")
    year = int(match["year"] or match["decade"] + "0")
    month = SEASONS.get(match["month"] or "", int(match["month"] or 1))
    try:
        return date(year, month, int(match["day"] or 1))
    except ValueError:
        raise RuleViolation(f"“{edtf}” is not in the calendar") from None


def _edtf(value: str, _: RuleContext) -> str:
    if earliest(value) > latest(value):
        raise RuleViolation(f"“{value}” ends before it begins")
    return value


def _day(value: str, _: RuleContext) -> str:
    if "/" in value or earliest(value).isoformat() != value:
        raise RuleViolation(f"“{value}” is not a day of the form 2023-07-12")
    return value


Edtf = Annotated[str, Rule(_edtf)]
Day = Annotated[str, Rule(_day)]


@dataclass(frozen=True, kw_only=True)
class PartialDate:
    """A date as exact as its source gives it: a day, a month, a season, a year, a decade or an interval."""

    __pydantic_config__: ClassVar = STRICT

    edtf: Edtf
    """EDTF: 2023-07-12, 2023-05, 2023-23 for autumn, 2019, 199X, or an interval as 2023-05/2023-06."""
    raw: Words
    """The words of the quotation that give the date."""
    certainty: Literal["stated", "inferred"]
    """“inferred” where the year, or more, comes from elsewhere, such as the date of the article."""

    @property
    def earliest(self) -> date:
        """The first day that the date can mean: 1 January for a year, the 1st for a month."""
        return earliest(self.edtf)

    @property
    def latest(self) -> date:
        """The last day that the date can mean: 31 December for a year."""
        return latest(self.edtf)


def _in_its_words(value: PartialDate | None, context: RuleContext) -> PartialDate | None:
    if value is None:
        return None
    in_evidence(value.raw, "date", context)
    years = {part[:4].rstrip("X") for part in value.edtf.split("/")}
    if value.certainty == "stated" and not all(year in value.raw for year in years):
        raise RuleViolation(
            f"“{value.raw}” does not give the year of {value.edtf}; mark it “certainty: inferred”"
        )
    return value


EvidencedDate = Annotated[PartialDate | None, Rule(_in_its_words)]
