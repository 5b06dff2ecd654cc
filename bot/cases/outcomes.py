"""Which outcomes each thing that is ruled on can have: a motion is granted or denied, never liable."""

from collections.abc import Mapping
from typing import Literal

RuledOn = Literal["claim", "motion", "charge", "appeal", "penalty"]
"""What is decided: a claim of a lawsuit, a motion, a criminal charge, an appeal, or a penalty."""
RulingOutcome = Literal[
    "liable",
    "not_liable",
    "at_fault",
    "cleared",
    "charged",
    "pleaded_guilty",
    "pleaded_not_guilty",
    "convicted",
    "acquitted",
    "guilty",
    "not_guilty",
    "sentenced",
    "granted",
    "granted_in_part",
    "denied",
    "dismissed",
    "affirmed",
    "reversed",
    "vacated",
    "remanded",
    "reduced",
    "increased",
    "imposed",
    "settled",
    "withdrawn",
    "stayed",
    "other",
]
"""How it was decided, in the terms of the courts; the sources' own words stand in the quotation."""

_ANY: frozenset[RulingOutcome] = frozenset(
    {"withdrawn", "stayed", "settled", "dismissed", "vacated", "other"}
)
_OF_CHARGES: frozenset[RulingOutcome] = frozenset(
    {
        "charged",
        "pleaded_guilty",
        "pleaded_not_guilty",
        "convicted",
        "acquitted",
        "guilty",
        "not_guilty",
        "cleared",
        "sentenced",
    }
)
_OF_CLAIMS: frozenset[RulingOutcome] = frozenset(
    {"liable", "not_liable", "at_fault", "cleared", "guilty", "not_guilty", "granted", "granted_in_part"}
)
_OF_MOTIONS: frozenset[RulingOutcome] = frozenset({"granted", "granted_in_part", "denied"})
_OF_APPEALS: frozenset[RulingOutcome] = frozenset(
    {"affirmed", "reversed", "remanded", "reduced", "increased"}
)
_OF_PENALTIES: frozenset[RulingOutcome] = frozenset({"sentenced", "imposed", "denied"})
OUTCOMES_OF: Mapping[RuledOn, frozenset[RulingOutcome]] = {
    "claim": _ANY | _OF_CLAIMS | _OF_MOTIONS | _OF_APPEALS,
    "motion": _ANY | _OF_MOTIONS,
    "charge": _ANY | _OF_CHARGES | _OF_APPEALS,
    "appeal": _ANY | _OF_MOTIONS | _OF_APPEALS,
    "penalty": _ANY | _OF_PENALTIES | _OF_APPEALS,
}
"""The outcomes that each thing can have; what lawsuits settle, stay or withdraw, all can."""
