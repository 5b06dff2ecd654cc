"""From the meanings of an answer to its sections: the one place that words them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.answers.answer import (
    AmountPart,
    Answer,
    ChangePart,
    CommandPart,
    ContextPart,
    LawsuitPart,
    MatchPart,
    OpenPoint,
    Part,
    PartyPart,
    Quotation,
    RulingPart,
    SourcePart,
    StatementPart,
    TimelinePart,
    VerdictPart,
)
from bot.cases.model import Award, Event, Lawsuit
from bot.rendering.sections import DOT, Action, Item, Line, Quote, Role, Section
from bot.rendering.wording import (
    AMOUNTS,
    CHANGES,
    KINDS,
    OUTCOMES,
    QUOTE_TYPES,
    SECTIONS,
    STATUSES,
    VERDICTS,
    Wording,
    plain,
)


def outline(answer: Answer, words: Wording) -> tuple[Section, ...]:
    """The sections of an answer: what was asked, the answer in a line, what carries it, what stays open."""
    sections = [_head(answer, words)]
    sections += [_section(part, words, in_case=answer.case is not None) for part in answer.parts]
    if answer.open_points:
        sections.append(Section(tuple(_open(answer.open_points, words))))
    return tuple(_under_headings(section for section in sections if section.items))


def actions(answer: Answer, words: Wording) -> tuple[Action, ...]:
    """Where the answer leads: to other questions."""
    return tuple(
        Action(plain(words.say(suggestion.label)), suggestion.query)
        for suggestion in answer.suggestions
        if suggestion.query != answer.query
    )


def title(answer: Answer, words: Wording) -> str:
    """What the answer is about, such as “Carroll v. Trump · damages”."""
    return plain(DOT.join(filter(None, [answer.case_title, words.say(answer.topic)])))


def _under_headings(sections: Iterable[Section]) -> Iterator[Section]:
    """A section that is but a heading begins the one after it, so that no page ends with it."""
    above: tuple[Item, ...] = ()
    for section in sections:
        above = (*above, *section.items)
        if not all(isinstance(item, Line) and item.role == "heading" for item in above):
            yield Section(above)
            above = ()
    if above:
        yield Section(above)


def _head(answer: Answer, words: Wording) -> Section:
    lines: Iterable[tuple[Role, str]] = (
        ("title", title(answer, words)),
        ("dateline", f"As reported on {words.day(answer.as_of)}" if answer.as_of else ""),
        ("lead", words.say(answer.lead)),
        ("note", answer.content_note or ""),
    )
    return Section(tuple(_lines(lines)))


def _lines(lines: Iterable[tuple[Role, str]]) -> Iterator[Line]:
    for role, text in lines:
        if words := plain(text):
            yield Line(role, words)


def _quotes(quotations: Iterable[Quotation], words: Wording) -> Iterator[Quote]:
    for quotation in quotations:
        yield Quote(quotation, words.credit(quotation), 0, len(quotation.text))


def _open(points: Iterable[OpenPoint], words: Wording) -> Iterator[Item]:
    yield from _lines([("heading", "Open in the source")])
    for point in points:
        yield from _lines([("bullet", point.text)])
        yield from _quotes(point.quotations, words)


def _section(part: Part, words: Wording, *, in_case: bool) -> Section:
    worded = () if in_case and isinstance(part, MatchPart) else _worded(part, words)
    return Section((*_lines(worded), *_quotes(part.quotations, words)))


def _worded(part: Part, words: Wording) -> Iterator[tuple[Role, str]]:  # noqa: C901, PLR0912 - a case for each kind of part
    match part:
        case LawsuitPart():
            yield from _lawsuit(part, words)
        case RulingPart():
            yield from _ruling(part, words)
        case AmountPart():
            yield from _amount(part, words)
        case StatementPart():
            yield from _statement(part)
        case TimelinePart():
            yield from _timeline(part, words)
        case PartyPart():
            yield "subheading", part.party.name
            yield "detail", DOT.join([KINDS[part.party.kind], *part.party.roles])
        case SourcePart():
            yield from _source(part, words)
        case ChangePart():
            yield "subheading", f"{CHANGES[part.change.kind]}: {SECTIONS[part.change.section]} “{part.label}”"
            yield "detail", DOT.join([words.day(part.day), *part.change.fields])
        case MatchPart():
            yield "detail", f"{part.case_title}{DOT}as reported on {words.day(part.as_of)}"
        case ContextPart():
            yield "subheading", "In its paragraph"
        case CommandPart():
            yield from _command(part, words)
        case VerdictPart():
            yield from _verdict(part, words)
        case _:
            yield ("heading" if part.heading else "detail"), words.say(part.text)


def _lawsuit(part: LawsuitPart, words: Wording) -> Iterator[tuple[Role, str]]:
    lawsuit = part.lawsuit
    sides = " against ".join(filter(None, (_and(part.plaintiffs), _and(part.defendants))))
    yield "heading", DOT.join(filter(None, (lawsuit.label, sides)))
    filed = f"filed {words.date(lawsuit.date_filed)}" if lawsuit.date_filed else "no filing date stated"
    cause = [f"for {_and(lawsuit.cause)}"] if lawsuit.cause else []
    yield "detail", DOT.join([*_standing(lawsuit, words), filed, *cause])
    yield "detail", DOT.join(filter(None, (lawsuit.case_name, lawsuit.docket_number, part.court)))


def _standing(lawsuit: Lawsuit, words: Wording) -> list[str]:
    """Where it stands, and since when; a filing is told by its date alone."""
    status = lawsuit.status
    if status is None or status.value == "filed":
        return []
    return [STATUSES[status.value], *([words.date(status.date)] if status.date else [])]


def _ruling(part: RulingPart, words: Wording) -> Iterator[tuple[Role, str]]:
    account = f", by {part.account_of}'s own account" if part.account_of else ""
    yield "subheading", f"{OUTCOMES[part.ruling.outcome]}: {part.ruling.claim}{account}"
    date = [words.date(part.ruling.date)] if part.ruling.date else ["no date stated"]
    by = [f"by {part.decider}"] if part.decider else []
    yield "detail", DOT.join([*date, *filter(None, [part.against]), *by])
    yield "detail", _link(part.lawsuits, open_link=part.open_link) if part.open_link else ""


def _amount(part: AmountPart, words: Wording) -> Iterator[tuple[Role, str]]:
    account = f", by {part.account_of}'s own account" if part.account_of else ""
    yield "heading", f"{AMOUNTS[part.award.kind]}{account}{DOT}{words.amount(part.award.amount)}"
    side = "by" if part.award.kind == "sought" else "to"
    who = [f"{side} {part.to}"] if part.to else []
    against = [f"against {part.against}"] if part.against else []
    date = [words.date(part.award.date)] if part.award.date else []
    link = _link(part.lawsuits, open_link=part.open_link)
    yield "detail", DOT.join([*who, *against, *date, *filter(None, [link])])


def _statement(part: StatementPart) -> Iterator[tuple[Role, str]]:
    statement = part.statement
    inferred = "attribution inferred" if statement.attribution == "inferred" else ""
    where = filter(None, (part.speaker, statement.medium, statement.sequence, inferred))
    yield "subheading", DOT.join(where)
    yield "detail", QUOTE_TYPES[statement.quote_type] if statement.quote_type != "direct" else ""


def _timeline(part: TimelinePart, words: Wording) -> Iterator[tuple[Role, str]]:
    date = f"{words.date(part.date)}{DOT}" if part.date else ""
    account = f", said by {part.account_of} only" if part.account_of else ""
    yield "subheading", f"{date}{_happened(part, words)}{account}"
    is_lawsuit = isinstance(part.event, Lawsuit)
    yield "detail", "" if is_lawsuit else _link(part.lawsuits, open_link=part.open_link)


def _happened(part: TimelinePart, words: Wording) -> str:
    match part.event:
        case Event():
            return part.event.label
        case Lawsuit():
            return f"{part.event.label}: filed"
        case Award():
            return f"{AMOUNTS[part.event.kind]}: {words.amount(part.event.amount)}"
        case _:
            return f"{OUTCOMES[part.event.outcome]}: {part.event.claim}"


def _source(part: SourcePart, words: Wording) -> Iterator[tuple[Role, str]]:
    source = part.source
    yield "subheading", source.headline or "The article (no headline given)"
    publisher = source.publisher or "publisher not given"
    author = f"by {_and(source.author)}" if source.author else "author not given"
    yield "detail", DOT.join([publisher, author, words.day(source.date_published)])
    rest = "1 quotation rests" if part.resting == 1 else f"{part.resting} quotations rest"
    yield "detail", f"{rest} on it{DOT}{len(source.text):,} characters"
    yield "detail", f"sha256 {source.sha256}"
    yield "detail", source.url or ""


def _command(part: CommandPart, words: Wording) -> Iterator[tuple[Role, str]]:
    yield "code", part.usage
    yield "detail", words.say(part.description)
    for name, description in part.options:
        yield "bullet", f"{name}: {words.say(description)}"
    yield "detail", f"For example: {part.example}" if part.example else ""


def _verdict(part: VerdictPart, words: Wording) -> Iterator[tuple[Role, str]]:
    yield "heading", VERDICTS[part.verdict]
    yield "detail", f"You wrote: {part.claim}"
    for difference in part.differences:
        if not difference.source:
            yield "bullet", f"Added: {difference.claimed}"
        elif not difference.claimed:
            yield "bullet", f"Left out: {difference.source}"
        else:
            yield "bullet", f"Changed: {difference.claimed} → {difference.source}"
    yield "detail", words.say(part.remark) if part.remark else ""


def _link(lawsuits: tuple[str, ...], *, open_link: bool) -> str:
    """Which lawsuit a fact belongs to, and whether the source says so."""
    if not open_link:
        return _and(lawsuits)
    if not lawsuits:
        return ""
    if len(lawsuits) == 1:
        return f"{lawsuits[0]}, read from the context"
    return f"which lawsuit is not stated: {' or '.join(lawsuits)}"


def _and(names: Iterable[str]) -> str:
    listed = list(names)
    return " and ".join(filter(None, [", ".join(listed[:-1]), listed[-1]])) if listed else ""
