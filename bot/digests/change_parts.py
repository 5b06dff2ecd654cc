"""Changes of a case as the parts of a digest that tell them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.answers.answer import ChangePart, NoticePart, Part
from bot.answers.changes import label_of
from bot.answers.cite import Cited
from bot.answers.phrases import phrase
from bot.cases.changes import Change
from bot.cases.dates import PartialDate
from bot.cases.library import Library
from bot.cases.money import Money
from bot.cases.spans import selectors_of_entry
from bot.rendering.vocabulary import FIELDS

BEFORE = phrase("Told before:")


def change_parts(library: Library, change: Change) -> Iterator[Part]:
    """The parts that tell a change: what the entry says now, with its quotations, and what it said before."""
    entries = (change.before, change.after)
    cited = [
        (Cited(library, version), entry) for version, entry in zip(change.versions, entries, strict=True)
    ]
    old, new = (at.quotations(selectors_of_entry(entry)) if entry else () for at, entry in cited)
    stands = {quotation.text for quotation in new}
    withdrawn = tuple(quotation for quotation in old if quotation.text not in stands)
    labels = [label_of(at, entry) for at, entry in cited if entry]
    yield ChangePart(change, labels[-1], change.versions[1].revised, new)
    for name in change.fields:
        was, now = (_worded(getattr(entry, name)) for entry in entries)
        if was and now and was != now:
            yield NoticePart(phrase("{field}: {before} → {after}", field=FIELDS[name], before=was, after=now))
    if withdrawn:
        yield NoticePart(BEFORE, quotations=withdrawn)


def _worded(value: Any) -> str:
    """A field's value in the words of its editor or source; empty where it has none of its own."""
    match value:
        case str():
            return value
        case Money() | PartialDate():
            return value.raw
        case _:
            return ""
