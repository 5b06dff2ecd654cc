"""Judges how ``/ask`` answers the questions of the invented cases over time, each as of its day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answers.answer import Answer, NoticePart, Quotation
from bot.answers.denials_beside import BEFORE_THAT
from bot.answers.over_time import EARLIER
from bot.answers.query import CommandError, Query
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.search.archive import Archive
from bot.search.vector_store import VectorStore

FOLDER = Path(__file__).parent / "cases_over_time"
"""Where the cases and their questions are."""


@dataclass(frozen=True)
class Judged:
    """One question's answer: whether it is right, and whether it shows as current what was superseded."""

    is_right: bool
    is_stale: bool


def judged(archive: Archive, case: str, asked: dict[str, Any]) -> Judged:
    """Ask a question on its day, and judge what is shown by what must and must not be."""
    day = {"as-of": asked["as_of"]} if asked["as_of"] else {}
    options = {"question": asked["question"], "case": case, **day}
    try:
        answer = respond(archive, Query("ask", tuple(options.items())))
    except CommandError:
        # It says that no article is as old as the day.
        return Judged(not asked["must_quote"], is_stale=False)
    current, every = shown(answer)
    said = "\0".join(quotation.text for quotation in every)
    first = "\0".join(quotation.text for quotation in current)
    is_stale = any(words in first for words in asked["must_not_show_as_current"])
    if not asked["must_quote"]:
        return Judged(answer.abstained, is_stale)
    is_quoted = any(words in said for words in asked["must_quote"])
    has_all = all(words in said for words in asked.get("must_quote_all", ()))
    return Judged(is_quoted and has_all and not answer.abstained and not is_stale, is_stale)


def shown(answer: Answer) -> tuple[list[Quotation], list[Quotation]]:
    """The quotations that an answer shows as current, and all that it shows."""
    current: list[Quotation] = []
    is_earlier = False
    for part in answer.parts:
        if isinstance(part, NoticePart) and part.heading:
            is_earlier = part.text == EARLIER
        is_from_before = isinstance(part, NoticePart) and part.text.message == BEFORE_THAT.message
        if not is_earlier and not is_from_before:
            current += part.quotations
    return current, list(answer.quotations())


def archive_over_time(vectors: VectorStore) -> Archive:
    """What can be answered from the cases over time."""
    corpus = Corpus(ContentRepository(FOLDER), vectors=vectors)
    corpus.read()
    return corpus.archive


def judgements(archive: Archive, case: str) -> list[Judged]:
    """The judgement of each question of a case, in the order of the questions."""
    lines = (FOLDER / case / "QUESTIONS.jsonl").read_text("utf-8").splitlines()
    return [judged(archive, case, asked) for asked in map(json.loads, lines)]
