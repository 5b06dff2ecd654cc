"""Compares two texts of an article: whether something was changed, and what."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Literal, NamedTuple

FEWEST_WORDS = 4
"""Words from which on any line is compared: shorter ones are captions, dates and what pages put between."""
ENDS_SENTENCE = re.compile(r"[.!?…][\"”’»)\]]*\Z")
"""Matches the end of a line that is compared however short it is: “She won.”"""
MOST_COMPARED = 3_000
"""Words of two paragraphs up to which they are compared word by word; longer ones are shown whole."""


def all_lines(text: str) -> tuple[str, ...]:
    """The lines of a text that have words, with single spaces."""
    plain = (" ".join(line.split()) for line in text.splitlines())
    return tuple(line for line in plain if line)


def lines_of(text: str, source: Sequence[str] = ()) -> tuple[str, ...]:
    """The lines of a page's text that are compared: sentences, longer lines, and any that the source has."""
    known = frozenset(source)
    return tuple(
        line
        for line in all_lines(text)
        if line.count(" ") >= FEWEST_WORDS - 1 or ENDS_SENTENCE.search(line) or line in known
    )


IN_A_ROW = 3
"""Words in a row by which two texts are compared as a whole."""
RESEMBLING = 0.5
"""The share of two lines' words that are the same, numbers aside, from which on one stands for the other."""
MOST_CLOCKS = 40
"""Lines at most that change at each look beside an article; each is compared with all of the source."""
DIGIT = re.compile(r"\d")


def share_in(text: str, other: str) -> float:
    """Which share of a text's words in a row another text has, from 0 to 1; 1 for a text of fewer words."""
    rows = _rows(text)
    return len(rows & _rows(other)) / len(rows) if rows else 1.0


def _rows(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[at : at + IN_A_ROW]) for at in range(len(words) - IN_A_ROW + 1)}


def is_clock(source: Sequence[str], before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether lines beside an article alone are different, as a clock's or a counter's are at each look.

    ``before`` are the lines of an edition that an editor has dismissed. Each line has to be the same in
    ``after``, or to resemble what stands there now; one that resembles a line of the source is the article's.
    """
    changed = [(one, other) for one, other in zip(before, after, strict=False) if one != other]
    return (
        len(before) == len(after)
        and len(changed) <= MOST_CLOCKS
        and all(
            resembles(one, other) and not any(resembles(one, line) for line in source)
            for one, other in changed
        )
    )


def resembles(one: str, other: str) -> bool:
    """Whether two lines have most of their words in common, numbers aside."""
    return has_most_of(words_compared(one), words_compared(other))


def words_compared(line: str) -> Counter[str]:
    """The words by which a line is held against others, with how often it has each; numbers are alike."""
    return Counter("0" if DIGIT.search(word) else word for word in line.split())


def has_most_of(words: Counter[str], others: Counter[str]) -> bool:
    """Whether the words of two lines are mostly the same; quickly told of lines of very different length."""
    fewer, more = sorted((words.total(), others.total()))
    least = RESEMBLING * more
    return fewer >= least and _in_common(words, others) >= least


def _in_common(words: Counter[str], others: Counter[str]) -> int:
    return sum(min(words[word], others[word]) for word in words.keys() & others.keys())


def digest_of(lines: Sequence[str]) -> str:
    """The SHA-256 of some lines, by which they are known again."""
    return sha256("\n".join(lines).encode()).hexdigest()


WordsFate = Literal["same", "gone", "new"]
"""What became of some words: in both texts, in the old one alone, or in the new one alone."""


class ChangedWords(NamedTuple):
    """Words that stand together, and what became of them."""

    kind: WordsFate
    words: str


def changed_paragraphs(old: str, new: str) -> Iterator[tuple[ChangedWords, ...]]:
    """The paragraphs that differ between two texts, each in pieces, in the order of the new text."""
    before, after = _paragraphs(old), _paragraphs(new)
    for kind, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        gone, come = before[low:high], after[start:end]
        # Paragraphs in each other's place are compared; what is left over is gone, or new.
        both = min(len(gone), len(come))
        for one, other in zip(gone, come, strict=False):
            yield tuple(_words(one, other))
        for one in gone[both:]:
            yield (ChangedWords("gone", one),)
        for one in come[both:]:
            yield (ChangedWords("new", one),)


def _paragraphs(text: str) -> list[str]:
    return [plain for line in text.splitlines() if (plain := " ".join(line.split()))]


def _words(old: str, new: str) -> Iterator[ChangedWords]:
    before, after = old.split(), new.split()
    if len(before) + len(after) > MOST_COMPARED:
        yield ChangedWords("gone", old)
        yield ChangedWords("new", new)
        return
    for kind, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield ChangedWords("same", " ".join(before[low:high]))
            continue
        if low < high:
            yield ChangedWords("gone", " ".join(before[low:high]))
        if start < end:
            yield ChangedWords("new", " ".join(after[start:end]))
