"""What is made of the fields that few amounts and rulings have: parts, conditions, counts and shares."""

from collections.abc import Mapping, Sequence

from bot.authoring.cards import ReviewCard
from bot.authoring.decisions import Review
from bot.authoring.yaml_text import TRUE, Plain
from bot.cases.numerals import percents_in


def amount_of(fields: Mapping[str, str], raw: str) -> Plain:
    """The amount of an award in the words of the article; none where it is kept back and nobody gave one."""
    given = {name: fields.get(name, "") for name in ("value", "currency")}
    if fields.get("undisclosed") and not any(given.values()):
        return ""
    return {**given, "raw": raw}


def seldom_of_award(fields: Mapping[str, str]) -> dict[str, Plain]:
    """What an amount is for, when it is due, on what it depends, and whether it is kept back."""
    return {
        "undisclosed": TRUE if fields.get("undisclosed") else "",
        **{name: fields.get(name, "") for name in ("purpose", "per", "condition")},
    }


def seldom_of_ruling(fields: Mapping[str, str]) -> dict[str, Plain]:
    """How many counts a ruling is about, its penalty, and the share of the fault that it gives.

    Without a number the share has the one that its words give, where they can mean no other.
    """
    made: dict[str, Plain] = {name: fields.get(name, "") for name in ("counts", "sentence")}
    raw, percent = fields.get("share", ""), fields.get("percent", "")
    if raw and not percent:
        read = percents_in(raw)
        percent = f"{read[0].normalize():f}" if len(read) == 1 else ""
    made["share"] = {name: one for name, one in (("percent", percent), ("raw", raw)) if one}
    return made


def wholes_of(review: Review, card: ReviewCard) -> tuple[str, ...]:
    """The amounts of which one can be a part: ids of accepted cards, and keys of amounts of the case."""
    ours = (one.id for one in review.accepted if one.kind == "award" and one.id != card.id)
    known = review.known.facts if review.known else ()
    return (*ours, *(one.key for one in known if one.kind == "award"))


def named_wholes(cards: Sequence[ReviewCard]) -> frozenset[str]:
    """What the ``part_of`` of cards names that were not rejected: these amounts need an id."""
    return frozenset(one.fields.get("part_of", "") for one in cards if one.state != "rejected") - {""}
