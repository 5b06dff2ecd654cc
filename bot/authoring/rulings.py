"""Finds the sentences that tell what became of a claim, motion, charge, appeal or penalty."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, cast

from bot.authoring.article import Article
from bot.authoring.ruling_terms import APPEAL, CRIMINAL, NOT_REAL, THING_OF_MOTION, RulingPattern
from bot.authoring.ruling_words import PATTERNS, refusal_by
from bot.cases.outcomes import OUTCOMES_OF, RuledOn


class FoundRuling(NamedTuple):
    """A span that tells an outcome, what was ruled on, and the words by which it was found."""

    start: int
    end: int
    outcome: str
    on: str
    words: str


def rulings(article: Article, judges: Iterable[str] = ()) -> Iterator[FoundRuling]:
    """The rulings that an article's own sentences tell, in the order of the text.

    ``judges`` are the surnames of those who sit: what they refuse to do is refused by a court.
    """
    criminal = CRIMINAL.search(article.text) is not None
    patterns = (*PATTERNS[:-1], refusal_by(judges), PATTERNS[-1])
    for sentence in article.sentences:
        if sentence.start < article.body:
            continue
        words = article.masked[sentence.start : sentence.end]
        yield from _in_sentence(words, sentence.start, patterns, criminal=criminal)


def _in_sentence(
    words: str, start: int, patterns: Iterable[RulingPattern], *, criminal: bool
) -> Iterator[FoundRuling]:
    taken: list[tuple[int, int, str, str]] = []
    for one in patterns:
        for match in one.pattern.finditer(words):
            if NOT_REAL.search(words[: match.start()]) or _taken(taken, match, one.outcome):
                continue
            on = _ruled_on(one, match, criminal=criminal)
            outcome = "acquitted" if one.outcome == "cleared" and on == "charge" else one.outcome
            taken.append((match.start(), match.end(), outcome, on))
    taken = sorted(one for one in taken if one[2] != "other" or _is_apart(words, one, taken))
    borders = _borders(words, [at for at, *_ in taken])
    for (low, high), (at, to, outcome, on) in zip(borders, taken, strict=True):
        yield FoundRuling(start + low, start + high, outcome, on, words[at:to])


def _is_apart(words: str, other: tuple[int, int, str, str], taken: list[tuple[int, int, str, str]]) -> bool:
    """Whether an outcome without a name stands in another clause than all that have one."""
    named = [at for at, _, outcome, _ in taken if outcome != "other"]
    return all(
        re.search(r"\b(?:and|but|while)\b|;", words[min(at, other[0]) : max(at, other[0])]) for at in named
    )


def _taken(taken: list[tuple[int, int, str, str]], match: re.Match[str], outcome: str) -> bool:
    """Whether an earlier pattern told the outcome of these words, or the same outcome of the sentence."""
    return any((at < match.end() and match.start() < to) or said == outcome for at, to, said, _ in taken)


def _ruled_on(one: RulingPattern, match: re.Match[str], *, criminal: bool) -> str:
    if one.on == "?clear":
        return "charge" if criminal else "claim"
    if one.on == "?":
        for thing, on in ((APPEAL, "appeal"), (THING_OF_MOTION, "motion")):
            if re.search(rf"\b{thing}\b", match.group(), re.IGNORECASE):
                return on
        return "claim"
    if (
        one.on == "claim"
        and re.search(r"\bcharges?\b", match.group())
        and one.outcome in OUTCOMES_OF["charge"]
    ):
        return "charge"
    possible = OUTCOMES_OF[cast("RuledOn", one.on)]
    return one.on if one.outcome in possible else "claim"


def _borders(words: str, places: list[int]) -> list[tuple[int, int]]:
    """The part of a sentence for each outcome in it, from conjunction to conjunction."""
    starts = [0]
    for earlier, later in pairwise(places):
        joined = list(re.finditer(r"(?:,? (?:and|but|while|then)|[,;]) ", words[earlier:later]))
        starts.append(earlier + joined[-1].end() if joined else starts[-1])
    ends = []
    for number, start in enumerate(starts):
        following = next((one for one in starts[number + 1 :] if one > start), None)
        if following is None:
            ends.append(len(words))
        else:
            ends.append(len(re.sub(r"(?:,? (?:and|but|while|then)|[,;]) \Z", "", words[:following])))
    return list(zip(starts, ends, strict=True))[: len(places)]
