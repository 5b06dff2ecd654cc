"""Finding words in a text as whole words: “May” is not found in “Mayor”, nor “$5” in “$50”."""

from collections.abc import Iterator


def occurrences(text: str, words: str, end: int | None = None) -> Iterator[int]:
    """The offsets, in code points, at which the words occur before ``end``, overlapping ones included."""
    at = text.find(words, 0, end)
    while at >= 0:
        yield at
        at = text.find(words, at + 1, end)


def whole_word_occurrences(text: str, words: str) -> Iterator[int]:
    """The offsets at which the words occur without cutting a word or number at either end."""
    for at in occurrences(text, words):
        if not goes_on(text, at) and not goes_on(text, at + len(words)):
            yield at


def occurs_whole(words: str, text: str) -> bool:
    """Whether the words occur in a text without cutting a word or number at either end."""
    return any(True for _ in whole_word_occurrences(text, words))


def without_spaces(text: str, start: int, end: int) -> tuple[int, int]:
    """A span of a text, end exclusive, without the spaces at its ends; empty where it holds nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def goes_on(text: str, at: int) -> bool:
    """Whether a word or number runs across an offset; scripts without capitals, as Chinese, do not tell."""
    return 0 < at < len(text) and all(map(_is_part_of_word, text[at - 1 : at + 1]))


def _is_part_of_word(character: str) -> bool:
    return character.isdecimal() or character.lower() != character.upper()
