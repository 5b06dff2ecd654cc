"""The decisions of an editor as frozen values, and the review of an article's cards that they change."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from bot.authoring.card_fields import CardKind, named_in
from bot.authoring.cards import RelationKind, ReviewCard, TextRange
from bot.authoring.known_case import KnownCase
from bot.authoring.ticks import TickedQuestion, TickQuestions


@dataclass(frozen=True)
class Accept:
    """Take up a card as an entry of the case."""

    card: str
    do: Literal["accept"] = "accept"


@dataclass(frozen=True)
class Reject:
    """Leave out a card; what named it, where it is a party, is open again."""

    card: str
    do: Literal["reject"] = "reject"


@dataclass(frozen=True)
class AcceptSure:
    """Take up every open statement that is sure and whose speaker has been accepted."""

    do: Literal["accept_sure"] = "accept_sure"


@dataclass(frozen=True)
class EditFields:
    """Give fields of a card other values, and take it up where ``accept`` is true."""

    card: str
    fields: Mapping[str, str] = field(default_factory=dict)
    accept: bool = False
    do: Literal["edit"] = "edit"


@dataclass(frozen=True)
class MoveEnd:
    """Move the start or the end of a card's quotation by words, to the right where ``words`` is above 0."""

    card: str
    side: Literal["start", "end"]
    words: int
    do: Literal["move"] = "move"


@dataclass(frozen=True)
class LinkParty:
    """Say that a card's name, or its speaker, is a party, which every later card of that name learns.

    A statement is taken up with it; the name of another party becomes an alias of this one.
    """

    card: str
    party: str
    do: Literal["link"] = "link"


@dataclass(frozen=True)
class Add:
    """Make a card of words that the editor selected, from ``start`` to ``end`` in code points."""

    kind: CardKind
    start: int
    end: int
    do: Literal["add"] = "add"


@dataclass(frozen=True)
class SetCue:
    """Make words of the article those that name the speaker of a statement; none where they are empty."""

    card: str
    start: int
    end: int
    do: Literal["cue"] = "cue"


@dataclass(frozen=True)
class Relate:
    """Say what a card's fact does to a fact of the case; without ``fact``, to all that are undecided.

    ``how`` is a word of the model for what replaces a fact, or was replaced by one, such as “reduces”.
    """

    card: str
    kind: RelationKind
    fact: str = ""
    how: str = ""
    do: Literal["relate"] = "relate"


@dataclass(frozen=True)
class Undo:
    """Take back the newest decision that has not been taken back."""

    do: Literal["undo"] = "undo"


Decision = (
    Accept
    | Reject
    | AcceptSure
    | EditFields
    | MoveEnd
    | LinkParty
    | Add
    | SetCue
    | Relate
    | TickQuestions
    | Undo
)
"""Anything that an editor decides; the journal of a draft is a list of them."""


COVERED_KINDS = frozenset({"statement", "award", "date"})
"""The kinds of cards whose words an entry should quote."""


Refusal = Literal[
    "cut",
    "end",
    "missing",
    "no_amount",
    "no_card",
    "no_fact",
    "no_fact_of_case",
    "no_field",
    "no_how",
    "no_party",
    "no_question",
    "no_value",
    "no_words",
    "none_sure",
    "not_quoted",
    "nothing_to_undo",
    "undecided",
]
"""Why a decision is not taken; the surface that asked words it."""


class DecisionRefused(Exception):
    """Raised for a decision that the review cannot take, with the reason and the names that it is about."""

    def __init__(self, reason: Refusal, names: str = "") -> None:
        super().__init__(f"{reason} {names}".rstrip())
        self.reason: Refusal = reason
        self.names = names


@dataclass(frozen=True)
class Review:
    """An article's cards after some decisions: a value that each decision makes a new one of."""

    text: str
    cards: tuple[ReviewCard, ...]
    added: int = 0
    """How many cards were added by the editor, by which the next one is named."""
    given: tuple[ReviewCard, ...] = ()
    """The parties and lawsuits of the case that the article is added to; they can be named, not changed."""
    known: KnownCase | None = None
    """The case that the article is added to; None where it begins a case."""
    day: str = ""
    """The ISO day of the article's text."""
    is_edition: bool = False
    """Whether the article is one of the case, published again."""
    ticks: tuple[TickedQuestion, ...] = ()
    """What the editor said of the answers to questions, the newest tick of each."""

    @cached_property
    def by_id(self) -> Mapping[str, ReviewCard]:
        """The cards of the review by their ids, with what the case has already."""
        return {card.id: card for card in (*self.given, *self.cards)}

    @cached_property
    def accepted(self) -> tuple[ReviewCard, ...]:
        """The cards that stand in the case file, without names that were merged into others."""
        return tuple(card for card in self.cards if card.state == "accepted" and not card.merged_into)

    @cached_property
    def parties(self) -> tuple[ReviewCard, ...]:
        """The parties that a card can name: not rejected, not merged into others."""
        return tuple(
            card
            for card in (*self.given, *self.cards)
            if card.kind == "party" and card.state != "rejected" and not card.merged_into
        )

    @cached_property
    def lawsuits(self) -> tuple[ReviewCard, ...]:
        """The lawsuits that a card can name: those of the case, and those that were added and accepted."""
        return tuple(
            card for card in (*self.given, *self.cards) if card.kind == "lawsuit" and card.state == "accepted"
        )

    @cached_property
    def used(self) -> frozenset[str]:
        """The ids of the cards that others name, which were not left out: who speaks, who pays, who gets."""
        others = [one for one in self.cards if one.state != "rejected" and one.kind != "party"]
        named = (name for one in others for value in one.fields.values() for name in named_in(value))
        return frozenset(name for name in named if name in self.by_id)

    @cached_property
    def to_cover(self) -> tuple[TextRange, ...]:
        """The quotations, amounts and dates of the article, each once, in its order."""
        return tuple(sorted({card.at for card in self.cards if card.kind in COVERED_KINDS}))

    @cached_property
    def uncovered(self) -> tuple[TextRange, ...]:
        """The quotations, amounts and dates of the article that no accepted entry quotes."""
        quoted = [span for card in self.accepted if card.kind != "party" for span in card.spans]
        return tuple(
            (start, end)
            for start, end in self.to_cover
            if not any(low <= start and end <= high for low, high in quoted)
        )

    def with_card(self, card: ReviewCard) -> "Review":
        """The review with a card in the place of the one that has its id."""
        cards, given = (
            tuple(card if one.id == card.id else one for one in some) for some in (self.cards, self.given)
        )
        return replace(self, cards=cards, given=given)
