"""What a digest says: one message that stands alone, each point quoted; the rest is a button away."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.answers.answer import Answer, ChangePart, NoticePart, OpenPoint, Part, StatementPart, Suggestion
from bot.answers.changes import label_of
from bot.answers.cite import Cited
from bot.answers.common import FOLLOW_ONS
from bot.answers.parts import amount_part, event_part, lawsuit_part, ruling_part
from bot.answers.phrases import Phrase, counted, phrase
from bot.answers.query import Query
from bot.answers.withdrawal import case_withdrawn, source_withdrawn
from bot.cases.changes import Change
from bot.cases.dates import PartialDate, earliest
from bot.cases.library import Library
from bot.cases.model import Award, Case, Event, Lawsuit, Ruling, Source, Statement
from bot.cases.money import Money
from bot.cases.spans import selectors_of_entry
from bot.cases.withdrawal import Withdrawal
from bot.db.subscriptions import Contents, WhenNothingNew
from bot.digests import selection
from bot.digests.cursor import Cursor, version_at
from bot.digests.news import Happened, corrections
from bot.digests.selection import Selection, Standing, standing_quotations
from bot.rendering.vocabulary import FIELDS

TOPIC = phrase("digest")
NOTHING_NEW = phrase("Nothing new since the last digest.")
FIRST = phrase("The first digest here: where the case stands.")
FIRST_OF_CHANGES = phrase("The first digest here. From now on it tells what is new.")
NOT_KEPT = phrase("The summary was revised; what changed in it was not kept. Where the case stands:")
PAUSE = phrase("Pause this digest")
CHANGES = phrase("All changes")
NEW, BESIDES, BEFORE = phrase("What is new"), phrase("What it told besides"), phrase("Told before:")
NOTHING = Selection()
BUTTONS = ("case status", "case statements", "case damages")


@dataclass(frozen=True)
class Subject:
    """What a digest is about: the subscription's id, its case, and what its readers want of it."""

    id: int
    case: str
    contents: Contents = "full"
    nothing_new: WhenNothingNew = "skip"

    @property
    def is_full(self) -> bool:
        """Whether readers want to be told where the case stands, too."""
        return self.contents == "full"


@dataclass(frozen=True)
class DigestContent:
    """A digest, and how far its readers have been told with it: where the next one begins."""

    answer: Answer
    cursor: Cursor


@dataclass(frozen=True)
class _Says:
    """What a digest says: the answer in a line, its points, and what the new ones stand under."""

    lead: Phrase
    chosen: Selection = NOTHING
    heading: Phrase = NEW
    has_changes: bool = True
    """Whether all changes since then can be shown: the version that they are compared with was kept."""

    @property
    def is_nothing(self) -> bool:
        return self.lead in {NOTHING_NEW, FIRST_OF_CHANGES}


def digest(
    library: Library, about: Subject, cursor: Cursor, remembered: Case | None = None
) -> DigestContent | None:
    """The digest for readers who have been told as far as the cursor says.

    ``remembered`` is the case in the cursor's version, where the bot has kept that.
    None where there is no such case, where nothing is new and readers do not want to hear that, or where they
    have been told that the case was withdrawn.
    """
    if about.case not in library.cases:
        return None
    case = library.cases[about.case]
    known = None if cursor.is_start else version_at(library, about.case, cursor, remembered)
    if case.withdrawn:
        if known and known.withdrawn and cursor.version and known.version.startswith(cursor.version):
            return None
        return DigestContent(_withdrawn(about, case, case.withdrawn, cursor), Cursor.of(case))
    says = replace(_says(case, about, known, cursor), has_changes=known is None or _is_kept(library, known))
    if says.is_nothing and about.nothing_new == "skip":
        return None
    return DigestContent(_answer(library, about, says, cursor), Cursor.of(case))


def correction(library: Library, about: Subject, then: Case, shown: Collection[str]) -> Answer | None:
    """What stands in the place of a digest in which a quotation or fact was corrected since.

    The digest told of the case as it was ``then``, and ``shown`` are the ids of its quotations. None where
    all of it still stands.
    """
    case = library.cases[about.case]
    if case.withdrawn:
        return None if then.withdrawn else _withdrawn(about, case, case.withdrawn, Cursor.of(then))
    wrong = corrections(then, case, frozenset(shown))
    if not wrong:
        return None
    lead = counted(
        "Corrected on {day}: {count} point.",
        "Corrected on {day}: {count} points.",
        len(wrong),
        day=earliest(case.revised),
    )
    chosen = selection.select_shown(case, frozenset(shown), wrong)
    return _answer(library, about, _Says(lead, chosen, BESIDES, _is_kept(library, then)), Cursor.of(then))


def _withdrawn(about: Subject, case: Case, withdrawal: Withdrawal, cursor: Cursor) -> Answer:
    """What is said of a withdrawn case, once, and in the place of every digest of it that was posted."""
    asked, lead = _preview(about, cursor), case_withdrawn(withdrawal)
    return Answer(asked, TOPIC, lead, case.id, case.title, case.as_of, suggestions=(_pause(about),))


def _preview(about: Subject, cursor: Cursor) -> Query:
    return Query("digest preview", (("id", str(about.id)), ("since", str(cursor.abbreviated))))


def _pause(about: Subject) -> Suggestion:
    return Suggestion(PAUSE, Query("digest pause", (("id", str(about.id)),)))


def _is_kept(library: Library, version: Case) -> bool:
    """Whether the editor has kept a version, so that ``/case changes`` knows it."""
    return version in library.versions(version.id)


def _says(case: Case, about: Subject, known: Case | None, cursor: Cursor) -> _Says:
    if cursor.is_start:
        return _Says(FIRST, selection.select_start(case)) if about.is_full else _Says(FIRST_OF_CHANGES)
    if known is None:
        return _Says(NOT_KEPT, selection.select_start(case))
    chosen = selection.select_news(known, case, full=about.is_full)
    changed = len(chosen.changed)
    return _Says(_counted(len(chosen) - changed, changed), chosen) if len(chosen) else _Says(NOTHING_NEW)


def _counted(new: int, changed: int) -> Phrase:
    if new and changed:
        return phrase("{new} new and {changed} corrected since the last digest.", new=new, changed=changed)
    if new:
        return counted(
            "{count} new point since the last digest.", "{count} new points since the last digest.", new
        )
    return counted(
        "{count} correction since the last digest.", "{count} corrections since the last digest.", changed
    )


def _answer(library: Library, about: Subject, says: _Says, cursor: Cursor) -> Answer:
    cited = Cited(library, library.cases[about.case])
    parts = tuple(_parts(cited, says))
    return Answer(
        _preview(about, cursor),
        TOPIC,
        says.lead,
        cited.case.id,
        cited.case.title,
        cited.case.as_of,
        parts,
        tuple(OpenPoint(point.text, cited.quotations(point.quote)) for point in says.chosen.open_points),
        _suggestions(about, cursor, has_changes=says.has_changes),
        cited.case.content_note if any(isinstance(part, StatementPart) for part in parts) else None,
    )


def _parts(cited: Cited, says: _Says) -> Iterator[Part]:
    chosen = says.chosen
    changed = (part for change in chosen.changed for part in _change(cited.library, change))
    yield from _under(phrase("What was corrected"), changed)
    new = (_happened(cited, entry) for entry in (*chosen.articles, *chosen.happened))
    yield from _under(says.heading, new)
    yield from _under(phrase("What was said"), (_said(cited, statement) for statement in chosen.said))
    if chosen.more and says.has_changes:
        yield NoticePart(phrase("And {count} more: see all changes.", count=chosen.more))
    elif chosen.more:
        yield NoticePart(phrase("And {count} more: see the status.", count=chosen.more))
    yield from _under(phrase("Where it stands"), _standing(cited, chosen.standing))
    stated = {caveat.id for caveat in chosen.open_points}
    if left_open := {caveat for entry in chosen.facts for caveat in entry.caveats} - stated:
        yield NoticePart(
            counted(
                "{count} point about this is open in the source: see the status.",
                "{count} points about this are open in the source: see the status.",
                len(left_open),
            )
        )


def _change(library: Library, change: Change) -> Iterator[Part]:
    """The parts that tell a change: what the entry says now, with its quotations, and what it said before.

    Of a source that was withdrawn since, nothing is quoted: a sentence says when and why it was.
    """
    entries = (change.before, change.after)
    cited = [
        (Cited(library, version), entry) for version, entry in zip(change.versions, entries, strict=True)
    ]
    old, new = (at.quotations(selectors_of_entry(entry)) if entry else () for at, entry in cited)
    stands = {quotation.text for quotation in new}
    superseded = tuple(quotation for quotation in old if quotation.text not in stands)
    withdrawn = {one.id: one.withdrawn for one in change.versions[1].sources if one.withdrawn}
    labels = [label_of(at, entry) for at, entry in cited if entry]
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


def _under(heading: Phrase, parts: Iterable[Part]) -> Iterator[Part]:
    for number, part in enumerate(parts):
        if not number:
            yield NoticePart(heading, heading=True)
        yield part


def _happened(cited: Cited, entry: Happened | Source) -> Part:
    match entry:
        case Lawsuit():
            return lawsuit_part(cited, entry, standing_quotations(entry))
        case Ruling():
            return ruling_part(cited, entry)
        case Award():
            return amount_part(cited, entry)
        case Event():
            return event_part(cited, entry)
        case Source():
            return NoticePart(
                phrase(
                    "An article: {headline} · {publisher} · {day}",
                    headline=entry.headline or phrase("no headline given"),
                    publisher=entry.publisher or phrase("publisher not given"),
                    day=earliest(entry.date_published),
                )
            )


def _said(cited: Cited, statement: Statement) -> Part:
    """The words alone: who said them, and where, stands above and below them."""
    name = cited.case.party_by_id[statement.speaker].name
    return StatementPart(statement, name, cited.quotations(statement.quote))


def _standing(cited: Cited, standing: Iterable[Standing]) -> Iterator[Part]:
    """Lawsuits, each with the words that say where it stands unless they are a ruling's below it."""
    entries = list(standing)
    ruled = [selector for entry in entries if isinstance(entry, Ruling) for selector in entry.quote]
    for entry in entries:
        if isinstance(entry, Ruling):
            yield ruling_part(cited, entry)
        else:
            words = standing_quotations(entry)
            fresh = tuple(one for one in words if not any(other.contains(one) for other in ruled))
            yield lawsuit_part(cited, entry, fresh)


def _suggestions(about: Subject, cursor: Cursor, *, has_changes: bool) -> tuple[Suggestion, ...]:
    case = (("case", about.case),)
    since = () if cursor.is_start else (("since", cursor.day),)
    return (
        *(Suggestion(FOLLOW_ONS[command], Query(command, case)) for command in BUTTONS),
        *((Suggestion(CHANGES, Query("case changes", (*case, *since))),) if has_changes else ()),
        _pause(about),
    )
