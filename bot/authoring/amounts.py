"""Finds amounts of money with value and currency: “£5,000”, “€2.5 million”, “eighteen thousand dollars”."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.authoring.found_amounts import FoundAmount, scaled
from bot.authoring.german import is_german
from bot.authoring.german_amounts import german_amounts
from bot.cases.numerals import TENS, UNITS

SIGNS = {
    "US$": "USD",
    "USD": "USD",
    "CA$": "CAD",
    "C$": "CAD",
    "AU$": "AUD",
    "A$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "R$": "BRL",
    "NT$": "TWD",
    "$": "USD",
    "£": "GBP",
    "GBP": "GBP",
    "€": "EUR",
    "EUR": "EUR",
    "¥": "JPY",
    "₹": "INR",
    "INR": "INR",
    "Rs.": "INR",
    "Rs": "INR",
    "CHF": "CHF",
    "SFr": "CHF",
    "Fr.": "CHF",
    "CAD": "CAD",
    "AUD": "AUD",
    "SEK": "SEK",
    "NOK": "NOK",
    "DKK": "DKK",
    "PLN": "PLN",
    "JPY": "JPY",
    "CNY": "CNY",
    "₩": "KRW",
    "₦": "NGN",
    "₪": "ILS",
    "₺": "TRY",
    "₽": "RUB",
    "₴": "UAH",
    "R": "ZAR",
    "kr": "SEK",
}
"""Signs and codes before a number, each with its currency; what “$” alone means can differ by article."""
NAMES = {
    "dollar": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "pounds sterling": "GBP",
    "swiss franc": "CHF",
    "franc": "CHF",
    "rupee": "INR",
    "yen": "JPY",
    "yuan": "CNY",
    "ruble": "RUB",
    "rouble": "RUB",
    "zloty": "PLN",
    "shekel": "ILS",
    "us dollar": "USD",
    "american dollar": "USD",
    "canadian dollar": "CAD",
    "australian dollar": "AUD",
    "quid": "GBP",
    "grand": "",
    "rand": "ZAR",
    "krona": "SEK",
    "kronor": "SEK",
    "kroner": "NOK",
    "peso": "MXN",
    "usd": "USD",
    "eur": "EUR",
    "gbp": "GBP",
    "chf": "CHF",
}
"""Names after a number; of “grand” the currency is open, and the number counts thousands."""
HUNDREDTHS = {"cent": "USD", "pence": "GBP", "penny": "GBP"}
"""Names of hundredths after a number, with the currency of which they are proposed to be a part."""
SCALES = {
    "hundred": 2,
    **dict.fromkeys(("thousand", "k"), 3),
    "lakh": 5,
    "lakhs": 5,
    **dict.fromkeys(("million", "millions", "mil", "mln", "mn", "m"), 6),
    **dict.fromkeys(("crore", "crores"), 7),
    **dict.fromkeys(("billion", "bn", "b"), 9),
    **dict.fromkeys(("trillion", "tn", "trn"), 12),
}
"""Words and letters after a number, with the power of ten by which it counts."""
SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
DIGITS = r"\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)"
DIGITS += r"|\d{1,3}(?:\.\d{3})+(?!\d),\d{1,2}(?!\d)|\d{1,3},\d{1,2}(?!\d)|\d+(?:\.\d+)?"
WORD = "|".join(sorted((*UNITS[1:], *TENS), key=len, reverse=True))
WORDS = rf"(?:(?:{WORD}|an?|half an?|hundred|thousand)(?:[ -](?:and )?(?:{WORD}|hundred|thousand))*)"
SIGN = "|".join(re.escape(one) for one in sorted(SIGNS, key=len, reverse=True))
NAME = "|".join(sorted((*NAMES, *HUNDREDTHS), key=len, reverse=True))
SIGNED = re.compile(
    rf"(?<![\w$£€])(?P<sign>{SIGN})[ \u00a0\u202f]?(?P<number>{DIGITS})"
    rf"(?:(?P<gap>[ \u00a0\u202f-]?)(?P<scale>{SCALE})(?!\w))?(?![\d%])",
    re.IGNORECASE,
)
NAMED = re.compile(
    rf"(?<![\w.,$£€₹-])(?P<number>{DIGITS}|{WORDS})(?:[ \u00a0-]?(?P<scale>{SCALE})(?!\w))?"
    rf"(?:[ \u00a0](?P<name>{NAME})(?:s(?: sterling)?|es)?\b|[ \u00a0]?(?P<after>[€$£])(?!\d))",
    re.IGNORECASE,
)
RANGE = re.compile(
    rf"\A\s?(?:-|–|to|and|or)\s?(?:{SIGN})?\s?(?:{DIGITS})[ \u00a0-]?(?P<scale>{SCALE})(?!\w)", re.IGNORECASE
)
OF_A_COUNTRY = re.compile(r"(?<![\w$])(?P<sign>(?:US|CA|AU|NZ|HK|NT|C|A|S)\$)(?= ?\d)")
"""Matches the sign of a dollar that says of which country it is."""
BY_COMMA = re.compile(r"\A\d[\d.]*,\d{1,2}\Z")
"""Matches a number whose decimals stand after a comma."""
BY_POINTS = re.compile(r"\d{1,3}\.\d{3}")
"""Matches a number that has three decimals, or thousands: no sum of money has the first."""
CASE_SENSITIVE = re.compile(r"\A(?:R|Rs\.?|kr|Fr\.|[A-Z]{3})\Z")


THOUSAND = 3
AMBIGUOUS_BELOW = 1000
"""Numbers below it, at the beginning of a range, can count millions that only its end names."""


def amounts(text: str) -> Iterator[FoundAmount]:
    """The amounts of money in a text, in its order."""
    read = german_amounts(text) if is_german(text) else (*_signed(text), *_named(text))
    found = sorted(read, key=lambda one: (one.start, -one.end))
    kept = []
    end = 0
    for one in found:
        if one.start >= end:
            kept.append(one)
            end = one.end
    dollar = _bare_dollar(text)
    currencies = {one.currency for one in kept if one.currency}
    for one in kept:
        if text[one.start] == "$":
            yield one._replace(currency=dollar)
        elif one.currency is None and text[one.start : one.end].lower().endswith("grand"):
            yield one._replace(currency=next(iter(currencies)) if len(currencies) == 1 else None)
        else:
            yield one


def _bare_dollar(text: str) -> str | None:
    """The currency of a “$” alone: of the United States, unless the article has signs for these.

    An article that writes “US$” does not mean those by “$”: it means the one other dollar to which it
    gives a sign, or nobody can tell.
    """
    signs = {SIGNS[found["sign"]] for found in OF_A_COUNTRY.finditer(text)}
    if "USD" not in signs:
        return "USD"
    others = signs - {"USD"}
    return next(iter(others)) if len(others) == 1 else None


def _signed(text: str) -> Iterator[FoundAmount]:
    for match in SIGNED.finditer(text):
        sign = match["sign"]
        if sign not in SIGNS:
            continue  # “r 5” and “eur 5” in small letters are no signs.
        if len(sign) == 1 and sign.isalpha() and text[match.end("sign")].isspace():
            continue
        if sign == "R" and not (match["scale"] or "," in match["number"]):
            continue
        scale = SCALES.get((match["scale"] or "").lower(), 0)
        value = _decimal(match["number"], is_scaled=bool(scale))
        more = None if scale else RANGE.match(text[match.end() : match.end() + 40])
        if (
            more
            and value is not None
            and value < AMBIGUOUS_BELOW
            and SCALES[more["scale"].lower()] > THOUSAND
        ):
            value = None  # “$5 to $10 million”
        yield FoundAmount(match.start(), match.end(), scaled(value, scale), SIGNS[sign])


def _named(text: str) -> Iterator[FoundAmount]:
    for match in NAMED.finditer(text):
        number = match["number"].lower()
        scale = SCALES.get((match["scale"] or "").lower(), 0)
        value = _decimal(number, is_scaled=bool(scale)) if number[0].isdigit() else _spelled(number)
        name = (match["name"] or "").lower()
        if number in {"a", "an"} and not scale:
            continue  # “a pound of butter” and “a euro” are seldom amounts.
        currency: str | None = NAMES.get(name) or SIGNS.get(match["after"] or "")
        if name in HUNDREDTHS:
            currency, scale = HUNDREDTHS[name], scale - 2
        elif name == "grand":
            currency, scale = None, 3
        yield FoundAmount(match.start(), match.end(), scaled(value, scale), currency or None)


def _decimal(number: str, *, is_scaled: bool) -> Decimal | None:
    """The number that digits give; None where other countries write another one so, as “1.500” and “3,5”."""
    plain = re.sub(r"[ \u00a0\u202f]", "", number)
    if BY_COMMA.search(plain) or (not is_scaled and BY_POINTS.fullmatch(plain)):
        return None
    return Decimal(plain.replace(",", "")) if re.fullmatch(r"[\d,]+(?:\.\d+)?", plain) else None


def _spelled(words: str) -> Decimal | None:
    """The number in English words, such as “two hundred and fifty thousand”."""
    total, part = Decimal(0), Decimal(0)
    for word in re.split(r"[ -]", words.removeprefix("half a")):
        if word in UNITS:
            part += UNITS.index(word)
        elif word in TENS:
            part += 10 * (TENS.index(word) + 2)
        elif word == "hundred":
            part = (part or Decimal(1)) * 100
        elif word == "thousand":
            total, part = total + (part or Decimal(1)) * 1000, Decimal(0)
        elif word in {"a", "an"}:
            part += 1
    if words.startswith("half a"):
        return Decimal("0.5")
    return total + part
