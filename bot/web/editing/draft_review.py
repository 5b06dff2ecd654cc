"""A draft with its decisions, and the case file and the case that they make."""

from dataclasses import dataclass
from functools import cached_property

from bot.authoring.added_file import added_text
from bot.authoring.decided_file import decided_case, decided_text
from bot.authoring.decisions import Review
from bot.cases.model import Case
from bot.cases.problems import CaseFileError, Problem
from bot.corpus.drafts.folder import Draft
from bot.corpus.drafts.journal import JournalEntry


class NotValid(Exception):
    """Raised where a case file would not pass the check, with the mistakes of the loader."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class DraftReview:
    """A draft with its decisions so far, and the review that they make."""

    draft: Draft
    entries: tuple[JournalEntry, ...]
    review: Review
    torn: int = 0
    """Bytes of a decision that a crash cut off: it was never taken."""

    @property
    def number(self) -> int:
        """The number of the newest decision."""
        return len(self.entries)

    @cached_property
    def text(self) -> str:
        """The case file as the decisions make it now."""
        if self.review.known is not None:
            return added_text(self.review.known, self.draft.page, self.review)
        return decided_text(self.draft.page, self.review)

    @cached_property
    def case(self) -> Case:
        """The case as the decisions make it now, made in memory. Raises CaseFileError."""
        others = self.review.known.contents if self.review.known else None
        return decided_case(self.draft.page, self.draft.case_id, self.text, others)


def prove(now: DraftReview) -> None:
    """Raise NotValid where the case as the decisions make it would not pass the check."""
    try:
        _ = now.case
    except CaseFileError as error:
        raise NotValid(error.problems) from None
