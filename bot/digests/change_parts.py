"""A change as the parts that tell it: what stands now, and what was told before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.answers.answer import ChangePart, NoticePart, Part
from bot.answers.changes import label_of
from bot.answers.cite import Cited
from bot.answers.phrases import phrase
from bot.answers.withdrawal import source_withdrawn
from bot.cases.changes import Change
from bot.cases.dates import PartialDate
from bot.cases.library import Library
from bot.cases.model import Source
from bot.cases.money import Money
from bot.cases.spans import selectors_of_entry
from bot.rendering.vocabulary import FIELDS

BEFORE = phrase("Told before:")


def change_parts(library: Library, change: Change) -> Iterator[Part]:
    """What it says now, with its quotations; then what it said, as far as that differs.

    Of a source that was withdrawn since, nothing is quoted: a sentence says when and why it was.
    """
    entries = (change.before, change.after)
    told = [(Cited(library, version), entry) for version, entry in zip(change.versions, entries, strict=True)]
    old, new = (cited.quotations(selectors_of_entry(entry)) if entry else () for cited, entry in told)
    stands = {quotation.text for quotation in new}
    superseded = tuple(quotation for quotation in old if quotation.text not in stands)
    withdrawn = {one.id: one.withdrawn for one in change.versions[1].sources if one.withdrawn}
    labels = [label_of(cited, entry) for cited, entry in told if entry]
    yield ChangePart(change, labels[-1], change.versions[1].revised, new)
    for name in change.fields:
        was, now = (_worded(getattr(entry, name)) for entry in entries)
        if was and now and was != now:
            yield NoticePart(phrase("{field}: {before} → {after}", field=FIELDS[name], before=was, after=now))
    if before := tuple(quotation for quotation in superseded if quotation.source.id not in withdrawn):
        yield NoticePart(BEFORE, quotations=before)
    gone = {quotation.source.id for quotation in superseded} | {
        entry.id for entry in entries if isinstance(entry, Source)
    }
    for withdrawal in dict.fromkeys(withdrawn[one] for one in sorted(gone & withdrawn.keys())):
        yield NoticePart(source_withdrawn(withdrawal))


def _worded(value: Any) -> str:
    """A field's value in the words of its editor or source; empty where it has none of its own."""
    match value:
        case str():
            return value
        case Money() | PartialDate():
            return value.raw
        case _:
            return ""
