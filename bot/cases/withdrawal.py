"""What an editor writes of a case or an article that was withdrawn."""

from dataclasses import dataclass
from typing import ClassVar

from bot.cases.dates import Day
from bot.cases.rules import STRICT, Prose


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """That a case or an article does not stand any more: the day and the reason, which readers are told."""

    __pydantic_config__: ClassVar = STRICT

    date: Day
    """The day on which it was withdrawn, as 2025-03-01."""
    why: Prose
