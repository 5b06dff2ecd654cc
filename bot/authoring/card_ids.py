"""The ids that the entries of a review's cards get in a case file, and those of the facts that they name."""

from bot.authoring.cards import ReviewCard
from bot.authoring.decisions import Review
from bot.authoring.entry_ids import fresh_id, slug
from bot.authoring.known_case import KnownFact, case_id_of
from bot.authoring.seldom_fields import named_wholes

WORDS_OF_AN_ID = 4
"""How many words of a caveat its id has."""


class CardIds:
    """The ids of one article's cards, none of which the case has; ``source`` is the id of the article."""

    def __init__(self, review: Review, source: str) -> None:
        self._text, self._source = review.text, source
        self._taken = {source, *(review.known.ids if review.known else ())}
        self._ids: dict[str, str] = {}
        self.old_ids: dict[str, str] = {}
        """The ids of facts of the case that the cards name, by the keys of the facts."""
        for card in review.parties:
            self._name(card, card.fields["name"])
        for card in (*review.given, *review.cards):
            if card.kind == "lawsuit":
                self._name(card, card.fields.get("label", "lawsuit"))
        wholes = named_wholes(review.cards)
        for card in review.accepted:
            if card.id in wholes:
                words = f"{card.fields.get('kind', '')} {self._text[slice(*card.at)]}"
                self._ids[card.id] = fresh_id(words, self._taken)
                self._taken.add(self._ids[card.id])
        for card in review.cards:
            if card.kind == "caveat":
                words = " ".join(card.fields.get("text", "").split()[:WORDS_OF_AN_ID])
                self._ids[card.id] = fresh_id(words or "caveat", self._taken)
                self._taken.add(self._ids[card.id])

    def _name(self, card: ReviewCard, words: str) -> None:
        self._ids[card.id] = case_id_of(card) or slug(words, self._taken)
        self._taken.add(self._ids[card.id])

    def of(self, card_id: str) -> str:
        """The id of a card's entry by the card's id; “” where it has none."""
        return self._ids.get(card_id, "")

    def old_id(self, known: KnownFact) -> str:
        """The id of a fact of the case: its own, or a new one, which is then the same for all cards."""
        if known.fact.id:
            return known.fact.id
        if known.key not in self.old_ids:
            words = {"date": "event"}.get(known.kind, known.kind)
            words = getattr(known.fact, "kind", "") or getattr(known.fact, "outcome", "") or words
            self.old_ids[known.key] = fresh_id(f"{words} {known.day}", self._taken)
            self._taken.add(self.old_ids[known.key])
        return self.old_ids[known.key]

    def new_id(self, card: ReviewCard) -> str:
        """The id of a card's fact that a fact of the case names."""
        if card.id not in self._ids:
            words = card.fields.get("kind") or card.fields.get("outcome") or card.kind
            self._ids[card.id] = fresh_id(f"{words} {self._source}", self._taken)
            self._taken.add(self._ids[card.id])
        return self._ids[card.id]
