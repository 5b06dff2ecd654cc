"""Reads the lexicon files of this package: one entry a line, for people to read and edit."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def lines(name: str) -> Iterator[str]:
    """The entries of a lexicon file, without comments and empty lines."""
    text = files(__package__).joinpath("lexicons", f"{name}.txt").read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """The entries of the form “this = that”, split; the second part may be empty."""
    for line in lines(name):
        typed, _, meaning = line.partition(" =")
        yield typed, meaning.strip()
