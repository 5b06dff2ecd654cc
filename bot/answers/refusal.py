"""Answers that say why a query cannot be answered, and what would be understood."""

from dataclasses import replace

from bot.answers.answer import Answer, CommandPart
from bot.answers.commands import meant_by
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import CommandError, Query

TOPIC = phrase("no answer")
DONE = phrase("done")
HELD_BACK = phrase(
    "This answer was held back: a quotation in it could not be proven. The operator has been told."
)
BUSY = phrase("Too many ask at once just now. Please send it again in a few seconds.")
FAILED = phrase("Something went wrong here, and the operator has been told. Ask again in a moment.")


def refusal(error: CommandError) -> Answer:
    """The answer to a CommandError: its sentence, and the usage of the commands that it is about."""
    meant = meant_by(error.help_for) if error.help_for else ()
    parts = tuple(CommandPart(command.usage, phrase(command.description)) for command in meant)
    return replace(apology(error.sentence), parts=parts)


def apology(sentence: Phrase) -> Answer:
    """The answer where a query fails for a reason that is not the asker's."""
    return Answer(Query("help"), TOPIC, sentence, abstained=True)


def done(sentence: Phrase) -> Answer:
    """The answer that says what was done for the asker, with nothing of a case in it."""
    return Answer(Query("help"), DONE, sentence)


def is_refusal(answer: Answer) -> bool:
    """Whether an answer is a refusal or an apology."""
    return answer.topic == TOPIC
