"""What a digest says: one message that stands alone, each point quoted; the rest is a button away."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

from bot.answers import status
from bot.answers.answer import Answer, NoticePart, OpenPoint, Part, StatementPart, Suggestion
from bot.answers.changes import change_parts
from bot.answers.cite import Cited
from bot.answers.common import FOLLOW_ONS
from bot.answers.phrases import Phrase, counted, phrase
from bot.answers.query import Query
from bot.answers.withdrawal import case_withdrawn
from bot.cases.dates import earliest
from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.spans import selectors_of_facts
from bot.cases.withdrawal import Withdrawal
from bot.db.subscriptions import Contents, WhenNothingNew
from bot.digests import selection
from bot.digests.cursor import Cursor, version_at
from bot.digests.news import corrections, superseded_since
from bot.digests.points import news_parts, said_part, standing_parts, under
from bot.digests.selection import Selection
from bot.digests.short_form import WHERE_IT_STANDS, short_form

TOPIC = phrase("digest")
NOTHING_NEW = phrase("Nothing new since the last digest.")
FIRST = phrase("The first digest here: where the case stands.")
FIRST_OF_CHANGES = phrase("The first digest here. From now on it tells what is new.")
NOT_KEPT = phrase("The summary was revised; what changed in it was not kept. Where the case stands:")
STANDS_AGAIN = phrase("The case was withdrawn and stands again. Where it stands:")
PAUSE = phrase("Pause this digest")
CHANGES = phrase("All changes")
NEW, BESIDES, UPDATED = phrase("What is new"), phrase("What it told besides"), phrase("What has changed")
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

    @property
    def is_start(self) -> bool:
        """Whether it tells where the case stands to readers who do not know, or know what is not kept."""
        return self.lead in {FIRST, NOT_KEPT, STANDS_AGAIN}


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
    ids, day = frozenset(shown), earliest(case.revised)
    # Of a withdrawn case nothing is left to compare with.
    wrong = () if then.withdrawn else corrections(then, case, ids)
    newer = () if then.withdrawn else superseded_since(then, case, ids)
    newer = tuple(change for change in newer if change not in wrong)
    if then.withdrawn:
        lead = phrase("Corrected on {day}: the case was withdrawn and stands again.", day=day)
    elif wrong:
        lead = counted(
            "Corrected on {day}: {count} point.", "Corrected on {day}: {count} points.", len(wrong), day=day
        )
    elif newer:
        lead = counted(
            "Updated on {day}: {count} point was superseded since.",
            "Updated on {day}: {count} points were superseded since.",
            len(newer),
            day=day,
        )
    else:
        return None
    chosen = selection.select_shown(case, ids, wrong, newer)
    return _answer(library, about, _Says(lead, chosen, BESIDES, _is_kept(library, then)), Cursor.of(then))


def revision(library: Library, about: Subject, shown: Collection[str]) -> Answer | None:
    """What stands in the place of a digest of a version that cannot be read any more.

    None where all its quotations, by their ids, still stand where they stood.
    """
    case = library.cases[about.case]
    if case.withdrawn:
        return _withdrawn(about, case, case.withdrawn, Cursor())
    if {selector.id for selector in selectors_of_facts(case)}.issuperset(shown):
        return None
    return _answer(library, about, _Says(NOT_KEPT, selection.select_start(case), has_changes=False), Cursor())


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
    if known.withdrawn:
        return _Says(STANDS_AGAIN, selection.select_start(case))
    chosen = selection.select_news(known, case, full=about.is_full)
    changed = chosen.corrected
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
    whole = Answer(
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
    # The message is made of it, and what is remembered of the message.
    return replace(whole, short=cache(partial(short_form, cited, whole))) if parts else whole


def _parts(cited: Cited, says: _Says) -> Iterator[Part]:
    chosen = says.chosen
    standing = under(WHERE_IT_STANDS, standing_parts(cited, chosen.standing))
    if says.is_start:
        if lawsuits := cited.case.lawsuits:
            yield NoticePart(status.standing(cited, lawsuits))
        yield from standing
    for heading, listed in ((phrase("What was corrected"), chosen.changed), (UPDATED, chosen.updated)):
        parts = (part for change in listed for part in change_parts(cited.library, change, is_news=True))
        yield from under(heading, parts)
    new = (part for entry in (*chosen.happened, *chosen.articles) for part in news_parts(cited, entry))
    yield from under(says.heading, new)
    yield from under(phrase("What was said"), (said_part(cited, statement) for statement in chosen.said))
    if chosen.more and says.has_changes and not says.is_start:
        yield NoticePart(phrase("And {count} more: see all changes.", count=chosen.more))
    elif chosen.more:
        yield NoticePart(phrase("And {count} more: see the status.", count=chosen.more))
    yield from standing
    stated = {caveat.id for caveat in chosen.open_points}
    if left_open := {caveat for entry in chosen.facts for caveat in entry.caveats} - stated:
        yield NoticePart(
            counted(
                "{count} point about this is open in the source: see the status.",
                "{count} points about this are open in the source: see the status.",
                len(left_open),
            )
        )


def _suggestions(about: Subject, cursor: Cursor, *, has_changes: bool) -> tuple[Suggestion, ...]:
    case = (("case", about.case),)
    since = () if cursor.is_start else (("since", str(cursor.abbreviated)),)
    return (
        *(Suggestion(FOLLOW_ONS[command], Query(command, case)) for command in BUTTONS),
        *((Suggestion(CHANGES, Query("case changes", (*case, *since))),) if has_changes else ()),
        _pause(about),
    )
