"""What the review page shows of the facts of a case beside a card of an article that is added to it."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.answers.phrases import Phrase, phrase
from bot.authoring.cards import RelationKind, ReviewCard
from bot.authoring.decisions import Review
from bot.authoring.known_case import KnownCase, KnownFact
from bot.authoring.pairs import HOWS, pairs_of

RELATIONS: Mapping[RelationKind, tuple[str, Phrase]] = {
    "replaces": (">", phrase("replaces it")),
    "replaced": ("<", phrase("was replaced by it")),
    "adds": ("+", phrase("adds to it")),
    "contradicts": ("!", phrase("contradicts it")),
    "same": (":", phrase("tells the same")),
    "nothing": ("-", phrase("nothing to do with it")),
}
"""What a fact can do to one of the case, with the key that says so."""


class PairView(NamedTuple):
    """A fact of the case beside a card: its words, where they stand, and what was decided or suggested."""

    key: str
    label: str
    words: str
    credit: str
    decided: str
    suggested: str
    how: str
    why: str


class PairsView(NamedTuple):
    """The facts that a card is compared with, and others of the case with which it can be."""

    pairs: tuple[PairView, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    hows: tuple[str, ...] = HOWS


def pairs_view(review: Review, card: ReviewCard) -> PairsView:
    """The facts of the case beside a card; none where the article begins a case."""
    known = review.known
    if known is None or card.state == "rejected":
        return PairsView()
    pairs = pairs_of(review, card)
    shown = {pair.known.key for pair in pairs}
    views = tuple(
        PairView(
            pair.known.key,
            pair.known.label,
            pair.known.fact.quote[0].exact,
            _credit(known, pair.known),
            pair.decided.kind if pair.decided else "",
            pair.suggested,
            pair.decided.how if pair.decided else pair.how,
            pair.why,
        )
        for pair in pairs
    )
    others = tuple(
        (one.key, f"{one.label}: {one.fact.quote[0].exact[:60]}")
        for one in known.facts
        if one.kind == card.kind and one.key not in shown and not card.fields.get("of")
    )
    return PairsView(views, others)


def _credit(known: KnownCase, fact: KnownFact) -> str:
    source = known.case.source_by_id[fact.fact.quote[0].source]
    return " · ".join(filter(None, (source.publisher or source.id, fact.day)))
