"""Counts the decisions and keystrokes by which the guide's editor adds a second article to its case."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path
from statistics import median

from bot.cases.document import read_document
from bot.cases.review.warnings import warnings_of
from bot.corpus.loader import load_case
from tests.docs.test_second_article_guide import ROWS, Hands, keys
from tests.web.second_articles import CASE, DRAFT, CaseUnderReview

CHOOSING = 3
"""Keystrokes by which a value is chosen from a list."""


def second_article() -> str:
    """A row for the second article of the guide: cards, decisions, keystrokes, and what the review says."""
    with tempfile.TemporaryDirectory() as folder:
        under_review = CaseUnderReview(Path(folder))
        under_review.begin()
        cards = len(under_review.reviews.read(DRAFT).review.cards)
        strokes, times = _decided(under_review)
        decisions = under_review.reviews.read(DRAFT).number
        begun = time.perf_counter()
        under_review.save()
        saved = time.perf_counter() - begun
        document = read_document(under_review.file.read_bytes(), "case.yaml")
        found = warnings_of(load_case(under_review.content / CASE), document, "", "case.yaml")
        open_ones = sum(not one.answer for one in found)
    return (
        f"a second article: {cards} cards, {decisions} decisions, {strokes} keystrokes; {open_ones} warnings"
        f" without an answer; a decision takes {1000 * median(times):.0f} ms, saving {1000 * saved:.0f} ms"
    )


def _decided(under_review: CaseUnderReview) -> tuple[int, list[float]]:
    """Decide as the guide's table says, and give the keystrokes and the seconds of each row."""
    hands, strokes, times = Hands(under_review), 0, []
    for named, pressed, fields in ROWS:
        begun = time.perf_counter()
        wanted = list(keys(pressed))
        card = hands.card(named, wanted[0] if wanted else "")
        for key in wanted[1:] if named.startswith("“") else wanted:
            hands.press(card, key)
        strokes += len(wanted)
        if fields:
            choices = {field.name: field.choices for field in hands.view(card).fields}
            typed = [part.partition(": ") for part in re.split(r", (?=\w+: )", fields)]
            strokes += 2 + sum(1 + (CHOOSING if choices[name] else len(words)) for name, _, words in typed)
            hands.fill(card, fields)
        times.append(time.perf_counter() - begun)
    return strokes, times
