"""Words the parts of an answer: the lines that stand above their quotations."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answers import answer
from bot.answers.echoing import echoed
from bot.answers.leads import FINDINGS
from bot.answers.phrases import Phrase, counted, in_a_sentence, phrase
from bot.answers.withdrawal import source_withdrawn
from bot.cases.local_text import LocalText
from bot.cases.model import Lawsuit, Ruling
from bot.rendering import vocabulary
from bot.rendering.change_wording import change_lines
from bot.rendering.fact_wording import amount, decided, extent, relief, ruling, statement, timeline
from bot.rendering.sections import DOT, Role
from bot.rendering.wording import Wording

SPLICE = phrase("Its parts stand in the source; what is left out between them changes what they say.")
MOST_DIFFERENCES = 12
"""Changes of one claim that are listed; how many follow is counted."""


def meaning(part: answer.Part, words: Wording) -> Iterator[tuple[Role, str]]:  # noqa: C901, PLR0912 - a case for each kind of part
    """The role and text of each line above the quotations of a part; empty texts are not shown."""
    match part:
        case answer.LawsuitPart():
            yield from _lawsuit(part, words)
        case answer.RulingPart():
            yield from ruling(part, words)
        case answer.AmountPart():
            yield from amount(part, words)
        case answer.ReliefPart():
            yield from relief(part, words)
        case answer.StatementPart():
            yield from statement(part, words)
        case answer.TimelinePart():
            yield from timeline(part, words)
        case answer.PartyPart():
            yield "subheading", words.label(part.party.name)
            roles = (_role(role, acts_for, words) for role, acts_for in part.roles)
            yield "detail", DOT.join([words.say(vocabulary.KINDS[part.party.kind]), *roles])
        case answer.SourcePart():
            yield from _source(part, words)
        case answer.ChangePart():
            yield from change_lines(part, words)
        case answer.MatchPart():
            reported = phrase("as reported on {day}", day=words.day(part.as_of))
            yield "detail", f"{words.label(part.case_title)}{DOT}{words.say(reported)}"
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
    yield "heading", DOT.join(filter(None, (words.label(lawsuit.label), _sides(part, words))))
    filed = phrase("no filing date stated")
    if lawsuit.date_filed:
        filed = phrase("filed {date}", date=words.date(lawsuit.date_filed))
    cause = [words.say(phrase("for {cause}", cause=words.all_of(lawsuit.cause)))] if lawsuit.cause else []
    yield "detail", DOT.join([*_standing(lawsuit, words), words.say(filed), *cause])
    yield "detail", DOT.join(filter(None, (lawsuit.case_name, lawsuit.docket_number, part.court)))
    yield from _rulings(part.rulings, words)


def _rulings(rulings: Sequence[answer.RulingPart], words: Wording) -> Iterator[tuple[Role, str]]:
    """A line for those rulings of a lawsuit that share their outcome, date, and how sure the lawsuit is.

    Where they concern several parties, each line names its own.
    """
    has_several = len({one.against for one in rulings if one.against}) > 1
    alike: dict[tuple[object, ...], list[Ruling]] = {}
    for one in rulings:
        ruled = one.ruling
        key = (
            one.against if has_several else None,
            # Which way it went, only the words of each tell.
            ruled.claim if ruled.outcome == "other" else None,
            ruled.on,
            ruled.outcome,
            ruled.date,
            ruled.prejudice,
            ruled.share,
            ruled.counts,
            ruled.sentence,
            one.open_link,
        )
        alike.setdefault(key, []).append(ruled)
    for (party, *_), same in alike.items():
        first = same[0]
        claims = words.all_of(dict.fromkeys(words.label(ruled.claim) for ruled in same))
        line = decided(replace(first, claim=claims), words)
        whom = [_whom(first, str(party), words)] if party else []
        date = [words.date(first.date)] if first.date else []
        is_said = first.lawsuit or (first.date and first.date.certainty == "inferred")
        inferred = [] if is_said else [words.say(phrase("inferred"))]
        yield "detail", DOT.join([line, *whom, *extent(first, words), *date, *inferred])


def _whom(ruling: Ruling, party: str, words: Wording) -> str:
    """Whom a finding is about, by the name alone; whom another decision concerns, who may have won by it."""
    return party if ruling.outcome in FINDINGS else words.say(phrase("concerning {party}", party=party))


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
    return [
        words.say(vocabulary.STANDINGS[status.value]),
        *([words.date(status.date)] if status.date else []),
    ]


def _role(role: str, acts_for: str | None, words: Wording) -> str:
    """A party's role, in the reader's language where it is a known one, and the party that it acts for.

    The editor's own translations of a role go before those of the vocabulary.
    """
    known = None if isinstance(role, LocalText) else vocabulary.ROLES.get(role.lower())
    said = words.say(known) if known else words.label(role)
    if acts_for is None:
        return said
    return words.say(phrase("{role} for {party}", role=said, party=in_a_sentence(acts_for)))


def _source(part: answer.SourcePart, words: Wording) -> Iterator[tuple[Role, str]]:
    source = part.source
    yield "subheading", source.headline or words.say(phrase("The article (no headline given)"))
    publisher = source.publisher or words.say(phrase("publisher not given"))
    author = phrase("author not given")
    if source.author:
        author = phrase("by {author}", author=words.all_of(source.author))
    yield "detail", DOT.join([publisher, words.say(author), *_days(part, words)])
    if source.from_page:
        fields = words.all_of(words.say(vocabulary.FIELDS[name]) for name in source.from_page)
        yield "detail", words.say(phrase("Taken by the editor from the page: {fields}", fields=fields))
    if source.withdrawn:
        yield "detail", words.say(source_withdrawn(source.withdrawn))
        return
    rest = counted("{count} quotation rests on it", "{count} quotations rest on it", part.resting)
    characters = counted("{count} character", "{count} characters", len(source.text))
    yield "detail", DOT.join([words.say(rest), words.say(characters)])
    yield "detail", f"sha256 {source.sha256}"
    yield "detail", DOT.join(filter(None, (source.url, source.licence)))


def _days(part: answer.SourcePart, words: Wording) -> Iterator[str]:
    """When the article was published, when this edition of it was, and what became of its words since."""
    source = part.source
    if part.original is None:
        yield words.day(source.date_published)
        if source.date_modified and source.date_modified != source.date_published:
            yield words.say(phrase("changed on {day}", day=words.day(source.date_modified)))
    else:
        published = words.day(part.original.date_published)
        yield words.say(
            phrase("edition of {day}, first published {first}", day=words.day(source.day), first=published)
        )
    if part.newest is not None:
        fates = (words.say(vocabulary.FATES[fate].filled(count=count)) for fate, count in part.fates)
        newer = phrase(
            "in the edition of {day}: {fates}", day=words.day(part.newest.day), fates=", ".join(fates)
        )
        yield words.say(newer)


def _command(part: answer.CommandPart, words: Wording) -> Iterator[tuple[Role, str]]:
    yield "code", part.usage
    yield "detail", words.say(part.description)
    for name, description in part.options:
        yield "bullet", f"{name}: {words.say(description)}"
    yield "detail", words.say(phrase("For example: {example}", example=part.example)) if part.example else ""


def _verdict(part: answer.VerdictPart, words: Wording) -> Iterator[tuple[Role, str]]:
    yield "heading", words.say(vocabulary.VERDICTS["cut" if part.is_cut else part.verdict])
    yield "detail", words.say(_echo(part)) if part.claim else ""
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
