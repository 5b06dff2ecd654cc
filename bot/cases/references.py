"""The fields by which the entries of a case refer to each other, and the ids that an entry names in them."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.cases.facts import FACTS

REFERENCES: Mapping[str, tuple[str, ...]] = {
    "caveats": ("caveats",),
    "edition_of": ("sources",),
    "roles.acts_for": ("parties",),
    "court": ("parties",),
    "plaintiffs": ("parties",),
    "defendants": ("parties",),
    "against": ("parties",),
    "decider": ("parties",),
    "to": ("parties",),
    "speaker": ("parties",),
    "attributed_by": ("parties",),
    "denied_by": ("parties",),
    "participants": ("parties",),
    "asserted_by": ("parties",),
    "lawsuit": ("lawsuits",),
    "lawsuit_candidates": ("lawsuits",),
    "supersedes.fact": FACTS,
    "contradicts": FACTS,
    "same_as": FACTS,
    "part_of": ("awards",),
    "repeats": ("statements",),
    "answers": ("statements",),
}
"""The sections whose entries each field can name; “a.b” is the field b of what the field a holds."""


def fields_naming(*sections: str) -> tuple[str, ...]:
    """The fields that name entries of one of these sections, in the order of the table."""
    return tuple(field for field, named in REFERENCES.items() if not {*sections}.isdisjoint(named))


def ids_in(entry: Any, field: str) -> Iterator[str]:
    """The ids that an entry names in a field of the table; none where it has no such field."""
    outer, _, inner = field.partition(".")
    held = getattr(entry, outer, None) or ()
    for one in held if isinstance(held, tuple) else (held,):
        named = getattr(one, inner) if inner else one
        if named:
            yield named
