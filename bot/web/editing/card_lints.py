"""What the check and its review say of a card, in the words of ``check --review``."""

from dataclasses import replace

from bot.authoring.cards import ReviewCard
from bot.authoring.deciding import decided
from bot.authoring.decisions import Accept, DecisionRefused
from bot.cases.document import read_document
from bot.cases.problems import CaseFileError
from bot.cases.review.warnings import warnings_of
from bot.corpus.files import CASE_FILE
from bot.web.editing.draft_review import DraftReview, NotValid, prove

NOT_OF_A_CARD = ("uncovered", "unused")
"""Warnings about no single card: what is not quoted is painted, and names come before their use."""


def problems_of(now: DraftReview, card: ReviewCard) -> tuple[str, ...]:
    """What the check and its review would say of a card if it were accepted as it stands."""
    if card.state == "open":
        try:
            after = replace(now, review=decided(now.review, Accept(card.id)))
        except DecisionRefused:
            return ()
        try:
            prove(after)
        except NotValid as error:
            return tuple(problem.message for problem in error.problems)
    else:
        after = now
    others = replace(now, review=now.review.with_card(replace(card, state="rejected")))
    try:
        without = _warnings(others)
    except CaseFileError:
        return ()
    return tuple(sorted(_warnings(after) - without))


def _warnings(now: DraftReview) -> frozenset[str]:
    document = read_document(now.text.encode(), CASE_FILE)
    found = warnings_of(now.case, document, "", CASE_FILE)
    return frozenset(one.problem.message for one in found if not one.code.startswith(NOT_OF_A_CARD))
