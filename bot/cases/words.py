"""Words in a text, whole: “May” does not stand in “Mayor”, nor “$5” in “$50”."""

from __future__ import annotations

from collections.abc import Iterator


def occurrences(text: str, words: str, end: int | None = None) -> Iterator[int]:
    """The offsets at which the words stand before an end, also where they overlap themselves."""
    at = text.find(words, 0, end)
    while at >= 0:
        yield at
        at = text.find(words, at + 1, end)


def whole_places(text: str, words: str) -> Iterator[int]:
    """The offsets at which the words stand with no word or number going on around them."""
    for at in occurrences(text, words):
        if not _goes_on(text, at) and not _goes_on(text, at + len(words)):
            yield at


def stands_in(words: str, text: str) -> bool:
    """Whether the words stand in a text, whole."""
    return any(True for _ in whole_places(text, words))


def _goes_on(text: str, at: int) -> bool:
    """Whether a word or number runs across; scripts without capitals, such as Chinese, do not tell."""
    return 0 < at < len(text) and all(map(_is_part_of_word, text[at - 1 : at + 1]))


def _is_part_of_word(character: str) -> bool:
    return character.isdecimal() or character.lower() != character.upper()
