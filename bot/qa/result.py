"""What a free question comes to: passages, and how sure it is that they answer it."""

from dataclasses import dataclass

from bot.cases.selectors import Selector
from bot.qa.confidence import Confidence
from bot.qa.gaps import Gap


@dataclass(frozen=True)
class QaResult:
    """The passages for a question and the probability that they answer it.

    Where they do not, ``passages`` has the closest one, or two where it is unclear, and ``gap`` what the
    question asks for where the case is known not to say it. ``caveats`` are ids of the case's caveats on the
    passages.
    """

    passages: tuple[Selector, ...]
    confidence: Confidence
    probability: float
    gap: Gap | None = None
    caveats: tuple[str, ...] = ()
    is_of_facts: bool = False
    """Whether the case file's facts say what the question asks for, so that no likeness decided."""
    is_false_premise: bool = False
    """Whether the question takes something for granted that no article reports, such as a conviction."""
    certainty: float = 0.0
    """The probability that the first passage is right: that of all candidates that overlap it, together."""

    @property
    def is_answer(self) -> bool:
        """Whether the passages, or some of them, answer the question."""
        return self.confidence in {Confidence.ANSWERED, Confidence.EITHER}
