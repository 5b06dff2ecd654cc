"""What becomes of a review when the case to which its article is added has changed meanwhile."""

from collections.abc import Iterator, Mapping

from bot.authoring.card_fields import CARD_FIELDS, renamed
from bot.authoring.cards import ReviewCard
from bot.authoring.decisions import LinkParty, Review


def lost_cards(before: Review, after: Review) -> tuple[ReviewCard, ...]:
    """The cards of ``before`` that were accepted and do not stand so in ``after``, on the changed case.

    A name that is one of a party's now is not lost, nor is what names it.
    """
    return tuple(one for one in before.cards if one.state == "accepted" and _is_lost(one, after))


def names_known_now(before: Review, after: Review, decided: Review) -> Iterator[LinkParty]:
    """What links accepted names to parties that the case has got meanwhile, so that none is there twice.

    ``before`` and ``after`` are the reviews without decisions on the case as it was and as it is now, and
    ``decided`` is the latter with all decisions.
    """
    for card in after.cards:
        was, found = before.by_id.get(card.id), decided.by_id[card.id]
        is_new = card.merged_into and not (was and was.merged_into)
        if is_new and found.state == "accepted" and not found.merged_into:
            yield LinkParty(card.id, card.merged_into)


def _is_lost(card: ReviewCard, after: Review) -> bool:
    found = after.by_id.get(card.id)
    if found is None:
        return not card.merged_into
    if card.kind == "party" and found.merged_into:
        return False
    wanted = (card.state, card.merged_into, card.relations, _named(card, after))
    return (found.state, found.merged_into, found.relations, found.fields) != wanted


def _named(card: ReviewCard, after: Review) -> Mapping[str, str]:
    """The fields of a card with the parties in the place of names that are theirs now."""
    fields = dict(card.fields)
    for name in CARD_FIELDS:
        for one in after.cards:
            if one.merged_into and name in fields:
                fields[name] = renamed(fields[name], one.id, one.merged_into)
    return fields
