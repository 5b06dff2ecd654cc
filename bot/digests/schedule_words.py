"""The words and times of day of which schedules are made, in English and in German, on a folded text."""

import re

from bot.digests.schedule import LAST
from bot.digests.schedule_times import TIME

WEEKDAYS, WEEKENDS, DAILY = frozenset(range(5)), frozenset((5, 6)), frozenset(range(7))
ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GERMAN = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
SHORT = (("mo", "tu", "we", "th", "fr", "sa", "su"), ("mo", "di", "mi", "do", "fr", "sa", "so"))
SETS = {
    **dict.fromkeys(("daily", "everyday", "täglich", "taeglich"), DAILY),
    **dict.fromkeys(("weekdays", "weekday", "workdays", "workday", "werktag", "werktags"), WEEKDAYS),
    **dict.fromkeys(("werktäglich", "werktagen", "wochentag", "wochentags", "wochentagen"), WEEKDAYS),
    **dict.fromkeys(("arbeitstag", "arbeitstags", "arbeitstagen"), WEEKDAYS),
    **dict.fromkeys(("weekends", "weekend", "wochenende", "wochenenden", "wochenends"), WEEKENDS),
    "sonnabend": frozenset((5,)),
    **{day: frozenset((number,)) for days in (ENGLISH, GERMAN, *SHORT) for number, day in enumerate(days)},
    **dict.fromkeys(("mwf", "mowefr", "momifr"), frozenset((0, 2, 4))),
    **dict.fromkeys(("tth", "tuth", "dido"), frozenset((1, 3))),
    **dict.fromkeys(("mtwtf", "mtwthf", "mtwrf"), WEEKDAYS),
}
"""The days that a word means."""
LETTERS = {"m": 0, "t": 1, "w": 2, "f": 4}
"""Days by their first letters, which are taken beside other days alone: “m/w/f”, “m-f”."""
ENGLISH_TOO = frozenset(("so", "do", "we"))
"""Short names of days that are English words as well, and days in English only beside other short names."""
IN_ENGLISH = re.compile(
    rf"\b(?:{'|'.join(ENGLISH)}|every|each|on|at|and|the|of|tue|wed|thu|sun)s?\b|\b(?:week|month)|\bdaily\b"
    r"|\d\s*[ap]m\b"
)
SHORTEST = len("mon")
FILLERS = frozenset(
    (
        *("every", "each", "on", "at", "the", "and", "of", "in", "for", "please", "&", "+", "-"),
        *("jeden", "jede", "jedes", "jeder", "am", "an", "um", "und", "zum", "des", "der", "im", "bitte"),
    )
)
ORDINALS = (
    ("first", "1st", "1.", "erste"),
    ("second", "2nd", "2.", "zweite"),
    ("third", "3rd", "3.", "dritte"),
    ("fourth", "4th", "4.", "vierte"),
    ("fifth", "5th", "5.", "fünfte"),
)
"""The words for the first to the fifth; German ones may end in a further letter."""
NAMES_OF_DAYS = "|".join((*ENGLISH, *GERMAN))
NTH = rf"(?:{'|'.join(re.escape(word) for row in ORDINALS for word in row)}|last|letzte)[nrsm]?"

OFTEN = re.compile(
    r"\bhourly\b|\bevery\s+(?:\d+\s+|half\s+(?:an?\s+)?)?(?:(?:hour|hr|minute|min)s?\b|seconds?\b(?!\s+[a-z]))"
    r"|\b(?:twice|thrice)\b|\b(?:two|three|four|[2-9])\s*(?:times|x|mal)\b|\*"
    r"|\bstündlich\b|\b(?:alle\s+\d+|jede)\s+(?:stunde|minute|sekunde)n?\b|\b(?:zwei|drei|vier)mal\b"
)
SELDOM = re.compile(
    r"\b(?:every|each)\s+(?:other|alternate)\s+\w+|\b(?:on\s+)?alternat(?:e|ing)\s+\w+"
    rf"|\b(?:every|each)\s+(?:\d+(?:st|nd|rd|th)?|two|three|four|{NTH})\s+(?:days?|weeks?|months?|years?"
    rf"|weekdays?|weekends?|(?:{NAMES_OF_DAYS})s?)\b"
    r"|\b(?:bi-?weekly|bi-?monthly|fortnight(?:ly)?|quarterly|yearly|annually|(?:every|each|per|a)\s+(?:year|quarter))\b"
    r"|\balle\s+\w+\s+(?:tage|wochen|monate)\b|\b(?:14|vierzehn)-?tägig\b"
    rf"|\bjede[nrs]?\s+(?:zweite|dritte|vierte|\d+\.)[nrs]?\s+(?:tag|woche|monat|jahr|{NAMES_OF_DAYS})s?\b"
    r"|\b(?:vierteljährlich|jährlich|zweiwöchentlich|(?:jedes|pro)\s+(?:jahr|quartal))\b"
)
DAY_OF_THE_WEEK = re.compile(
    rf"\b(?:{NTH}\s+(?:day|tag)|end|start|beginning|ende|anfang|beginn)"
    r"\s+(?:of\s+(?:the|each|every|a)\s+week|(?:der|jeder)\s+woche)\b|\bwochenanfang\b"
    r"|\b(?:twice|thrice|\w+\s+times|\dx|(?:zwei|drei|vier)mal)\s+"
    r"(?:(?:a|per|each|every|pro|jede)\s+(?:week|woche)|(?:in\s+)?(?:der|die)\s+woche|weekly|wöchentlich)\b"
)
"""Days of the week that are counted and not named: weeks begin on Sundays and on Mondays."""
WEEK = re.compile(
    r"\b(?:once\s+(?=a|per|every|each))?(?:weekly|(?:of\s+)?(?:the|every|each|a|per)\s+week)\b"
    r"|\b(?:einmal\s+)?(?:wöchentlich|(?:jede|pro|in\s+der|der)\s+woche)\b"
)
QUIET_HOURS = r"\b(?:quiet(?:\s+hours)?|ruhe(?:zeit)?)"
QUIET = re.compile(
    rf",?\s*{QUIET_HOURS}(?:\s+(?:from|von))?\s+(?P<start>{TIME})\s*(?:-|to|until|till|bis)\s*(?P<end>{TIME})(?!\S)"
)
HALF_QUIET = re.compile(rf"{QUIET_HOURS}\b.*")
MONTH = re.compile(
    r"\b(?:once\s+(?=a|per|every|each))?(?:monthly|(?:(?:of|in)\s+)?(?:every|each|the|a|per)\s+month)\b"
    r"|\b(?:einmal\s+)?(?:monatlich|(?:jede[ns]|eines|des|im|pro)\s+monats?)\b"
)
NTH_WEEKDAY = re.compile(
    rf"\b(?:(?P<each>every|each|jede[nrsm]?)\s+)?(?P<nths>{NTH}(?:\s*(?:,|&|and|und)\s*(?:the\s+)?{NTH})*)"
    r"\s+(?P<day>[^\W\d]+)\b\.?"
)
LAST_DAY = r"(?P<last>(?:last|letzte[nr]?)(?:\s+(?:day|tag))?\b)"
ORDINAL = re.compile(
    rf"(?<![^\s,;&/+])(?:(?P<nth>\d{{1,3}})(?:st|nd|rd|th|\.)(?=[\s,;&/]|$)(?:\s+(?:day|tag)\b)?|{LAST_DAY})"
)
NUMBER = re.compile(
    r"(?<!at )(?<!um )(?<!\S)(?:day\s+)?(?P<nth>\d{1,3})(?![^\s,]|\s*[ap]\.?m|\s*uhr)(?P<last>(?!))?"
)
ORDINAL_WORD = re.compile(r"\b(?P<nth>first|erste[nrsm]?)\b(?:\s+(?:day|tag)\b)?(?P<last>(?!))?")
AT = re.compile(rf"(?<!\S)(?:(?:at|um|gegen|around)\s+)?(?P<time>{TIME})(?=$|[\s,;])")
RANGE = re.compile(
    r"\b([^\W\d]+)\.?\s*(?:-|\bto\b|\bthrough\b|\bthru\b|\btill\b|\buntil\b|\bbis\b)\s*([^\W\d]+)\b\.?"
)


def days_of(word: str) -> frozenset[int]:
    """The days that a word means, in full or begun: “weekdays”, “thurs”, “mondays”, “mo.”, “mon/wed”."""
    pieces = re.split(r"[/+&|]", word)
    if len(pieces) == 1:
        return _days_of_one(word)
    days = [_days_of_one(piece) or letter(piece) for piece in pieces]
    return frozenset().union(*days) if all(days) else frozenset()


def _days_of_one(word: str) -> frozenset[int]:
    plain = word.rstrip(".").removesuffix("'s")
    whole = SETS.get(plain) or SETS.get(plain.removesuffix("s"))
    if whole:
        return whole
    begun = [day for day in (*ENGLISH, *GERMAN) if len(plain) >= SHORTEST and day.startswith(plain)]
    meant = {SETS[day] for day in begun}
    return meant.pop() if len(meant) == 1 else frozenset()


def letter(word: str) -> frozenset[int]:
    """The day that is meant by one letter beside other days; nothing where it could be several."""
    return frozenset((LETTERS[word],)) if word in LETTERS else frozenset()


def ordinal_of(word: str) -> int:
    """The number that a word of ``NTH`` stands for, 1 to 5, or ``LAST``."""
    return next(
        (
            number
            for number, row in enumerate(ORDINALS, start=1)
            if word in row or word.startswith((row[0], row[3]))
        ),
        LAST,
    )
