"""The journal of a draft: one decision a line, appended and flushed to the disk, never changed.

A line is whole once its line feed is on the disk. What stands after the last line feed is what a crash has
left of a line; reading drops it, and the next append cuts it off.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from bot.authoring.decisions import Decision

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True)
class JournalEntry:
    """A decision with its number, counted from 1, who made it, and when: an ISO time in UTC."""

    number: int
    by: str
    at: str
    decision: Decision


@dataclass(frozen=True)
class JournalText:
    """What a journal holds: its whole entries, and how many bytes of a torn last line were dropped."""

    entries: tuple[JournalEntry, ...] = ()
    length: int = 0
    """Bytes of the whole lines."""
    torn: int = 0


class JournalDamaged(Exception):
    """Raised where a line before the last one cannot be read: that is no crash, and nothing is guessed."""


class JournalMoved(Exception):
    """Raised for an append by somebody who has not seen the newest entries, which ``missed`` holds."""

    def __init__(self, missed: tuple[JournalEntry, ...]) -> None:
        super().__init__(f"{len(missed)} newer entries")
        self.missed = missed


class Journal:
    """The journal in one file; any number of processes may append to it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> JournalText:
        """The entries of the journal; none where the file is not there. Raises JournalDamaged, OSError."""
        try:
            return read_journal(self._path.read_bytes())
        except FileNotFoundError:
            return JournalText()

    def append(self, decision: Decision, *, by: str, at: str, seen: int) -> JournalText:
        """Append a decision of somebody who has seen the entries up to the number ``seen``.

        What is written is on the disk when this returns; where it cannot be, the journal is as it was. Raises
        JournalMoved, JournalDamaged, OSError.
        """
        with self._locked() as handle:
            before = read_journal(_all_of(handle))
            if seen != len(before.entries):
                raise JournalMoved(before.entries[seen:] if seen >= 0 else before.entries)
            entry = JournalEntry(seen + 1, by, at, decision)
            line = as_line(entry)
            try:
                os.ftruncate(handle, before.length)
                _write_at(handle, line, before.length)
                os.fsync(handle)
            except OSError:
                os.ftruncate(handle, before.length)
                raise
        return JournalText((*before.entries, entry), before.length + len(line))

    @contextmanager
    def _locked(self) -> Iterator[int]:
        is_new = not self._path.exists()
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if is_new:
                _flush(self._path.parent)
            yield handle
        finally:
            os.close(handle)


def as_line(entry: JournalEntry) -> bytes:
    """An entry as a line of the journal, with its line feed."""
    return json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read_journal(raw: bytes) -> JournalText:
    """The entries of a journal's bytes, without what is left of a torn last line. Raises JournalDamaged."""
    length = raw.rfind(b"\n") + 1
    entries: list[JournalEntry] = []
    lines = raw[:length].splitlines(keepends=True)
    for number, line in enumerate(lines, start=1):
        entry = _entry(line, number)
        if entry is None and number == len(lines):
            length -= len(line)
            break
        if entry is None:
            raise JournalDamaged(f"line {number} of the journal cannot be read")
        entries.append(entry)
    return JournalText(tuple(entries), length, len(raw) - length)


def read_decision(given: Any) -> Decision:
    """A decision of plain data, as a page sends it. Raises ValueError."""
    return _decisions().validate_python(given)


def _entry(line: bytes, number: int) -> JournalEntry | None:
    try:
        given = json.loads(line)
        entry = JournalEntry(
            int(given["number"]), str(given["by"]), str(given["at"]), read_decision(given["decision"])
        )
    except (ValueError, KeyError, TypeError):
        return None
    return entry if entry.number == number else None


@cache
def _decisions() -> "TypeAdapter[Decision]":
    # Imported here: it takes as long as an answer in the terminal, and only drafts need it.
    from pydantic import Field, TypeAdapter  # noqa: PLC0415

    made: TypeAdapter[Decision] = TypeAdapter(Annotated[Decision, Field(discriminator="do")])
    return made


def _all_of(handle: int) -> bytes:
    return os.pread(handle, os.fstat(handle).st_size, 0)


def _write_at(handle: int, line: bytes, at: int) -> None:
    """Write all of a line; the system may take less of it in one call."""
    done = 0
    while done < len(line):
        done += os.pwrite(handle, line[done:], at + done)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
