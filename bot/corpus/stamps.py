"""Tells whether files have changed since they were read: by their stamps, and if those differ by digests."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bot.corpus.files import CASE_FILE, VERSIONS_FOLDER, file_bytes

RECENT = 2_000_000_000
"""Nanoseconds: a file that changed more recently can change again without a change of its stamp."""
FOLDER = "."
"""The path of a case's folder, which changes when the folder of its versions is made."""


class FileStamps(NamedTuple):
    """The state of a case's files when it was read, one line a file; a case without files is read again."""

    paths: str = ""
    """The path of each file, relative to the case's folder."""
    stamp: str = ""
    """Each file's times of change, size and inode; empty where a file had changed too recently to tell."""
    digests: str = ""
    """The SHA-256 of each file's bytes."""


def stamp_files(folder: Path, digests: Mapping[str, str], now: int) -> FileStamps:
    """Take the stamps of a case's files and folders; ``digests`` are the files' SHA-256, by relative path.

    ``now`` is in nanoseconds since 1970.
    """
    folders = [FOLDER, VERSIONS_FOLDER] if (folder / VERSIONS_FOLDER).is_dir() else [FOLDER]
    paths = "\n".join([*folders, *digests])
    names = [_names(folder)] * len(folders)
    return _stamped(str(folder), FileStamps(paths, "", "\n".join([*names, *digests.values()])), now)


def refresh_stamps(folder: str, files: FileStamps, now: int) -> FileStamps | None:
    """The stamps of the same files now, or None where a file has changed; ``now`` in ns since 1970."""
    if files.stamp and files.stamp == _stamps(folder, files.paths):
        return files
    if not files.paths or _digests(Path(folder), files.paths) != files.digests:
        return None
    return _stamped(folder, files, now)


def _stamped(folder: str, files: FileStamps, now: int) -> FileStamps:
    """The files with their present stamps, or without any where a file changed too recently to tell."""
    stamps = _stamps(folder, files.paths)
    latest = max((int(time) for line in stamps.split("\n") for time in line.split()[:2]), default=0)
    return files._replace(stamp=stamps if latest < now - RECENT else "")


def _stamps(folder: str, paths: str) -> str:
    """One line a file: mtime, ctime (which nothing sets back), size and inode; “” where one is missing."""
    try:
        # A hundred thousand cases at start: a Path for each file would take as long again.
        found = [os.stat(f"{folder}/{path}") for path in paths.split("\n")]  # noqa: PTH116  -- see above
    except OSError:
        return ""
    return "\n".join([f"{one.st_mtime_ns} {one.st_ctime_ns} {one.st_size} {one.st_ino}" for one in found])


def _digests(folder: Path, paths: str) -> str:
    return "\n".join(_digest(folder, path) for path in paths.split("\n"))


def _digest(folder: Path, path: str) -> str:
    if path in {FOLDER, VERSIONS_FOLDER}:
        return _names(folder)
    try:
        return hashlib.sha256(file_bytes(folder / path)).hexdigest()
    except OSError:
        return ""


def _names(folder: Path) -> str:
    """A digest of a case folder's contents that matter: the names of its case files."""
    return hashlib.sha256("\n".join(case_files(folder)).encode()).hexdigest()


def case_files(folder: Path) -> list[str]:
    """The relative paths of a case's file and of its earlier versions, ``versions/<anything>.yaml``."""
    kept = sorted(str(path.relative_to(folder)) for path in (folder / VERSIONS_FOLDER).glob("*.yaml"))
    return [CASE_FILE, *kept]
