"""Tells whether an article is known already: by the runs of five words that it shares with another."""

import re

from bot.search.folding import fold

WORDS_IN_A_SHINGLE = 5
"""Words of a run: two articles about one case share few runs of five, a corrected edition nearly all."""
ASKED_ABOVE = 0.4
"""The share above which an editor is asked: other articles have 0.00, an edition of the same .98 and more."""


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Each run of five folded words of a text; a shorter text is one run."""
    words = re.findall(r"\w+", fold(text))
    last = max(1, len(words) - WORDS_IN_A_SHINGLE + 1)
    return (
        frozenset(tuple(words[at : at + WORDS_IN_A_SHINGLE]) for at in range(last)) if words else frozenset()
    )


def containment(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """The share of the shorter text's runs that stand in the other one, from 0 to 1."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0
