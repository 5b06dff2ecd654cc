"""Makes the short form of an answer about a case: what carries it, each word once, the rest counted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.answers.answer import (
    AmountPart,
    Answer,
    LawsuitPart,
    MatchPart,
    NoticePart,
    OpenPoint,
    Part,
    PartyPart,
    Quotation,
    ReliefPart,
    RulingPart,
    StatementPart,
    Suggestion,
    TimelinePart,
)
from bot.answers.cite import Cited
from bot.answers.common import all_open
from bot.answers.denials_beside import defence
from bot.answers.findings import FINDINGS
from bot.answers.over_time import EARLIER
from bot.answers.phrases import Phrase, counted, phrase
from bot.answers.short.merging import merged, place_of
from bot.answers.short.statements import whole_statement
from bot.answers.short.whole import whole_quotation
from bot.cases.model import Caveat
from bot.cases.succession import contradicting, first_reported_on

EVERYTHING = phrase("Everything")
"""The label of the button that shows the full form of an answer."""
CONDENSED = frozenset(
    {
        "case status",
        "case damages",
        "case statements",
        "case timeline",
        "case people",
        "case caveats",
        "ask",
        "quote",
    }
)
"""The commands whose answers have a short form of their own; other answers are as short as they can be."""
MOST_KEY_POINTS = 2
"""How many of the open points that change how an outcome must be read stand in a short answer."""
LONG_LEAD = 350
"""Code points from which a lead, in English, takes so much of the first message that one decision leads."""
MANY_RULINGS = 5
"""Rulings from which the block of a lawsuit takes so much of the first message that one decision leads."""
FACTS = (LawsuitPart, RulingPart, AmountPart, ReliefPart, StatementPart, TimelinePart, PartyPart)
"""The parts that the short form can leave out and count."""


def condensed(cited: Cited, answer: Answer) -> Answer:
    """The short form of an answer: current facts with their words, and counts of what else there is.

    No quotation lies in another one; none is a fragment or ends before its sentence turns. The first
    suggestion leads to the full form.
    """
    if answer.query.command == "case caveats":
        return replace(answer, open_points=tuple(_points_once(answer.open_points)))
    kept, dropped = _chosen(cited, answer)
    first = _newest_decision(cited, answer)
    parts = each_word_once([shown_whole(cited, part) for part in (*first, *kept)])
    points = [point for point in answer.unfolded().open_points if point.text]
    key, rest = _open_points(cited, [point.text for point in points])
    shown = _arranged(answer, [*key, *_counts(dropped, len(rest))], tuple(parts))
    leads_on = _leads_on(cited, answer, is_less=shown != answer.parts, has_open=bool(rest))
    return replace(answer, parts=shown, open_points=(), folded=(), suggestions=leads_on)


def _leads_on(cited: Cited, answer: Answer, *, is_less: bool, has_open: bool) -> tuple[Suggestion, ...]:
    """The follow-ups of a short form: the full form if that shows more, and the points that are counted."""
    full = [Suggestion(EVERYTHING, answer.query.changed(detail="full"), in_place=True)] if is_less else []
    offered = any(one.query.command == "case caveats" for one in answer.suggestions)
    points = [all_open(cited, answer.query)] if has_open and not offered else []
    return (*full, *points, *answer.suggestions)


def _arranged(answer: Answer, notes: list[Part], parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts, with what changes their reading and what there is besides where readers see it first."""
    if answer.query.command != "case status":
        return (*parts, *notes)
    first = 1 if isinstance(parts[0] if parts else None, RulingPart) else 0
    return (*parts[:first], *notes, *parts[first:])


def _newest_decision(cited: Cited, answer: Answer) -> tuple[Part, ...]:
    """The newest ruling that no report contradicts, where a long lead or many rulings leave room for one.

    Without it the first message about a large case would hold no word of a source.
    """
    present, _ = _without_earlier(answer.parts)
    ruled = [one for one in present if isinstance(one, RulingPart) and one.account_of is None]
    is_large = len(str(answer.lead)) >= LONG_LEAD or len(ruled) >= MANY_RULINGS
    if answer.query.command != "case status" or not is_large:
        return ()
    agreed = [one for one in ruled if one.quotations and not [*contradicting(cited.case, one.ruling)]]
    if not agreed:
        return ()
    newest = max(agreed, key=lambda one: _decided_on(cited, one))
    return (replace(newest, decider=None, quotations=newest.quotations[:1]),)


def _decided_on(cited: Cited, part: RulingPart) -> tuple[str, str]:
    """The day of the report that first told a ruling, and the day of the ruling, both ISO."""
    date = part.ruling.date
    return first_reported_on(cited.case, part.ruling), date.earliest.isoformat() if date else ""


def _chosen(cited: Cited, answer: Answer) -> tuple[list[Part], int]:
    """The parts that carry an answer, and how many facts are left out."""
    present, left_out = _without_earlier(answer.parts)
    match answer.query.command:
        case "case status":
            kept, others = statuses(cited, present)
        case "case timeline":
            kept, others = _timeline(present)
        case _:
            kept, others = present, 0
    return kept, left_out + others


def _timeline(parts: Iterable[Part]) -> tuple[list[Part], int]:
    """The dated entries, a line each; those without a date are counted."""
    entries = [part for part in parts if isinstance(part, TimelinePart)]
    dated: list[Part] = [replace(part, lawsuits=()) for part in entries if part.date]
    return (dated, len(entries) - len(dated)) if dated else (list(parts), 0)


def _without_earlier(parts: Sequence[Part]) -> tuple[list[Part], int]:
    """The parts without those under “Earlier”, which run to the next heading or lawsuit, and their number."""
    kept: list[Part] = []
    left_out, is_earlier = 0, False
    for part in parts:
        is_heading = isinstance(part, NoticePart) and part.heading
        if is_heading or isinstance(part, LawsuitPart):
            is_earlier = is_heading and part.text == EARLIER  # type: ignore[union-attr]
        if not is_earlier:
            kept.append(part)
        elif not isinstance(part, NoticePart) or part.quotations:
            left_out += 1
    return kept, left_out


def statuses(cited: Cited, parts: Iterable[Part]) -> tuple[list[Part], int]:
    """Each lawsuit as one part that has its rulings and their words; events are left out and counted.

    Beside the findings about somebody stands that party's denial.
    """
    blocks: list[LawsuitPart] = []
    notices: dict[int, list[Part]] = {}
    left_out = 0
    for part in parts:
        match part:
            case LawsuitPart():
                blocks.append(part)
            case RulingPart(ruling=ruling) if len(ruling.lawsuits) == 1 and part.account_of is None:
                at = next((n for n, one in enumerate(blocks) if one.lawsuit.id == ruling.lawsuits[0]), None)
                if at is None:
                    left_out += 1
                    continue
                blocks[at] = replace(
                    blocks[at],
                    rulings=(*blocks[at].rulings, part),
                    quotations=(*blocks[at].quotations, *part.quotations),
                )
            case ReliefPart(open_link=False) if blocks:
                notices.setdefault(len(blocks) - 1, []).append(part)
            case NoticePart(heading=False) if blocks:
                notices.setdefault(len(blocks) - 1, []).append(part)
            case NoticePart():
                pass
            case _:
                left_out += 1
    denied: set[str] = set()
    shown: list[Part] = []
    for at, block in enumerate(blocks):
        shown += [block, *notices.get(at, ()), *_defences(cited, block, denied)]
    return shown, left_out


def _defences(cited: Cited, block: LawsuitPart, denied: set[str]) -> Iterator[Part]:
    """The denial of each party about whom a lawsuit's findings are; not again of those in ``denied``."""
    against = {part.ruling.against for part in block.rulings if part.ruling.outcome in FINDINGS}
    for party in sorted(one for one in against if one and one not in denied):
        if denial := defence(cited, party, block.lawsuit.id):
            denied.add(party)
            line, said = denial
            yield NoticePart(line, quotations=cited.quotations(said))


def shown_whole(cited: Cited, part: Part) -> Part:
    """The part with quotations that can be read alone; a statement with the words between its parts."""
    if isinstance(part, StatementPart):
        return replace(part, quotations=whole_statement(cited, part.statement))
    if isinstance(part, MatchPart) and len(part.quotations) == 1 and part.quotations[0].case != cited.case.id:
        return part
    return replace(part, quotations=tuple(whole_quotation(cited, one) for one in part.quotations))


def each_word_once(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts with merged quotations, each shown at the last of the neighbours that rest on it.

    A part that nothing but words of others carried stays, as a line; a statement, a passage or a line above
    somebody's words goes without words of its own, since they stand in another one.
    """
    shown = merged(part.quotations for part in parts)
    own = [dict.fromkeys(shown[place_of(one)] for one in part.quotations) for part in parts]
    done: set[Quotation] = set()
    for at, part in enumerate(parts):
        following = own[at + 1] if at + 1 < len(own) else {}
        later = following if isinstance(part, TimelinePart) else {}
        mine = tuple(one for one in own[at] if one not in done and one not in later)
        done.update(mine)
        if mine or not isinstance(part, StatementPart | MatchPart | NoticePart) or not part.quotations:
            yield replace(part, quotations=mine)


def _points_once(points: Sequence[OpenPoint]) -> Iterator[OpenPoint]:
    """The open points, each word that they are about at the first point that has it."""
    shown = merged(point.quotations for point in points)
    done: set[Quotation] = set()
    for point in points:
        own = dict.fromkeys(shown[place_of(one)] for one in point.quotations)
        yield replace(point, quotations=tuple(one for one in own if one not in done))
        done.update(own)


def _open_points(cited: Cited, texts: Sequence[str]) -> tuple[list[Part], list[str]]:
    """A line for each of the first points that change how the outcome must be read, and the other points."""
    weights = {caveat.text: caveat for caveat in cited.case.caveats if _is_key(caveat)}
    key = [text for text in texts if text in weights][:MOST_KEY_POINTS]
    return [NoticePart(phrase("{point}", point=text)) for text in key], [
        text for text in texts if text not in key
    ]


def _is_key(caveat: Caveat) -> bool:
    return caveat.weight == "key"


def more_entries(left_out: int) -> Phrase:
    """How many entries of an answer only its full form shows."""
    return counted(
        "{count} more entry of this answer is under Everything.",
        "{count} more entries of this answer are under Everything.",
        left_out,
    )


def _counts(left_out: int, points: int) -> Iterator[Part]:
    """One line on what the short form leaves out, where it leaves out anything."""
    said = []
    if left_out:
        said.append(more_entries(left_out))
    if points:
        said.append(counted("{count} point is left open.", "{count} points are left open.", points))
    if len(said) == 1:
        yield NoticePart(said[0])
    elif said:
        yield NoticePart(phrase("{more} {open}", more=said[0], open=said[1]))
