"""Outlines an answer: sections of lines and quotations that every renderer lays out alike."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import chain

from bot.answers.answer import (
    Answer,
    CommandPart,
    EntryPart,
    MatchPart,
    NoticePart,
    OpenPoint,
    Part,
    Quotation,
    StatementPart,
    Suggestion,
)
from bot.answers.phrases import counted, phrase
from bot.rendering.part_wording import meaning
from bot.rendering.sections import (
    DOT,
    Action,
    ActionKind,
    Controls,
    InstantLine,
    Item,
    Line,
    MentionLine,
    Quote,
    Role,
    Section,
)
from bot.rendering.translations import language_of
from bot.rendering.wording import Wording, plain

NEXT = phrase("Next")
READ_IN_CONTEXT = phrase("Read a quotation in its paragraph")
OPEN = phrase("What the source leaves open")
NOT_AFTER = phrase("what came after is not in this source")
A_MONTH = 31
"""Days after which an answer says that its sources do not know what came after them."""


def outline(answer: Answer, words: Wording, today: date | None = None) -> tuple[Section, ...]:
    """The sections of an answer: its head, its parts, then what stays open.

    With ``today``, the head says how long ago the sources of the answer were reported.
    """
    sections = [_head(answer, words, today)]
    sections += [_section(part, words, answer) for part in answer.parts]
    sections += _open(answer, words)
    return tuple(_under_headings(section for section in sections if section.items))


def actions(answer: Answer, words: Wording) -> tuple[Action, ...]:
    """The follow-ups of an answer, without the query that it answers."""
    return tuple(
        Action(
            plain(words.say(suggestion.label)),
            suggestion.query,
            kind=_kind(suggestion),
        )
        for suggestion in answer.suggestions
        if suggestion.query != answer.query
    )


def _kind(suggestion: Suggestion) -> ActionKind:
    if suggestion.turns:
        return "turn"
    return "expand" if suggestion.in_place else "ask"


def turns(answer: Answer, number: int, pages: int) -> tuple[Action, ...]:
    """The actions that lead from a page to the pages before and after it."""
    others = [page for page in (number - 1, number + 1) if 1 <= page <= pages]
    return tuple(
        Action(f"◀ {page}/{pages}" if page < number else f"{page}/{pages} ▶", answer.query, page, "turn")
        for page in others
    )


def controls(words: Wording) -> Controls:
    """The labels of the places that lead on from a page."""
    return Controls(words.say(NEXT), words.say(READ_IN_CONTEXT))


def title(answer: Answer, words: Wording) -> str:
    """The title of an answer, such as “Carroll v. Trump · damages”."""
    return plain(DOT.join(filter(None, [words.label(answer.case_title or ""), words.say(answer.topic)])))


def _under_headings(sections: Iterable[Section]) -> Iterator[Section]:
    """Joins a section that is only a heading to the next one, so that no page ends with it."""
    above: tuple[Item, ...] = ()
    for section in sections:
        above = (*above, *section.items)
        if not all(isinstance(item, Line) and item.role == "heading" for item in above):
            yield Section(above)
            above = ()
    if above:
        yield Section(above)


def _head(answer: Answer, words: Wording, today: date | None) -> Section:
    lines: Iterable[tuple[Role, str]] = (
        ("dateline", _languages(answer, words)),
        ("lead", words.say(answer.lead)),
        ("note", words.label(answer.content_note or "")),
    )
    mentions = tuple(MentionLine(str(one), one.kind, one.id) for one in answer.lead.mentions)
    return Section(
        (
            *_lines([("title", title(answer, words))]),
            *_dateline(answer.as_of, words, today),
            *_lines(lines, mentions=mentions, names_commands=True),
        )
    )


def _dateline(day: str | None, words: Wording, today: date | None) -> Iterator[Line]:
    """When the newest source was reported, how long ago that is, and what follows from it."""
    if day is None:
        return
    reported = words.say(phrase("As reported on {day}", day=words.day(day)))
    since = (today - date.fromisoformat(day)).days if today else 0
    if since < 1:
        yield from _lines([("dateline", reported)])
        return
    ago = InstantLine(plain(words.days_ago(since)), seconds_of(day), is_relative=True)
    after = [words.say(NOT_AFTER)] if since > A_MONTH else []
    yield from _lines([("dateline", DOT.join([f"{reported}, {ago.text}", *after]))], (ago,))


def seconds_of(day: str) -> int:
    """The seconds since 1970 of the beginning of an ISO day in UTC."""
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def _languages(answer: Answer, words: Wording) -> str:
    """Names the languages of the quotations where the reader's is another."""
    tags = dict.fromkeys(quotation.source.in_language for quotation in answer.quotations())
    others = [tag for tag in tags if language_of(tag) != words.language]
    if not others:
        return ""
    names = words.all_of(dict.fromkeys(map(words.language_name, others)))
    return words.say(
        phrase(
            "Quotations are in the source's language ({languages}); what editors wrote is as they wrote it.",
            languages=names,
        )
    )


def _lines(
    lines: Iterable[tuple[Role, str]],
    instants: tuple[InstantLine, ...] = (),
    mentions: tuple[MentionLine, ...] = (),
    *,
    names_commands: bool = False,
) -> Iterator[Line]:
    for role, text in lines:
        if words := plain(text):
            yield Line(role, words, instants, mentions, names_commands)


def _quotes(quotations: Iterable[Quotation], words: Wording, *, is_veiled: bool = False) -> Iterator[Quote]:
    for quotation in quotations:
        end = len(quotation.text)
        credit = words.credit(quotation)
        yield Quote(quotation, credit, 0, end, words.continued, words.continues, is_veiled)


def is_veiled(part: Part, answer: Answer) -> bool:
    """Whether a content note precedes the quotations of a part: those of statements have one."""
    return bool(answer.content_note) and isinstance(part, StatementPart)


def _open(answer: Answer, words: Wording) -> Iterator[Section]:
    """The open points in one section; in one each where the answer has nothing else."""
    points = [tuple(_point(point, words)) for point in answer.open_points]
    if answer.folded:
        more = counted("… and {count} more open point", "… and {count} more open points", len(answer.folded))
        points.append((Line("bullet", words.say(more)),))
    if not points:
        return
    yield Section((Line("heading", words.say(OPEN)),))
    if answer.parts:
        yield Section(tuple(chain.from_iterable(points)))
    else:
        yield from map(Section, points)


def _point(point: OpenPoint, words: Wording) -> Iterator[Item]:
    yield from _lines([("bullet", words.label(point.text))])
    yield from _quotes(point.quotations, words)


def _section(part: Part, words: Wording, answer: Answer) -> Section:
    worded = () if answer.case is not None and isinstance(part, MatchPart) else meaning(part, words)
    details = part.details if isinstance(part, EntryPart) else ()
    moments = [moment for detail in details for moment in detail.instants]
    instants = [InstantLine(plain(words.instant(moment)), int(moment.timestamp())) for moment in moments]
    found = dict.fromkeys(mention for detail in details for mention in detail.mentions)
    mentions = tuple(MentionLine(str(one), one.kind, one.id) for one in found)
    # A verdict repeats what somebody typed; the other kinds of parts name cases, not commands.
    names_commands = isinstance(part, EntryPart | NoticePart | CommandPart)
    lines = _lines(worded, tuple(instants), mentions, names_commands=names_commands)
    return Section((*lines, *_quotes(part.quotations, words, is_veiled=is_veiled(part, answer))))
