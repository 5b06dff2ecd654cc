"""``/case timeline``: what happened when, with how certain each date is."""

from collections.abc import Iterable, Iterator

from bot.answers.answer import Answer, NoticePart, Part, TimelinePart
from bot.answers.cite import Cited
from bot.answers.common import about_case, cited_case
from bot.answers.over_time import as_one_account, contradictions
from bot.answers.parts import event_part, timeline_part
from bot.answers.phrases import counted, phrase
from bot.answers.query import Query
from bot.cases.library import Library
from bot.cases.model import Award, Lawsuit, Relief, Ruling

TOPIC = phrase("timeline")


def answer(library: Library, asked: Query) -> Answer:
    """Dated entries from the earliest on, then those for which the source gives no date."""
    cited = cited_case(library, asked)
    entries = list(_entries(cited))
    dated = sorted((entry for entry in entries if entry.date), key=_order)
    undated = [entry for entry in entries if not entry.date]
    if not entries:
        lead = phrase("The source does not say: it tells of no event.")
        return about_case(cited, asked, TOPIC, lead, parts=())
    parts: list[Part] = [*_with_contradictions(cited, dated)]
    if undated:
        parts += [NoticePart(phrase("No date stated"), heading=True), *_with_contradictions(cited, undated)]
    lead = counted(
        "One dated entry, {undated} without a date.",
        "{count} dated entries, {undated} without a date.",
        len(dated),
        undated=len(undated),
    )
    caveats = [caveat for entry in (*dated, *undated) for caveat in entry.event.caveats]
    return about_case(cited, asked, TOPIC, lead, parts=parts, caveats=caveats)


def _with_contradictions(cited: Cited, entries: Iterable[TimelinePart]) -> Iterator[Part]:
    """The entries, with who says otherwise below each that another report contradicts."""
    for entry in entries:
        yield entry
        if not isinstance(entry.event, Lawsuit):
            yield from contradictions(cited, entry.event)


def _entries(cited: Cited) -> Iterator[TimelinePart]:
    case = cited.case
    for event in as_one_account(cited, case.events):
        yield event_part(cited, event)
    for lawsuit in filter(_is_told_as_filed, case.lawsuits):
        yield timeline_part(cited, lawsuit, lawsuit.date_filed, (lawsuit.id,))
    facts: tuple[Ruling | Award | Relief, ...] = (
        *case.rulings,
        *(one for one in case.awards if one.kind != "sought"),
        *(one for one in case.relief if one.outcome != "sought"),
    )
    for fact in as_one_account(cited, facts):
        yield timeline_part(cited, fact, fact.date, fact.lawsuits)


def _is_told_as_filed(lawsuit: Lawsuit) -> bool:
    """Whether a source reports the filing: that a lawsuit is pending, or was decided, does not tell it."""
    return lawsuit.date_filed is not None or any(status.value == "filed" for status in lawsuit.status)


def _order(entry: TimelinePart) -> tuple[str, int]:
    return (entry.date.earliest.isoformat(), len(entry.date.edtf)) if entry.date else ("", 0)
