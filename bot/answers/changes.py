"""``/case changes``: what the summary of a case gained, lost or corrected from version to version."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.answers.answer import Answer, ChangePart, NoticePart, Part, Quotation
from bot.answers.cite import Cited
from bot.answers.common import about_case, cited_case
from bot.answers.leads import joined
from bot.answers.over_time import day_asked, superseded_remark
from bot.answers.phrases import Phrase, counted, phrase
from bot.answers.query import Query
from bot.answers.withdrawal import source_withdrawn
from bot.cases.changes import Change, changes, known_before, superseded_by, told_changes
from bot.cases.dates import earliest
from bot.cases.library import Library
from bot.cases.model import Award, Case, Caveat, Entry, Lawsuit, Party, Relief, Ruling, Source, Statement
from bot.cases.selectors import Selector
from bot.cases.spans import selectors_of_entry
from bot.cases.standing import without_sources

TOPIC = phrase("changes")
BEFORE = phrase("Told before:")
NAMES = phrase("Names and descriptions")
"""The heading above changes of people and institutions, of which digests do not tell."""
VERSION = re.compile(r"(?P<day>[^/]*)/(?P<version>[0-9a-f]{8,64})", re.ASCII)
"""Matches a day with a version of a case, as the buttons of a digest name what its readers know."""


def answer(library: Library, asked: Query) -> Answer:
    """The changes of the case file, newest first: those of each kept version, or all together since a day.

    ``since`` is a day, or a version as the buttons of a digest name it. Raises CommandError for an unknown
    case or a malformed ``since``.
    """
    cited = cited_case(library, asked)
    versions = [version for version in library.versions(cited.case.id) if not version.withdrawn]
    day, version = since_asked(asked) or ("", "")
    known = version_known(versions, day, version) if day else None
    found = _since(versions, known) if day else history(versions)
    facts = [change for change in found if not (day and change.is_of_names)]
    parts = [part for change in facts for part in change_parts(library, change)]
    if names := [change for change in found if change not in facts]:
        parts += [NoticePart(NAMES, heading=True)]
        parts += [part for change in names for part in change_parts(library, change)]
    lead = _lead(versions, day, facts, only_names=bool(names and not facts))
    return about_case(cited, asked, TOPIC, lead, parts=parts, is_record=True)


def since_asked(asked: Query) -> tuple[str, str] | None:
    """The ISO day of ``since:``, with the version that it names, or an empty one; None without the option.

    Raises CommandError where the day is no EDTF date.
    """
    named = VERSION.fullmatch(asked.get("since") or "")
    dated = asked.changed(since=named["day"]) if named else asked
    day = day_asked(dated, "since", earliest)
    return (day, named["version"] if named else "") if day else None


def version_known(versions: Sequence[Case], day: str, version: str = "") -> Case | None:
    """Of the versions of a case, oldest first, the one that readers know: the named one, or that of a day.

    Where neither is kept, it is what ``known_before`` gives.
    """
    named = [one for one in versions if version and one.version.startswith(version)]
    return named[0] if named else known_before(versions, day)


def _since(versions: Sequence[Case], known: Case | None) -> list[Change]:
    """What differs now from a version, each with the day on which it came to be so, the newest first."""
    if known is None:
        return []
    days = {
        change.key: after.revised
        for before, after in pairwise(versions[versions.index(known) :])
        for change in changes(before, after)
    }
    found = (
        replace(change, day=days.get(change.key, versions[-1].revised))
        for change in told_changes(known, versions[-1])
    )
    return sorted(found, key=lambda change: change.day, reverse=True)


def history(versions: Sequence[Case]) -> list[Change]:
    """What changed from each version of a case, oldest first, to the next; the newest change comes first."""
    # Nothing is quoted from what was withdrawn since, in no version.
    withdrawn = frozenset(source.id for source in versions[-1].sources if source.withdrawn)
    trimmed = [without_sources(version, withdrawn) for version in versions]
    steps = reversed(list(pairwise(trimmed)))
    return [change for before, after in steps for change in told_changes(before, after)]


def _lead(versions: Sequence[Case], day: str, facts: Sequence[Change], *, only_names: bool) -> Phrase:
    first = earliest(day or versions[0].revised)
    if len(versions) == 1:
        revised = earliest(versions[0].revised)
        return phrase(
            "What this bot holds has not changed since it was first written, on {day}.", day=revised
        )
    if only_names:
        return phrase(
            "Of what this bot holds, only names or descriptions have changed since {since}.", since=first
        )
    if not facts:
        return phrase("What this bot holds has not changed since {since}.", since=first)
    changed = counted(
        "One change in what this bot holds since {since}.",
        "{count} changes in what this bot holds since {since}.",
        len(facts),
        since=first,
    )
    editors = sum(change.is_editors for change in facts)
    return joined((changed, _of_editors(editors, len(facts))), " ") if editors else changed


def _of_editors(count: int, among: int) -> Phrase:
    if among == 1:
        return phrase("It is an editor’s change: it rests on no new report.")
    return counted(
        "One of them is an editor’s change: it rests on no new report.",
        "{count} of them are an editor’s changes: they rest on no new report.",
        count,
    )


def change_parts(library: Library, change: Change, *, is_news: bool = False) -> Iterator[Part]:
    """The parts that tell a change: what the entry says now, and what it or the superseded facts said before.

    With ``is_news`` it is headed as news of a digest is. Of a source that was withdrawn since, nothing is
    quoted: a sentence says when and why it was.
    """
    entries = (change.before, change.after)
    cited = [
        (Cited(library, version), entry) for version, entry in zip(change.versions, entries, strict=True)
    ]
    old, new = (at.quotations(_shown(entry)) if entry else () for at, entry in cited)
    if len(change.versions[1].sources) > 1:
        old = tuple(map(_dated, old))
    label = [label_of(at, entry) for at, entry in cited if entry][-1]
    yield ChangePart(change, label, change.day or change.versions[1].revised, new, is_news=is_news)
    now, _ = cited[1]
    for fact, _ in superseded_by(change):
        yield NoticePart(superseded_remark(now.case, fact) or BEFORE, quotations=now.quotations(fact.quote))
    yield from _before(change, old, new)


def _dated(quotation: Quotation) -> Quotation:
    attribution = replace(quotation.attribution, reported_on=quotation.source.day)
    return replace(quotation, attribution=attribution)


def _before(change: Change, old: Sequence[Quotation], new: Sequence[Quotation]) -> Iterator[Part]:
    """What was quoted before and is not any more, or why the article of those words was withdrawn."""
    stands = {quotation.text for quotation in new}
    gone = [quotation for quotation in old if quotation.text not in stands]
    withdrawn = {one.id: one.withdrawn for one in change.versions[1].sources if one.withdrawn}
    if before := tuple(quotation for quotation in gone if quotation.source.id not in withdrawn):
        yield NoticePart(BEFORE, quotations=before)
    entries = (change.before, change.after)
    sources = {quotation.source.id for quotation in gone} | {
        entry.id for entry in entries if isinstance(entry, Source)
    }
    for withdrawal in dict.fromkeys(withdrawn[one] for one in sorted(sources & withdrawn.keys())):
        yield NoticePart(source_withdrawn(withdrawal))


def _shown(entry: Entry) -> tuple[Selector, ...]:
    """The quotations that tell an entry: of a lawsuit those of its current status, if it has one."""
    if isinstance(entry, Lawsuit) and entry.current_status:
        return entry.current_status.quote
    return tuple(selectors_of_entry(entry))


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
