"""The words and times of day of which schedules are made, in English and in German, on a folded text."""

import re
from datetime import time

HOURS, HALF, MINUTES = 24, 12, 60
TIME = r"\d{1,3}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?|uhr)?|noon|midnight|mittags?|mitternachts?"
"""A pattern of what is typed as a time of the day, on folded text; “25:00” matches, too."""
PARTS = re.compile(r"(?P<hour>\d{1,3})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?(?:uhr)?")
NAMED = {
    **dict.fromkeys(("noon", "mittag", "mittags"), time(HALF)),
    **dict.fromkeys(("midnight", "mitternacht", "mitternachts"), time(0)),
}
WEEKDAYS, WEEKENDS, DAILY = frozenset(range(5)), frozenset((5, 6)), frozenset(range(7))
ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GERMAN = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
SHORT = (("mo", "tu", "we", "th", "fr", "sa", "su"), ("mo", "di", "mi", "do", "fr", "sa", "so"))
SETS = {
    **dict.fromkeys(("daily", "täglich", "taeglich"), DAILY),
    **dict.fromkeys(("weekdays", "weekday", "workdays", "workday", "werktags", "wochentags"), WEEKDAYS),
    **dict.fromkeys(("weekends", "weekend", "wochenende", "wochenends"), WEEKENDS),
    "sonnabend": frozenset((5,)),
    **{day: frozenset((number,)) for days in (ENGLISH, GERMAN, *SHORT) for number, day in enumerate(days)},
}
SHORTEST = len("mon")
FILLERS = frozenset(
    (
        *("every", "each", "on", "at", "the", "and", "of", "day", "week", "weekly", "in", "&"),
        *("jeden", "jede", "jedes", "jeder", "am", "an", "um", "und", "tag", "woche", "wöchentlich"),
        *("des", "der", "im"),
    )
)

OFTEN = re.compile(
    r"\bhourly\b|\bevery\s+(?:\d+\s+)?(?:hour|minute|second)s?\b|\btwice\b|\*"
    r"|\bstündlich\b|\b(?:alle\s+\d+|jede)\s+(?:stunde|minute|sekunde)n?\b|\bzweimal\b"
)
SELDOM = re.compile(
    r"\b(?:every|each)\s+(?:other|second|\d+)\s+\w+|\b(?:bi-?weekly|fortnightly|quarterly|yearly|annually)\b"
    r"|\balle\s+\w+\s+(?:tage|wochen|monate)\b|\bjede[nrs]?\s+(?:zweite[nrs]?|\d+\.)\s+\w+"
    r"|\b(?:vierteljährlich|jährlich)\b"
)
WEEK = re.compile(r"\b(?:weekly|(?:every|each|a|per)\s+week|wöchentlich|(?:jede|pro)\s+woche)\b")
QUIET_HOURS = r"\b(?:quiet(?:\s+hours)?|ruhe(?:zeit)?)"
QUIET = re.compile(
    rf",?\s*{QUIET_HOURS}(?:\s+(?:from|von))?\s+(?P<start>{TIME})\s*(?:-|to|until|till|bis)\s*(?P<end>{TIME})(?!\S)"
)
HALF_QUIET = re.compile(rf"{QUIET_HOURS}\b.*")
MONTH = re.compile(
    r"\b(?:monthly|(?:of\s+)?(?:every|each|the)\s+month|monatlich|(?:jede[ns]|des|im)\s+monats?)\b"
)
ORDINAL = re.compile(
    r"\b(?:(?P<nth>\d{1,3})(?:st|nd|rd|th|\.)(?!\S)|(?P<last>last|letzte[nr]?)(?:\s+(?:day|tag))?\b)"
)
NUMBER = re.compile(r"(?<!at )(?<!\S)(?:day\s+)?(?P<nth>\d{1,3})(?!\S|\s*[ap]\.?m|\s*uhr)(?P<last>(?!))?")
AT = re.compile(rf"(?<!\S)(?:(?:at|um)\s+)?(?P<time>{TIME})(?=$|[\s,;])")
RANGE = re.compile(r"\b([^\W\d]{2,})\.?\s*(?:-|to|through|bis)\s*([^\W\d]{2,})\b\.?")


def days_of(word: str) -> frozenset[int]:
    """The days that a word means, in full or begun: “weekdays”, “mon”, “thurs”, “mondays”, “mo.”."""
    plain = word.rstrip(".")
    whole = SETS.get(plain) or SETS.get(plain.removesuffix("s"))
    if whole:
        return whole
    begun = [day for day in (*ENGLISH, *GERMAN) if len(plain) >= SHORTEST and day.startswith(plain)]
    meant = {SETS[day] for day in begun}
    return meant.pop() if len(meant) == 1 else frozenset()


def time_of(words: str) -> time | None:
    """The time that words of the form ``TIME`` mean; None where the day has no such time."""
    if words in NAMED:
        return NAMED[words]
    found = PARTS.fullmatch(words.strip())
    if not found:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= HALF:
            return None
        hour = hour % HALF + (HALF if found["half"].startswith("p") else 0)
    return time(hour, minute) if hour < HOURS and minute < MINUTES else None


def format_time(at: time) -> str:
    """Write a time of the day with two digits for hour and minute: “09:00”."""
    return at.strftime("%H:%M")
