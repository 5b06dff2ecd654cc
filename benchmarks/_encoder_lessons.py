"""The lessons of the encoder of /ask: questions of cases and articles with the passages that answer them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from _questions import QUESTIONS, Typed, cases, off_topic, taught
from fit_asking import LEAST_OVERLAP, OFF_TOPIC

from bot.cases.model import Case, Source
from bot.cases.selectors import Selector, make_selector
from bot.qa.candidates import Candidate, candidates_of
from bot.search.sentences import sentences

ARTICLES = QUESTIONS / "articles.taught.jsonl"
FIRST = "carroll-v-trump"
OTHERS = 4
"""One in so many of the questions about something else is a lesson on each other case."""


class Text(NamedTuple):
    """An invented article, with its id as the source of spans."""

    id: str
    text: str


@dataclass(frozen=True)
class Lesson:
    """A text and the indexes of the passages that it asks for; none where no passage answers it."""

    text: str
    right: tuple[int, ...]


@dataclass(frozen=True)
class Subject:
    """Lessons about the same passages, which are taught together."""

    passages: tuple[str, ...]
    lessons: tuple[Lesson, ...]
    has_classifier: bool
    """Whether a classifier chooses among the passages; else the cosine does."""


def subjects_taught() -> Iterator[Subject]:
    """Every subject: each case that there are questions to learn from, its sources, and the articles."""
    learnt = [case for case in cases() if taught(case)]
    for case in learnt:
        candidates = candidates_of(case)
        passages = [candidate.selector for candidate in candidates if candidate.selector]
        beside = _off_topic(1 if case.id == FIRST else OTHERS)
        lessons = (*_of_case(case, candidates, passages), *(Lesson(text, ()) for text in beside))
        yield Subject(tuple(one.exact for one in passages), lessons, has_classifier=True)
        if case.id != FIRST:
            yield from (_nearest(source, taught(case)) for source in case.sources)
    for line in ARTICLES.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        source = Text(article["id"], article["text"])
        asked = (
            Typed(
                "",
                one["question"],
                bool(one["evidence"]),
                tuple((source.id, *span) for span in one["evidence"]),
            )
            for one in article["questions"]
        )
        yield _nearest(source, list(asked))


def _of_case(case: Case, candidates: Sequence[Candidate], passages: Sequence[Selector]) -> Iterator[Lesson]:
    known = {
        (asked.question.typed, candidate.selector) for candidate in candidates for asked in candidate.asked
    }
    for text, selector in (*sorted(known, key=str), *((one.exact, one) for one in passages)):
        spans = ((selector.source, selector.start, selector.end),) if selector else ()
        yield _lesson(Typed(case.id, text, bool(selector), spans), passages)
    yield from (_lesson(typed, passages) for typed in taught(case))


def _nearest(source: Text | Source, asked: Sequence[Typed]) -> Subject:
    """What asks for a sentence of a source, or for what none of its sentences says."""
    passages = [make_selector(source.id, source.text, *span) for span in sentences(source.text)]
    of_it = [one for one in asked if not one.evidence or any(span[0] == source.id for span in one.evidence)]
    lessons = tuple(_lesson(typed, passages) for typed in of_it)
    return Subject(tuple(one.exact for one in passages), lessons, has_classifier=False)


def _off_topic(step: int) -> list[str]:
    fitted = set(off_topic("tuned")[::OFF_TOPIC])
    return [text for text in (*off_topic("taught"), *off_topic("tuned")) if text not in fitted][::step]


def _lesson(typed: Typed, passages: Sequence[Selector]) -> Lesson:
    overlaps = [typed.overlap(one) for one in passages]
    most = tuple(at for at, overlap in enumerate(overlaps) if overlap > LEAST_OVERLAP)
    return Lesson(typed.question, most or tuple(at for at, overlap in enumerate(overlaps) if overlap))
