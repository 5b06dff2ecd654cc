"""Reads numbers as they are written in German: “1.250,50”, “250'000”, “zweieinhalb”, “zehntausend”."""

import re
from collections.abc import Iterable
from decimal import Decimal

UNITS = {
    **dict.fromkeys(("ein", "eins", "eine", "einen", "einem", "einer"), 1),
    **dict.fromkeys(("zwei", "zwo"), 2),
    **{word: number for number, word in enumerate(("drei", "vier", "fünf", "sechs", "sieben"), 3)},
    **{word: number for number, word in enumerate(("acht", "neun", "zehn", "elf", "zwölf"), 8)},
    **{word: number for number, word in enumerate(("dreizehn", "vierzehn", "fünfzehn", "sechzehn"), 13)},
    **{word: number for number, word in enumerate(("siebzehn", "achtzehn", "neunzehn"), 17)},
}
TENS = {
    **{word: 10 * number for number, word in enumerate(("zwanzig", "dreißig", "vierzig", "fünfzig"), 2)},
    **{word: 10 * number for number, word in enumerate(("sechzig", "siebzig", "achtzig", "neunzig"), 6)},
    "dreissig": 30,
}
HALVES = {
    **dict.fromkeys(("halbe", "eine halbe", "einer halben", "halben"), Decimal("0.5")),
    **dict.fromkeys(("anderthalb", "eineinhalb"), Decimal("1.5")),
    **{f"{word}einhalb": Decimal(f"{UNITS[word]}.5") for word in ("zwei", "drei", "vier", "fünf")},
}
"""Halves before a scale: “eine halbe Million”, “zweieinhalb Milliarden”."""


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_BELOW_100 = rf"(?:(?:(?:{_any(UNITS)})und)?(?:{_any(TENS)})|{_any(UNITS)})"
_BELOW_1000 = rf"(?:(?:(?:{_any(UNITS)})?hundert(?:und)?{_BELOW_100}?|{_BELOW_100}))"
SPELLED = rf"(?:{_any(HALVES)}|(?:{_BELOW_1000})?tausend(?:und)?(?:{_BELOW_1000})?|{_BELOW_1000})"
"""Matches a number below a million in German words, in small letters."""
DIGITS = (
    r"(?:\d{1,3}(?:[.'’]\d{3})+(?!\d)(?:(?:(?<=\D\d{3}),|(?<=['’]\d{3})\.)\d{1,2}(?!\d))?"
    r"|\d{1,3}(?:,\d{3}){2,}(?!\d)(?:\.\d\d(?!\d))?"
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:,\d{1,2}(?!\d))?"
    r"|\d+(?:[.,]\d+)?)(?:[.,][-–—]{1,2})?"
)
"""Matches a number in digits, with the dash that stands for no cents: “250.000,-”."""
PARTS_OF_THOUSAND = re.compile(r"\A\d{1,3}(?P<mark>[.,])\d{3}\Z")
GROUPS_BY_COMMA = re.compile(r"\A\d{1,3}(?:,\d{3}){2,}(?:\.\d\d)?\Z")
GROUPS_BY_MARK = re.compile(r"\A\d{1,3}(?:['’]\d{3})+(?:[.,]\d{1,2})?\Z")
POINT_FOR_DECIMALS = re.compile(r"\A\d+\.(?:\d{1,2}|\d{4,})\Z")


def number_in(words: str, *, is_scaled: bool) -> Decimal | None:
    """The number that German digits or words give; None where they can give two.

    ``is_scaled`` says that a word such as “Millionen” follows: “1.250 Millionen” is one of the open ones,
    “1.250” is none.
    """
    if not words[0].isdigit():
        return spelled(words)
    plain = re.sub(r"[ \u00a0\u202f]|[.,][-–—]{1,2}\Z", "", words)
    if (found := PARTS_OF_THOUSAND.match(plain)) and (found["mark"] == ".") == is_scaled:
        return None
    if GROUPS_BY_COMMA.match(plain):
        return Decimal(plain.replace(",", ""))
    if GROUPS_BY_MARK.match(plain):
        return Decimal(re.sub("['’]", "", plain).replace(",", "."))
    if POINT_FOR_DECIMALS.match(plain):
        return Decimal(plain)
    return Decimal(re.sub("['’.]", "", plain).replace(",", "."))


def spelled(words: str) -> Decimal:
    """The number below a million, or the half, that German words give."""
    words = words.lower()
    if words in HALVES:
        return HALVES[words]
    thousands, has_thousand, rest = words.rpartition("tausend")
    if has_thousand:
        return Decimal(1000 * (_below_1000(thousands) if thousands else 1) + _below_1000(rest))
    return Decimal(_below_1000(words))


def _below_1000(words: str) -> int:
    hundreds, has_hundred, rest = words.rpartition("hundert")
    above = 100 * UNITS.get(hundreds.removeprefix("und"), 1) if has_hundred else 0
    rest = rest.removeprefix("und")
    if rest in UNITS or rest in TENS or not rest:
        return above + UNITS.get(rest, TENS.get(rest, 0))
    unit, _, ten = rest.partition("und")
    return above + UNITS.get(unit, 0) + TENS.get(ten, 0)
