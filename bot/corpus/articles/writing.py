"""Writes a case as a whole or not at all, and only where the loader accepts it."""

import errno
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from bot.authoring.case_file import SCHEMA_FILE
from bot.cases.parsing import case_file_schema
from bot.cases.problems import Problem
from bot.corpus.content import ContentRepository
from bot.corpus.files import CASE_FILE, bytes_or_none


class CaseExists(Exception):
    """Raised where a case's folder is there already: what an editor wrote is never overwritten."""


class CaseChanged(Exception):
    """Raised where a case file is not the version that an editor has seen; ``current`` is its text now."""

    def __init__(self, current: str) -> None:
        super().__init__("the case file was changed by somebody else")
        self.current = current


def write_case(content: Path, case_id: str, text: str, sources: Mapping[str, str]) -> tuple[Problem, ...]:
    """Write a case's folder below ``content``; where the loader finds mistakes, give them and write nothing.

    ``sources`` are the texts of the articles by their paths below the case's folder. All is written and
    checked in a hidden folder beside the cases, flushed to the disk, and renamed. Raises CaseExists, OSError.
    """
    if os.path.lexists(content / case_id):
        raise CaseExists
    content.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".draft-", dir=content))
    try:
        folder = beside / case_id
        for name, words in {CASE_FILE: text, **sources}.items():
            _write(folder / name, words.encode("utf-8"))
        library = ContentRepository(beside).read()
        if library.problems:
            return library.problems
        for part in (folder / "sources", folder):
            if part.is_dir():
                _flush(part)
        _rename(folder, content / case_id)
        _flush(content)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return ()


def replace_case_file(
    content: Path, case_id: str, text: str, seen: str, added: Mapping[str, bytes] | None = None
) -> tuple[Problem, ...]:
    """Replace the file of a case; where the loader finds mistakes, give them and write nothing.

    ``seen`` is the SHA-256 of the version that the editor has seen, and ``added`` are further files by their
    paths below the case's folder; they are there before the case file that names them. All is checked beside
    copies of the articles, flushed to the disk, and renamed. Raises CaseChanged, OSError.
    """
    folder = content / case_id
    with _locked(folder):
        current = (folder / CASE_FILE).read_bytes()
        if sha256(current).hexdigest() != seen:
            raise CaseChanged(current.decode("utf-8", "replace"))
        beside = Path(tempfile.mkdtemp(prefix=".draft-", dir=content))
        try:
            checked = beside / case_id
            shutil.copytree(folder, checked, symlinks=True, ignore=shutil.ignore_patterns(CASE_FILE))
            _write(checked / CASE_FILE, text.encode("utf-8"))
            new = [name for name, raw in (added or {}).items() if not _has(folder, name, raw)]
            for name in new:
                _write(checked / name, (added or {})[name])
            library = ContentRepository(beside).read()
            if library.problems:
                return library.problems
            for name in new:
                _put(checked / name, folder / name)
            (checked / CASE_FILE).rename(folder / CASE_FILE)
            _flush(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return ()


def write_schema(content: Path) -> None:
    """Write the JSON Schema of case files beside the cases, whole, where it is not the one that is there.

    The first line of a case file names it, so that editors check while one types, also offline. Raises
    OSError.
    """
    raw = (json.dumps(case_file_schema(), indent=2, ensure_ascii=False) + "\n").encode()
    target = content / SCHEMA_FILE
    if target.is_file() and target.read_bytes() == raw:
        return
    handle, beside = tempfile.mkstemp(prefix=".schema-", dir=content)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        Path(beside).chmod(0o644)
        Path(beside).rename(target)
    finally:
        Path(beside).unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other editors from a case's folder, in this process and in others."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _has(folder: Path, name: str, raw: bytes) -> bool:
    """Whether a case has a file with these bytes. Raises FileExistsError where it has another one."""
    found = bytes_or_none(folder / name)
    if found is not None and found != raw:
        raise FileExistsError(errno.EEXIST, f"another file has the name {name}")
    return found is not None


def _put(path: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    path.rename(target)
    _flush(target.parent)
    _flush(target.parent.parent)


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _rename(folder: Path, target: Path) -> None:
    """Rename a folder; one that came into being meanwhile is left alone."""
    if os.path.lexists(target):
        raise CaseExists
    try:
        folder.rename(target)
    except (FileExistsError, NotADirectoryError):
        raise CaseExists from None
    except OSError as error:
        if target.exists():
            raise CaseExists from error
        raise


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
