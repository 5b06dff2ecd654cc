"""``/case changes``: what the summary of a case gained, lost or corrected from version to version."""

from itertools import pairwise

from bot.answers.answer import Answer, ChangePart
from bot.answers.cite import Cited
from bot.answers.common import about_case, cited_case
from bot.answers.over_time import day_asked
from bot.answers.phrases import counted, phrase
from bot.answers.query import Query
from bot.cases.changes import Change, changes
from bot.cases.dates import earliest
from bot.cases.library import Library
from bot.cases.model import Award, Caveat, Entry, Party, Relief, Ruling, Source, Statement
from bot.cases.spans import selectors_of_entry
from bot.cases.standing import without_sources

TOPIC = phrase("changes")


def answer(library: Library, asked: Query) -> Answer:
    """The changes between the kept versions of the case file, newest first.

    Raises CommandError for an unknown case or a malformed ``since``.
    """
    cited = cited_case(library, asked)
    since = day_asked(asked, "since", earliest) or ""
    # Nothing is quoted from what was withdrawn since, in no version.
    withdrawn = frozenset(source.id for source in cited.case.sources if source.withdrawn)
    versions = [without_sources(version, withdrawn) for version in library.versions(cited.case.id)]
    parts = [
        _part(library, change)
        for before, after in reversed(list(pairwise(versions)))
        if after.revised >= since
        for change in changes(before, after)
    ]
    first = earliest(since or versions[0].revised)
    if len(versions) == 1:
        day = earliest(versions[0].revised)
        lead = phrase("Nothing has changed: this summary is still its first version, of {day}.", day=day)
    elif not parts:
        lead = phrase("Nothing has changed since {since}.", since=first)
    else:
        lead = counted("One change since {since}.", "{count} changes since {since}.", len(parts), since=first)
    return about_case(cited, asked, TOPIC, lead, parts=parts, is_record=True)


def _part(library: Library, change: Change) -> ChangePart:
    sides = zip(change.versions, (change.before, change.after), strict=True)
    shown = [(Cited(library, version), entry) for version, entry in sides if entry]
    quoted = [
        quotation for cited, entry in shown for quotation in cited.quotations(selectors_of_entry(entry))
    ]
    unique = {(quotation.text, quotation.selector.span): quotation for quotation in quoted}
    label = label_of(*shown[-1])
    return ChangePart(change, label, change.versions[1].revised, tuple(unique.values()))


def label_of(cited: Cited, entry: Entry) -> str:
    """The label of an entry of a case file in lists, in the editor's words."""
    match entry:
        case Source():
            label = entry.headline or entry.id
        case Party():
            label = entry.name
        case Ruling():
            label = entry.claim
        case Award():
            label = entry.amount.raw if entry.amount else entry.kind
        case Relief():
            label = entry.what
        case Statement():
            label = cited.case.party_by_id[entry.speaker].name
        case Caveat():
            label = entry.text
        case _:
            label = entry.label
    return label
