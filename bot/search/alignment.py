"""Where a claimed quotation stands in a text, and how it differs: the heart of ``/verify``.

Exact means the words as they stand, from the beginning of a word to the end of one. What differs
only in case, typographic marks or spacing is exact but for its typography. Everything else that is
near enough is altered, however small the change.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment, ratio

from bot.cases.quotation_marks import CLOSING_MARKS
from bot.cases.selectors import control_character_in
from bot.cases.words import without_spaces
from bot.search.folding import fold_squeezed, fold_with_offsets
from bot.search.seams import is_whole

Likeness = Literal["exact", "typography", "altered"]

LEAST_LIKENESS = 60.0
"""Of 100, letter by letter: below it two texts are not the same quotation altered."""
SURE_LIKENESS = 80.0
"""Of 100: from here on two texts are the same quotation, however few whole words they share."""
LEAST_COMMON_WORDS = 0.5
"""The share of words in common, from 0 to 1, that a likeness between these two needs besides."""
PROBE = 400
"""Code points of a long claim's beginning, and of its end, by which it is placed."""
MOST_MOVED = 24
"""Words by which an end of the most similar place is moved at most."""
LONG_WORD = 16
"""Code points by which a word is taken to reach at most, when words around a place are looked at."""
MOST_SEARCHED = 4
"""Words beyond an end of a place among which the word most like the claim's is looked for."""
MARKS_AT_ENDS = " \"'.,;:"
MARKS = frozenset("\"'.,;:-()[]!?")
"""Marks that are compared with the whole, not counted as words."""
TOKEN = re.compile(r"[$€£¥#@+\-]?\d+(?:[.,:]\d+)*\w*%?|\w+(?:'\w+)*|[^\w\s]")
CLOSING = f" {CLOSING_MARKS})"


@dataclass(frozen=True)
class Alignment:
    """A span of the raw text, code points, end exclusive, and how like the claim it is (0 to 100)."""

    start: int
    end: int
    likeness: Likeness
    score: float


@dataclass(frozen=True)
class Difference:
    """Words of the claim and the words that the source has in their place; either may be empty."""

    claimed: str
    source: str


class Token(NamedTuple):
    """A word, number or mark: folded, with its span of code points in the raw text."""

    folded: str
    start: int
    end: int


class AlignableText:
    """A text folded once, in which many claims can be looked for."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.folded = fold_squeezed(raw)

    def exact(self, claim: str, low: int = 0) -> Iterator[Alignment]:
        """Every place at or after the raw offset ``low`` where the claim stands word for word, in order."""
        wanted = normalized(claim)
        at = self.folded.text.find(wanted, bisect_left(self.folded.offsets, low)) if wanted else -1
        while at >= 0:
            start, stop = self.folded.raw_span(at, at + len(wanted))
            if self._can_be_quoted(start, stop) and not self._asks_only_here(claim, stop):
                same = self.raw[start:stop] in claim
                yield Alignment(start, stop, "exact" if same else "typography", 100.0)
            at = self.folded.text.find(wanted, at + 1)

    def _can_be_quoted(self, start: int, end: int) -> bool:
        return is_whole(self.raw, start, end) and not control_character_in(self.raw[start:end])

    def _asks_only_here(self, claim: str, end: int) -> bool:
        """Whether the source asks what the claim states: “Was it fair?” quoted as “Was it fair.”."""
        asks = self.raw[end : end + len(CLOSING)].lstrip(CLOSING).startswith("?")
        return asks and claim.rstrip(CLOSING).endswith(".")

    def nearest(self, claim: str) -> Alignment | None:
        """The place most like the claim, in whole words; None where nothing is like it."""
        wanted, within = normalized(claim), self.folded.text
        found = _most_similar(wanted, within) if wanted and within else None
        if found is None:
            return None
        at, end, score = found
        start, stop = self.folded.raw_span(*widened_to_words(within, at, end))
        start, stop = _adjusted(claim, self.raw, start, stop)
        start, stop, share = _trimmed(claim, self.raw, start, stop)
        if (score < SURE_LIKENESS and share < LEAST_COMMON_WORDS) or control_character_in(
            self.raw[start:stop]
        ):
            return None
        return Alignment(start, stop, "altered", score)


def differences(claim: str, source: str) -> tuple[Difference, ...]:
    """The words that a claim drops, adds and changes; case and typographic marks do not count.

    Where no word differs, the punctuation that differs is given.
    """
    return _differing(claim, source) or _differing(claim.strip(MARKS_AT_ENDS), source, frozenset())


def _differing(claim: str, source: str, ignored: frozenset[str] = MARKS) -> tuple[Difference, ...]:
    left, right = _tokens(claim, ignored), _tokens(source, ignored)
    return tuple(
        Difference(_words(claim, left[a:b]), _words(source, right[c:d]))
        for kind, a, b, c, d in _opcodes(left, right)
        if kind != "equal"
    )


def shared_word_ratio(words: str, source: str) -> float:
    """The share of a text's words, from 0 to 1, that the source has in the same order; 1 without words."""
    left, right = _tokens(words), _tokens(source)
    common = sum(b - a for kind, a, b, _, _ in _opcodes(left, right) if kind == "equal")
    return common / len(left) if left else 1.0


def _most_similar(wanted: str, within: str) -> tuple[int, int, float] | None:
    """Start, end and likeness (of 100) of the stretch of ``within`` most like ``wanted``, or None.

    An alignment takes time in proportion to both lengths, so a long claim is placed by its two ends.
    """
    if len(wanted) <= PROBE:
        found = partial_ratio_alignment(wanted, within, score_cutoff=LEAST_LIKENESS)
        return (found.dest_start, found.dest_end, found.score) if found and found.dest_end else None
    head = partial_ratio_alignment(wanted[:PROBE], within, score_cutoff=LEAST_LIKENESS)
    tail = partial_ratio_alignment(wanted[-PROBE:], within, score_cutoff=LEAST_LIKENESS)
    starts = head.dest_start if head else None
    ends = tail.dest_end if tail else None
    if starts is None and ends is None:
        return None
    end = ends if ends is not None else min(len(within), (starts or 0) + len(wanted))
    start = starts if starts is not None else max(0, end - len(wanted))
    likeness = ratio(wanted, within[start:end], score_cutoff=LEAST_LIKENESS)
    return (start, end, likeness) if likeness else None


def _adjusted(claim: str, raw: str, start: int, end: int) -> tuple[int, int]:
    """The span with its ends moved, word by word, to where it differs from the claim in the fewest words.

    The place was found as long as the claim: where the source has words that the claim leaves out, words
    that both have were cut off at its ends, and would be reported as added.
    """
    wanted = [token.folded for token in _tokens(claim)]
    reach = min(MOST_MOVED, 4 + len(wanted) // 4)
    low, high = max(0, start - reach * LONG_WORD), min(len(raw), end + reach * LONG_WORD)
    low, high = widened_to_words(raw, low, high)
    around = _tokens(raw[low:high])
    first = sum(token.end <= start - low for token in around)
    last = sum(token.start < end - low for token in around)
    if not wanted or first >= last:
        return start, end

    words = [token.folded for token in around]

    def likeness(begin: int, stop: int) -> tuple[int, int]:
        breaks = raw.count("\n", low + around[begin].start, low + around[stop - 1].end)
        # Of two as near, the one as long as the claim: another name in place of one, not one name less.
        unlike = Levenshtein.distance(wanted, words[begin:stop]) + breaks
        return -unlike, -abs(stop - begin - len(wanted))

    def letters(begin: int, stop: int) -> float:
        return ratio(" ".join(wanted), " ".join(words[begin:stop]))

    ends = range(max(first + 1, last - reach), min(len(around), last + reach) + 1)
    last = max(_best(ends, lambda stop: likeness(first, stop)), key=lambda stop: letters(first, stop))
    begins = range(max(0, first - reach), min(last - 1, first + reach) + 1)
    first = max(_best(begins, lambda begin: likeness(begin, last)), key=lambda begin: letters(begin, last))
    last += _offset_of_most_similar(wanted[-1], words[last - 1 :])
    first -= _offset_of_most_similar(wanted[0], words[first::-1])
    return low + around[first].start, low + around[last - 1].end


def _best(choices: Iterable[int], key: Callable[[int], tuple[int, int]]) -> list[int]:
    """All choices with the highest value of ``key``, in their order."""
    judged = [(key(choice), choice) for choice in choices]
    best = max(value for value, _ in judged)
    return [choice for value, choice in judged if value == best]


def _offset_of_most_similar(word: str, words: Sequence[str]) -> int:
    """The index of the word most like a claim's last: “unfair” after “very” for “fair” gives 1."""
    likeness = [ratio(word, one, score_cutoff=LEAST_LIKENESS) for one in words[:MOST_SEARCHED]]
    return likeness.index(max(likeness))


def _trimmed(claim: str, raw: str, start: int, end: int) -> tuple[int, int, float]:
    """The span without words at its ends that the claim does not have, and the share of words in common."""
    left, right = _tokens(claim), _tokens(raw[start:end])
    codes = _opcodes(left, right)
    common = sum(b - a for kind, a, b, _, _ in codes if kind == "equal")
    first = codes[0][4] if codes and codes[0][0] == "insert" else 0
    last = codes[-1][3] if codes and codes[-1][0] == "insert" else len(right)
    if first >= last:
        return start, end, 0.0
    return start + right[first].start, start + right[last - 1].end, 2 * common / (len(left) + len(right))


def _opcodes(left: Sequence[Token], right: Sequence[Token]) -> Sequence[tuple[str, int, int, int, int]]:
    one, other = [token.folded for token in left], [token.folded for token in right]
    return SequenceMatcher(a=one, b=other, autojunk=False).get_opcodes()


@lru_cache(maxsize=64)
def _tokens(text: str, ignored: frozenset[str] = MARKS) -> tuple[Token, ...]:
    """The tokens of a text; cached, since one claim is tokenized several times."""
    folded = fold_with_offsets(text)
    found = (Token(one.group(), *folded.raw_span(*one.span())) for one in TOKEN.finditer(folded.text))
    return tuple(token for token in found if token.folded not in ignored)


def forget_claims() -> None:
    """Drop the tokens of the claims that were aligned last, for surfaces that keep no text."""
    _tokens.cache_clear()


def _words(text: str, tokens: Sequence[Token]) -> str:
    """The raw text from the first token to the last, empty without tokens."""
    return text[tokens[0].start : tokens[-1].end] if tokens else ""


def normalized(claim: str) -> str:
    """A claim folded, its spaces squeezed, without the marks that people put around a quotation."""
    return fold_squeezed(claim).text.strip(MARKS_AT_ENDS)


def widened_to_words(text: str, at: int, end: int) -> tuple[int, int]:
    """Widen a span to whole words, without the spaces at its ends."""
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return without_spaces(text, at, end)
