"""A mistake in a case file, at its place, in a sentence for the editor."""

from typing import NamedTuple

KeyPath = tuple[str | int, ...]
"""The keys and indexes that lead to a value of a case file."""


class Position(NamedTuple):
    """A position in a file: line and column count from 1, the column in code points."""

    line: int
    column: int


START = Position(1, 1)


class Problem(NamedTuple):
    """One mistake in one file; prints as ``file:line:column: message``, in one line."""

    file: str
    place: Position
    message: str

    def __str__(self) -> str:
        return "".join(map(_visible, f"{self.file}:{self.place.line}:{self.place.column}: {self.message}"))


class CaseFileError(Exception):
    """A case could not be loaded; ``problems`` holds every mistake that was found, in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def _visible(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode()


def position_in(text: str, offset: int) -> Position:
    """The line and column, both from 1, of a code point offset in a text."""
    line = text.count("\n", 0, offset) + 1
    return Position(line, offset - (text.rfind("\n", 0, offset) + 1) + 1)
