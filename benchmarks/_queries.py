"""What a person may type who looks for one passage they remember: words, misspelt words, a beginning.

Everything is drawn with a fixed seed, so that every run and every engine is asked the same.
"""

from __future__ import annotations

import math
import random
import re
import string
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

SEED = 11
FEWEST_WORDS, MOST_WORDS = 2, 5
MISSPELT_FROM = 5
"""Words of so many letters carry an edit in a misspelt query; a query has one at least."""
SURPLUS = math.log(10)
"""Were words strewn by chance, one passage in ten times all would hold a query's words."""
SHOWN = 10
"""So many passages at most begin as an unfinished query does."""

WORD = re.compile(r"(?<![\w'’])[a-z]+(?![\w'’])")
"""Whole words: no part of a name in code, nor of "doesn't"."""
STOP_WORDS = frozenset(
    re.findall(
        WORD,
        """
        a about above after again against all also although always am an and another any are around
        as at back be became because become been before being below between both but by can cannot
        could did do does done down during each either else even ever every few for from further get
        given had has have having he hence her here hers herself him himself his how however i if in
        instead into is it its itself just least less let like made make many may me might more most
        much must my myself neither never no nor not now of off often on once one only onto or other
        others otherwise our ours out over own per perhaps rather same see shall she should since so
        some still such than that the their theirs them themselves then there therefore these they
        this those though through thus to together too toward under unless until up upon us use used
        using very via was we well were what when where whereas whether which while who whom whose
        why will with within without would yes yet you your yours yourself
        """,
    )
)


class Query(NamedTuple):
    """What is typed, and the number of the passage it comes from."""

    text: str
    passage: int


def keyword_queries(passages: Sequence[str], count: int) -> list[Query]:
    """Two to five informative words of a passage in their order, rare enough to tell it apart."""
    generator = random.Random(SEED)  # noqa: S311  -- to be the same in every run
    found_in: Counter[str] = Counter()
    for passage in passages:
        found_in.update(set(_informative(passage)))
    queries: list[Query] = []
    for number in _numbers(passages, generator):
        words = _words(_informative(passages[number]), found_in, len(passages), generator)
        if words:
            queries.append(Query(" ".join(words), number))
        if len(queries) == count:
            break
    return queries


def misspelt_queries(queries: Sequence[Query]) -> list[Query]:
    """The same queries with one slip of the fingers in every word of five letters or more."""
    generator = random.Random(SEED)  # noqa: S311  -- to be the same in every run
    return [
        Query(" ".join(_misspelt(word, generator) for word in query.text.split()), query.passage)
        for query in queries
    ]


def unfinished_queries(passages: Sequence[str], count: int) -> list[Query]:
    """The first words of a passage, the last one cut short; ten passages at most begin like that."""
    generator = random.Random(SEED)  # noqa: S311  -- to be the same in every run
    beginnings = sorted(passage.casefold() for passage in passages)
    queries: list[Query] = []
    for number in _numbers(passages, generator):
        words = passages[number].split()
        for length in range(generator.randint(FEWEST_WORDS, MOST_WORDS), len(words)):
            last = words[length]
            start = " ".join((*words[:length], last[: generator.randint(1, max(1, len(last) - 1))]))
            if last.isalpha() and _beginning(beginnings, start.casefold()) <= SHOWN:
                queries.append(Query(start, number))
                break
        if len(queries) == count:
            break
    return queries


def _numbers(passages: Sequence[str], generator: random.Random) -> Iterator[int]:
    """The numbers of all passages, each once, in a random order."""
    yield from generator.sample(range(len(passages)), len(passages))


def _informative(passage: str) -> list[str]:
    """The words worth asking for, in lower case, each once, in their order."""
    return [
        word for word in dict.fromkeys(WORD.findall(passage.lower())) if word not in STOP_WORDS and word[1:]
    ]


def _words(
    choice: Sequence[str], found_in: Counter[str], passages: int, generator: random.Random
) -> list[str] | None:
    """Some of the words, as few as chance wants and the passage needs; None where even five are too few."""
    enough = math.log(passages) + SURPLUS
    for length in range(generator.randint(FEWEST_WORDS, MOST_WORDS), min(MOST_WORDS, len(choice)) + 1):
        words = [choice[place] for place in sorted(generator.sample(range(len(choice)), length))]
        told_apart = sum(math.log(passages / found_in[word]) for word in words)
        if told_apart >= enough and any(len(word) >= MISSPELT_FROM for word in words):
            return words
    return None


def _misspelt(word: str, generator: random.Random) -> str:
    """One letter too many, one missing, one wrong, or two exchanged; short words stay."""
    if len(word) < MISSPELT_FROM:
        return word
    while True:
        place = generator.randrange(len(word))
        before, here, after = word[:place], word[place], word[place + 1 :]
        letter = generator.choice(string.ascii_lowercase)
        slips = (
            before + letter + here + after,
            before + after,
            before + letter + after,
            before + after[:1] + here + after[1:],
        )
        slip = generator.choice(slips)
        if slip != word:
            return slip


def _beginning(beginnings: Sequence[str], start: str) -> int:
    """How many of the sorted beginnings begin so."""
    return bisect_left(beginnings, start + "\U0010ffff") - bisect_left(beginnings, start)
