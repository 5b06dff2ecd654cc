"""What the answers of several commands share: choosing the case, and the frame of an answer about it."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from bot.answers.answer import Answer, Part, StatementPart, Suggestion
from bot.answers.cite import Cited
from bot.answers.over_time import as_asked, day_asked
from bot.answers.phrases import Phrase, phrase, shortened
from bot.answers.query import CommandError, Query
from bot.answers.withdrawal import CaseWithdrawn
from bot.cases.library import Library
from bot.cases.model import Party
from bot.cases.selectors import Selector
from bot.search.folding import fold

MAX_CASES_LISTED = 10
"""How many ids of cases a sentence lists."""
MOST_OPEN = 3
"""How many open points an answer shows where it has more than one beyond these."""
OPEN_POINTS = phrase("Left open")
MIN_ID_LIKENESS = 60.0
"""Of 100, by edit distance: an id that is less like what was typed is not suggested."""

FOLLOW_ONS = {
    "case status": phrase("Status"),
    "case damages": phrase("Damages"),
    "case timeline": phrase("Timeline"),
    "case statements": phrase("Statements"),
    "case people": phrase("People"),
    "case sources": phrase("Sources"),
}
"""The commands that an answer about a case leads to, with the labels of their buttons."""


def cited_case(library: Library, asked: Query) -> Cited:
    """The case that a query is about.

    Raises CommandError where it names no case of the library, and CaseWithdrawn where that was withdrawn.
    """
    named = asked.get("case")
    if named:
        return _standing(Cited(library, library.cases[_case_id(library, named)]), asked)
    if only := only_case(library):
        return _standing(only, asked)
    if not library.cases:
        raise CommandError(phrase("There is no case to answer from yet."), asked.command)
    standing = [case.id for case in library.newest_first if not case.withdrawn]
    listed = ", ".join(standing[:MAX_CASES_LISTED])
    more = ", …" if len(standing) > MAX_CASES_LISTED else ""
    raise CommandError(
        phrase("Which case? Add case: and one of {cases}{more}.", cases=listed, more=more), asked.command
    )


def _standing(cited: Cited, asked: Query) -> Cited:
    """The case as it is asked for. Raises CaseWithdrawn where it was withdrawn, whatever day is asked for."""
    if withdrawal := cited.case.withdrawn:
        raise CaseWithdrawn(cited.case, withdrawal, asked)
    return replace(cited, case=as_asked(cited.case, asked), read_on=day_asked(asked))


def about_case(  # noqa: PLR0913  -- what a case's answer is made of; the optional ones are named at the call
    cited: Cited,
    asked: Query,
    topic: Phrase,
    lead: Phrase,
    *,
    parts: Iterable[Part],
    caveats: Iterable[str] = (),
    is_record: bool = False,
) -> Answer:
    """The answer about one case, with the open points of the facts that it shows, and follow-ups.

    Of many open points it shows the first and counts the others. A content note precedes statements. Without
    a quotation the answer abstains, unless it is about the bot's own record (``is_record``) and not the
    sources.
    """
    shown = tuple(parts)
    quotations = [quotation for part in shown for quotation in part.quotations]
    points = cited.open_points(caveats, quotations)
    is_short = len(points) <= MOST_OPEN + 1
    has_more = not is_short and asked.command != "case caveats"
    return Answer(
        asked,
        topic,
        lead,
        cited.case.id,
        cited.case.title,
        cited.case.as_of,
        shown,
        points if is_short else points[:MOST_OPEN],
        (*([all_open(cited, asked)] if has_more else []), *follow_ons(cited, asked)),
        cited.case.content_note if any(isinstance(part, StatementPart) for part in shown) else None,
        abstained=not quotations and not is_record,
        folded=() if is_short else points[MOST_OPEN:],
    )


def about_look_up(library: Library, asked: Query, topic: Phrase, lead: Phrase, about: Cited | None) -> Answer:
    """The frame of an answer about one case or all of them: ``as_of`` is the day of the newest source."""
    days = [about.case.as_of] if about else [case.as_of for case in library.newest_first[:1]]
    case, title = (about.case.id, about.case.title) if about else (None, None)
    return Answer(asked, topic, lead, case, title, next(iter(days), None))


def one_case(library: Library, found: Collection[str]) -> Cited | None:
    """The case that all findings are of, given its id, or else the library's only case."""
    return Cited(library, library.cases[next(iter(found))]) if len(found) == 1 else only_case(library)


def only_case(library: Library) -> Cited | None:
    """The library's case where it has exactly one; else None."""
    if len(library.cases) != 1:
        return None
    [case] = library.cases.values()
    return Cited(library, case)


def is_named(party: Party, wanted: str) -> bool:
    """Whether words name a party: by id, or by words of its name or of an alias."""
    return fold(wanted) == party.id or any(has_words(name, wanted) for name in (party.name, *party.aliases))


def is_said_by(cited: Cited, selector: Selector, wanted: str) -> bool:
    """Whether a span is the own words of a party that is named so; several parties can share a name."""
    party = cited.speaking(selector)
    return party is not None and is_named(party, wanted)


def has_words(name: str, wanted: str) -> bool:
    """Whether a name has all of some words, in any order; empty words match no name."""
    words = set(fold(wanted).split())
    return bool(words) and words <= set(fold(name).split())


def follow_ons(cited: Cited, asked: Query) -> tuple[Suggestion, ...]:
    """Suggestions of the other commands about the same case, as of the same day."""
    case = _same_case(cited, asked)
    return tuple(
        Suggestion(label, Query(command, case))
        for command, label in FOLLOW_ONS.items()
        if command != asked.command
    )


def all_open(cited: Cited, asked: Query) -> Suggestion:
    """The suggestion that leads to every open point of the case, as of the same day."""
    return Suggestion(OPEN_POINTS, Query("case caveats", _same_case(cited, asked)))


def _same_case(cited: Cited, asked: Query) -> tuple[tuple[str, str], ...]:
    """The options that name the answer's case, with the day of ``as-of:`` where the query gives one."""
    day = asked.get("as-of")
    return (("case", cited.case.id), *((("as-of", day),) if day else ()))


def _case_id(library: Library, named: str) -> str:
    wanted = fold(named)
    if wanted in library.cases:
        return wanted
    titles = {case.id: fold(case.title) for case in library.newest_first}
    if called := [case for case, title in titles.items() if title == wanted]:
        return called[0]
    near = extractOne(wanted, list(library.cases), scorer=ratio, score_cutoff=MIN_ID_LIKENESS)
    like = near[0] if near else next((case for case, title in titles.items() if wanted in title), None)
    if like:
        raise CommandError(
            phrase("There is no case “{case}”. Did you mean {near}?", case=shortened(named), near=like)
        )
    if not library.cases:
        raise CommandError(phrase("There is no case to answer from yet."))
    listed = ", ".join(case.id for case in library.newest_first[:MAX_CASES_LISTED])
    raise CommandError(
        phrase("There is no case “{case}”. Known: {cases}.", case=shortened(named), cases=listed)
    )
