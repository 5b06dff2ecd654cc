"""Words the parts of an answer: the lines that stand above their quotations."""

from collections.abc import Iterator

from bot.answers import answer
from bot.answers.phrases import Phrase, counted, phrase
from bot.answers.verify import echoed
from bot.answers.withdrawal import source_withdrawn
from bot.cases.model import Award, Event, Lawsuit
from bot.rendering import vocabulary
from bot.rendering.sections import DOT, Role
from bot.rendering.wording import INFERRED, Wording

SPLICE = phrase("Its parts stand in the source; what is left out between them changes what they say.")
MOST_DIFFERENCES = 12
"""Changes of one claim that are listed; how many follow is counted."""


def meaning(part: answer.Part, words: Wording) -> Iterator[tuple[Role, str]]:  # noqa: C901, PLR0912 - a case for each kind of part
    """The role and text of each line above the quotations of a part; empty texts are not shown."""
    match part:
        case answer.LawsuitPart():
            yield from _lawsuit(part, words)
        case answer.RulingPart():
            yield from _ruling(part, words)
        case answer.AmountPart():
            yield from _amount(part, words)
        case answer.StatementPart():
            yield from _statement(part, words)
        case answer.TimelinePart():
            yield from _timeline(part, words)
        case answer.PartyPart():
            yield "subheading", part.party.name
            yield "detail", DOT.join([words.say(vocabulary.KINDS[part.party.kind]), *part.party.roles])
        case answer.SourcePart():
            yield from _source(part, words)
        case answer.ChangePart():
            entry = vocabulary.SECTIONS[part.change.section]
            changed = vocabulary.CHANGES[part.change.kind].filled(entry=entry, label=part.label)
            yield "subheading", words.say(changed)
            fields = (words.say(vocabulary.FIELDS[name]) for name in part.change.fields)
            yield "detail", DOT.join([words.day(part.day), *fields])
        case answer.MatchPart():
            reported = phrase("as reported on {day}", day=words.day(part.as_of))
            yield "detail", f"{part.case_title}{DOT}{words.say(reported)}"
        case answer.ContextPart():
            yield "subheading", words.say(phrase("In its paragraph"))
        case answer.CommandPart():
            yield from _command(part, words)
        case answer.VerdictPart():
            yield from _verdict(part, words)
        case answer.EntryPart():
            yield "subheading", words.say(part.title)
            for detail in part.details:
                yield "detail", words.say(detail)
        case _:
            yield ("heading" if part.heading else "detail"), words.say(part.text)


def _lawsuit(part: answer.LawsuitPart, words: Wording) -> Iterator[tuple[Role, str]]:
    lawsuit = part.lawsuit
    yield "heading", DOT.join(filter(None, (lawsuit.label, _sides(part, words))))
    filed = phrase("no filing date stated")
    if lawsuit.date_filed:
        filed = phrase("filed {date}", date=words.date(lawsuit.date_filed))
    cause = [words.say(phrase("for {cause}", cause=words.all_of(lawsuit.cause)))] if lawsuit.cause else []
    yield "detail", DOT.join([*_standing(lawsuit, words), words.say(filed), *cause])
    yield "detail", DOT.join(filter(None, (lawsuit.case_name, lawsuit.docket_number, part.court)))


def _sides(part: answer.LawsuitPart, words: Wording) -> str:
    plaintiffs, defendants = words.all_of(part.plaintiffs), words.all_of(part.defendants)
    if not plaintiffs or not defendants:
        return plaintiffs or defendants
    against = phrase("{plaintiffs} against {defendants}", plaintiffs=plaintiffs, defendants=defendants)
    return words.say(against)


def _standing(lawsuit: Lawsuit, words: Wording) -> list[str]:
    """The current status of a lawsuit and its date; “filed” is left to the filing date."""
    status = lawsuit.current_status
    if status is None or status.value == "filed":
        return []
    return [words.say(vocabulary.STATUSES[status.value]), *([words.date(status.date)] if status.date else [])]


def _ruling(part: answer.RulingPart, words: Wording) -> Iterator[tuple[Role, str]]:
    found = f"{words.say(vocabulary.OUTCOMES[part.ruling.outcome])}: {part.ruling.claim}"
    yield "subheading", _by_account(found, part.account_of, words)
    date = words.date(part.ruling.date) if part.ruling.date else words.say(phrase("no date stated"))
    by = [words.say(phrase("by {decider}", decider=part.decider))] if part.decider else []
    yield "detail", DOT.join([date, *filter(None, [part.against]), *by])
    yield "detail", _link(part.lawsuits, words, open_link=part.open_link) if part.open_link else ""


def _by_account(fact: str, speaker: str | None, words: Wording) -> str:
    """A fact, with the speaker where only that person's own account tells of it."""
    if not speaker:
        return fact
    return words.say(phrase("{told}, by {speaker}'s own account", told=fact, speaker=speaker))


def _amount(part: answer.AmountPart, words: Wording) -> Iterator[tuple[Role, str]]:
    kind = _by_account(words.say(vocabulary.AMOUNTS[part.award.kind]), part.account_of, words)
    yield "heading", f"{kind}{DOT}{words.amount(part.award.amount)}"
    who = phrase("by {claimant}", claimant=part.to)
    if part.award.kind != "sought":
        who = phrase("to {recipient}", recipient=part.to)
    against = phrase("against {defendant}", defendant=part.against)
    sides = [words.say(side) for side, name in ((who, part.to), (against, part.against)) if name]
    date = [words.date(part.award.date)] if part.award.date else []
    link = _link(part.lawsuits, words, open_link=part.open_link)
    yield "detail", DOT.join([*sides, *date, *filter(None, [link])])


def _statement(part: answer.StatementPart, words: Wording) -> Iterator[tuple[Role, str]]:
    statement = part.statement
    inferred = words.say(INFERRED) if statement.attribution == "inferred" else ""
    where = filter(None, (part.speaker, statement.medium, statement.sequence, inferred))
    yield "subheading", DOT.join(where)
    if statement.quote_type != "direct":
        yield "detail", words.say(vocabulary.QUOTE_TYPES[statement.quote_type])


def _timeline(part: answer.TimelinePart, words: Wording) -> Iterator[tuple[Role, str]]:
    date = f"{words.date(part.date)}{DOT}" if part.date else ""
    entry = f"{date}{_happened(part, words)}"
    if part.account_of:
        entry = words.say(phrase("{told}, said by {speaker} only", told=entry, speaker=part.account_of))
    yield "subheading", entry
    is_lawsuit = isinstance(part.event, Lawsuit)
    yield "detail", "" if is_lawsuit else _link(part.lawsuits, words, open_link=part.open_link)
    yield "detail", words.say(part.remark) if part.remark else ""


def _happened(part: answer.TimelinePart, words: Wording) -> str:
    match part.event:
        case Event():
            return part.event.label
        case Lawsuit():
            return words.say(phrase("{lawsuit}: filed", lawsuit=part.event.label))
        case Award():
            return f"{words.say(vocabulary.AMOUNTS[part.event.kind])}: {words.amount(part.event.amount)}"
        case _:
            return f"{words.say(vocabulary.OUTCOMES[part.event.outcome])}: {part.event.claim}"


def _source(part: answer.SourcePart, words: Wording) -> Iterator[tuple[Role, str]]:
    source = part.source
    yield "subheading", source.headline or words.say(phrase("The article (no headline given)"))
    publisher = source.publisher or words.say(phrase("publisher not given"))
    author = phrase("author not given")
    if source.author:
        author = phrase("by {author}", author=words.all_of(source.author))
    yield "detail", DOT.join([publisher, words.say(author), words.day(source.date_published)])
    if source.withdrawn:
        yield "detail", words.say(source_withdrawn(source.withdrawn))
        return
    rest = counted("{count} quotation rests on it", "{count} quotations rest on it", part.resting)
    characters = counted("{count} character", "{count} characters", len(source.text))
    yield "detail", DOT.join([words.say(rest), words.say(characters)])
    yield "detail", f"sha256 {source.sha256}"
    yield "detail", source.url or ""


def _command(part: answer.CommandPart, words: Wording) -> Iterator[tuple[Role, str]]:
    yield "code", part.usage
    yield "detail", words.say(part.description)
    for name, description in part.options:
        yield "bullet", f"{name}: {words.say(description)}"
    yield "detail", words.say(phrase("For example: {example}", example=part.example)) if part.example else ""


def _verdict(part: answer.VerdictPart, words: Wording) -> Iterator[tuple[Role, str]]:
    yield "heading", words.say(vocabulary.VERDICTS[part.verdict])
    yield "detail", words.say(_echo(part))
    if "splice" in part.changes:
        yield "detail", words.say(SPLICE)
    for difference in part.differences[:MOST_DIFFERENCES]:
        put_in, replaced = echoed(difference.claimed), echoed(difference.source)
        if not difference.source:
            edit = phrase("Added: {claimed}", claimed=put_in)
        elif not difference.claimed:
            edit = phrase("Left out: {source}", source=replaced)
        else:
            edit = phrase("Changed: {claimed} → {source}", claimed=put_in, source=replaced)
        yield "bullet", words.say(edit)
    if (more := len(part.differences) - MOST_DIFFERENCES) > 0:
        yield "bullet", words.say(counted("… and {count} more change", "… and {count} more changes", more))
    for omitted in part.omitted:
        yield "bullet", words.say(phrase("Left out: {source}", source=echoed(omitted)))
    for remark in part.remarks:
        yield "detail", words.say(remark)
    taken = [words.say(vocabulary.STRIPPED[one]) for one in part.stripped]
    yield (
        "detail",
        words.say(phrase("Not counted as words: {marks}", marks=words.all_of(taken))) if taken else "",
    )


def _echo(part: answer.VerdictPart) -> Phrase:
    """The claim, at most 200 code points of it; only to whom it belongs it is said that they wrote it."""
    claim = echoed(part.claim)
    if part.is_askers:
        return phrase("You wrote: {claim}", claim=claim)
    place = vocabulary.PARTS.get(part.stood_in.split(" ")[0]) if part.stood_in else None
    if place is None:
        return phrase("The message says: {claim}", claim=claim)
    return phrase("The message says ({place}): {claim}", place=place, claim=claim)


def _link(lawsuits: tuple[str, ...], words: Wording, *, open_link: bool) -> str:
    """The lawsuits that a fact belongs to, and whether the source says so."""
    if not open_link:
        return words.all_of(lawsuits)
    if not lawsuits:
        return ""
    if len(lawsuits) == 1:
        return words.say(phrase("{lawsuit}, read from the context", lawsuit=lawsuits[0]))
    return words.say(phrase("which lawsuit is not stated: {lawsuits}", lawsuits=words.one_of(lawsuits)))
