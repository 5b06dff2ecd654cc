"""Which currencies the sign or the name beside an amount can mean, so that “£” is never taken for dollars."""

import re
from collections.abc import Iterator


def _codes(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


NAMED_DOLLARS = _codes(
    "USD USN AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KYD LRD NAD NZD SBD SGD SRD TTD TWD XCD ZWD ZWL ZWG"
)
DOLLARS = NAMED_DOLLARS | _codes(
    "ARS BOV BRL CLF CLP COP CUC CUP CVE DOP HTG MOP MXN MXV NIO PHP TOP UYU WST"
)
"""What a bare “$” can mean: every dollar, and the peso and other currencies that have the same sign."""
POUNDS = _codes("GBP CYP EGP FKP GIP IEP ITL LBP MTP SDG SHP SSP SYP TRL")
SIGNS = {
    "$": DOLLARS,
    "£": POUNDS,
    "€": _codes("EUR"),
    "¥": _codes("JPY CNY"),
    "₹": _codes("INR"),
    "₽": _codes("RUB"),
    "₩": _codes("KRW KPW"),
    "₪": _codes("ILS"),
    "₺": _codes("TRY"),
    "₴": _codes("UAH"),
    "₦": _codes("NGN"),
    "US$": _codes("USD"),
    "C$": _codes("CAD NIO"),
    "CA$": _codes("CAD"),
    "A$": _codes("AUD"),
    "AU$": _codes("AUD"),
    "NZ$": _codes("NZD"),
    "HK$": _codes("HKD"),
    "S$": _codes("SGD"),
    "R$": _codes("BRL"),
    "NT$": _codes("TWD"),
}
"""The currencies that each sign stands for; a sign that is not listed is not judged."""
NAMES = {
    "dollar": NAMED_DOLLARS,
    "euro": _codes("EUR"),
    "pound": POUNDS,
    "franc": _codes("CHF CHE CHW FRF BEF LUF XAF XOF XPF BIF CDF DJF GNF KMF RWF"),
    "yen": _codes("JPY"),
    "yuan": _codes("CNY"),
    "rupee": _codes("INR LKR MUR NPR PKR SCR"),
    "ruble": _codes("RUB BYN RUR BYR"),
    "rouble": _codes("RUB BYN RUR BYR"),
    "zloty": _codes("PLN PLZ"),
    "shekel": _codes("ILS"),
    "peso": _codes("ARS CLP COP CUC CUP DOP MXN PHP UYU ESP"),
}
"""The currencies that each name stands for, in the singular."""
OF = {
    "swiss franc": _codes("CHF CHE CHW"),
    "us dollar": _codes("USD USN"),
    "american dollar": _codes("USD USN"),
    "canadian dollar": _codes("CAD"),
    "australian dollar": _codes("AUD"),
}
CODES = _codes("USD EUR GBP CHF CAD AUD NZD JPY CNY INR SEK NOK DKK PLN")
SIGN = re.compile(r"[A-Z]{0,3}\$|[£€¥₹₽₩₪₺₴₦]")
NAME = re.compile(
    rf"\b(?:(?P<of>swiss|us|american|canadian|australian)\s+)?(?P<name>{'|'.join(NAMES)})s?\b", re.IGNORECASE
)
CODE = re.compile(r"\b[A-Z]{3}\b")
BEFORE = re.compile(r"(?:[A-Z]{0,3}[$£€¥₹₽₩₪₺₴₦]|\b[A-Z]{3})\s?\Z")
AFTER = re.compile(
    rf"\A[\s-]?(?:[€$£]|(?:(?:hundred|thousand|million|billion|trillion|Swiss|US|American|Canadian|Australian)\s+)*"
    rf"(?:{'|'.join(NAMES)})s?\b|[A-Z]{{3}}\b)",
    re.IGNORECASE,
)


def other_currency(raw: str, quotations: tuple[str, ...], currency: str) -> str:
    """The sign or name at an amount that cannot mean a currency (an ISO 4217 code), or “” where none is.

    Read are the amount's own words and what stands directly beside them in the quotations. Where signs of
    several currencies stand there, one that fits is enough.
    """
    said = dict(said_currencies(raw))
    for quotation in quotations if not said else ():
        for found in re.finditer(re.escape(raw), quotation):
            for beside in (BEFORE.search(quotation[: found.start()]), AFTER.match(quotation[found.end() :])):
                said.update(said_currencies(beside.group()) if beside else ())
    if not said or any(currency in meant for meant in said.values()):
        return ""
    return next(iter(said))


def said_currencies(words: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Each sign, name and code of a currency in some words, with the currencies that it can mean."""
    for sign in SIGN.findall(words):
        if sign in SIGNS:
            yield sign, SIGNS[sign]
    for name in NAME.finditer(words):
        full = f"{name['of']} {name['name']}".lower() if name["of"] else ""
        yield name.group(), OF.get(full) or NAMES[name["name"].lower()]
    for code in CODE.findall(words):
        if code in CODES:
            yield code, _codes("")
