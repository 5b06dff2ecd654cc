"""All cases at once, as one frozen value: what can be answered from, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.cases.listing import Listing, listing_of
from bot.cases.model import Case
from bot.cases.problems import Problem


@dataclass(frozen=True)
class Library:
    """The cases that can be answered from, by id, and the mistakes in the files that cannot be used.

    ``cases`` and ``earlier`` have nothing of what was withdrawn.
    """

    cases: Mapping[str, Case] = field(default_factory=dict)
    earlier: Mapping[str, tuple[Case, ...]] = field(default_factory=dict)
    """The kept earlier versions of each case, oldest first."""
    problems: tuple[Problem, ...] = ()
    folder: str = "content"
    """The content folder as the settings name it: the start of every ``source_file``."""
    stored_listings: Mapping[str, Listing] | None = None
    """The listings of the cases, where they are known without reading the cases."""
    files: Mapping[str, Case] = field(default_factory=dict)
    """The cases as their files have them, with what was withdrawn: for the editor, never for answers."""

    @cached_property
    def listings(self) -> Mapping[str, Listing]:
        """The listing of each case by its id, which takes no reading of the case's file."""
        if self.stored_listings is not None:
            return self.stored_listings
        return {
            name: listing_of(case, tuple(one.version for one in self.earlier.get(name, ())))
            for name, case in self.cases.items()
        }

    @cached_property
    def newest_first(self) -> tuple[Listing, ...]:
        """The cases, the most recently reported first; to read one, take it from ``cases``."""
        return tuple(sorted(self.listings.values(), key=lambda case: (case.as_of, case.id), reverse=True))

    def problems_of(self, case_id: str) -> tuple[Problem, ...]:
        """The mistakes in the files of the case with this id, in file order."""
        return tuple(problem for problem in self.problems if self._case_of(problem) == case_id)

    def still_answers(self, problem: Problem) -> bool:
        """Whether the case with this mistake is still answered from, in its last good version."""
        return self._case_of(problem) in self.cases

    def _case_of(self, problem: Problem) -> str:
        return case_id_of(problem, self.folder)

    def versions(self, case_id: str) -> tuple[Case, ...]:
        """Every version of a case, oldest first, the current one last."""
        return (*self.earlier.get(case_id, ()), self.cases[case_id])


def case_id_of(problem: Problem, folder: str) -> str:
    """The id of the case whose files a problem is in; empty for one of the content folder itself."""
    below = problem.file.removeprefix(f"{folder.rstrip('/')}/")
    return "" if below == problem.file else below.partition("/")[0]
