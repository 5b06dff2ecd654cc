"""What follows from a case alone: worked out once for each case object, and dropped with it."""

import gc
from dataclasses import replace
from weakref import ref

from bot.answers.cite import Cited
from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.once_per_case import once_per_case
from bot.cases.sources import Source
from bot.cases.voices import voice_of

SOURCE = Source(id="first", file="first.txt", sha256="", date_published="2024-01-01", text="The wall fell.")
CASE = Case(id="wall", title="The wall", revised="2024-01-01", sources=(SOURCE,))


class Result:
    """Something that a test can watch."""


def test_it_is_worked_out_once_for_each_case_object_and_argument() -> None:
    asked: list[tuple[Case, str]] = []

    @once_per_case
    def work(case: Case, name: str) -> None:
        asked.append((case, name))

    other = replace(CASE)
    assert other == CASE
    for case, name in ((CASE, "a"), (CASE, "b"), (other, "a"), (CASE, "a"), (other, "a")):
        work(case, name)
    assert [(id(case), name) for case, name in asked] == [(id(CASE), "a"), (id(CASE), "b"), (id(other), "a")]


def test_two_functions_of_one_case_keep_results_of_their_own() -> None:
    @once_per_case
    def title(case: Case) -> str:
        return case.title

    @once_per_case
    def day(case: Case) -> str:
        return case.revised

    assert [title(CASE), day(CASE), title(CASE), day(CASE)] == ["The wall", "2024-01-01"] * 2


def test_what_is_cited_from_a_case_shares_the_results_of_the_case() -> None:
    @once_per_case
    def work(cited: Cited) -> Result:
        return Result()

    assert work(Cited(Library(), CASE)) is work(Cited(Library(folder="elsewhere"), CASE))
    assert work(Cited(Library(), CASE)) is not work(Cited(Library(), replace(CASE)))


def test_results_are_dropped_with_their_case() -> None:
    @once_per_case
    def work(case: Case) -> Result:
        return Result()

    case = replace(CASE)
    result = ref(work(case))
    assert result() is not None
    del case
    gc.collect()
    assert result() is None


def test_no_answer_keeps_a_case_in_memory(library: Library) -> None:
    case = replace(library.cases["carroll-v-trump"])
    gone = ref(case)
    for statement in case.statements:
        voice_of(case, statement.quote[0])
    del case
    gc.collect()
    assert gone() is None
