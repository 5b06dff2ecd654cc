"""What a digest says: one message that stands alone, each point quoted; the rest is a button away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from bot.answers.answer import Answer, NoticePart, OpenPoint, Part, StatementPart, Suggestion
from bot.answers.cite import Cited
from bot.answers.common import FOLLOW_ONS
from bot.answers.parts import (
    amount_part,
    event_part,
    lawsuit_part,
    ruling_part,
)
from bot.answers.phrases import Phrase, counted, phrase
from bot.answers.query import Query
from bot.cases.changes import version_of
from bot.cases.dates import earliest
from bot.cases.library import Library
from bot.cases.model import Award, Case, Event, Lawsuit, Ruling, Source, Statement
from bot.db.subscriptions import Contents, NothingNew
from bot.digests.change_parts import change_parts
from bot.digests.cursor import START, told_version
from bot.digests.news import Happened, corrections
from bot.digests.selection import (
    Selection,
    Standing,
    select_news,
    select_shown,
    select_start,
    standing_quotations,
)

TOPIC = phrase("digest")
NOTHING_NEW = phrase("Nothing new since the last digest.")
FIRST = phrase("The first digest here: where the case stands.")
FIRST_OF_CHANGES = phrase("The first digest here. From now on it tells what is new.")
NOT_KEPT = phrase("The summary was revised; what changed in it was not kept. Where the case stands:")
PAUSE = phrase("Pause this digest")
CHANGES = phrase("All changes")
NEW, BESIDES = phrase("What is new"), phrase("What it told besides")
NOTHING = Selection()
BUTTONS = ("case status", "case statements", "case damages")


@dataclass(frozen=True)
class Subject:
    """What a digest is about: the subscription's id, its case, and what its readers want of it."""

    id: int
    case: str
    contents: Contents = "full"
    nothing_new: NothingNew = "skip"

    @property
    def is_full(self) -> bool:
        """Whether readers want to be told where the case stands, too."""
        return self.contents == "full"


@dataclass(frozen=True)
class DigestContent:
    """A digest, and how far it tells: what the next one begins from."""

    answer: Answer
    seen: str
    is_news: bool


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
    library: Library, about: Subject, seen: str, remembered: Case | None = None
) -> DigestContent | None:
    """The digest for readers who have been told this far; ``seen`` is empty for not at all.

    ``remembered`` is the case as they were told of it, where the bot has kept that version.
    None where there is no such case, or where nothing is new and readers do not want to hear that.
    """
    if about.case not in library.cases:
        return None
    case = library.cases[about.case]
    now = version_of(case)
    told = told_version(library, about.case, seen, remembered) if seen else None
    says = replace(_says(case, about, told, seen), has_changes=told is None or _is_kept(library, told))
    if says.is_nothing and about.nothing_new == "skip":
        return None
    return DigestContent(_answer(library, about, says, seen), now, not says.is_nothing)


def correction(
    library: Library, about: Subject, told: str, shown: Collection[str], remembered: Case | None = None
) -> Answer | None:
    """What stands in the place of a digest in which a quotation or fact was corrected since.

    It told of the version ``told``, and ``shown`` are the ids of its quotations. None where all of it still
    stands, or where that version is not kept.
    """
    case = library.cases.get(about.case)
    then = told_version(library, about.case, told, remembered) if case else None
    if case is None or then is None or version_of(then) != told:
        return None
    wrong = corrections(then, case, frozenset(shown))
    if not wrong:
        return None
    lead = counted(
        "Corrected on {day}: {count} point.",
        "Corrected on {day}: {count} points.",
        len(wrong),
        day=earliest(case.revised),
    )
    chosen = select_shown(case, frozenset(shown), wrong)
    return _answer(library, about, _Says(lead, chosen, BESIDES, _is_kept(library, then)), told)


def _is_kept(library: Library, version: Case) -> bool:
    """Whether the editor has kept a version, so that ``/case changes`` knows it."""
    return version in library.versions(version.id)


def _says(case: Case, about: Subject, told: Case | None, seen: str) -> _Says:
    if seen in {"", START}:
        return _Says(FIRST, select_start(case)) if about.is_full else _Says(FIRST_OF_CHANGES)
    if told is None:
        return _Says(NOT_KEPT, select_start(case))
    chosen = select_news(told, case, full=about.is_full)
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


def _answer(library: Library, about: Subject, says: _Says, seen: str) -> Answer:
    cited = Cited(library, library.cases[about.case])
    parts = tuple(_parts(cited, says))
    return Answer(
        Query("digest preview", (("id", str(about.id)), ("since", seen or START))),
        TOPIC,
        says.lead,
        cited.case.id,
        cited.case.title,
        cited.case.as_of,
        parts,
        tuple(OpenPoint(point.text, cited.quotations(point.quote)) for point in says.chosen.open_points),
        _suggestions(about, seen, has_changes=says.has_changes),
        cited.case.content_note if any(isinstance(part, StatementPart) for part in parts) else None,
    )


def _parts(cited: Cited, says: _Says) -> Iterator[Part]:
    chosen = says.chosen
    changed = (part for change in chosen.changed for part in change_parts(cited.library, change))
    yield from _under(phrase("What was corrected"), changed)
    new = (_happened(cited, entry) for entry in (*chosen.articles, *chosen.happened))
    yield from _under(says.heading, new)
    yield from _under(phrase("What was said"), (_said(cited, statement) for statement in chosen.said))
    if chosen.more and says.has_changes:
        yield NoticePart(phrase("And {count} more: see all changes.", count=chosen.more))
    elif chosen.more:
        yield NoticePart(phrase("And {count} more: see the status.", count=chosen.more))
    yield from _under(phrase("Where it stands"), _standing(cited, chosen.standing))
    told = {caveat.id for caveat in chosen.open_points}
    if left_open := {caveat for entry in chosen.facts for caveat in entry.caveats} - told:
        yield NoticePart(
            counted(
                "{count} point about this is open in the source: see the status.",
                "{count} points about this are open in the source: see the status.",
                len(left_open),
            )
        )


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


def _suggestions(about: Subject, seen: str, *, has_changes: bool) -> tuple[Suggestion, ...]:
    case = (("case", about.case),)
    since = () if seen in {"", START} else (("since", seen.partition("/")[0]),)
    return (
        *(Suggestion(FOLLOW_ONS[command], Query(command, case)) for command in BUTTONS),
        *((Suggestion(CHANGES, Query("case changes", (*case, *since))),) if has_changes else ()),
        Suggestion(PAUSE, Query("digest pause", (("id", str(about.id)),))),
    )
