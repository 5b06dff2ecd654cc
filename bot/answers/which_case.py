"""Tells which of several cases a question is about, by parties it names and by words that few cases have."""

import math

from bot.qa.entities import EntityResolver
from bot.qa.lexicon import content_words, rarity
from bot.qa.parsed_question import parse_question
from bot.search.archive import Archive

MOST_WORDS = 12
"""How many words of a question are looked up: those of a long message tell no more."""
MOST_PASSAGES = 256
"""Passages with a word that are looked at for the cases that have it; a word of more tells nothing."""
CLEAR_LEAD = 0.76
"""By how much more must speak for one case than for the next; a word such as “lawyer” of one alone says 1."""


def case_meant(archive: Archive, question: str) -> str | None:
    """The id of the case that a question is clearly about; None where its words fit several, or none.

    Each word speaks for the cases that have it, the more the rarer it is among them and in English. Where
    parties of some cases are named, only these count.
    """
    scores = _scores(archive, question)
    plain = parse_question(question).text
    named = [one for one in scores if EntityResolver(archive.library.cases[one]).named(plain)]
    ranked = sorted(named or scores, key=lambda one: -scores[one])
    if not ranked or (len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < CLEAR_LEAD):
        return None
    return ranked[0] if scores[ranked[0]] >= CLEAR_LEAD or named else None


def _scores(archive: Archive, question: str) -> dict[str, float]:
    """How much a question's words speak for each case that has some of them."""
    held = len(archive.library.listings)
    scores: dict[str, float] = {}
    for word in dict.fromkeys(content_words(question).split()[:MOST_WORDS]):
        hits = archive.index.match_terms([word], MOST_PASSAGES) or archive.index.search(word, MOST_PASSAGES)
        cases = {case for hit in hits if (case := hit.key.split("\t")[0]) in archive.library.cases}
        if cases and len(hits) < MOST_PASSAGES:
            weight = math.log((held + 1) / len(cases), held + 1) * rarity(word)
            for case in cases:
                scores[case] = scores.get(case, 0.0) + weight
    return scores
