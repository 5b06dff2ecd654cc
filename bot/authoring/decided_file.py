"""The case file of a review: the accepted cards as entries, and what is open as comments below them."""

from collections.abc import Mapping

from bot.authoring.added_file import added_text
from bot.authoring.cards import ReviewCard
from bot.authoring.case_file import SCHEMA_LINE, ArticlePage, source_entry
from bot.authoring.decisions import Review
from bot.authoring.entries import CaseEntries
from bot.authoring.known_case import KnownCase
from bot.authoring.open_cards import open_comments
from bot.authoring.question_entries import question_lines
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
    return "\n".join([*lines, "", *open_comments(page, review)]).rstrip() + "\n"


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
