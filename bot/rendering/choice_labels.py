"""The labels of choices that a platform lists while somebody types."""

from __future__ import annotations

from bot.answers.choices import Choice
from bot.rendering.buttons import excerpt
from bot.rendering.limits import length
from bot.rendering.sections import DOT
from bot.rendering.wording import Wording

MIN_EXCERPT = 20
"""UTF-16 units of a quotation below which its attribution is left out."""


def choice_label(choice: Choice, words: Wording, longest: int) -> str:
    """A choice's label of at most ``longest`` UTF-16 units.

    That of a quotation is its beginning with the speaker and the day of its source.
    """
    if not choice.quotation:
        return excerpt(choice.name, longest)
    attribution = choice.quotation.attribution
    who = attribution.speaker if attribution.asserted_by == "speaker" else words.publisher(attribution)
    credit = f"{DOT}{who}{DOT}{words.day(choice.quotation.source.date_published)}"
    room = longest - length(credit)
    if room < MIN_EXCERPT:
        return excerpt(choice.name, longest)
    return excerpt(choice.name, room) + credit
