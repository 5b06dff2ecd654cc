"""Times of the day as people type them, in English and in German, on a folded text."""

import re
from datetime import time

from bot.search.folding import fold

HOURS, HALF, MINUTES = 24, 12, 60
TIME = r"\d{1,3}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?|uhr)?|noon|midnight|mittags?|mitternachts?"
"""A pattern of what is typed as a time of the day, on folded text; “25:00” matches, too."""
PARTS = re.compile(r"(?P<hour>\d{1,3})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?(?:uhr)?")
NAMED = {
    **dict.fromkeys(("noon", "mittag", "mittags"), time(HALF)),
    **dict.fromkeys(("midnight", "mitternacht", "mitternachts"), time(0)),
}
NUMBERS = {
    word: number
    for row in (
        "one two three four five six seven eight nine ten eleven twelve",
        "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    )
    for number, word in enumerate(row.split(), start=1)
}
PART_OF_DAY = re.compile(
    r"\b(?:(?:every|each|jede[nr]?|in\s+the|in\s+der|at|am)\s+)?"
    r"(?P<part>mornings?|afternoons?|evenings?|nights?|morgens|vormittags?|nachmittags?|abends?|nachts?"
    r"|(?:(?<=jeden )|(?<=am )|(?<=tag )|(?<=woch ))morgen)\b"
)
NUMBER_BEFORE, NUMBER_AFTER = re.compile(r"(?<!\S)(\d{1,2})\s*$"), re.compile(r"^\s*(\d{1,2})(?=[\s,;]|$)")
"""A number alone right before and right after a part of the day: “8 abends”."""
MORNING, AFTERNOON, EVENING, NIGHT = (range(12), range(12, 18), range(17, 24), (*range(18, 24), *range(6)))
HOURS_OF_PART = {
    "morni": MORNING,
    "morge": MORNING,
    "vormi": MORNING,
    "after": AFTERNOON,
    "nachm": AFTERNOON,
    "eveni": EVENING,
    "abend": EVENING,
    "night": NIGHT,
    "nacht": NIGHT,
}
"""The hours of a part of the day, by the first letters of its word."""

CLOCK = "|".join(NUMBERS)
TYPED_OTHERWISE = (
    (re.compile(r"""[()"“”]|(?<!\w)'|'(?!\w)|[!?.]+$|[,;]+\s*$"""), " "),
    (re.compile(r"@"), " at "),
    (re.compile(r"\b([ap])\.\s?m\b\.?"), r"\1m"),
    (re.compile(rf"\b(at|um|past|nach|to|vor|halb)\s+({CLOCK})\b"), lambda m: f"{m[1]} {NUMBERS[m[2]]}"),
    (re.compile(rf"\b({CLOCK})\s*(?=o'?\s?clock|uhr|[ap]m\b)"), lambda m: f"{NUMBERS[m[1]]} "),
    (re.compile(r"\b(?:half\s+past)\s+(\d{1,2})\b"), r"at \1:30"),
    (re.compile(r"\b(?:quarter\s+past|viertel\s+nach)\s+(\d{1,2})\b"), r"at \1:15"),
    (re.compile(r"\bhalb\s+(1[0-2]|[1-9])\b"), lambda m: f"um {(int(m[1]) - 2) % HALF + 1}:30"),
    (
        re.compile(r"\b(?:quarter\s+to|viertel\s+vor)\s+(1[0-2]|[1-9])\b"),
        lambda m: f"at {(int(m[1]) - 2) % HALF + 1}:45",
    ),
    (re.compile(r"(?<![\w:.])(\d{1,2})\s*o'?\s?clock\b"), r"\1:00"),
    (re.compile(r"(?<![\w:.])(\d{1,2})\s*uhr\s*([0-5]\d)(?!\S)"), r"\1:\2"),
    (re.compile(r"(?<!\S)(\d{1,2})\s?h(?:rs)?(?=[\s,;]|$)"), r"\1:00"),
    (re.compile(r"(?<!\S)(\d{1,2}[:.]\d{2})\s?h(?:rs)?(?=[\s,;]|$)"), r"\1"),
    (re.compile(r"(?<!\S)([01]\d|2[0-3])([0-5]\d)(?:\s?(?:h|hrs|hours|uhr))?(?=[\s,;]|$)"), r"\1:\2"),
    (re.compile(r"(?<!\S)(\d{1,2})([0-5]\d)\s*(?=[ap]m\b)"), r"\1:\2 "),
    (
        re.compile(
            r"\b(?:end\s+of\s+(?:(?:the|each|every)\s+)?month|month[\s-]?end|monatsende|ende\s+(?:des|jede[ns])\s+monats|ultimo)\b"
        ),
        "monthly on the last day",
    ),
    (
        re.compile(
            r"\b(?:(?:start|beginning)\s+of\s+(?:(?:the|each|every)\s+)?month|monatsanfang|(?:anfang|beginn)\s+(?:des|jede[ns])\s+monats)\b"
        ),
        "monthly on the 1st",
    ),
    (
        re.compile(
            r"\b(?:(?:every|each)\s+(?:single\s+)?day|jeden\s+(?:einzelnen\s+)?tag|alle\s+tage|once\s+(?:a\s+day|daily)|einmal\s+täglich)\b"
        ),
        "daily",
    ),
    (
        re.compile(
            r"\b(?:business|working|work|week)\s+days?\b|\bunter\s+der\s+woche\b|\bduring\s+the\s+week\b"
        ),
        "weekdays",
    ),
)
"""What is typed in ways of its own, and how it is written for the patterns above."""


def in_plain_words(typed: str) -> str:
    """A typed schedule folded, without quotation marks, and its times and ends of months in plain words."""
    text = " ".join(fold(typed).split())
    for pattern, plain in TYPED_OTHERWISE:
        text = pattern.sub(plain, text)
    return text


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


def time_in_part(at: time, words: str, part: str) -> time | None:
    """The time in a part of the day: “8” in the “evening” is 20:00; None where it is not in it.

    Twelve hours are added only to what is typed without am and pm, and without a leading zero.
    """
    hours = HOURS_OF_PART[part[:5]]
    if at.hour in hours:
        return at
    is_open = words[0] in "123456789" and "m" not in words and at.hour < HALF
    return at.replace(hour=at.hour + HALF) if is_open and at.hour + HALF in hours else None


def format_time(at: time) -> str:
    """Write a time of the day with two digits for hour and minute: “09:00”."""
    return at.strftime("%H:%M")
