"""Second articles under crashes and by two editors at once: nothing is lost, and nothing half-written."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.authoring.decisions import (
    Accept,
    Decision,
    DecisionRefused,
    EditFields,
    Reject,
    Relate,
    SetCue,
    Undo,
)
from bot.cases.spans import selectors_of
from bot.corpus.drafts.journal import JournalMoved
from bot.corpus.loader import load_case
from bot.web.editing.draft_review import NotValid
from bot.web.editing.draft_reviews import SavedElsewhere
from tests.web.second_articles import CASE, CASE_FILE, DRAFT, CaseUnderReview, of_the_herald

CALLS = ("fsync", "rename", "pwrite", "ftruncate")


class Crash(BaseException):
    """Stands for the end of the process: nothing that is written for an error handles it."""


@contextmanager
def crash_at(number: int) -> Iterator[list[str]]:
    """End the process at a call that changes the disk, counted from 0; the calls before it are listed."""
    made: list[str] = []

    def ending(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def some(*arguments: Any, **options: Any) -> Any:
            if len(made) == number:
                raise Crash
            made.append(name)
            return call(*arguments, **options)

        return some

    with ExitStack() as patched:
        for name in CALLS:
            patched.enter_context(patch.object(os, name, ending(name, getattr(os, name))))
        yield made


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> CaseUnderReview:
    """The guide's case with a draft of the second article on which everything is decided."""
    found = CaseUnderReview(tmp_path_factory.mktemp("decided"))
    found.begin()
    found.decide(*of_the_herald(found.reviews.read(DRAFT)))
    return found


def copied(decided: CaseUnderReview, folder: Path) -> CaseUnderReview:
    shutil.copytree(decided.folder, folder, dirs_exist_ok=True)
    return CaseUnderReview(folder)


def steps_of_a_save(decided: CaseUnderReview, folder: Path) -> int:
    with crash_at(-1) as made:
        copied(decided, folder).save()
    return len(made)


def test_a_save_that_ends_anywhere_leaves_the_old_file_or_the_new_one_and_can_be_made_again(
    decided: CaseUnderReview, tmp_path: Path
) -> None:
    whole = copied(decided, tmp_path / "whole")
    whole.save()
    new = whole.file.read_text("utf-8")
    steps = steps_of_a_save(decided, tmp_path / "counted")
    assert steps > 8
    seen = set()
    for step in range(steps):
        under_review = copied(decided, tmp_path / str(step))
        with crash_at(step), pytest.raises(Crash):
            under_review.save()
        text = under_review.file.read_text("utf-8")
        assert text in {CASE_FILE, new}
        load_case(under_review.content / CASE)
        seen.add(text)
        after = under_review.reviews.read(DRAFT)
        assert after.number == decided.reviews.read(DRAFT).number
        under_review.decide(Undo(), Undo())
        under_review.save()
        case = load_case(under_review.content / CASE)
        assert ([one.value for one in case.lawsuits[1].status], len(case.sources)) == (["pending"], 2)
    assert seen == {CASE_FILE, new}


def any_decisions(decided: CaseUnderReview) -> st.SearchStrategy[tuple[str, Decision]]:
    now = decided.reviews.read(DRAFT)
    assert now.review.known
    cards = st.sampled_from([one.id for one in now.review.cards])
    facts = st.sampled_from(["", *(one.key for one in now.review.known.facts)])
    kinds = st.sampled_from(["replaces", "adds", "contradicts", "same", "nothing"])
    offsets = st.integers(0, len(now.review.text))
    fields = st.sampled_from([{"lawsuit": "case.bell"}, {"lawsuit": "case.colour"}, {"claim": "the bell"}])
    decisions = st.one_of(
        cards.map(Accept),
        cards.map(Reject),
        st.just(Undo()),
        st.builds(Relate, cards, kinds, facts, st.sampled_from(["", "", "reduces", "corrects"])),
        st.builds(EditFields, cards, fields, st.booleans()),
        st.builds(SetCue, cards, offsets, offsets),
    )
    return st.tuples(st.sampled_from(["ada", "ben"]), decisions)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_two_editors_decide_and_wherever_it_ends_all_that_was_taken_is_there(
    decided: CaseUnderReview, data: st.DataObject
) -> None:
    made = data.draw(st.lists(any_decisions(decided), max_size=8))
    with tempfile.TemporaryDirectory() as folder:
        under_review = copied(decided, Path(folder))
        before = load_case(under_review.content / CASE)
        reviews = under_review.reviews
        seen = dict.fromkeys(("ada", "ben"), reviews.read(DRAFT).number)
        taken = [one.decision for one in reviews.read(DRAFT).entries]
        for by, decision in made:
            try:
                seen[by] = reviews.decide(DRAFT, decision, by=by, seen=seen[by]).number
                taken.append(decision)
            except JournalMoved:
                seen[by] = reviews.read(DRAFT).number
            except (DecisionRefused, NotValid):
                pass
        step = data.draw(st.integers(0, 30))
        with crash_at(step), suppress(Crash, SavedElsewhere, NotValid):
            under_review.save()
        now = under_review.reviews.read(DRAFT)
        assert [one.decision for one in now.entries] == taken
        after = load_case(under_review.content / CASE)
        assert set(selectors_of(before)) <= set(selectors_of(after))
        assert under_review.file.read_text("utf-8") in {CASE_FILE, now.text}
        under_review.save()
        assert under_review.file.read_text("utf-8") == now.text
