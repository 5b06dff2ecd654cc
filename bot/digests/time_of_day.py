"""Times of the day as people write them: 9:00, 8am, 18.30, noon."""

from __future__ import annotations

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
