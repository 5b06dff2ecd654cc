"""Names what a question asks for, where a source does not say it: the month, the name, the amount."""

import re

from bot.answers.phrases import Phrase, phrase
from bot.qa.answer_types import AnswerType, type_cues
from bot.qa.parsed_question import ParsedQuestion

BY_WORDS: tuple[tuple[re.Pattern[str], Phrase], ...] = (
    (re.compile(r"\b(?:which|what) month\b"), phrase("Not said: the month.")),
    (re.compile(r"\b(?:which|what) year\b"), phrase("Not said: the year.")),
    (re.compile(r"\b(?:which|what) (?:\w+ )?day\b|\bexact date\b|\bweekday\b"), phrase("Not said: the day.")),
    (re.compile(r"\b(?:what|which) (?:time|hour)\b"), phrase("Not said: the time of day.")),
    (re.compile(r"\b(?:which|what) (?:\w+ )?(?:court|tribunal)\b"), phrase("Not said: which court.")),
)
"""What is missing, by the words of a question; tried from top to bottom, in plain lower-case words."""
BY_TYPE: dict[AnswerType, Phrase] = {
    AnswerType.DATE: phrase("Not said: the date."),
    AnswerType.AGE: phrase("Not said: the age."),
    AnswerType.NAME: phrase("Not said: the name."),
    AnswerType.AMOUNT: phrase("Not said: the amount."),
    AnswerType.COUNT: phrase("Not said: the number."),
    AnswerType.DURATION: phrase("Not said: how long."),
    AnswerType.PLACE: phrase("Not said: the place."),
    AnswerType.REASON: phrase("Not said: the reason."),
}
"""What is missing, by the type of answer that a question wants; types that name nothing have none."""


MEASURED = frozenset(
    {AnswerType.DATE, AnswerType.AGE, AnswerType.AMOUNT, AnswerType.COUNT, AnswerType.DURATION}
)
"""Types of which a passage shows that it has some, though perhaps another than was asked for."""
QUESTION_WORD = re.compile(r"\b(?:how|what|when|where|which|who|whose|whom|why)\b")
"""Matches a word that asks for something; in plain lower-case words."""


BY_QUESTION_WORD: dict[str, AnswerType] = {
    "why": AnswerType.REASON,
    "when": AnswerType.DATE,
    "where": AnswerType.PLACE,
}
"""What a word asks for that is surer than the rest: “why did she take the money” asks for no amount."""


def missing(question: ParsedQuestion, closest: str = "") -> Phrase | None:
    """What a question asks for, where that can be named in a word; else None.

    The phrase supposes nothing: that a reason is not said does not mean that there is one. A question that
    asks for two things may lack one of them alone, and no amount is called unsaid beside the words that are
    ``closest`` to the question, where these have an amount.
    """
    asking = QUESTION_WORD.findall(question.text)
    if len(asking) > 1:
        return None
    wanted = BY_QUESTION_WORD.get("".join(asking), question.answer_type)
    cue = type_cues().get(wanted) if wanted in MEASURED else None
    if cue and cue.search(closest):
        return None
    by_words = (named for form, named in BY_WORDS if form.search(question.main))
    return next(by_words, None) or BY_TYPE.get(wanted)
