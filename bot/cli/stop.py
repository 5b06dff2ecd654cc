"""How a command ends before its time: with a status and a sentence."""

from __future__ import annotations

FAILED, NOT_UNDERSTOOD = 1, 2
"""Exit statuses: what was asked for could not be done; what was typed is no command."""


class Stop(Exception):
    """Ends the program with an exit status, after ``sentence`` has been written to standard error."""

    def __init__(self, status: int, sentence: str = "") -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
