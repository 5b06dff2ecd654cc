"""Words and patterns of German for days, months, seasons and years, as they stand in articles."""

import re
from collections.abc import Iterable

from bot.authoring.date_words import WEEKDAYS, YEAR
from bot.authoring.german_numbers import UNITS


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))


MONTHS = {
    "Januar": 1,
    "Jänner": 1,
    "Jan.": 1,
    "Februar": 2,
    "Feber": 2,
    "Feb.": 2,
    "März": 3,
    "April": 4,
    "Apr.": 4,
    "Mai": 5,
    "Juni": 6,
    "Juli": 7,
    "August": 8,
    "Aug.": 8,
    "September": 9,
    "Sept.": 9,
    "Sep.": 9,
    "Oktober": 10,
    "Okt.": 10,
    "November": 11,
    "Nov.": 11,
    "Dezember": 12,
    "Dez.": 12,
}
"""The number of each month by its name and its short forms."""
WEEKDAYS_IN_ENGLISH = {
    **dict(
        zip(
            ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
            WEEKDAYS,
            strict=True,
        )
    ),
    "Sonnabend": "saturday",
}
"""The English name of each weekday, which ``WEEKDAYS`` numbers."""
SEASONS_IN_ENGLISH = {
    "Frühling": "spring",
    "Frühjahr": "spring",
    "Sommer": "summer",
    "Herbst": "autumn",
    "Winter": "winter",
}
"""The English name of each season, which ``SEASONS`` numbers."""
RELATIVE_DAYS = {"heute": 0, "gestern": -1, "vorgestern": -2, "übermorgen": 2}
"""Words for a day by its distance from that of publication; “morgen” is left out: it is a morning as well."""
UNITS_IN_ENGLISH = {"tag": "day", "woche": "week", "monat": "month", "jahr": "year", "jahrzehnt": "decade"}
"""The English name of each unit, without its ending."""
LAST = r"(?:[Ll]etzt|[Vv]ergangen|[Vv]orig)e[nrsm]?"
NEXT = r"(?:[Nn]ächst|[Kk]ommend)e[nrsm]?"
MONTH = rf"(?:{_any(MONTHS)})"
MONTH_AFTER = "|".join(
    rf"(?<={word} )" for word in ("[Ii]m", "[Ss]eit", "[Bb]is", "[Aa]b", "Anfang", "Mitte", "Ende")
)
EXPRESSIONS = re.compile(
    "|".join(
        (
            rf"(?P<iso>\b{YEAR}-\d\d-\d\d\b)",
            rf"(?P<years>(?<![\w-]){YEAR}[–-]{YEAR}(?![\w-]))",
            (
                r"(?P<numeric>(?<![\w.,])(?P<n_day>\d{1,2})\. ?(?P<n_month>\d{1,2})\. ?"
                rf"(?P<n_year>{YEAR})(?!\w))"
            ),
            (
                rf"(?P<dmy>(?<![\w.,])(?P<d_day>\d{{1,2}})\.\s?(?P<d_month>{MONTH})"
                rf"(?:\s(?:(?P<d_year>{YEAR})|(?P<d_last>{LAST} Jahres)))?(?!\w))"
            ),
            rf"(?P<month_when>(?P<m_month>{MONTH})\s(?P<m_year>{YEAR})(?!\w))",
            rf"(?P<season_year>(?P<s_season>{_any(SEASONS_IN_ENGLISH)})\s(?P<s_year>{YEAR})(?!\w))",
            (
                rf"(?P<which_unit>(?:(?P<w_last>{LAST})|{NEXT})\s"
                r"(?P<w_unit>Woche|Monat|Jahrzehnt|Jahr)(?:e?s)?(?!\w))"
            ),
            (
                rf"(?P<ago>[Vv]or\s(?P<a_number>\d{{1,2}}|{_any(UNITS)})\s"
                r"(?P<a_unit>Tag|Woche|Monat|Jahrzehnt|Jahr)e?n?(?!\w))"
            ),
            rf"(?P<relative>\b(?i:{_any(RELATIVE_DAYS)})(?!\w))",
            r"(?P<decade>\b(?P<dec_year>(?:1[5-9]|20)\d)0er(?!\w))",
            rf"(?P<weekday>\b(?:{_any(WEEKDAYS_IN_ENGLISH)})(?!\w))",
            rf"(?P<month>(?:{MONTH_AFTER}){MONTH}(?!\w))",
            rf"(?P<year>(?<![\w$£€.,/-])(?<!\d[ \u00a0]){YEAR})(?![\w/]|-\d|[.,]\d)",
        )
    )
)
"""Matches each expression of a date; the name of the group that matched says how it is reckoned."""
KINDS = frozenset(
    (
        *("iso", "years", "numeric", "dmy", "month_when", "season_year", "which_unit", "ago", "relative"),
        *("decade", "weekday", "month", "year"),
    )
)
"""The groups of ``EXPRESSIONS`` that stand for a whole expression."""
COUNTS = re.compile(r"\A[ \u00a0](?:[A-ZÄÖÜ]|[€$£%])")
"""Matches after a number of four digits that counts what follows: nouns have capitals."""
YEAR_BEFORE = re.compile(r"\bJahre?[ \u00a0]\Z")
"""Matches before a number that is a year, whatever follows."""
TO_COME = re.compile(
    r"\b(?:wird|werden|soll|sollen|muss|müssen|kann|können|will|wollen|steht\s.*\ban|geplant|angesetzt|anberaumt|"
    r"erwartet|beginnt|spätestens)\b"
)
PASSED = re.compile(
    r"\b(?:wurden?|hat|haben|hatten?|war|waren|ist|sind|[^\W\d_]+ten?|kam|fand|gab|entschied)\b"
)
"""Matches in the sentence of a date that has passed, where nothing in it is still to come."""
