"""The entries of a case file that the accepted cards of a review make."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import cast

from bot.authoring.article import Article
from bot.authoring.card_fields import FACT_KINDS, named_in
from bot.authoring.card_ids import CardIds
from bot.authoring.cards import ReviewCard, TextRange, quoted_within
from bot.authoring.case_file import can_be_quoted, selector
from bot.authoring.decisions import Review
from bot.authoring.entry_relations import relations_of
from bot.authoring.seldom_fields import amount_of, seldom_of_award, seldom_of_ruling
from bot.authoring.yaml_text import Fields, Plain

SECTIONS = (
    ("caveats", "caveat"),
    ("parties", "party"),
    ("lawsuits", "lawsuit"),
    ("rulings", "ruling"),
    ("awards", "award"),
    ("relief", "relief"),
    ("statements", "statement"),
    ("events", "date"),
)
"""The sections of a case file with the kind of their cards; a date without a fact is an event."""


class CaseEntries:
    """The entries of one article's cards; ``source`` is the id of the article."""

    def __init__(self, review: Review, source: str = "article") -> None:
        self.review, self.text, self.source = review, review.text, source
        self.ids = CardIds(review, source)

    def sections(self) -> Iterator[tuple[str, list[Fields]]]:
        """The sections that have entries, in the order in which they are read."""
        accepted = self.review.accepted
        dated = [card for card in accepted if card.kind != "date" or not card.fields.get("of")]
        for name, kind in SECTIONS:
            if section := [self.entry(card) for card in dated if card.kind == kind]:
                yield name, section

    def entry(self, card: ReviewCard) -> Fields:
        """The fields of the entry that a card makes, in the order of the file."""
        made = cast("Fields", getattr(self, f"_{card.kind}")(card))
        if card.kind in FACT_KINDS:
            made |= relations_of(card, self.review, self.ids)
        if card.kind not in {"caveat", "status"}:
            made["caveats"] = [self.ids.of(one.id) for one in self._caveats if _is_about(one, card)]
        return {name: value for name, value in made.items() if value}

    @cached_property
    def _caveats(self) -> tuple[ReviewCard, ...]:
        return tuple(one for one in self.review.accepted if one.kind == "caveat")

    def statuses(self, lawsuit: str) -> list[Fields]:
        """The accepted statuses of a lawsuit, by the id of its card, in the order of the article."""
        found = (one for one in self.review.accepted if one.kind == "status")
        return [self.entry(one) for one in found if one.fields.get("lawsuit") == lawsuit]

    def _quote(self, places: Sequence[TextRange]) -> Plain:
        quotes = [self.selector(*place) for place in places]
        return quotes[0] if len(quotes) == 1 else quotes

    def selector(self, start: int, end: int) -> Plain:
        """The quotation of a span, with its source where the words stand in other articles as well."""
        found = selector(self.text, start, end)
        given: Fields = {"exact": found} if isinstance(found, str) else dict(cast("Fields", found))
        words = "".join(str(given.get(name, "")) for name in ("prefix", "exact", "suffix"))
        others = self.review.known.contents.values() if self.review.known else ()
        is_elsewhere = any(words in one.text for one in others)
        return {**given, "source": self.source} if is_elsewhere else found

    def _lawsuit_of(self, card: ReviewCard) -> Fields:
        """The lawsuit of a fact; where none is chosen, the only one there is, as read from the context."""
        only = self.review.lawsuits if card.kind != "statement" else ()
        name = card.fields.get("lawsuit") or (only[0].id if len(only) == 1 else "")
        found = self.ids.of(name)
        if card.fields.get("lawsuit_is") == "stated":
            return {"lawsuit": found}
        return {"lawsuit_candidates": [found] if found else ""}

    def _party(self, card: ReviewCard) -> Fields:
        fields = card.fields
        return {
            "id": self.ids.of(card.id),
            "name": fields["name"],
            "kind": fields.get("kind", ""),
            "aliases": [one for one in fields.get("aliases", "").split("; ") if one],
            "roles": [one for one in (fields.get("role", ""),) if one],
            "described_as": self._quote(card.spans),
        }

    def _lawsuit(self, card: ReviewCard) -> Fields:
        return {
            "id": self.ids.of(card.id),
            "label": card.fields.get("label", ""),
            "court": self._party_of(card, "court"),
            "plaintiffs": self._parties_of(card, "plaintiffs"),
            "defendants": self._parties_of(card, "defendants"),
            "quote": self._quote(card.spans),
            "date_filed": self._date_of(card),
            "status": self.statuses(card.id),
        }

    def _status(self, card: ReviewCard) -> Fields:
        return {
            "value": card.fields.get("value", ""),
            "quote": self._quote(card.spans),
            "date": self._date_of(card),
        }

    def _caveat(self, card: ReviewCard) -> Fields:
        return {
            "id": self.ids.of(card.id),
            "weight": card.fields.get("weight", ""),
            "text": card.fields.get("text", ""),
            "quote": self._quote(card.spans),
        }

    def _statement(self, card: ReviewCard) -> Fields:
        fields = card.fields
        inner = quoted_within(Article(self.text), card.spans[0]) if fields["quote_type"] == "mixed" else ()
        cue = card.cue if card.cue and can_be_quoted(self.text, *card.cue) else None
        return {
            "speaker": self._party_of(card, "speaker"),
            "quote_type": fields["quote_type"],
            "cue": self.selector(*cue) if cue else "",
            "quote": self._quote(card.spans),
            "quoted": self._quote(inner) if inner else "",
            "medium": fields.get("medium", ""),
            "attribution": "inferred" if fields.get("attribution") == "inferred" else "",
            **self._lawsuit_of(card),
        }

    def _award(self, card: ReviewCard) -> Fields:
        fields = card.fields
        return {
            "id": self.ids.of(card.id),
            "kind": fields.get("kind", ""),
            "amount": amount_of(fields, self.text[slice(*card.at)]),
            **seldom_of_award(fields),
            "part_of": self._whole_of(card),
            "to": self._party_of(card, "to"),
            "against": self._party_of(card, "against"),
            **self._lawsuit_of(card),
            "quote": self._quote(card.spans),
            "date": self._date_of(card),
        }

    def _ruling(self, card: ReviewCard) -> Fields:
        fields = card.fields
        return {
            "on": fields.get("on", ""),
            "claim": fields.get("claim", ""),
            "outcome": fields.get("outcome", ""),
            "prejudice": fields.get("prejudice", ""),
            **seldom_of_ruling(fields),
            "against": self._party_of(card, "against"),
            "decider": self._party_of(card, "decider"),
            **self._lawsuit_of(card),
            "quote": self._quote(card.spans),
            "date": self._date_of(card),
        }

    def _relief(self, card: ReviewCard) -> Fields:
        return {
            **{name: card.fields.get(name, "") for name in ("kind", "outcome", "what", "deadline")},
            "to": self._party_of(card, "to"),
            "against": self._party_of(card, "against"),
            **self._lawsuit_of(card),
            "quote": self._quote(card.spans),
            "date": self._date_of(card),
        }

    def _date(self, card: ReviewCard) -> Fields:
        return {
            "label": card.fields.get("label", ""),
            "participants": self._parties_of(card, "participants"),
            "event_status": card.fields.get("event_status", ""),
            **self._lawsuit_of(card),
            "quote": self._quote(card.spans),
            "date": self._said(card),
        }

    def _whole_of(self, card: ReviewCard) -> str:
        """The id of the amount of which a card's is a part: one of the article, or of the case."""
        name = card.fields.get("part_of", "")
        known = self.review.known.by_key.get(name) if self.review.known else None
        return self.ids.old_id(known) if known else self.ids.of(name)

    def _party_of(self, card: ReviewCard, name: str) -> str:
        return self.ids.of(card.fields.get(name, ""))

    def _parties_of(self, card: ReviewCard, name: str) -> list[str]:
        return [found for one in named_in(card.fields.get(name, "")) if (found := self.ids.of(one))]

    def _date_of(self, card: ReviewCard) -> Plain:
        found = (one for one in self.review.accepted if one.fields.get("of") == card.id)
        return next((self._said(one) for one in found), "")

    def _said(self, card: ReviewCard) -> Plain:
        raw = self.text[slice(*card.at)]
        return {
            "edtf": card.fields.get("edtf", ""),
            "raw": raw,
            "certainty": card.fields.get("certainty", ""),
        }


def _is_about(caveat: ReviewCard, card: ReviewCard) -> bool:
    return card.id in named_in(caveat.fields.get("about", ""))
