"""Which values the fields of a card can take in a review: choices of the model, and other cards."""

from bot.authoring.card_fields import CHOICES, DATED_KINDS, FACT_KINDS, FIELDS, MANY, PARTY_FIELDS, named_in
from bot.authoring.cards import ReviewCard
from bot.authoring.decisions import DecisionRefused, Review
from bot.authoring.seldom_fields import wholes_of


def check_field(review: Review, card: ReviewCard, name: str, value: str) -> None:
    """Raise DecisionRefused where a field of a card cannot have a value."""
    if name not in FIELDS[card.kind]:
        raise DecisionRefused("no_field", name)
    if value and value not in CHOICES.get((card.kind, name), (value,)):
        raise DecisionRefused("no_value", f"{name}: {value}")
    named = set(named_in(value) if name in MANY else (value,)) - {""}
    if name in PARTY_FIELDS and not named <= {one.id for one in review.parties}:
        raise DecisionRefused("no_party")
    if name == "lawsuit" and not named <= {one.id for one in review.lawsuits}:
        raise DecisionRefused("no_party")
    if name == "about" and not named <= {one.id for one in about_of(review)}:
        raise DecisionRefused("no_card")
    if name == "part_of" and not named <= set(wholes_of(review, card)):
        raise DecisionRefused("no_amount")
    if name == "of" and not named <= {one.id for one in dated_by(review, card)}:
        raise DecisionRefused("not_quoted")


def dated_by(review: Review, card: ReviewCard) -> tuple[ReviewCard, ...]:
    """The accepted cards of the kinds that have a date whose quotation holds the words of a date."""
    start, end = card.at
    return tuple(
        one
        for one in review.accepted
        if one.kind in DATED_KINDS and any(low <= start and end <= high for low, high in one.spans)
    )


def about_of(review: Review) -> tuple[ReviewCard, ...]:
    """The accepted cards that a caveat can be about: facts, lawsuits and parties of the article."""
    return tuple(
        one
        for one in review.accepted
        if one.kind in {*FACT_KINDS, "lawsuit", "party"} and not one.fields.get("of")
    )
