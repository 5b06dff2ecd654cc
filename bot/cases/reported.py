"""The facts that sources report: rulings, amounts, other relief, statements and events."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from bot.cases.checks import (
    amount_or_undisclosed,
    as_many_as_the_quotation_says,
    as_the_quotation_says,
    beside_the_quotation,
    fits_what_is_ruled_on,
    only_of_a_dismissal,
    quoted_in_part,
    said_by_somebody,
    within_the_quotation,
)
from bot.cases.facts import AwardId, LawsuitFact, PartyId, StatementId
from bot.cases.local_text import LocalLabel
from bot.cases.money import EvidencedMoney, EvidencedShare
from bot.cases.outcomes import RuledOn, RulingOutcome
from bot.cases.rules import STRICT, OfItsSource, Rule
from bot.cases.selectors import Selector, Selectors


@dataclass(frozen=True, kw_only=True)
class Ruling(LawsuitFact):
    """What became of a claim, motion, charge, appeal or penalty: a decision, a charge, or a plea to it."""

    on: RuledOn = "claim"
    """What was ruled on; without it a claim of the lawsuit."""
    claim: LocalLabel
    """The claim, motion, charge, appeal or penalty, in the editor's words: “motion to dismiss”."""
    outcome: Annotated[RulingOutcome, Rule(fits_what_is_ruled_on), Rule(as_the_quotation_says)]
    """“cleared” where that is the source's word; never a paraphrase of it."""
    prejudice: Annotated[Literal["with", "without"] | None, Rule(only_of_a_dismissal)] = None
    """Whether what is dismissed may be brought again (“without”), where the source says it."""
    against: PartyId | None = None
    decider: PartyId | None = None
    """Who decides, or who brings the charge."""
    counts: Annotated[int | None, Rule(as_many_as_the_quotation_says)] = None
    """How many counts of a charge the source gives."""
    share: EvidencedShare = None
    """The share of the fault, where the ruling divides it."""
    sentence: OfItsSource | None = None
    """The penalty of a criminal court, in words of the source: “18 months in prison”."""


@dataclass(frozen=True, kw_only=True)
class Award(LawsuitFact):
    """An amount of money in a lawsuit: awarded, sought, offered, paid, fined, or whatever its kind says."""

    # So that an amount that was left out is missed where nothing says that it is undisclosed either.
    __pydantic_config__: ClassVar = {**STRICT, "validate_default": True}

    kind: Literal[
        "awarded",
        "sought",
        "offered",
        "settled",
        "paid",
        "fined",
        "costs",
        "fees",
        "interest",
        "bail",
        "penalty",
    ]
    """Whether a court gave it, somebody asks for it, it was offered or changed hands, or what it is for."""
    amount: EvidencedMoney = None
    undisclosed: Annotated[bool, Rule(amount_or_undisclosed)] = False
    """True where there is an amount that the source does not give."""
    purpose: LocalLabel | None = None
    """What it is for: compensatory, punitive, statutory, medical costs …"""
    per: LocalLabel | None = None
    """The unit for which it is due each time: day, member …"""
    condition: OfItsSource | None = None
    """On what it depends, in words of the source: “If the ramp is not open by then”."""
    part_of: AwardId | None = None
    """The amount of which this is a part."""
    to: PartyId | None = None
    against: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class Relief(LawsuitFact):
    """What a court orders, or somebody asks for, that is no money: an injunction, a recall, an apology."""

    kind: Literal["injunction", "declaration", "recall", "monitoring", "apology", "retraction", "other"]
    """What is ordered or asked for, in the terms of the courts."""
    outcome: Literal["sought", "granted", "denied", "offered"]
    """Whether somebody asks for it or offers it, or a court granted or denied it."""
    what: LocalLabel
    """What is to be done, in the editor's words: “reopen the ramp at Pier 9”."""
    deadline: OfItsSource | None = None
    """Until when, in words of the source: “within 14 days”."""
    to: PartyId | None = None
    against: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class Statement(LawsuitFact):
    """What somebody said (schema.org ``Quotation``; source, cue and content as in the PARC corpus).

    ``quote`` is the content: several spans where the article interrupts it.
    """

    speaker: PartyId
    """Who speaks; of disclaimed words, whoever is said to have said them."""
    quoted: Annotated[Selectors, Rule(within_the_quotation)] = ()
    """The speaker's own words within the article's report of what they said."""
    attributed_by: PartyId | None = None
    """Whose word it is that the speaker said it, where that is not the article's."""
    denied_by: PartyId | None = None
    """Who denies that disclaimed words were said."""
    quote_type: Annotated[
        Literal["direct", "indirect", "mixed", "declined", "disclaimed", "question"],
        Rule(quoted_in_part),
        Rule(said_by_somebody),
    ]
    """“direct” where all of the quotation is the speaker's own words; “mixed” where a part of it is;
    “declined” where somebody would not comment; “disclaimed” where the words are denied to have been said,
    or where somebody else says that the speaker said them; “question” for an interviewer's."""
    cue: Annotated[Selectors, Rule(beside_the_quotation)] = ()
    """The article's words that say who speaks, and where."""
    medium: OfItsSource | None = None
    sequence: OfItsSource | None = None
    """Which of several, in words of the source: “third post”."""
    attribution: Literal["explicit", "inferred"] = "explicit"
    """“inferred” where the article leaves open who speaks."""
    repeats: StatementId | None = None
    answers: StatementId | None = None
    """The question that it answers."""

    @property
    def spoken(self) -> tuple[Selector, ...]:
        """The spans that are the speaker's own words: the whole quotation of a direct statement."""
        return self.quote if self.quote_type in {"direct", "question"} else self.quoted

    @property
    def is_disclaimed(self) -> bool:
        """Whether the words are denied to have been said, or only attributed by somebody else."""
        return self.quote_type == "disclaimed"


@dataclass(frozen=True, kw_only=True)
class Event(LawsuitFact):
    """Something that happened or is to happen, with its date and the parties that took part."""

    label: LocalLabel
    participants: tuple[PartyId, ...] = ()
    event_status: Literal["scheduled", "postponed", "cancelled"] | None = None
    """Of what had not taken place by the report: a hearing that is scheduled, postponed or cancelled."""
