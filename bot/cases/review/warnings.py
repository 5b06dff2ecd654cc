"""The warnings of a case, each at its place in the case file or the article, and answered or not."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

from bot.cases.document import Document
from bot.cases.model import Case
from bot.cases.problems import KeyPath, Position, Problem, position_in
from bot.cases.review.coverage import uncovered
from bot.cases.review.currencies import mixed_currencies
from bot.cases.review.dates import wrong_dates
from bot.cases.review.editions import edited_facts
from bot.cases.review.observations import Observation
from bot.cases.review.relations import parts_left_behind, superseded_questions, unrelated, unused, wrong_sums
from bot.cases.review.sentences import turned_cuts
from bot.cases.review.sources import same_texts, unknown_at_revision, unlike_originals, unpublished
from bot.cases.review.speakers import cues_elsewhere, wrong_speakers
from bot.cases.review.wording import needless_prejudice, wrong_counts, wrong_kinds, wrong_outcomes
from bot.cases.reviewed import Reviewable, code_of, reason_of

RULES: tuple[Callable[[Case], Iterator[Observation]], ...] = (
    wrong_dates,
    same_texts,
    unknown_at_revision,
    unlike_originals,
    wrong_kinds,
    wrong_outcomes,
    wrong_counts,
    needless_prejudice,
    wrong_speakers,
    cues_elsewhere,
    turned_cuts,
    uncovered,
    wrong_sums,
    mixed_currencies,
    unused,
    superseded_questions,
    unrelated,
    parts_left_behind,
    edited_facts,
)

NEVER = "9999-12-31"
"""The last ISO day, after which no article is dated."""


class Warned(NamedTuple):
    """A warning at its place; ``answer`` is the editor's reason to let it be, empty where there is none."""

    problem: Problem
    code: str
    answer: str = ""


def warnings_of(
    case: Case, document: Document, folder: str, file: str, today: str = NEVER
) -> tuple[Warned, ...]:
    """All warnings of a case, in the order of their files and places.

    ``document`` is the case file as parsed, ``file`` its path, and ``folder`` the path of the case's folder.
    ``today`` is the ISO day after which an article's date is still to come.
    """
    observed = chain(unpublished(case, today), *(rule(case) for rule in RULES))
    return tuple(sorted({_warned(case, document, folder, file, one) for one in observed}))


def _warned(case: Case, document: Document, folder: str, file: str, observation: Observation) -> Warned:
    answer = _answer(_reviewed(case, observation.path), observation)
    if observation.source:
        source = case.source_by_id[observation.source]
        place: Position = position_in(source.text, observation.offset)
        return Warned(
            Problem(f"{folder}/{source.file}", place, observation.message), observation.code, answer
        )
    return Warned(
        Problem(file, document.place(observation.path), observation.message), observation.code, answer
    )


def _reviewed(case: Case, path: KeyPath) -> tuple[str, ...]:
    """The answers beside the entry to which a path leads; none for a value of the case itself."""
    match path:
        case (str() as section, int() as index, *_):
            entries: tuple[Reviewable, ...] = getattr(case, section)
            return entries[index].reviewed
        case _:
            return ()


def _answer(reviewed: tuple[str, ...], observation: Observation) -> str:
    """The reason of the entry's first answer to an observation, or “”.

    An answer that names words in “…” is one to observations of these words alone.
    """
    for answer in reviewed:
        reason = reason_of(answer)
        words = reason.partition("“")[2].partition("”")[0]
        if code_of(answer) == observation.code and words in observation.message:
            return reason
    return ""
