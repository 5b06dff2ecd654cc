"""What choices are called where a platform lists them while somebody types."""

from __future__ import annotations

from bot.answers.choices import Choice
from bot.answers.withdrawal import LISTED
from bot.rendering.buttons import excerpt
from bot.rendering.limits import length
from bot.rendering.sections import DOT
from bot.rendering.wording import Wording

LEAST_EXCERPT = 20


def choice_label(choice: Choice, words: Wording, longest: int) -> str:
    """A choice's name within a length in UTF-16 units; a quotation's beginning with who says it, and when."""
    if not choice.quotation:
        name = words.say(LISTED.filled(title=choice.name)) if choice.is_withdrawn else choice.name
        return excerpt(name, longest)
    attribution = choice.quotation.attribution
    who = attribution.speaker if attribution.asserted_by == "speaker" else words.publisher(attribution)
    told = f"{DOT}{who}{DOT}{words.day(choice.quotation.source.date_published)}"
    room = longest - length(told)
    if room < LEAST_EXCERPT:
        return excerpt(choice.name, longest)
    return excerpt(choice.name, room) + told
