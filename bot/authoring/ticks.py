"""An editor's ticks on the answers to questions: right, wrong, or that the article does not say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.authoring.cards import ReviewCard, TextRange
from bot.authoring.case_file import can_be_quoted
from bot.cases.rules import LONGEST_LABEL

Tick = Literal["right", "absent", "wrong"]
"""What an editor says of an answer: it is right, the article does not say, or it is wrong."""
MOST_WORDINGS, MOST_SPANS, LONGEST_ID = 12, 8, 80
"""Wordings of a question, quotations of its answer, and code points of its id, at most."""


@dataclass(frozen=True)
class QuestionTick:
    """What an editor says of the answer to one question.

    ``spans`` are the words that answer it: those of a right answer, or those that the editor gave in the
    place of a wrong one. A wrong answer without them leaves the question open.
    """

    question: str
    tick: Tick
    ask: tuple[str, ...]
    """The wordings of the question as they were proposed: newer rules do not change what was ticked."""
    cards: tuple[str, ...] = ()
    """The ids of the cards whose facts the question takes for granted."""
    spans: tuple[TextRange, ...] = ()


@dataclass(frozen=True)
class TickQuestions:
    """Tick the answers to one question, or to all that are answered with the words expected."""

    ticks: tuple[QuestionTick, ...]
    do: Literal["tick"] = "tick"


@dataclass(frozen=True)
class TickedQuestion:
    """A tick with the cards that it took for granted, as they were: it holds while they are the same."""

    tick: QuestionTick
    about: tuple[ReviewCard, ...]

    def holds(self, cards: Mapping[str, ReviewCard]) -> bool:
        """Whether the cards that the question is about are as they were when it was ticked."""
        return all(cards.get(card.id) == card for card in self.about)


def ticked(
    ticks: tuple[TickedQuestion, ...], decision: TickQuestions, cards: Mapping[str, ReviewCard]
) -> tuple[TickedQuestion, ...]:
    """The ticks after a decision: the newest tick of each question, in the order of their first ticks."""
    by_question = {one.tick.question: one for one in ticks}
    for tick in decision.ticks:
        about = [cards[name] for name in tick.cards if name in cards]
        named = {name: cards[name] for card in about for name in card.fields.values() if name in cards}
        by_question[tick.question] = TickedQuestion(tick, (*about, *named.values()))
    return tuple(by_question.values())


def fault_of(text: str, tick: QuestionTick) -> Literal["cut", "no_question", "no_words"] | None:
    """Why a tick cannot be taken: no such question, no words for a right answer, or words that are cut."""
    is_question = (
        0 < len(tick.question) <= LONGEST_ID
        and tick.question.isprintable()
        and 0 < len(tick.ask) <= MOST_WORDINGS
        and all(_is_wording(one) for one in tick.ask)
    )
    if not is_question:
        return "no_question"
    if bool(tick.spans) < (tick.tick == "right") or (tick.spans and tick.tick == "absent"):
        return "no_words"
    if len(tick.spans) > MOST_SPANS or not all(_is_in(text, one) for one in tick.spans):
        return "no_words"
    return None if all(can_be_quoted(text, *one) for one in tick.spans) else "cut"


def _is_wording(text: str) -> bool:
    return bool(text.strip() == text and text.isprintable() and 0 < len(text) <= LONGEST_LABEL)


def _is_in(text: str, place: TextRange) -> bool:
    return 0 <= place[0] < place[1] <= len(text)
