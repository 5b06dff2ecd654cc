"""Whether files are what they were when read: by their stamps, and where those differ by their digests."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bot.corpus.files import CASE_FILE, VERSIONS, file_bytes

RECENT = 2_000_000_000
"""Nanoseconds: a file that changed less long ago can change again without its stamp telling."""
FOLDER = "."
"""A case's folder: it changes when it gets versions."""


class FileStamps(NamedTuple):
    """The files of a case as they were when it was read, in lines; without files it is to be read again."""

    paths: str = ""
    """Below the case's folder."""
    stamp: str = ""
    """When each changed, how long it is, which file it is; empty where that was too recent to tell."""
    digests: str = ""


def stamp_files(folder: Path, digests: Mapping[str, str], now: int) -> FileStamps:
    """The files with these digests, and the folders that versions are in; ``now`` in ns since 1970."""
    folders = [FOLDER, VERSIONS] if (folder / VERSIONS).is_dir() else [FOLDER]
    paths = "\n".join([*folders, *digests])
    names = [_names(folder)] * len(folders)
    return _stamped(str(folder), FileStamps(paths, "", "\n".join([*names, *digests.values()])), now)


def recheck(folder: str, files: FileStamps, now: int) -> FileStamps | None:
    """The files with their stamps of now; None where one is not what it was."""
    if files.stamp and files.stamp == _stamps(folder, files.paths):
        return files
    if not files.paths or _digests(Path(folder), files.paths) != files.digests:
        return None
    return _stamped(folder, files, now)


def _stamped(folder: str, files: FileStamps, now: int) -> FileStamps:
    """Before the stamps are taken, that is, nothing may be changing: else they are left away."""
    stamps = _stamps(folder, files.paths)
    latest = max((int(time) for line in stamps.split("\n") for time in line.split()[:2]), default=0)
    return files._replace(stamp=stamps if latest < now - RECENT else "")


def _stamps(folder: str, paths: str) -> str:
    """Also the times of the last change of what the file system knows of them, which nothing sets back."""
    try:
        # A hundred thousand cases at start: a Path for each file would take as long again.
        found = [os.stat(f"{folder}/{path}") for path in paths.split("\n")]  # noqa: PTH116
    except OSError:
        return ""
    return "\n".join([f"{one.st_mtime_ns} {one.st_ctime_ns} {one.st_size} {one.st_ino}" for one in found])


def _digests(folder: Path, paths: str) -> str:
    return "\n".join(_digest(folder, path) for path in paths.split("\n"))


def _digest(folder: Path, path: str) -> str:
    if path in {FOLDER, VERSIONS}:
        return _names(folder)
    try:
        return hashlib.sha256(file_bytes(folder / path)).hexdigest()
    except OSError:
        return ""


def _names(folder: Path) -> str:
    """What matters of a folder: the names of the versions."""
    return hashlib.sha256("\n".join(case_files(folder)).encode()).hexdigest()


def case_files(folder: Path) -> list[str]:
    """A case's file, then the kept earlier versions of it, ``versions/<anything>.yaml``."""
    kept = sorted(str(path.relative_to(folder)) for path in (folder / VERSIONS).glob("*.yaml"))
    return [CASE_FILE, *kept]
