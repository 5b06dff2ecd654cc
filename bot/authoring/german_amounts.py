"""Finds amounts of money in German articles: “1.250 Dollar”, “1,5 Millionen Euro”, “3,2 Mio. Franken”."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from bot.authoring.found_amounts import FoundAmount, scaled
from bot.authoring.german_numbers import DIGITS, SPELLED, number_in

SIGNS = {
    "US$": "USD",
    "CA$": "CAD",
    "C$": "CAD",
    "AU$": "AUD",
    "A$": "AUD",
    "NZ$": "NZD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "Fr.": "CHF",
    "SFr.": "CHF",
    **{code: code for code in ("EUR", "USD", "CHF", "GBP", "CAD", "AUD", "JPY", "SEK", "NOK", "DKK", "PLN")},
}
"""Signs and codes before or after a number, each with its currency."""
NAMES = {
    "euro": "EUR",
    "franken": "CHF",
    "dollar": "USD",
    "us-dollar": "USD",
    "pfund": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "rubel": "RUB",
    "rupien": "INR",
    "zloty": "PLN",
    "złoty": "PLN",
    "kronen": "",
    "rand": "ZAR",
    "schekel": "ILS",
    "peso": "MXN",
    "d-mark": "DEM",
    "mark": "DEM",
    "schilling": "ATS",
}
"""Names after a number; whose “Kronen” these are, the word before tells or nobody."""
OF_A_COUNTRY = {
    ("us-amerikanisch", "dollar"): "USD",
    ("amerikanisch", "dollar"): "USD",
    ("schweizer", "franken"): "CHF",
    ("kanadisch", "dollar"): "CAD",
    ("australisch", "dollar"): "AUD",
    ("neuseeländisch", "dollar"): "NZD",
    ("britisch", "pfund"): "GBP",
    ("deutsch", "mark"): "DEM",
    ("indisch", "rupien"): "INR",
    ("schwedisch", "kronen"): "SEK",
    ("norwegisch", "kronen"): "NOK",
    ("dänisch", "kronen"): "DKK",
    ("tschechisch", "kronen"): "CZK",
    ("isländisch", "kronen"): "ISK",
}
"""The currency of a name with the country before it, without its ending."""
HUNDREDTHS = {"cent": "EUR", "rappen": "CHF", "pence": "GBP"}
SCALES = {
    **dict.fromkeys(("tausend", "tsd.", "tsd"), 3),
    **dict.fromkeys(("million", "millionen", "mio.", "mio", "mill."), 6),
    **dict.fromkeys(("milliarde", "milliarden", "mrd.", "mrd"), 9),
    **dict.fromkeys(("billion", "billionen", "bio."), 12),
}
"""Words after a number, with the power of ten by which it counts: a “Billion” is a thousand “Milliarden”."""
HUNDREDTH = 2


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))


SPACE = r"[ \u00a0\u202f]"
SCALE = rf"(?:(?:{SPACE}|-)?(?P<scale>{_any(SCALES)})(?!\w))?"
COUNTRY = rf"(?:(?P<country>{_any({country for country, _ in OF_A_COUNTRY})})(?:e[rnsm]?)?{SPACE})?"
SIGNED = re.compile(rf"(?<![\w$£€])(?P<sign>{_any(SIGNS)}){SPACE}?(?P<number>{DIGITS})(?i:{SCALE})(?![\d%])")
NAMED = re.compile(
    rf"(?<![\w.,$£€'’-])(?P<number>{DIGITS}|\b(?i:{SPELLED})\b)(?i:{SCALE})"
    rf"(?:(?:{SPACE}|-)(?i:{COUNTRY}(?P<name>{_any((*NAMES, *HUNDREDTHS))})(?:s|{SPACE}Sterling)?)\b"
    rf"|{SPACE}?(?P<after>{_any(SIGNS)})(?![\w\d]))"
)
RANGE = re.compile(rf"\A{SPACE}?(?:-|–|bis|und|oder){SPACE}?(?:{DIGITS})(?i:{SCALE})")
ONE = frozenset({"ein", "eine", "einen", "einem", "einer"})
"""Words that are seldom a number: “ein Euro”."""
AMBIGUOUS_BELOW = 1000
"""Numbers below it, at the beginning of a range, can count millions that only its end names."""
LONGEST_END = 40
"""Code points after an amount in which the end of its range is looked for."""


def german_amounts(text: str) -> Iterator[FoundAmount]:
    """The amounts of money in a German article, in no order; some can overlap."""
    for match in SIGNED.finditer(text):
        value = _value(match)
        if value is not None and value < AMBIGUOUS_BELOW and _ends_scaled(text, match.end()):
            value = None
        yield FoundAmount(match.start(), match.end(), value, SIGNS[match["sign"]])
    for match in NAMED.finditer(text):
        if match["number"].lower() in ONE and not match["scale"]:
            continue
        yield FoundAmount(match.start(), match.end(), _value(match), _currency(match))


def _ends_scaled(text: str, at: int) -> bool:
    """Whether a range goes on whose end alone names a scale: “$5 bis 10 Millionen”."""
    more = RANGE.match(text[at : at + LONGEST_END])
    return more is not None and more["scale"] is not None


def _value(match: re.Match[str]) -> Decimal | None:
    scale = SCALES[match["scale"].lower()] if match["scale"] else 0
    number = number_in(match["number"], is_scaled=bool(scale))
    if (match.groupdict().get("name") or "").lower() in HUNDREDTHS:
        scale -= HUNDREDTH
    return scaled(number, scale)


def _currency(match: re.Match[str]) -> str | None:
    if match["after"]:
        return SIGNS[match["after"]]
    name = match["name"].lower()
    if match["country"]:
        return OF_A_COUNTRY.get((match["country"].lower(), name))
    return NAMES.get(name) or HUNDREDTHS.get(name)
