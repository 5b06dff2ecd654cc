"""The case file of a review: the accepted cards as entries, and what is open as comments below them."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Literal, cast

from bot.authoring.added_file import added_text
from bot.authoring.cards import ReviewCard
from bot.authoring.case_file import SCHEMA_LINE, ArticlePage, open_points, source_entry
from bot.authoring.decisions import Review
from bot.authoring.entries import CaseEntries
from bot.authoring.known_case import KnownCase
from bot.authoring.proposals import (
    Proposals,
    ProposedAmount,
    ProposedDate,
    ProposedParty,
    ProposedQuotation,
    ProposedRuling,
)
from bot.authoring.question_entries import open_questions, question_lines
from bot.authoring.yaml_text import entry, scalar
from bot.cases.document import read_document
from bot.cases.model import Case
from bot.cases.parsing import build_case
from bot.cases.problems import CaseFileError, Problem
from bot.cases.validation import SourceFile


def decided_text(page: ArticlePage, review: Review) -> str:
    """The YAML of the case file that the decisions make."""
    file = CaseEntries(review, page.source)
    lines = [
        SCHEMA_LINE,
        f"title: {scalar(page.title)}",
        f"revised: {page.revised}",
        "",
        "sources:",
        *entry(source_entry(page)),
    ]
    for name, section in file.sections():
        lines += ["", f"{name}:", *(line for one in section for line in entry(one))]
    lines += question_lines(page, review)
    comments = (*open_points(page, _open(review)), *open_questions(page, review))
    left = [f"# {line}".rstrip() for line in comments]
    return "\n".join([*lines, "", *left]).rstrip() + "\n"


def entry_text(review: Review, card: ReviewCard) -> str:
    """The YAML of one card, as it stands, or would stand, in the case file."""
    file = CaseEntries(review.with_card(card))
    return "\n".join(entry(file.entry(card)))


def decided_case(
    page: ArticlePage, case_id: str, text: str, others: Mapping[str, SourceFile] | None = None
) -> Case:
    """The case of a case file's text and its articles, proven in memory. Raises CaseFileError.

    ``others`` are the articles that the case has beside that of the page, by their paths.
    """
    raw = page.text.encode()
    contents = {**(others or {}), page.file: SourceFile(raw, page.text)}
    return build_case(case_id, read_document(text.encode(), "case.yaml"), contents, "case.yaml")


def page_problems(page: ArticlePage, case_id: str, known: KnownCase | None = None) -> tuple[Problem, ...]:
    """What the check says of an article before anything is decided: mistakes in what is given of its page."""
    review = Review(page.text, (), given=known.cards() if known else (), known=known)
    text = added_text(known, page, review) if known else decided_text(page, review)
    try:
        decided_case(page, case_id, text, known.contents if known else None)
    except CaseFileError as error:
        return error.problems
    return ()


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
