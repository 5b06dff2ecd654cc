"""Sentences that refuse what is typed as a schedule, and name the cure."""

from bot.answers.phrases import Phrase, phrase, shortened
from bot.answers.query import CommandError

COMMAND = "digest schedule"
ONCE_A_DAY = phrase("A digest comes once a day at most: “{words}” is not possible.")
NOT_POSSIBLE = phrase(
    "A digest comes on days of the week, or on a day of the month: “{words}” is not possible."
)
NOT_UNDERSTOOD = phrase("“{words}” is not understood.")
NOT_BOTH = phrase("Days of the week, or a day of the month: one schedule cannot have both.")
WHICH_WEEKDAY = phrase("On which day of the week? Write it as: every monday at 9:00 Europe/Berlin.")
WHICH_DAY = phrase("On which day of the month? Write it as: monthly on the 1st at 9:00 Europe/Berlin.")


def refused(message: str, **values: object) -> CommandError:
    """The CommandError that says what is wrong with a schedule."""
    return CommandError(phrase(message, **values), COMMAND)


def refused_as(sentence: Phrase, words: str = "") -> CommandError:
    """The CommandError of one of these sentences, about words that were typed."""
    return CommandError(sentence.filled(words=shortened(words)) if words else sentence, COMMAND)
