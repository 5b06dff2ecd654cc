"""``/case changes``: what the summary of a case gained, lost or corrected."""

from __future__ import annotations

from itertools import pairwise

from bot.answers.answer import Answer, ChangePart, Quotation
from bot.answers.cite import Cited
from bot.answers.common import about_case, cited_case
from bot.answers.phrases import phrase
from bot.answers.query import CommandError, Query
from bot.cases.changes import Change, Entry, changes
from bot.cases.dates import earliest
from bot.cases.library import Library
from bot.cases.model import Award, Caveat, Party, Ruling, Source, Statement
from bot.cases.rules import Mistake
from bot.cases.spans import selectors_of_entry

TOPIC = phrase("changes")


def answer(library: Library, asked: Query) -> Answer:
    """The changes between the kept versions of the case file, newest first."""
    cited = cited_case(library, asked)
    since = _since(asked)
    versions = library.versions(cited.case.id)
    parts = [
        part
        for before, after in reversed(list(pairwise(versions)))
        if after.revised >= since
        for change in changes(before, after)
        if (part := _part(library, change))
    ]
    first = earliest(versions[0].revised)
    if parts:
        lead = phrase(
            "{count} changes since {since}.", count=len(parts), since=earliest(since) if since else first
        )
    elif len(versions) == 1:
        lead = phrase("Nothing has changed: this summary is still its first version, of {day}.", day=first)
    else:
        lead = phrase("Nothing has changed since {since}.", since=earliest(since) if since else first)
    return about_case(cited, asked, TOPIC, lead, parts=parts, is_record=True)


def _since(asked: Query) -> str:
    typed = asked.get("since")
    if not typed:
        return ""
    try:
        return earliest(typed).isoformat()
    except Mistake as error:
        raise CommandError(phrase("since: {reason}.", reason=error), asked.command) from None


def _part(library: Library, change: Change) -> ChangePart:
    before, after = (Cited(library, version) for version in change.versions)
    quoted: list[Quotation] = []
    for cited, entry in ((before, change.before), (after, change.after)):
        quoted += cited.quotations(selectors_of_entry(entry)) if entry else ()
    unique = {(quotation.text, quotation.selector.span): quotation for quotation in quoted}
    entry = change.after or change.before
    label = _label(after if change.after else before, entry) if entry else ""
    return ChangePart(change, label, change.versions[1].revised, tuple(unique.values()))


def _label(cited: Cited, entry: Entry) -> str:
    """What the entry is called where it is listed, in the editor's words."""
    match entry:
        case Source():
            return entry.headline or entry.id
        case Party():
            return entry.name
        case Ruling():
            return entry.claim
        case Award():
            return entry.amount.raw
        case Statement():
            return str(cited.name(entry.speaker))
        case Caveat():
            return entry.text
        case _:
            return entry.label
