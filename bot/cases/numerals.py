"""Reads numbers that articles write out: “two counts”, “two thirds”, “thirty-five percent”, “½”.

The patterns are compiled where they are first used, and kept by ``re``: answers from cases that are already
proven need none of them.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

PERCENT = 100
"""The whole, in percent."""
UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS = {
    **{word: number for number, word in enumerate(UNITS)},
    **{word: 10 * number for number, word in enumerate(TENS, 2)},
    "hundred": PERCENT,
}
"""The numbers up to a hundred that are one word."""
DIGITS = r"\d[\d,.]*(?<![,.])"
TENS_AND_UNITS = rf"(?:{'|'.join(TENS)})[-\s](?:{'|'.join(UNITS[1:10])})"
NUMERAL = rf"{DIGITS}|{TENS_AND_UNITS}|(?:an?|one)[-\s]hundred|{'|'.join(WORDS)}"
"""Matches a number in digits, or in English words up to a hundred, of which the longer ones come first."""
PARTS = ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
"""The English names of the parts of a whole, from a half to a tenth."""
FRACTION = (
    rf"\b(?:(?P<count>{'|'.join(WORDS)}|an?)[-\s])?(?P<part>{'|'.join(PARTS)})s?\b"
    rf"|\b(?P<some>{NUMERAL})\s?(?:/|of|in|out of)\s?(?:the\s)?(?P<whole>{NUMERAL})\b"
)
"""Matches a part of a whole by its name (“two thirds”), or of a number (“one in three”, “2/3”)."""
NUMBER = rf"(?<!\w)(?:{NUMERAL})(?![^\W\d_])"
ALL = r"\b(?:all|whole|wholly|entire(?:ly)?|full(?:y)?|sole(?:ly)?)\b"
NONE = r"\b(?:no|none|nothing)\b"
WHICH = r"(?:felony|misdemeanou?r|criminal|federal|separate|further|additional|other|more|remaining)"
NO_ADJECTIVE = r"(?:on|of|in|for|and|or|to|with|from|at|by|after|over|under|face[sd]?|den(?:y|ies)|\w+ed)\b"
"""Matches words that do not stand between a number and what it counts: “two men faced charges”."""
ABOUT = "".join(
    rf"(?<!\b{word}\s)" for word in ("than", "least", "over", "nearly", "almost", "about", "some")
)
COUNTS = (
    rf"(?<![\w$£€.,-]){ABOUT}(?=(?P<number>{NUMERAL}|both)\s(?:of\s(?:the\s|all\s)?(?:{NUMERAL})\s)?"
    rf"(?:(?:{WHICH}\s)?charges?|(?:(?!{NO_ADJECTIVE}|{NUMERAL})[^\W\d_][\w’'-]*\s){{0,2}}?counts?)\b)"
)
"""Matches before an exact number of counts or charges: “two” and “three” in “two of three felony counts”."""
LARGE = r"\b(?:dozen|score|hundred|thousand)s?\b"
"""Words that make another number of those beside them: “two dozen”, “a hundred and twelve”."""


def counts_in(words: str) -> tuple[int, ...]:
    """The exact numbers of counts or charges that some English words give, in their order.

    None are given where a number is as large as a dozen or a hundred in words.
    """
    if re.search(LARGE, words, re.IGNORECASE):
        return ()
    found = (one["number"].lower() for one in re.finditer(COUNTS, words, re.IGNORECASE))
    return tuple(2 if one == "both" else int(_values(one)[0]) for one in found)


def percents_in(words: str) -> tuple[Decimal, ...]:
    """Each percentage that some words can mean: a number, a fraction, “all” or “none”; empty without any.

    Where a comma can part groups or decimals, both readings are given. Words are read as English.
    """
    found = list(_parts(words))
    rest = re.sub(FRACTION, " ", words, flags=re.IGNORECASE)
    found += [
        value for one in re.finditer(NUMBER, rest, re.IGNORECASE) for value in _values(one.group().lower())
    ]
    signs = (one for one in rest if unicodedata.category(one) == "No")
    found += [Decimal(str(unicodedata.numeric(one))) * PERCENT for one in signs]
    found += [Decimal(PERCENT)] if re.search(ALL, rest, re.IGNORECASE) else []
    found += [Decimal(0)] if re.search(NONE, rest, re.IGNORECASE) else []
    return tuple(dict.fromkeys(found))


def _parts(words: str) -> Iterator[Decimal]:
    for one in re.finditer(FRACTION, words, re.IGNORECASE):
        if one["part"]:
            count = WORDS.get((one["count"] or "").lower(), 1)
            yield Decimal(count * PERCENT) / (PARTS.index(one["part"].lower()) + 2)
        elif whole := _values(one["whole"].lower())[0]:
            yield _values(one["some"].lower())[0] * PERCENT / whole


def _values(numeral: str) -> tuple[Decimal, ...]:
    """What a number in digits or in small letters can mean."""
    if not numeral[0].isdigit():
        words = re.split(r"[-\s]", numeral)
        return (Decimal(PERCENT if words[-1] == "hundred" else sum(WORDS[one] for one in words)),)
    plain = numeral.replace(",", "")
    if plain.count(".") > 1:
        return (Decimal(plain.replace(".", "")),)
    decimal = [Decimal(numeral.replace(",", "."))] if numeral.count(",") == 1 and "." not in numeral else []
    return (Decimal(plain), *decimal)
