"""Whether files are what they were when read: by their stamps, and where those differ by their digests."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bot.cases.reading import VERSIONS, file_bytes

RECENT = 2_000_000_000
"""Nanoseconds: a file that changed less long ago can change again without its stamp telling."""


class Seen(NamedTuple):
    """A file, or a folder that can get versions, as it was when a case was read."""

    path: str
    """Below the case's folder."""
    stamp: list[int]
    """When it changed, how long it is, which file it is; empty where that was too recent to tell."""
    digest: str


def seen(folder: Path, digests: Iterable[tuple[str, str]], now: int) -> tuple[Seen, ...]:
    """The files of a case with their stamps; ``now`` in nanoseconds since 1970."""
    places = (("", _versions(str(folder))), (VERSIONS, _versions(str(folder))), *digests)
    return tuple(Seen(path, _settled(_stamp(f"{folder}/{path}"), now), digest) for path, digest in places)


def recheck(folder: str, files: tuple[Seen, ...], now: int) -> tuple[Seen, ...] | None:
    """The files with their stamps of now; None where one is not what it was."""
    if all(_stamp(f"{folder}/{path}") == stamp for path, stamp, _ in files):
        return files
    if any(_digest(folder, one) != one.digest for one in files):
        return None
    return tuple(one._replace(stamp=_settled(_stamp(f"{folder}/{one.path}"), now)) for one in files)


def _stamp(path: str) -> list[int]:
    """Also the time of the last change of what the file system knows of it, which nothing sets back."""
    try:
        found = os.stat(path)  # noqa: PTH116  -- a hundred thousand times at start, where a Path takes as long again
    except OSError:
        return [0]
    return [found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino]


def _settled(stamp: list[int], now: int) -> list[int]:
    return stamp if max(stamp[:2]) < now - RECENT else []


def _digest(folder: str, one: Seen) -> str:
    if one.path in {"", VERSIONS}:
        return _versions(folder)
    try:
        return hashlib.sha256(file_bytes(Path(folder, one.path))).hexdigest()
    except OSError:
        return ""


def _versions(folder: str) -> str:
    """The names of the kept versions: what matters of a folder."""
    return "\n".join(version_files(Path(folder)))


def version_files(folder: Path) -> list[str]:
    """The kept earlier versions of a case's file, ``versions/<anything>.yaml``."""
    return sorted(str(path.relative_to(folder)) for path in (folder / VERSIONS).glob("*.yaml"))
