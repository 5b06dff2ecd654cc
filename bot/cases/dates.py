"""Dates as exact as the source gives them, in EDTF (ISO 8601-2, level 0, and decades as ``199X``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from bot.cases.rules import STRICT, Rule, RuleContext, RuleViolation, Words, in_evidence

EDTF = re.compile(r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d))?)?|(?P<decade>\d{3})X", re.ASCII)


def earliest(edtf: str) -> date:
    """The first day that an EDTF date can mean. Raises RuleViolation where the text is not such a date."""
    match = EDTF.fullmatch(edtf)
    if not match:
        raise RuleViolation(f"“{edtf}” is not a date of the form 2023-07-12, 2023-05, 2019 or 199X")
    year = int(match["year"] or match["decade"] + "0")
    try:
        return date(year, int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        raise RuleViolation(f"“{edtf}” is not in the calendar") from None


def _edtf(value: str, _: RuleContext) -> str:
    earliest(value)
    return value


def _day(value: str, _: RuleContext) -> str:
    if earliest(value).isoformat() != value:
        raise RuleViolation(f"“{value}” is not a day of the form 2023-07-12")
    return value


Edtf = Annotated[str, Rule(_edtf)]
Day = Annotated[str, Rule(_day)]


@dataclass(frozen=True, kw_only=True)
class PartialDate:
    """A date as exact as its source gives it: a day, a month, a year or a decade."""

    __pydantic_config__: ClassVar = STRICT

    edtf: Edtf
    """EDTF: 2023-07-12, 2023-05, 2019 or 199X."""
    raw: Words
    """The words of the quotation that give the date."""
    certainty: Literal["stated", "inferred"]
    """“inferred” where the year, or more, comes from elsewhere, such as the date of the article."""

    @property
    def earliest(self) -> date:
        """The first day that the date can mean: 1 January for a year, the 1st for a month."""
        return earliest(self.edtf)


def _in_its_words(value: PartialDate | None, context: RuleContext) -> PartialDate | None:
    if value is None:
        return None
    in_evidence(value.raw, "date", context)
    if value.certainty == "stated" and value.edtf[:4].rstrip("X") not in value.raw:
        raise RuleViolation(
            f"“{value.raw}” does not give the year of {value.edtf}; mark it “certainty: inferred”"
        )
    return value


EvidencedDate = Annotated[PartialDate | None, Rule(_in_its_words)]
