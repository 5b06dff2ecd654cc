"""What the rules propose: spans of an article in code points, end exclusive, with what they mean."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Literal

WORDS_OF_A_NAME = 2
"""Words of the names that need no second look."""
SpeechKind = Literal["direct", "indirect"]
"""Words between quotation marks (or a turn of a transcript), or a report of what somebody said."""


@dataclass(frozen=True, kw_only=True)
class ProposedQuotation:
    """One piece of somebody's words, or one report of them, with who speaks as far as the article tells."""

    exact: str
    start: int
    end: int
    speaker: str | None
    """The full name, as merged from all its forms, or the words for somebody unnamed; None where open."""
    kind: SpeechKind
    medium: str | None
    """Where it was said, in words of the article: “statement”, “email”."""
    why: str
    """What the speaker was read from, such as “‘said’ after the quotation”."""
    continues: bool = False
    """Whether the piece belongs to one statement with the piece before it."""
    explicit: bool = False
    """Whether the words beside the quotation name the speaker; else the speaker is inferred, or open."""
    cue: tuple[int, int] | None = None
    """The span of the words that say who speaks."""

    @property
    def is_sure(self) -> bool:
        """Whether it needs no editor's decision: direct speech beside which a name stands, known in full.

        A name of one word can be a surname that was not merged, or no name at all; one of three can begin
        with a title that the rules do not know.
        """
        return (
            self.kind == "direct" and self.explicit and len((self.speaker or "").split()) == WORDS_OF_A_NAME
        )


@dataclass(frozen=True, kw_only=True)
class ProposedAmount:
    """An amount of money: ``value`` is a decimal number and ``currency`` a code of ISO 4217."""

    exact: str
    start: int
    end: int
    value: Decimal | None
    currency: str | None
    kind: str | None
    """What the amount is, in the words of the model's awards: awarded, sought, fined …; None where open."""
    by: str | None
    """Who pays, or would."""
    to: str | None
    """Who gets it, or asks for it."""


@dataclass(frozen=True, kw_only=True)
class ProposedDate:
    """A date in EDTF with the arithmetic by which it was reckoned from the day of publication."""

    exact: str
    start: int
    end: int
    edtf: str | None
    certainty: Literal["stated", "inferred"]
    why: str
    """The reckoning, such as “the last Tuesday up to 16 May 2024 (Thursday)”."""


@dataclass(frozen=True, kw_only=True)
class ProposedParty:
    """Somebody whom the article names, with the role that the words beside the name give."""

    name: str
    role: str | None
    kind: Literal["person", "organization", "court", "unnamed"]
    aliases: tuple[str, ...]
    """Shorter forms of the name that stand in the article."""
    start: int
    end: int
    """The span at which the article introduces the name."""


@dataclass(frozen=True, kw_only=True)
class ProposedRuling:
    """A sentence, or a part of one, that tells what became of a claim, motion, charge, appeal or penalty."""

    exact: str
    start: int
    end: int
    outcome: str
    on: str | None
    why: str


@dataclass(frozen=True, kw_only=True)
class Proposals:
    """All that the rules found in one article, each kind in the order of the text."""

    quotations: tuple[ProposedQuotation, ...] = ()
    amounts: tuple[ProposedAmount, ...] = ()
    dates: tuple[ProposedDate, ...] = ()
    parties: tuple[ProposedParty, ...] = ()
    rulings: tuple[ProposedRuling, ...] = ()

    def as_json(self) -> dict[str, list[dict[str, str | int | None]]]:
        """The proposals as ``draft --json`` prints them: lists of objects with the keys of ``JSON_KEYS``."""
        return {
            section: [_object(entry, keys) for entry in getattr(self, section)]
            for section, keys in JSON_KEYS.items()
        }


JSON_KEYS: Mapping[str, tuple[str, ...]] = {
    "quotations": ("exact", "start", "end", "speaker", "kind", "medium", "why"),
    "amounts": ("exact", "start", "end", "value", "currency", "kind", "by", "to"),
    "dates": ("exact", "start", "end", "edtf", "certainty"),
    "parties": ("name", "role"),
    "rulings": ("exact", "start", "end", "outcome", "on"),
}
"""The keys that each kind of proposal has in JSON; what is open is null there."""


def _object(
    entry: ProposedQuotation | ProposedAmount | ProposedDate | ProposedParty | ProposedRuling,
    keys: tuple[str, ...],
) -> dict[str, str | int | None]:
    fields = asdict(entry)
    return {key: _plain(fields[key]) for key in keys}


def _plain(value: str | int | Decimal | None) -> str | int | None:
    return f"{value:f}" if isinstance(value, Decimal) else value
