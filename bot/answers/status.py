"""``/case status``: each lawsuit, where it stands, and what was ruled in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bot.answers.answer import Answer, NoticePart, Part
from bot.answers.cite import Cited
from bot.answers.common import about_case, cited_case, has_words
from bot.answers.leads import outcome
from bot.answers.over_time import as_one_account, current_first, earlier_statuses, superseded_remark
from bot.answers.parts import event_part, lawsuit_part, relief_part, ruling_part
from bot.answers.phrases import Phrase, counted, in_a_row, phrase, shortened
from bot.answers.query import Query
from bot.cases.library import Library
from bot.cases.model import Award, Case, Event, Lawsuit, Relief, Ruling
from bot.cases.once_per_case import once_per_case
from bot.cases.selectors import Selector
from bot.cases.succession import current
from bot.search.folding import fold

TOPIC = phrase("where it stands")


def answer(library: Library, asked: Query) -> Answer:
    """Each lawsuit with its rulings, then what the source ties to no lawsuit for certain."""
    cited = cited_case(library, asked)
    wanted = asked.get("lawsuit")
    lawsuits = [lawsuit for lawsuit in cited.case.lawsuits if not wanted or _is_meant(lawsuit, wanted)]
    if all(source.withdrawn for source in cited.case.sources):
        return about_case(cited, asked, TOPIC, phrase("All articles on this case were withdrawn."), parts=())
    if not cited.case.lawsuits:
        lead = phrase("The source does not say: it tells of no lawsuit.")
        return about_case(cited, asked, TOPIC, lead, parts=())
    if not lawsuits:
        lead = phrase(
            "The source does not say: it tells of no lawsuit “{lawsuit}”. It tells of: {known}.",
            lawsuit=shortened(wanted or ""),
            known=in_a_row(lawsuit.label for lawsuit in cited.case.lawsuits),
        )
        return about_case(cited, asked, TOPIC, lead, parts=())
    facts = [fact for lawsuit in lawsuits for fact in (lawsuit, *_facts_of(cited.case, lawsuit))]
    parts = [part for lawsuit in lawsuits for part in _block(cited, lawsuit)]
    if not wanted:
        unlinked = _unlinked(cited.case)
        facts += unlinked
        parts += [NoticePart(phrase("Which lawsuit: not stated"), heading=True)] if unlinked else []
        parts += current_first(cited, as_one_account(cited, unlinked), _part)
    lead = standing(cited, lawsuits)
    caveats = [caveat for fact in facts for caveat in fact.caveats]
    return about_case(cited, asked, TOPIC, lead, parts=parts, caveats=caveats)


def standing(cited: Cited, lawsuits: Sequence[Lawsuit]) -> Phrase:
    """Where lawsuits stand in one sentence: what was decided in them, or else which they are."""
    return _decided_lead(cited, *(lawsuit.id for lawsuit in lawsuits)) or counted(
        "One lawsuit: {lawsuits}.",
        "{count} lawsuits: {lawsuits}.",
        len(lawsuits),
        lawsuits=in_a_row(lawsuit.label for lawsuit in lawsuits),
    )


@once_per_case
def _decided_lead(cited: Cited, *lawsuits: str) -> Phrase | None:
    of_one_lawsuit = len(lawsuits) == 1
    return outcome(cited, *_decided(cited.case, frozenset(lawsuits)), of_one_lawsuit=of_one_lawsuit)


def _decided(case: Case, lawsuits: frozenset[str]) -> tuple[list[Ruling], list[Award]]:
    """The rulings, and the current amounts, that are certain to belong to some of these lawsuits.

    A ruling of no lawsuit is told where all lawsuits are; an amount that belongs to none is no part of this.
    """
    is_every = lawsuits == set(case.lawsuit_by_id)
    rulings = [
        one for one in case.rulings if lawsuits.issuperset(one.lawsuits) and (is_every or one.lawsuits)
    ]
    awards = [one for one in case.awards if one.lawsuits and lawsuits.issuperset(one.lawsuits)]
    return rulings, list(current(case, awards))


def _is_meant(lawsuit: Lawsuit, wanted: str) -> bool:
    return fold(wanted) == lawsuit.id or has_words(lawsuit.label, wanted)


Shown = Ruling | Relief | Event
"""The facts that are shown beside a lawsuit."""


def _facts_of(case: Case, lawsuit: Lawsuit) -> list[Shown]:
    """The rulings, the relief and the events that belong to this lawsuit alone."""
    facts: tuple[Shown, ...] = (*case.rulings, *case.relief, *case.events)
    return [fact for fact in facts if fact.lawsuits == (lawsuit.id,)]


def _unlinked(case: Case) -> list[Shown]:
    """Rulings and relief of no certain lawsuit, and events that can belong to several."""
    decided: tuple[Ruling | Relief, ...] = (*case.rulings, *case.relief)
    rulings = [one for one in decided if len(one.lawsuits) != 1]
    return [*rulings, *(event for event in case.events if len(event.lawsuits) > 1)]


def _block(cited: Cited, lawsuit: Lawsuit) -> Iterator[Part]:
    """The lawsuit, its rulings, and the events that quote something its other parts do not."""
    facts = _facts_of(cited.case, lawsuit)
    rulings = [fact for fact in facts if not isinstance(fact, Event)]
    in_rulings = [selector for ruling in rulings for selector in ruling.quote]
    now = lawsuit.current_status
    has_history = len(lawsuit.status) > 1
    # With a history the newest words lead, also where a ruling far below has them.
    status = _not_within(now.quote if now else (), () if has_history else in_rulings)
    introduced = _not_within(lawsuit.quote, (*in_rulings, *status))
    yield lawsuit_part(cited, lawsuit, (*status, *introduced))
    shown = (*in_rulings, *status, *introduced)
    events = [fact for fact in facts if isinstance(fact, Event) and _not_within(fact.quote, shown)]
    reported: tuple[Shown, ...] = (*rulings, *events)
    reported_parts = tuple(current_first(cited, as_one_account(cited, reported), _part))
    yield from reported_parts
    # What stands comes before all that is earlier, which has one heading.
    has_heading = any(isinstance(part, NoticePart) and part.heading for part in reported_parts)
    yield from islice(earlier_statuses(cited, lawsuit), 1 if has_heading else 0, None)


def _not_within(selectors: Iterable[Selector], shown: Iterable[Selector]) -> tuple[Selector, ...]:
    outer = tuple(shown)
    return tuple(one for one in selectors if not any(other.contains(one) for other in outer))


def _part(cited: Cited, fact: Shown) -> Part:
    match fact:
        case Ruling():
            return ruling_part(cited, fact)
        case Relief():
            return relief_part(cited, fact)
        case Event():
            part = event_part(cited, fact)
            # The remark on what was superseded stands above it already.
            return replace(part, remark=None) if superseded_remark(cited.case, fact) else part
