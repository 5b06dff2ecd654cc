"""Drafts on the disk: nothing of a journal is lost by a crash, a full disk, or a second editor."""

import errno
import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring.case_file import ArticlePage
from bot.authoring.decisions import (
    Accept,
    AcceptSure,
    Add,
    Decision,
    EditFields,
    LinkParty,
    MoveEnd,
    Reject,
    Undo,
)
from bot.authoring.propose import propose
from bot.authoring.ticks import QuestionTick, TickQuestions
from bot.corpus.drafts.folder import DraftDamaged, DraftExists, DraftFolder
from bot.corpus.drafts.journal import (
    Journal,
    JournalDamaged,
    JournalEntry,
    JournalMoved,
    as_line,
    read_journal,
)

TEXT = 'Ada Stone sued.\r\n"I won 🥧," Stone said.\n'
PAGE = ArticlePage(
    text=TEXT, file="sources/a.txt", published="2025-03-04", revised="2026-01-02", title="Stone"
)
WHEN = "2026-01-02T03:04:05Z"
WORDS = st.text(max_size=12)
PLACES = st.tuples(st.integers(0, 99), st.integers(0, 99))
TICKS = st.builds(
    QuestionTick,
    WORDS,
    st.sampled_from(["right", "absent", "wrong"]),
    st.lists(WORDS, max_size=3).map(tuple),
    st.lists(WORDS, max_size=3).map(tuple),
    st.lists(PLACES, max_size=3).map(tuple),
)
DECISIONS: st.SearchStrategy[Decision] = st.one_of(
    st.builds(Accept, WORDS),
    st.builds(Reject, WORDS),
    st.just(AcceptSure()),
    st.just(Undo()),
    st.builds(LinkParty, WORDS, WORDS),
    st.builds(MoveEnd, WORDS, st.sampled_from(["start", "end"]), st.integers(-9, 9)),
    st.builds(Add, st.sampled_from(["party", "date"]), st.integers(0, 99), st.integers(0, 99)),
    st.builds(EditFields, WORDS, st.dictionaries(WORDS, WORDS, max_size=3), st.booleans()),
    st.builds(TickQuestions, st.lists(TICKS, max_size=3).map(tuple)),
)


def entries(decisions: list[Decision]) -> tuple[JournalEntry, ...]:
    return tuple(JournalEntry(number, "ada", WHEN, one) for number, one in enumerate(decisions, start=1))


@given(st.lists(DECISIONS, max_size=6), st.data())
def test_every_prefix_of_a_journal_reads_as_a_prefix_of_its_entries(
    decisions: list[Decision], data: st.DataObject
) -> None:
    written = entries(decisions)
    raw = b"".join(map(as_line, written))
    assert read_journal(raw).entries == written
    cut = data.draw(st.integers(0, len(raw)))
    read = read_journal(raw[:cut])
    assert read.entries == written[: raw[:cut].count(b"\n")]
    assert read.length + read.torn == cut


@given(st.lists(DECISIONS, min_size=1, max_size=4), st.binary(max_size=30))
def test_a_torn_last_line_is_dropped_whatever_the_crash_left_of_it(
    decisions: list[Decision], rubbish: bytes
) -> None:
    written = entries(decisions)
    read = read_journal(b"".join(map(as_line, written)) + rubbish.replace(b"\n", b" "))
    assert read.entries == written
    assert read.torn == len(rubbish)


def test_a_damaged_line_in_the_middle_is_said_and_not_guessed() -> None:
    lines = [as_line(one) for one in entries([Undo(), Undo(), Undo()])]
    with pytest.raises(JournalDamaged, match="line 2"):
        read_journal(lines[0] + lines[2] + lines[2])


def test_what_a_crash_left_is_cut_off_before_the_next_line(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(as_line(entries([Undo()])[0]) + b'{"number":2,"by":"\xc3')
    journal = Journal(path)
    assert journal.read().torn
    journal.append(Accept("a"), by="ada", at=WHEN, seen=1)
    assert [one.decision for one in journal.read().entries] == [Undo(), Accept("a")]
    assert not journal.read().torn


def test_of_two_editors_the_second_learns_what_changed(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(Accept("a"), by="ada", at=WHEN, seen=0)
    with pytest.raises(JournalMoved) as moved:
        journal.append(Reject("a"), by="ben", at=WHEN, seen=0)
    assert [(one.by, one.decision) for one in moved.value.missed] == [("ada", Accept("a"))]
    with pytest.raises(JournalMoved):
        journal.append(Reject("a"), by="ben", at=WHEN, seen=2)
    assert len(journal.read().entries) == 1


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    def write(name: str) -> None:
        journal = Journal(tmp_path / "journal.jsonl")
        done = 0
        while done < 10:
            try:
                journal.append(Accept(name), by=name, at=WHEN, seen=len(journal.read().entries))
                done += 1
            except JournalMoved:
                continue

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, "abc"))
    written = Journal(tmp_path / "journal.jsonl").read().entries
    assert [one.number for one in written] == list(range(1, 31))
    assert sorted(one.by for one in written) == sorted("abc" * 10)


def full_after(count: int) -> Callable[[int, bytes, int], int]:
    write = os.pwrite

    def some(handle: int, line: bytes, at: int) -> int:
        if len(line) <= count:
            return write(handle, line, at)
        if at and line.startswith(b"{"):
            return write(handle, line[:count], at)
        raise OSError(errno.ENOSPC, "No space left on device")

    return some


def test_on_a_full_disk_the_journal_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(Accept("a"), by="ada", at=WHEN, seen=0)
    before = (tmp_path / "journal.jsonl").read_bytes()
    monkeypatch.setattr(os, "pwrite", full_after(7))
    with pytest.raises(OSError, match="No space"):
        journal.append(Accept("b"), by="ada", at=WHEN, seen=1)
    assert (tmp_path / "journal.jsonl").read_bytes() == before


def test_a_draft_is_kept_byte_for_byte_with_its_proposals(tmp_path: Path) -> None:
    folder = DraftFolder(tmp_path / "drafts")
    proposals = propose(TEXT)
    folder.begin("stone", PAGE, proposals)
    draft = folder.read("stone")
    assert (tmp_path / "drafts/stone/article.txt").read_bytes() == TEXT.encode()
    assert (draft.page, draft.proposals, draft.saved) == (PAGE, proposals, "")
    assert folder.ids() == ("stone",)
    folder.note_saved(draft, "a" * 64)
    assert folder.note_saved(draft, "b" * 64).saved == folder.read("stone").saved == "b" * 64
    with pytest.raises(DraftExists):
        folder.begin("stone", PAGE, proposals)


@pytest.mark.parametrize("name", ["../stone", "Stone", "", "a/b", ".x", "a" * 49])
def test_no_id_leaves_the_folder(tmp_path: Path, name: str) -> None:
    folder = DraftFolder(tmp_path)
    with pytest.raises(FileNotFoundError):
        folder.read(name)
    with pytest.raises(ValueError, match=f"^{re.escape(name)}$"):
        folder.begin(name, PAGE, propose(TEXT))


def test_an_article_that_changed_is_said(tmp_path: Path) -> None:
    folder = DraftFolder(tmp_path)
    folder.begin("stone", PAGE, propose(TEXT))
    (tmp_path / "stone/article.txt").write_text("another\n", "utf-8")
    with pytest.raises(DraftDamaged):
        folder.read("stone")
