"""The files that hold how people ask: one entry a line, for people to read and to mend."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def lines(name: str) -> Iterator[str]:
    """The entries of a file, without its comments."""
    text = files(__package__).joinpath("lexicons", f"{name}.txt").read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """The entries that say “this = that”; that may be nothing."""
    for line in lines(name):
        typed, _, meaning = line.partition(" =")
        yield typed, meaning.strip()
