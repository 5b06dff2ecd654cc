"""Amounts, and a check that the number an editor typed is the number the source gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar

from bot.cases.rules import STRICT, Label, Mistake, Rule, Seen, in_evidence

SCALES = {
    "thousand": 3,
    "k": 3,
    "million": 6,
    "mil": 6,
    "m": 6,
    "billion": 9,
    "bn": 9,
    "b": 9,
    "trillion": 12,
}
NUMBER = re.compile(r"(?P<number>\d[\d,]*(\.\d+)?)\s*(?P<scale>[a-z]+)?", re.IGNORECASE | re.ASCII)
# “5.000” is five in one country and five thousand in another: such words are not judged.
DOT_GROUPS = re.compile(r"\d{1,3}(\.\d{3})+(?!\d)", re.ASCII)


def read_amount(raw: str) -> Decimal | None:
    """The number in words such as “$5 million” or “£1,250.50”; None where it is not plain."""
    numbers = list(NUMBER.finditer(raw))
    if len(numbers) != 1 or DOT_GROUPS.search(raw):
        return None
    number = Decimal(numbers[0]["number"].replace(",", ""))
    return number.scaleb(SCALES.get((numbers[0]["scale"] or "").lower(), 0))


def _iso_4217(currency: str, _: Seen) -> str:
    # Imported here: reading a case needs Babel for nothing else.
    from babel.core import get_global  # noqa: PLC0415

    if currency not in get_global("all_currencies"):
        raise Mistake(f"“{currency}” is not a currency code of ISO 4217, such as USD")
    return currency


def _not_negative(value: Decimal, _: Seen) -> Decimal:
    if value < 0:
        raise Mistake("an amount is not negative")
    return value


def _says_the_value(raw: str, seen: Seen) -> str:
    value, read = seen.fields.get("value"), read_amount(raw)
    if value is not None and read is not None and read != value:
        raise Mistake(f"“{raw}” reads as {read:,f}, not as the value {value:,f}")
    return raw


@dataclass(frozen=True, kw_only=True)
class Money:
    """An amount of money as the source gives it."""

    __pydantic_config__: ClassVar = STRICT

    value: Annotated[Decimal, Rule(_not_negative)]
    """A decimal number, without separators."""
    currency: Annotated[str, Rule(_iso_4217)]
    """ISO 4217: USD, EUR, GBP …"""
    raw: Annotated[Label, Rule(_says_the_value)]
    """The words of the quotation that give the amount."""


def _in_its_words(value: Money, seen: Seen) -> Money:
    in_evidence(value.raw, "amount", seen)
    return value


EvidencedMoney = Annotated[Money, Rule(_in_its_words)]
