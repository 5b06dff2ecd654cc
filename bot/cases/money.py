"""Amounts, and a check that the number an editor typed is the number the source gives."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from bot.cases.currencies import other_currency
from bot.cases.numerals import PERCENT, percents_in
from bot.cases.rules import STRICT, Rule, RuleContext, RuleViolation, Words, in_evidence
from bot.cases.words import whole_word_occurrences

TYPED = re.compile(r"\d{1,18}(\.\d{1,4})?", re.ASCII)
THOUSAND, MILLION, BILLION, TRILLION = 3, 6, 9, 12
SCALES = {
    "": 0,
    **dict.fromkeys(("dollar", "dollars", "euro", "euros", "pound", "pounds", "usd", "eur", "gbp"), 0),
    **dict.fromkeys(("thousand", "k"), THOUSAND),
    **dict.fromkeys(("million", "mil", "mn", "m"), MILLION),
    **dict.fromkeys(("billion", "bn", "b"), BILLION),
    **dict.fromkeys(("trillion", "tn", "trn"), TRILLION),
}
"""The power of ten that a word after a number stands for; a number before any other word is not judged."""
NUMBER = re.compile(r"(?P<number>\d[\d,.]*(?<![,.]))([\s-]*(?P<scale>[^\W\d_]+))?")
# “5.000” and “5,00” are other numbers in other countries: only groups that all read alike are judged.
PLAIN = re.compile(r"(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2}|\.\d{4,})?", re.ASCII)


def read_amount(raw: str) -> Decimal | None:
    """The number in words such as “$5 million” or “£1,250.50”; None where it is not plain."""
    numbers = list(NUMBER.finditer(raw))
    if len(numbers) != 1 or not PLAIN.fullmatch(numbers[0]["number"]):
        return None
    scale = SCALES.get((numbers[0]["scale"] or "").lower())
    return None if scale is None else Decimal(numbers[0]["number"].replace(",", "")).scaleb(scale)


def occurs_uncut(raw: str, text: str) -> bool:
    """Whether the words occur in a text with every number whole: “$5” does not occur in “$5 million”."""
    numbers = [(number.start(), _end(number)) for number in NUMBER.finditer(text)]
    return any(
        all(
            end <= at or at + len(raw) <= start or at <= start < end <= at + len(raw)
            for start, end in numbers
        )
        for at in whole_word_occurrences(text, raw)
    )


def _end(number: re.Match[str]) -> int:
    return number.end() if SCALES.get((number["scale"] or "").lower()) else number.end("number")


def _iso_4217(currency: str, _: RuleContext) -> str:
    # Imported here: reading a case needs Babel for nothing else.
    from babel.core import get_global  # noqa: PLC0415

    if currency not in get_global("all_currencies"):
        raise RuleViolation(f"“{currency}” is not a currency code of ISO 4217, such as USD")
    return currency


def _typed_number(value: object, _: RuleContext) -> object:
    if isinstance(value, str) and not TYPED.fullmatch(value):
        raise RuleViolation(f"“{value}” is not a number of the form 5000000 or 1250.50")
    return value


def _number(_: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "string", "pattern": f"^{TYPED.pattern}$"}, {"type": "number", "minimum": 0}]}


def _says_the_value(raw: str, context: RuleContext) -> str:
    value, read = context.fields.get("value"), read_amount(raw)
    if value is not None and read is not None and read != value:
        raise RuleViolation(f"“{raw}” reads as {read:,f}, not as the value {value:,f}")
    return raw


@dataclass(frozen=True, kw_only=True)
class Money:
    """An amount of money as the source gives it, with the words that give it."""

    __pydantic_config__: ClassVar = STRICT

    value: Annotated[Decimal, Rule(_typed_number, before=True, schema=_number)]
    """A decimal number, without separators."""
    currency: Annotated[str, Rule(_iso_4217)]
    """ISO 4217: USD, EUR, GBP …"""
    raw: Annotated[Words, Rule(_says_the_value)]
    """The words of the quotation that give the amount."""


def _in_its_words(value: Money | None, context: RuleContext) -> Money | None:
    if value is None:
        return None
    in_evidence(value.raw, "amount", context, occurs_uncut)
    quotations = tuple(selector.exact for selector in context.fields.get("quote") or ())
    if other := other_currency(value.raw, quotations, value.currency):
        raise RuleViolation(
            f"the currency is {value.currency}, but “{other}” in “{value.raw}” or beside it "
            f"is the sign or name of another"
        )
    return value


EvidencedMoney = Annotated[Money | None, Rule(_in_its_words)]
"""An amount whose words stand in its fact's quotation; None where no source gives it."""


def _hundred_at_most(percent: Decimal, _: RuleContext) -> Decimal:
    if percent > PERCENT:
        raise RuleViolation(f"{percent:f} percent is more than the whole")
    return percent


def _says_the_percent(raw: str, context: RuleContext) -> str:
    percent, read = context.fields.get("percent"), percents_in(raw)
    if percent is not None and read and not any(_is_rounded(percent, one) for one in read):
        readings = " or ".join(dict.fromkeys(f"{round(one, 2).normalize():f}" for one in read))
        raise RuleViolation(f"“{raw}” reads as {readings}, not as {percent:f} percent")
    return raw


def _is_rounded(percent: Decimal, exact: Decimal) -> bool:
    """Whether a typed percentage is the exact one, or as near to it as digits come: 66.67 to two thirds."""
    return percent == exact or (len(str(exact)) > len("100.0000") and abs(percent - exact) < 1)


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share of a whole, such as of the fault for a fall, with the words that give it."""

    __pydantic_config__: ClassVar = STRICT

    percent: Annotated[Decimal, Rule(_typed_number, before=True, schema=_number), Rule(_hundred_at_most)]
    """A decimal number from 0 to 100."""
    raw: Annotated[Words, Rule(_says_the_percent)]
    """The words of the quotation that give the share."""


def _share_in_its_words(value: Share | None, context: RuleContext) -> Share | None:
    if value is None:
        return None
    in_evidence(value.raw, "share", context, occurs_uncut)
    if not percents_in(value.raw) and context.is_english:
        raise RuleViolation(
            f"“{value.raw}” gives no number: take the words that say how large the share is, "
            f"or leave “share” out"
        )
    return value


EvidencedShare = Annotated[Share | None, Rule(_share_in_its_words)]
"""A share whose words stand in its fact's quotation; None where none is given."""
