"""What each decision of an editor does to a review: to its card, and to the cards that name it."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from bot.authoring.card_fields import CARD_FIELDS, FACT_KINDS, PARTY_FIELDS, named_in, renamed
from bot.authoring.cards import Relation, ReviewCard, added_card, moved
from bot.authoring.case_file import can_be_quoted
from bot.authoring.decisions import (
    Accept,
    AcceptSure,
    Add,
    Decision,
    DecisionRefused,
    EditFields,
    LinkParty,
    MoveEnd,
    Reject,
    Relate,
    Review,
    SetCue,
    Undo,
)
from bot.authoring.field_checks import check_field
from bot.authoring.pairs import HOWS, undecided
from bot.authoring.selections import quotable, trimmed
from bot.authoring.ticks import TickQuestions, fault_of, ticked


def reviewed(review: Review, decisions: Iterable[Decision]) -> Review:
    """The review after decisions, in their order; one that cannot be taken any more changes nothing.

    It counts all the same for Undo: each was taken when it was made, on the case as it was then.
    """
    past: list[Review] = []
    for decision in decisions:
        if isinstance(decision, Undo):
            review = past.pop() if past else review
            continue
        past.append(review)
        with suppress(DecisionRefused):
            review = decided(review, decision)
    return review


def decided(review: Review, decision: Decision) -> Review:
    """The review after one decision other than Undo. Raises DecisionRefused."""
    if isinstance(decision, AcceptSure):
        return _accept_sure(review)
    if isinstance(decision, Add):
        return _add(review, decision)
    if isinstance(decision, TickQuestions):
        return _tick(review, decision)
    if isinstance(decision, Undo):
        raise DecisionRefused("nothing_to_undo")
    card = review.by_id.get(decision.card)
    if card is None or card in review.given:
        raise DecisionRefused("no_card")
    return _ON_A_CARD[type(decision)](review, card, decision)


def _accept(review: Review, card: ReviewCard, _: Decision) -> Review:
    if card.missing:
        raise DecisionRefused("missing", ", ".join(card.missing))
    if card.kind == "date" and not (card.fields.get("of") or card.fields.get("label")):
        raise DecisionRefused("no_fact")
    for start, end in card.spans:
        if not can_be_quoted(review.text, start, end):
            raise DecisionRefused("cut")
    if left := undecided(review, card):
        raise DecisionRefused("undecided", "; ".join(one.label for one in left))
    named = (one for name in (*PARTY_FIELDS, "lawsuit") for one in named_in(card.fields.get(name, "")))
    for party in filter(None, map(review.by_id.get, named)):
        if party.state == "open":
            review = _accept(review, party, Accept(party.id))
    return review.with_card(replace(card, state="accepted", merged_into=""))


def _reject(review: Review, card: ReviewCard, _: Decision) -> Review:
    review = review.with_card(replace(card, state="rejected", merged_into=""))
    return _without(review, card)


def _without(review: Review, gone: ReviewCard) -> Review:
    """The review in which no card names one that was left out."""
    for card in review.cards:
        named = [name for name in CARD_FIELDS if gone.id in named_in(card.fields.get(name, ""))]
        if named:
            fields = {**card.fields, **{name: renamed(card.fields[name], gone.id, "") for name in named}}
            is_open = card.state == "accepted" and not card.merged_into and named != ["about"]
            state = "open" if is_open else card.state
            review = review.with_card(replace(card, fields=fields, state=state))
        elif card.merged_into == gone.id:
            review = review.with_card(replace(card, merged_into="", state="open"))
    return review


def _edit(review: Review, card: ReviewCard, decision: Decision) -> Review:
    given = decision.fields if isinstance(decision, EditFields) else {}
    for name, value in given.items():
        check_field(review, card, name, value)
    changed = replace(card, fields={**card.fields, **given})
    if isinstance(decision, EditFields) and decision.accept:
        return _accept(review.with_card(changed), changed, decision)
    return review.with_card(replace(changed, state="open") if changed.missing else changed)


def _cue(review: Review, card: ReviewCard, decision: Decision) -> Review:
    if not isinstance(decision, SetCue) or card.kind != "statement":
        raise DecisionRefused("no_field", "cue")
    if decision.start == decision.end:
        return review.with_card(replace(card, cue=None))
    place = quotable(review, decision.start, decision.end)
    return review.with_card(replace(card, cue=place))


def _relate(review: Review, card: ReviewCard, decision: Decision) -> Review:
    if not isinstance(decision, Relate) or review.known is None or card.kind not in FACT_KINDS:
        raise DecisionRefused("no_fact_of_case")
    if decision.how and (decision.kind not in {"replaces", "replaced"} or decision.how not in HOWS):
        raise DecisionRefused("no_how", decision.how)
    named = (decision.fact,) if decision.fact else tuple(one.key for one in undecided(review, card))
    found = [review.known.by_key.get(one) for one in named]
    if not found or not all(one and one.kind == card.kind for one in found):
        raise DecisionRefused("no_fact_of_case")
    made = {one.fact: one for one in card.relations}
    made |= {one: Relation(one, decision.kind, decision.how) for one in named}
    return review.with_card(replace(card, relations=tuple(made.values())))


def _move(review: Review, card: ReviewCard, decision: Decision) -> Review:
    if not isinstance(decision, MoveEnd):
        return review
    at = -1 if decision.side == "end" else 0
    spans = list(card.spans)
    spans[at] = moved(review.text, spans[at], decision.side, decision.words)
    if tuple(spans) == card.spans:
        raise DecisionRefused("end")
    place = card.at if card.kind in {"party", "award", "date"} else spans[0]
    return review.with_card(replace(card, spans=tuple(spans), at=place))


def _link(review: Review, card: ReviewCard, decision: Decision) -> Review:
    party = review.by_id.get(decision.party) if isinstance(decision, LinkParty) else None
    if party is None or party not in review.parties or party.id == card.id:
        raise DecisionRefused("no_party")
    if card.kind == "party":
        return _merge(review, card, party)
    if card.kind != "statement":
        raise DecisionRefused("no_party")
    linked = replace(card, fields={**card.fields, "speaker": party.id})
    review = _accept(review.with_card(linked), linked, decision)
    later = review.cards[review.cards.index(review.by_id[card.id]) + 1 :]
    for one in later:
        if card.named and one.named == card.named and one.state == "open":
            review = review.with_card(replace(one, fields={**one.fields, "speaker": party.id}))
    return review


def _merge(review: Review, card: ReviewCard, party: ReviewCard) -> Review:
    """The review in which a name is one more name of a party, and all that named it names the party."""
    names = [name for name in (party.fields.get("aliases"), card.fields["name"]) if name]
    known = dict.fromkeys("; ".join([*names, card.fields.get("aliases", "")]).split("; "))
    aliases = "; ".join(one for one in known if one and one != party.fields["name"])
    review = review.with_card(replace(party, fields={**party.fields, "aliases": aliases}))
    for one in review.cards:
        changed = {
            name: renamed(one.fields[name], card.id, party.id)
            for name in CARD_FIELDS
            if card.id in named_in(one.fields.get(name, ""))
        }
        if changed:
            review = review.with_card(replace(one, fields={**one.fields, **changed}))
    return review.with_card(replace(card, state="accepted", merged_into=party.id))


def _add(review: Review, decision: Add) -> Review:
    place = quotable(review, decision.start, decision.end)
    number = review.added + 1
    card = added_card(review.text, f"added-{number}", decision.kind, place)
    if decision.kind == "status" and len(review.lawsuits) == 1:
        card = replace(card, fields={"lawsuit": review.lawsuits[0].id})
    at = sum(one.kind == "party" and (decision.kind != "party" or one.at <= card.at) for one in review.cards)
    if decision.kind != "party":
        at += sum(one.kind != "party" and one.at <= card.at for one in review.cards)
    return replace(review, cards=(*review.cards[:at], card, *review.cards[at:]), added=number)


def _tick(review: Review, decision: TickQuestions) -> Review:
    decision = TickQuestions(
        tuple(
            replace(tick, spans=tuple(trimmed(review.text, place) for place in tick.spans))
            for tick in decision.ticks
        )
    )
    for tick in decision.ticks:
        if fault := fault_of(review.text, tick):
            raise DecisionRefused(fault)
    if not decision.ticks:
        raise DecisionRefused("no_question")
    return replace(review, ticks=ticked(review.ticks, decision, review.by_id))


def _accept_sure(review: Review) -> Review:
    sure = [card for card in review.cards if card.state == "open" and _is_sure(review, card)]
    if not sure:
        raise DecisionRefused("none_sure")
    for card in sure:
        review = _accept(review, card, Accept(card.id))
    return review


def _is_sure(review: Review, card: ReviewCard) -> bool:
    speaker = review.by_id.get(card.fields.get("speaker", ""))
    return bool(
        card.sure
        and speaker
        and speaker.state == "accepted"
        and not undecided(review, card)
        and all(can_be_quoted(review.text, start, end) for start, end in card.spans)
    )


_ON_A_CARD: Mapping[type, Callable[[Review, ReviewCard, Decision], Review]] = {
    Accept: _accept,
    Reject: _reject,
    EditFields: _edit,
    MoveEnd: _move,
    LinkParty: _link,
    SetCue: _cue,
    Relate: _relate,
}
