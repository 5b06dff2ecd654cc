"""``/case timeline``: what happened when, with how certain each date is."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.answers.answer import Answer, NoticePart, Part, TimelinePart
from bot.answers.cite import Cited
from bot.answers.common import about_case, cited_case
from bot.answers.leads import findings_lead, joined
from bot.answers.over_time import as_one_account, contradictions
from bot.answers.parts import event_part, timeline_part
from bot.answers.phrases import Phrase, counted, phrase
from bot.answers.query import Query
from bot.cases.dates import earliest
from bot.cases.library import Library
from bot.cases.model import Award, Case, Event, Lawsuit, Relief, Ruling
from bot.cases.succession import first_reported_on, successor_of

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
    if found := findings_lead(cited):
        # A finding with a date does not stand without an acquittal that has none.
        lead = joined((lead, found), " ")
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
        if _held_as(case, event) is None:
            yield _with_its_plans(cited, event)
    for lawsuit in case.lawsuits:
        if not _is_told_as_filed(lawsuit) or _has_an_event_of_its_filing(case, lawsuit):
            continue
        yield timeline_part(cited, lawsuit, lawsuit.date_filed, (lawsuit.id,))
    facts: tuple[Ruling | Award | Relief, ...] = (
        *case.rulings,
        *(one for one in case.awards if one.kind != "sought"),
        *(one for one in case.relief if one.outcome != "sought"),
    )
    for fact in as_one_account(cited, facts):
        yield timeline_part(cited, fact, fact.date, fact.lawsuits)


def _held_as(case: Case, planned: Event) -> Event | None:
    """The event as which a planned one was held; None where no source says that it was."""
    newer = successor_of(case, planned)
    return newer.fact if newer and newer.how == "holds" and isinstance(newer.fact, Event) else None


def _with_its_plans(cited: Cited, event: Event) -> TimelinePart:
    """The entry of an event, with the words of the plans for it where it is one that was planned and held."""
    part = event_part(cited, event)
    plans = [
        one
        for one in cited.case.events
        if (held := _held_as(cited.case, one)) and held.quote[0] in event.quote
    ]
    if not plans:
        return part
    words = [selector for one in plans for selector in one.quote]
    return replace(
        part,
        remark=part.remark or _planned(cited.case, plans[-1], event),
        quotations=(*part.quotations, *cited.quotations(dict.fromkeys(words))),
    )


def _planned(case: Case, plan: Event, held: Event) -> Phrase:
    reported, then = earliest(first_reported_on(case, plan)), plan.date
    if then and then.earliest == then.latest and held.date and held.date.edtf != then.edtf:
        planned = phrase("Held; by the report of {day} it had been planned for {planned}")
        return planned.filled(day=reported, planned=then.earliest)
    return phrase("Held, as planned by the report of {day}", day=reported)


def _is_told_as_filed(lawsuit: Lawsuit) -> bool:
    """Whether a source reports the filing: that a lawsuit is pending, or was decided, does not tell it."""
    return lawsuit.date_filed is not None or any(status.value == "filed" for status in lawsuit.status)


def _has_an_event_of_its_filing(case: Case, lawsuit: Lawsuit) -> bool:
    """Whether an event of the lawsuit is of the day on which it was filed: that would be told twice."""
    filed = lawsuit.date_filed
    return filed is not None and any(
        event.date and event.date.edtf == filed.edtf and lawsuit.id in event.lawsuits for event in case.events
    )


def _order(entry: TimelinePart) -> tuple[str, int]:
    return (entry.date.earliest.isoformat(), len(entry.date.edtf)) if entry.date else ("", 0)
