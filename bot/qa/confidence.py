"""How sure it is that a free question is answered, in four words that every surface shares."""

from enum import StrEnum


class Confidence(StrEnum):
    """How sure it is that the passages of a result answer the question."""

    ANSWERED = "answered"
    EITHER = "either"
    """The sources answer, but it is open which of the passages does."""
    UNCLEAR = "unclear"
    """It is open whether the sources answer."""
    NOT_SAID = "not_said"
