"""The kinds of cards of a review, and the fields that each has: what is needed, and what values they take."""

from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from bot.cases.model import Status
from bot.cases.outcomes import RuledOn, RulingOutcome
from bot.cases.reported import Award, Event, Relief

CardKind = Literal["party", "lawsuit", "statement", "award", "ruling", "relief", "date", "status", "caveat"]
"""What a card becomes in the case file; a date belongs to a fact or a lawsuit, or makes an event."""
LAWSUIT_FIELDS = ("lawsuit", "lawsuit_is")
"""The lawsuit of a fact, and whether the article states it or an editor reads it from the context."""
SELDOM: Mapping[CardKind, tuple[str, ...]] = {
    "award": ("undisclosed", "part_of", "purpose", "per", "condition"),
    "ruling": ("counts", "sentence", "share", "percent"),
}
"""The fields that few entries of a kind have, which a form keeps folded until one is filled.

``part_of`` names the card of an amount, or an amount of the case by its key; ``share`` has the words that
give a share of the fault, and ``percent`` its number.
"""
FIELDS: Mapping[CardKind, tuple[str, ...]] = {
    "party": ("name", "kind", "role", "aliases"),
    "lawsuit": ("label", "plaintiffs", "defendants", "court"),
    "statement": ("speaker", "quote_type", "attribution", "medium", *LAWSUIT_FIELDS),
    "award": ("kind", "value", "currency", "to", "against", *LAWSUIT_FIELDS, *SELDOM["award"]),
    "ruling": (
        "on",
        "outcome",
        "claim",
        "against",
        "decider",
        "prejudice",
        *LAWSUIT_FIELDS,
        *SELDOM["ruling"],
    ),
    "relief": ("kind", "outcome", "what", "deadline", "to", "against", *LAWSUIT_FIELDS),
    "date": ("edtf", "certainty", "of", "label", "participants", "event_status", *LAWSUIT_FIELDS),
    "status": ("lawsuit", "value"),
    "caveat": ("text", "weight", "about"),
}
"""The fields of each kind of card, by the names that they have in a case file.

``of`` and ``about`` name cards; ``about`` names those that a caveat is about.
"""
REQUIRED: Mapping[CardKind, tuple[str, ...]] = {
    "party": ("name", "kind"),
    "lawsuit": ("label",),
    "statement": ("speaker", "quote_type"),
    "award": ("kind", "value", "currency"),
    "ruling": ("on", "outcome", "claim"),
    "relief": ("kind", "outcome", "what"),
    "date": ("edtf",),
    "status": ("lawsuit", "value"),
    "caveat": ("text",),
}
"""The fields without which a card cannot be accepted; see also ``needed``."""
PARTY_FIELDS = ("speaker", "to", "against", "decider", "court", "plaintiffs", "defendants", "participants")
"""The fields that name the cards of parties."""
CARD_FIELDS = (*PARTY_FIELDS, "of", "lawsuit", "about", "part_of")
"""The fields that name other cards, of any kind."""
MANY = ("plaintiffs", "defendants", "participants", "about")
"""The fields that can name several cards, with “; ” between them."""
FACT_KINDS: tuple[CardKind, ...] = ("ruling", "award", "relief", "statement", "date")
"""The kinds of cards that are facts, which belong to a lawsuit and can supersede a fact of the case."""
DATED_KINDS: tuple[CardKind, ...] = ("ruling", "award", "relief", "lawsuit", "status")
"""The kinds of cards to which a date can belong."""
CHOICES: Mapping[tuple[CardKind, str], tuple[str, ...]] = {
    ("party", "kind"): ("person", "organization", "court", "unnamed"),
    ("statement", "quote_type"): ("direct", "indirect", "mixed", "declined"),
    ("statement", "attribution"): ("explicit", "inferred"),
    ("award", "kind"): get_args(Award.__annotations__["kind"]),
    ("award", "undisclosed"): ("true",),
    ("ruling", "on"): get_args(RuledOn),
    ("ruling", "outcome"): get_args(RulingOutcome),
    ("ruling", "prejudice"): ("with", "without"),
    ("relief", "kind"): get_args(Relief.__annotations__["kind"]),
    ("relief", "outcome"): get_args(Relief.__annotations__["outcome"]),
    ("date", "certainty"): ("stated", "inferred"),
    ("date", "event_status"): get_args(get_args(Event.__annotations__["event_status"])[0]),
    ("status", "value"): get_args(Status.__annotations__["value"]),
    ("caveat", "weight"): ("key",),
    **{(kind, "lawsuit_is"): ("inferred", "stated") for kind in FACT_KINDS},
}
"""The values of the fields that have a closed list of them."""


def needed(kind: CardKind, fields: Mapping[str, str]) -> tuple[str, ...]:
    """The fields without which a card cannot be accepted: no number of an amount that is kept back."""
    kept_back = ("value", "currency") if fields.get("undisclosed") else ()
    return tuple(name for name in REQUIRED[kind] if name not in kept_back)


def named_in(value: str) -> Iterator[str]:
    """The ids of the cards that the value of a field names; none where it is empty."""
    return (one for one in value.split("; ") if one)


def renamed(value: str, name: str, other: str) -> str:
    """The value of a field that names cards, with another card in the place of one; “” leaves it out."""
    found = dict.fromkeys(other if one == name else one for one in named_in(value))
    return "; ".join(one for one in found if one)
