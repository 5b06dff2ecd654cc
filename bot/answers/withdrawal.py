"""What is said of a case or an article that was withdrawn: one sentence with the day and the reason."""

from bot.answers.answer import Answer
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import CommandError, Query
from bot.cases.dates import earliest
from bot.cases.model import Case
from bot.cases.withdrawal import Withdrawal

TOPIC = phrase("withdrawn")
LISTED = phrase("{title} (withdrawn)")
"""A withdrawn case's title where cases are listed."""


def case_withdrawn(withdrawal: Withdrawal) -> Phrase:
    """The sentence that stands in the place of everything that is said of a withdrawn case."""
    day = earliest(withdrawal.date)
    return phrase("This case was withdrawn on {day}: {why}", day=day, why=withdrawal.why)


def source_withdrawn(withdrawal: Withdrawal) -> Phrase:
    """The sentence that stands in the place of a withdrawn article and what rests on it alone."""
    day = earliest(withdrawal.date)
    return phrase("This article was withdrawn on {day}: {why}", day=day, why=withdrawal.why)


class CaseWithdrawn(CommandError):
    """A command is about a withdrawn case; ``answer`` says so, for what is answered and not refused."""

    def __init__(self, case: Case, withdrawal: Withdrawal, asked: Query) -> None:
        super().__init__(case_withdrawn(withdrawal))
        self.answer = Answer(asked, TOPIC, self.sentence, case.id, case.title, case.as_of)
