"""The lessons of the encoder of /ask: articles with questions and the sentences that answer them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from _bare_cases import bare_case, typed_about
from _lessons import load
from _questions import QUESTIONS, Typed, cases, off_topic, taught
from fit_asking import LEAST_OVERLAP, OFF_TOPIC

from bot.cases.model import Source
from bot.cases.selectors import Selector, make_selector
from bot.qa.one_language import compared_words, in_english
from bot.search.sentences import sentences

ARTICLES = QUESTIONS / "articles.taught.jsonl"


class Text(NamedTuple):
    """An invented article in English, with its id as the source of spans."""

    id: str
    text: str
    in_language: str = "en"


@dataclass(frozen=True)
class Lesson:
    """A question and the indexes of the sentences that answer it; none where no sentence does."""

    text: str
    right: tuple[int, ...]


@dataclass(frozen=True)
class Subject:
    """An article's sentences in their order, and the lessons about it."""

    passages: tuple[str, ...]
    lessons: tuple[Lesson, ...]


def subjects(part: str) -> Iterator[Subject]:
    """A subject for each article of a part of the lessons, with the questions in any language."""
    for article in load(part):
        asked = [typed for language in ("en", "de", "es") for typed in typed_about(article, language)]
        yield _subject(bare_case(article).sources[0], asked)


def subjects_taught(without: str = "") -> Iterator[Subject]:
    """Those of the lessons, the shorter articles written before, and the sources of cases, but one (id)."""
    yield from subjects("taught")
    for line in ARTICLES.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        spans = ((one, [(article["id"], *span) for span in one["evidence"]]) for one in article["questions"])
        asked = [Typed("", one["question"], bool(evidence), tuple(evidence)) for one, evidence in spans]
        yield _subject(Text(article["id"], article["text"]), asked)
    for case in (one for one in cases() if one.id != without):
        yield from (_subject(source, taught(case)) for source in case.sources if taught(case))


def off_topic_taught() -> list[str]:
    """Questions about something else that no weights are fitted to."""
    fitted = set(off_topic("tuned")[::OFF_TOPIC])
    return [text for text in (*off_topic("taught"), *off_topic("tuned")) if text not in fitted]


def _subject(source: Text | Source, asked: Sequence[Typed]) -> Subject:
    """What asks for a sentence of a source, or for what none of its sentences says."""
    passages = [make_selector(source.id, source.text, *span) for span in sentences(source.text)]
    of_it = [one for one in asked if not one.evidence or any(span[0] == source.id for span in one.evidence)]
    lessons = tuple(_lesson(typed, passages) for typed in of_it)
    return Subject(tuple(compared_words(one.exact, source.in_language) for one in passages), lessons)


def _lesson(typed: Typed, passages: Sequence[Selector]) -> Lesson:
    overlaps = [typed.overlap(one) for one in passages]
    most = tuple(at for at, overlap in enumerate(overlaps) if overlap > LEAST_OVERLAP)
    return Lesson(
        in_english(typed.question), most or tuple(at for at, overlap in enumerate(overlaps) if overlap)
    )
