"""Who speaks and what is ruled in the articles of ``marked``, as far as the rules have come."""

from datetime import date
from pathlib import Path

import pytest

from bot.authoring.proposals import Proposals
from bot.authoring.propose import propose
from tests.authoring.marked_articles import MARKED, MarkedArticle, marked_articles

THURSDAY = date(2024, 5, 16)
FILES = [path for path in sorted(MARKED.glob("*.txt")) if path.stem != "kept"]
"""Those that rules are made with: no mistake in the others is printed."""
FEWEST_SPEAKERS = 0.9
"""The share of the speakers that are right at least, over all files that rules are made with."""
FEWEST_RULINGS = 0.8
"""The share of the rulings that are found with their outcome at least."""


def plain(name: str | None) -> str:
    """A name for comparing, without capitals and an article."""
    return (name or "").casefold().removeprefix("the ").removeprefix("a ").removeprefix("one ")


def right_speakers(article: MarkedArticle, found: Proposals) -> int:
    """How many quotations of an article begin where one does and have its speaker."""
    speakers = {one["start"]: plain(one["speaker"]) for one in article.quotations}
    return sum(
        speakers.get(one.start) == plain(one.speaker) for one in found.quotations if one.kind == "direct"
    )


def found_rulings(article: MarkedArticle, found: Proposals) -> int:
    """How many rulings of an article share words with one that is proposed, with the same outcome."""
    return sum(
        any(
            one["start"] < it.end and it.start < one["end"] and one["outcome"] == it.outcome
            for it in found.rulings
        )
        for one in article.rulings
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_speaker_that_is_taken_at_once_is_wrong(path: Path) -> None:
    wrong = []
    for article in marked_articles(path):
        speakers = {one["start"]: plain(one["speaker"]) for one in article.quotations}
        sure = [one for one in propose(article.text, THURSDAY).quotations if one.is_sure]
        wrong += [(one.exact, one.speaker) for one in sure if speakers.get(one.start) != plain(one.speaker)]
    assert wrong == []


def test_most_speakers_and_rulings_are_found() -> None:
    articles = [one for path in FILES for one in marked_articles(path)]
    found = [propose(one.text, THURSDAY) for one in articles]
    both = list(zip(articles, found, strict=True))
    speakers = sum(right_speakers(*one) for one in both) / sum(len(one.quotations) for one in articles)
    rulings = sum(found_rulings(*one) for one in both) / sum(len(one.rulings) for one in articles)
    assert speakers >= FEWEST_SPEAKERS
    assert rulings >= FEWEST_RULINGS
