"""Entries that stand alone: ids that nothing refers to, sums of parts, and newer facts beside older ones."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bot.cases.facts import Fact
from bot.cases.model import Award, Case, Lawsuit, Party, Ruling
from bot.cases.references import fields_naming, ids_in
from bot.cases.review.observations import Observation
from bot.cases.spans import entries_of
from bot.cases.succession import facts_of, reported_on, successor_of, successors

REFERABLE = {"caveats": "caveat", "parties": "party", "lawsuits": "lawsuit"}
"""The sections whose ids other entries refer to, each with the name of one entry."""


def unused(case: Case) -> Iterator[Observation]:
    """Yield ``unused`` for each party, caveat and lawsuit that no entry refers to.

    A lawsuit with a status says something by itself, and somebody unnamed stands where a fact's quotation
    mentions them.
    """
    fields = fields_naming(*REFERABLE)
    used = {name for _, entry in entries_of(case) for field in fields for name in ids_in(entry, field)}
    for section, what in REFERABLE.items():
        for index, entry in enumerate(getattr(case, section)):
            if entry.id not in used and not _stands_alone(case, entry):
                message = f"no entry refers to the {what} “{entry.id}”"
                yield Observation("unused", (section, index, "id"), message)


def _stands_alone(case: Case, entry: Any) -> bool:
    if isinstance(entry, Party) and entry.kind == "unnamed":
        quoted = [one for _, fact in facts_of(case) for one in fact.quote]
        return any(one.contains(words) for one in quoted for words in entry.described_as)
    return isinstance(entry, Lawsuit) and bool(entry.status)


def wrong_sums(case: Case) -> Iterator[Observation]:
    """Yield ``parts`` where the parts of an amount (``part_of``) do not add up, or are in another currency.

    A caveat answers both.
    """
    parts: dict[str, list[tuple[int, Award]]] = defaultdict(list)
    for index, award in enumerate(case.awards):
        if award.part_of:
            parts[award.part_of].append((index, award))
    for index, award in enumerate(case.awards):
        whole, listed = award.amount, parts.get(award.id or "", ())
        if whole is None or award.caveats:
            continue
        same = [part.amount for _, part in listed if part.amount and part.amount.currency == whole.currency]
        total = sum((part.value for part in same), Decimal(0))
        if same and total != whole.value:
            message = f"the parts add up to {total:,f}, not to {whole.value:,f} {whole.currency}"
            yield Observation("parts", ("awards", index, "amount"), message)
        for at, part in listed:
            if part.amount and part.amount.currency != whole.currency and not part.caveats:
                message = f"“{award.id}” is in {whole.currency}, this part of it in {part.amount.currency}"
                yield Observation("parts", ("awards", at, "amount"), message)


def parts_left_behind(case: Case) -> Iterator[Observation]:
    """Yield ``unrelated`` for the first part of each superseded amount of which all parts still stand."""
    replaced = successors(case)
    parts: dict[str, list[tuple[int, Award]]] = defaultdict(list)
    for index, award in enumerate(case.awards):
        if award.part_of and award.part_of in replaced:
            parts[award.part_of].append((index, award))
    for whole, listed in parts.items():
        if all(successor_of(case, award) is None for _, award in listed):
            message = f"“{whole}” is superseded, and its parts are not: do they stand?"
            yield Observation("unrelated", ("awards", listed[0][0], "part_of"), message)


def superseded_questions(case: Case) -> Iterator[Observation]:
    """Yield ``superseded-question`` for each listed question answered only by what was superseded."""
    replaced = successors(case)
    facts = [fact for _, fact in entries_of(case) if isinstance(fact, Fact)]
    for index, question in enumerate(case.questions):
        for selector in question.quote:
            answering = [fact for fact in facts if any(one.overlaps(selector) for one in fact.quote)]
            if answering and all(fact.id in replaced for fact in answering):
                newer = replaced[answering[0].id or ""].fact
                message = f"the answer is superseded, by “{newer.id or newer.quote[0].exact}”"
                yield Observation("superseded-question", ("questions", index, "quote"), message)
                break


def unrelated(case: Case) -> Iterator[Observation]:
    """Yield ``unrelated`` for rulings and awards of a newer source that leave older ones as they are.

    That is told once for each day, lawsuit and kind (of awards), at the first of the newer facts, where none
    of them supersedes, contradicts or repeats any fact.
    """
    groups: dict[tuple[str, str, str], dict[str, list[tuple[int, Ruling | Award]]]] = defaultdict(dict)
    for section in ("rulings", "awards"):
        for index, fact in enumerate(getattr(case, section)):
            kind = fact.kind if isinstance(fact, Award) else ""
            for lawsuit in fact.lawsuits:
                days = groups[section, kind, lawsuit]
                days.setdefault(reported_on(case, fact), []).append((index, fact))
    for (section, _, lawsuit), days in groups.items():
        oldest = min(days)
        for day, facts in sorted(days.items()):
            if day > oldest and not any(_is_related(fact) for _, fact in facts):
                message = (
                    f"the {section} of {day} in “{lawsuit}” say nothing of the older ones: do those stand?"
                )
                yield Observation("unrelated", (section, facts[0][0]), message)


def _is_related(fact: Fact) -> bool:
    return bool(fact.supersedes or fact.contradicts or fact.same_as)
