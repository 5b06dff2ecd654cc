"""What is still open in a review, as comments of the case file that it makes."""

from decimal import Decimal, InvalidOperation
from typing import Literal, cast

from bot.authoring.cards import ReviewCard
from bot.authoring.case_file import ArticlePage, open_points
from bot.authoring.decisions import Review
from bot.authoring.proposals import (
    Proposals,
    ProposedAmount,
    ProposedDate,
    ProposedParty,
    ProposedQuotation,
    ProposedRuling,
)
from bot.authoring.question_entries import open_questions


def open_comments(page: ArticlePage, review: Review) -> tuple[str, ...]:
    """The comments, each a line, of the open cards and the questions that are answered wrongly."""
    lines = (*open_points(page, _open(review)), *open_questions(page, review))
    return tuple(f"# {line}".rstrip() for line in lines)


def _open(review: Review) -> Proposals:
    """The open cards as proposals, as the comments of a draft list them."""
    cards = [card for card in review.cards if card.state == "open"]
    names = {card.id: card.fields["name"] for card in review.parties}
    text = review.text

    def of(kind: str) -> list[ReviewCard]:
        return [card for card in cards if card.kind == kind]

    return Proposals(
        quotations=tuple(
            ProposedQuotation(
                exact=text[start:end],
                start=start,
                end=end,
                speaker=names.get(card.fields.get("speaker", "")),
                kind="direct" if card.fields["quote_type"] == "direct" else "indirect",
                medium=None,
                why=card.why,
            )
            for card in of("statement")
            for start, end in card.spans
        ),
        amounts=tuple(
            ProposedAmount(
                exact=text[slice(*card.at)],
                start=card.at[0],
                end=card.at[1],
                value=_number(card.fields.get("value", "")),
                currency=card.fields.get("currency") or None,
                kind=card.fields.get("kind") or None,
                by=names.get(card.fields.get("against", "")),
                to=names.get(card.fields.get("to", "")),
            )
            for card in of("award")
        ),
        dates=tuple(
            ProposedDate(
                exact=text[slice(*card.at)],
                start=card.at[0],
                end=card.at[1],
                edtf=card.fields.get("edtf") or None,
                certainty=cast("Literal['stated', 'inferred']", card.fields.get("certainty") or "inferred"),
                why=card.why,
            )
            for card in of("date")
        ),
        parties=tuple(
            ProposedParty(
                name=card.fields["name"],
                role=card.fields.get("role") or None,
                kind=cast(
                    "Literal['person', 'organization', 'court', 'unnamed']",
                    card.fields.get("kind") or "person",
                ),
                aliases=(),
                start=card.at[0],
                end=card.at[1],
            )
            for card in of("party")
        ),
        rulings=tuple(
            ProposedRuling(
                exact=text[slice(*card.at)],
                start=card.at[0],
                end=card.at[1],
                outcome=card.fields.get("outcome") or "?",
                on=card.fields.get("on") or None,
                why=card.why,
            )
            for card in of("ruling")
        ),
    )


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
