"""Reading the files of a case's folder: the case file, its earlier versions, and the articles."""

import errno
import os
import stat
from pathlib import Path, PurePath

from bot.cases.validation import SourceFile

CASE_FILE = "case.yaml"
VERSIONS_FOLDER = "versions"


def file_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises OSError, also for a pipe or a device, whose end would never come."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file")
    return path.read_bytes()


def bytes_or_none(path: Path) -> bytes | None:
    """The bytes of a file, or None where it cannot be read."""
    try:
        return file_bytes(path)
    except OSError:
        return None


def read_source(folder: Path, name: str) -> SourceFile:
    """Read an article, which must lie inside the case's folder; where that fails, ``refusal`` says why."""
    try:
        if not _stays_inside(folder, name) and not (folder / name).resolve().is_relative_to(folder.resolve()):
            return SourceFile(refusal=f"the path “{name}” leaves the case's folder")
        raw = file_bytes(folder / name)
    except OSError as error:
        if error.errno == errno.ELOOP:
            return SourceFile(refusal=f"the path “{name}” leads to no file")
        return SourceFile(refusal=f"the file “{name}” cannot be read: {error.strerror}")
    except (ValueError, RuntimeError):
        # A null character, or links in a circle before Python 3.13.
        return SourceFile(refusal=f"the path “{name}” leads to no file")
    try:
        return SourceFile(raw, raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        byte, at = raw[error.start], error.start
        return SourceFile(raw, refusal=f"the file “{name}” is not UTF-8: byte 0x{byte:02x} at offset {at}")


def _stays_inside(folder: Path, name: str) -> bool:
    """Whether a path has no link, no “..” and no root in it below a folder: then it need not be resolved.

    Resolving looks at each folder from the root on, twice for each article of each case.
    """
    path = str(folder)
    for part in PurePath(name).parts:
        path = os.path.join(path, part)  # noqa: PTH118  -- a Path for each part takes twice the time
        if part == ".." or os.path.isabs(part) or os.path.islink(path):  # noqa: PTH114, PTH117  -- as above
            return False
    return True
