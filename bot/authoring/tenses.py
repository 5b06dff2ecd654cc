"""Tells from the words beside a date whether it has passed or is still to come."""

import re

from bot.authoring.date_words import DEADLINE_BEFORE, FUTURE_AFTER, FUTURE_BEFORE, PAST_BEFORE

ORDERED = re.compile(
    r"\b(?:must|will|to be|is|are|should|'ll|’ll|ordered|would|fixed|allowed|due)\b|\bto \w+"
)
"""Matches what is still to be done “by” or “before” a date."""


def is_to_come(before: str, after: str) -> bool | None:
    """Whether a date between some words is still to come; None where they do not tell."""
    sentence = re.split(r"(?<=[.!?])[\"”’»']?\s|\n", before)[-1]
    clause = re.split(r"[,;]\s", sentence)[-1]
    clause = clause if FUTURE_BEFORE.search(clause) or PAST_BEFORE.search(clause) else sentence
    passed = PAST_BEFORE.search(clause) is not None
    if len(sentence.split()) <= 1 and FUTURE_AFTER.match(after):
        return True
    if FUTURE_BEFORE.search(clause):
        return True
    if DEADLINE_BEFORE.search(clause):
        return ORDERED.search(clause) is not None or not passed
    return False if passed else None
