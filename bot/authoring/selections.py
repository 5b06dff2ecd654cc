"""What an editor has selected in an article, as a place whose words can be quoted."""

from bot.authoring.cards import TextRange
from bot.authoring.case_file import can_be_quoted
from bot.authoring.decisions import DecisionRefused, Review


def quotable(review: Review, start: int, end: int) -> TextRange:
    """A selection without the spaces around it. Raises DecisionRefused where it cannot be quoted."""
    if not 0 <= start < end <= len(review.text):
        raise DecisionRefused("no_words")
    place = trimmed(review.text, (start, end))
    if not can_be_quoted(review.text, *place):
        raise DecisionRefused("cut")
    return place


def trimmed(text: str, place: TextRange) -> TextRange:
    """A place of a text without the spaces around its words."""
    start, end = place
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
