"""Where a text may be cut so that what is taken out says what it said: not inside a word or an amount.

“$5” cut out of “$5 million”, “10 years” out of “5–10 years” or “liable” out of “non-liable” are other
words, though every character of them stands in the source.
"""

import re

from bot.cases.graphemes import is_grapheme_boundary
from bot.cases.money import SCALES

AROUND = 12
"""Code points on either side of a cut that are looked at: as long as the longest scale and a space."""
SCALE = "|".join(sorted((word for word, power in SCALES.items() if power), key=len, reverse=True))
CUT_INSIDE = re.compile(
    rf"""
      \w\0\w                                                # a word or a number
    | \w['’]\0\w        | \w\0['’](?!s\b)\w                 # O'Brien, don't; a possessive may be left off
    | \w[-‐‑&/]\0\w     | \w\0[-‐‑&/]\w                     # non-liable, AT&T, 1/2
    | [\#@]\0\w
    | [$€£¥]\s?\0\d     | \d\0\s?[$€£¥%‰](?!\d) | \w\0[$€£¥] # € 5, 5 %, US$5
    | (?<!\S)[-+−]\0[\d$€£¥]                                # -5
    | \d[.,:]\0\d       | \d\0[.,:]\d                       # 2.5, 5,000, 9:00
    | \d[‒–−]\0[\d$€£¥] | \d\0[‒–−][\d$€£¥]                 # 5–10
    | (?<!\d)\d{{1,3}}[ \xa0\u2009\u202f]\0\d{{3}}(?!\d)    # 5 000
    | (?<!\d)\d{{1,3}}\0[ \xa0\u2009\u202f]\d{{3}}(?!\d)
    | \d\0[\s-]*(?:{SCALE}|percent|per\ cent)\b             # 5 million
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Matches a text that is cut where it must not be; a null character marks the cut."""


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a span, code points, end exclusive, begins and ends where the text may be cut."""
    return _may_be_cut(text, start) and _may_be_cut(text, end)


def _may_be_cut(text: str, at: int) -> bool:
    around = f"{text[max(0, at - AROUND) : at]}\0{text[at : at + AROUND]}"
    return is_grapheme_boundary(text, at) and not CUT_INSIDE.search(around)
