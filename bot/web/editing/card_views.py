"""What the review page shows of a card: its words in their paragraph, its fields, and its mistakes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.answers.phrases import Phrase, phrase
from bot.authoring.card_fields import (
    CHOICES,
    FIELDS,
    LAWSUIT_FIELDS,
    MANY,
    PARTY_FIELDS,
    SELDOM,
    CardKind,
    named_in,
    needed,
    renamed,
)
from bot.authoring.cards import ReviewCard
from bot.authoring.decided_file import entry_text
from bot.authoring.decisions import Refusal, Review
from bot.authoring.field_checks import about_of, dated_by
from bot.authoring.seldom_fields import wholes_of
from bot.web.editing.card_lints import problems_of
from bot.web.editing.draft_review import DraftReview
from bot.web.editing.pair_views import PairsView, pairs_view

MOST_KEYS = 9
"""Choices that have a key of their own, 1 to 9."""
KINDS: Mapping[CardKind, Phrase] = {
    "party": phrase("Name"),
    "lawsuit": phrase("Lawsuit"),
    "statement": phrase("Statement"),
    "award": phrase("Amount"),
    "ruling": phrase("Ruling"),
    "relief": phrase("Relief"),
    "date": phrase("Date"),
    "status": phrase("Where a suit stands"),
    "caveat": phrase("Open point"),
}
STATES: Mapping[str, Phrase] = {
    "open": phrase("open"),
    "accepted": phrase("accepted"),
    "rejected": phrase("rejected"),
}
REFUSALS: Mapping[Refusal, Phrase] = {
    "cut": phrase("These words cannot be quoted as they are cut: take whole words of one paragraph."),
    "end": phrase("That end cannot be moved further."),
    "missing": phrase("Still open: {names}"),
    "no_amount": phrase("There is no such amount of which this could be a part."),
    "no_card": phrase("There is no such card."),
    "no_fact": phrase("Say of which ruling or amount this is the date, or give the event a label."),
    "no_fact_of_case": phrase("There is no such fact of the case to compare it with."),
    "no_how": phrase("Only what replaces a fact says how: {names}"),
    "undecided": phrase("Say first what this does to what the case has: {names}"),
    "no_field": phrase("There is no field {names} here."),
    "no_party": phrase("There is no such name to link it to."),
    "no_question": phrase("This question cannot be ticked so."),
    "no_value": phrase("That is none of the values of the field: {names}"),
    "no_words": phrase("Select words of the article first."),
    "none_sure": phrase("Nothing that is open is sure: each card needs a decision of its own."),
    "not_quoted": phrase("That entry does not quote the words of this date."),
    "nothing_to_undo": phrase("There is nothing to take back."),
}
"""Why a decision is not taken."""


class TextPiece(NamedTuple):
    """A piece of a card's paragraph: plain, the words that are quoted, or the cue that says who speaks."""

    words: str
    role: str


class FieldView(NamedTuple):
    """A field of a card's form: its value, and the choices it has, each with its label."""

    name: str
    value: str
    choices: tuple[tuple[str, str], ...]
    is_required: bool
    is_many: bool
    is_seldom: bool

    @property
    def chosen(self) -> tuple[str, ...]:
        """The values that are chosen, of a field that can have several."""
        return tuple(named_in(self.value))


class LinkChoice(NamedTuple):
    """Another card that a key links the card to.

    Who speaks, or whose name it is, has no ``field``; of all others ``value`` is what the field becomes.
    """

    key: str
    card: str
    label: str
    is_chosen: bool
    field: str = ""
    value: str = ""


@dataclass(frozen=True)
class CardView:
    """A card as its template shows it."""

    card: ReviewCard
    number: int
    count: int
    pieces: tuple[TextPiece, ...]
    fields: tuple[FieldView, ...]
    links: tuple[LinkChoice, ...]
    pairs: PairsView
    problems: tuple[str, ...]
    yaml: str
    merged_into: str

    @property
    def seldom(self) -> tuple[FieldView, ...]:
        """The fields that few entries have, which are folded until one is filled."""
        return tuple(one for one in self.fields if one.is_seldom)

    @property
    def has_seldom(self) -> bool:
        """Whether one of these is filled."""
        return any(one.value for one in self.seldom)


def card_view(now: DraftReview, card: ReviewCard) -> CardView:
    """The view of one card of a draft."""
    review = now.review
    merged = review.by_id.get(card.merged_into)
    return CardView(
        card,
        review.cards.index(card) + 1,
        len(review.cards),
        tuple(_pieces(review.text, card)),
        tuple(_fields(now, card)),
        tuple(_links(now, card)),
        pairs_view(review, card),
        problems_of(now, card),
        entry_text(review, card) if not merged else "",
        merged.fields["name"] if merged else "",
    )


def _pieces(text: str, card: ReviewCard) -> Iterator[TextPiece]:
    """The paragraph of the card's words, in pieces; from its first span to its last."""
    low = text.rfind("\n", 0, min(card.spans)[0]) + 1
    high = text.find("\n", max(end for _, end in card.spans))
    high = len(text) if high < 0 else high
    roles = ["plain"] * (high - low)
    if card.cue:
        for at in range(max(low, card.cue[0]), min(high, card.cue[1])):
            roles[at - low] = "cue"
    for start, end in card.spans:
        roles[start - low : end - low] = ["quoted"] * (end - start)
    if card.kind in {"award", "date"}:
        start, end = card.at
        roles[max(0, start - low) : end - low] = ["about"] * (end - max(start, low))
    begun = low
    for at in range(low, high + 1):
        if at == high or roles[at - low] != roles[begun - low]:
            if begun < at:
                yield TextPiece(text[begun:at], roles[begun - low])
            begun = at


def _fields(now: DraftReview, card: ReviewCard) -> Iterator[FieldView]:
    for name in FIELDS[card.kind]:
        value = card.fields.get(name, "")
        given = [(one, one) for one in CHOICES.get((card.kind, name), ())]
        if name in PARTY_FIELDS:
            given = [(one.id, one.fields["name"]) for one in now.review.parties]
        elif name == "part_of":
            given = [(one, _whole(now, one)) for one in wholes_of(now.review, card)]
        elif name in CARDS_OF:
            given = [(one.id, _label(now, one)) for one in CARDS_OF[name](now.review, card)]
        if name in LAWSUIT_FIELDS and not now.review.lawsuits:
            continue
        is_many = name in MANY
        none = () if is_many else (("", "–"),)
        choices = (*none, *given) if given or name in {*CARDS_OF, "part_of"} else ()
        if not is_many or given:
            is_required, is_seldom = name in needed(card.kind, card.fields), name in SELDOM.get(card.kind, ())
            yield FieldView(name, value, choices, is_required, is_many, is_seldom)


CARDS_OF: Mapping[str, Callable[[Review, ReviewCard], tuple[ReviewCard, ...]]] = {
    "of": dated_by,
    "lawsuit": lambda review, _: review.lawsuits,
    "about": lambda review, _: about_of(review),
}
"""The cards that a field can name, for the fields that name no party."""


def _links(now: DraftReview, card: ReviewCard) -> Iterator[LinkChoice]:
    """What keys link the card to: names, likely ones first, for a statement or a name; else other cards."""
    if card.kind in {"statement", "party"}:
        others = [one for one in now.review.parties if one.id != card.id]
        others.sort(key=lambda one: (one.state != "accepted", _distance(one, card)))
        for key, one in _keyed(others):
            chosen = card.fields.get("speaker", "")
            yield LinkChoice(key, one.id, one.fields["name"], one.id == chosen)
        return
    field = {"date": "of", "caveat": "about"}.get(card.kind, "lawsuit")
    if field not in FIELDS[card.kind]:
        return
    named = card.fields.get(field, "")
    others = list(CARDS_OF[field](now.review, card))
    if card.kind == "caveat":
        others.sort(key=lambda one: _distance(one, card))
    for key, one in _keyed(others):
        is_named = one.id in named_in(named)
        value = one.id
        if field in MANY:
            value = renamed(named, one.id, "") if is_named else "; ".join(filter(None, (named, one.id)))
        yield LinkChoice(key, one.id, _label(now, one), is_named, field, value)


def _keyed(cards: Sequence[ReviewCard]) -> Iterator[tuple[str, ReviewCard]]:
    for number, one in enumerate(cards, start=1):
        yield str(number) if number <= MOST_KEYS else "", one


def _distance(party: ReviewCard, card: ReviewCard) -> int:
    return abs(party.at[0] - card.at[0])


def _whole(now: DraftReview, name: str) -> str:
    """An amount of which another can be a part, in a few words."""
    if card := now.review.by_id.get(name):
        return _label(now, card)
    return now.review.known.by_key[name].label if now.review.known else name


def _label(now: DraftReview, card: ReviewCard) -> str:
    if card.kind in {"lawsuit", "party"}:
        return card.fields.get("label") or card.fields.get("name", "")
    words = card.fields.get("claim") or card.fields.get("kind") or card.kind
    return f"{words}: {now.review.text[slice(*card.at)][:60]}"
