"""Pairs a card of a newer article with the facts of the case that may speak of the same thing."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, get_args

from bot.authoring.card_fields import FACT_KINDS
from bot.authoring.cards import Relation, RelationKind, ReviewCard
from bot.authoring.decisions import Review
from bot.authoring.known_case import KnownFact, case_id_of
from bot.authoring.shingles import ASKED_ABOVE, containment, shingles
from bot.cases.facts import Fact, How
from bot.cases.reported import Award, Event, Relief, Ruling
from bot.cases.words import occurs_whole

HOWS: tuple[str, ...] = get_args(How)
"""What a fact can do to the one that it supersedes, as the model names it."""
HOW_OF_OUTCOME = {
    "reversed": "reverses",
    "vacated": "vacates",
    "settled": "settles",
    "withdrawn": "withdraws",
}
"""What a ruling with an outcome does to the one before it."""
PLANNED = re.compile(r"(?i)\b(?:would|will|plans? to|intends? to|is to|are to)\b")
"""Matches words by which an article tells what somebody was going to do."""
CONTENT_WORD = re.compile(r"[^\W\d_]{5,}")
"""Matches a word that tells of what an event is, and not only how it is told."""


class FactPair(NamedTuple):
    """A fact of the case beside a card, with what was decided of the two, and what the rules suggest."""

    known: KnownFact
    decided: Relation | None
    suggested: RelationKind
    how: str
    """What the card's fact would do to the other one if it replaced it."""
    why: str


def pairs_of(review: Review, card: ReviewCard) -> tuple[FactPair, ...]:
    """The facts of the case that a card's fact may speak of, in the order of the case.

    Each needs a decision before the card can be accepted: amounts of one kind, rulings in one lawsuit,
    relief of one kind, statements that share their words, and events that share a day or words.
    """
    if review.known is None or card.kind not in FACT_KINDS or card.fields.get("of"):
        return ()
    decided = {one.fact: one for one in card.relations}
    return tuple(
        FactPair(known, decided.get(known.key), *_suggestion(review, card, known))
        for known in review.known.facts
        if known.kind == card.kind and (known.key in decided or _is_comparable(review, card, known))
    )


def undecided(review: Review, card: ReviewCard) -> tuple[KnownFact, ...]:
    """The facts of the case of which nobody has decided what a card's fact does to them."""
    return tuple(one.known for one in pairs_of(review, card) if one.decided is None)


def _is_comparable(review: Review, card: ReviewCard, known: KnownFact) -> bool:
    fact = known.fact
    if isinstance(fact, Award | Relief):
        return not card.fields.get("kind") or card.fields["kind"] == fact.kind
    if isinstance(fact, Ruling):
        suit = review.by_id.get(card.fields.get("lawsuit", ""))
        return not fact.lawsuits or suit is None or case_id_of(suit) in fact.lawsuits
    if isinstance(fact, Event):
        return _is_of_one_event(review, card, fact)
    return _shared(review, card, fact.quote[0].exact) > ASKED_ABOVE


def _is_of_one_event(review: Review, card: ReviewCard, event: Event) -> bool:
    if event.date and event.date.edtf == card.fields.get("edtf"):
        return True
    ours, theirs = (
        {one.casefold() for one in CONTENT_WORD.findall(words)}
        for words in (_words(review, card), " ".join(one.exact for one in event.quote))
    )
    names = {one for name in _names(review) for one in CONTENT_WORD.findall(name)}
    return len((ours & theirs) - names) > 1


def _names(review: Review) -> Iterator[str]:
    for party in review.parties:
        if party.fields.get("kind") != "unnamed":
            yield f"{party.fields['name']} {party.fields.get('aliases', '')}".casefold()


def _suggestion(review: Review, card: ReviewCard, known: KnownFact) -> tuple[RelationKind, str, str]:
    """What the rules suggest of a pair, how the one would supersede the other, and what they read that from.

    What an edition says otherwise corrects what it said before; what is older never replaces what is newer.
    """
    kind, how, why = _of_newer(review, card, known)
    if review.is_edition and (kind == "replaces" or _is_otherwise(card, known.fact)):
        return "replaces", "corrects", why
    if kind == "replaces" and review.day < known.day:
        how = {"reduces": "increases", "increases": "reduces"}.get(how, "")
        return (
            ("replaced", how, f"the case has it of {known.day}") if how else ("adds", "", "an older report")
        )
    return kind, how, why


def _is_otherwise(card: ReviewCard, fact: Fact) -> bool:
    """Whether a card of an edition has another outcome or day than the fact that it is compared with."""
    if isinstance(fact, Ruling):
        return card.fields.get("on") == fact.on and card.fields.get("outcome") != fact.outcome
    if isinstance(fact, Event):
        return fact.date is not None and card.fields.get("edtf") != fact.date.edtf
    return False


def _of_newer(review: Review, card: ReviewCard, known: KnownFact) -> tuple[RelationKind, str, str]:
    """What the rules suggest of a fact of the case and a card of an article that came after it."""
    fact = known.fact
    if isinstance(fact, Award):
        return _of_amounts(card, fact)
    if isinstance(fact, Ruling):
        outcome = card.fields.get("outcome", "")
        if how := HOW_OF_OUTCOME.get(outcome):
            return "replaces", how, outcome
        is_same = outcome == fact.outcome and card.fields.get("on") == fact.on
        return ("same", "", outcome) if is_same else ("adds", "", outcome)
    if isinstance(fact, Event):
        return _of_events(card, fact)
    is_same = _shared(review, card, fact.quote[0].exact) > ASKED_ABOVE
    return ("same", "", "the same words") if is_same else ("adds", "", "")


def _of_events(card: ReviewCard, event: Event) -> tuple[RelationKind, str, str]:
    if event.event_status:
        return "replaces", "holds", event.event_status
    if planned := PLANNED.search(" ".join(one.exact for one in event.quote)):
        return "replaces", "fulfils", planned.group()
    is_same = event.date is not None and event.date.edtf == card.fields.get("edtf")
    return ("same", "", "the same day") if is_same else ("nothing", "", "")


def _of_amounts(card: ReviewCard, award: Award) -> tuple[RelationKind, str, str]:
    try:
        value = Decimal(card.fields.get("value", ""))
    except InvalidOperation:
        return "adds", "", ""
    if award.amount is None or award.amount.currency != card.fields.get("currency"):
        return "adds", "", "another currency"
    if value == award.amount.value:
        return "same", "", "the same amount"
    how = "reduces" if value < award.amount.value else "increases"
    return "replaces", how, f"{award.amount.value:,f} → {value:,f}"


def _words(review: Review, card: ReviewCard) -> str:
    return " ".join(review.text[start:end] for start, end in card.spans)


def _shared(review: Review, card: ReviewCard, words: str) -> float:
    ours = _words(review, card)
    return 1.0 if occurs_whole(words, ours) else containment(shingles(ours), shingles(words))
