"""The articles of the lessons as bare cases: the text alone, without anything that an editor would add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from _lessons import load, span_of
from _questions import Typed

from bot.cases.model import Case, Source

DAY = "2024-06-01"
"""The day that every bare case and its article are given: the lessons have none."""


def bare_case(article: Mapping[str, Any]) -> Case:
    """The case that has an article as its one source, and nothing else."""
    source = Source(
        id="article",
        file="article.txt",
        sha256=sha256(article["text"].encode()).hexdigest(),
        date_published=DAY,
        in_language=article["language"],
        text=article["text"],
    )
    return Case(id=article["id"], title=article["title"], revised=DAY, sources=(source,))


def typed_about(article: Mapping[str, Any], language: str) -> list[Typed]:
    """The questions in a language about an article; each of the spans listed with one is right."""
    return [
        Typed(
            article["id"],
            one["question"],
            bool(one["evidence"]),
            tuple(("article", *span_of(article["text"], evidence)) for evidence in one["evidence"]),
        )
        for one in article["questions"]
        if one["language"] == language
    ]


def bare_cases(part: str) -> Iterator[tuple[Case, list[Typed]]]:
    """Each article of a part as a bare case, with the questions in its own language."""
    for article in load(part):
        yield bare_case(article), typed_about(article, article["language"])
