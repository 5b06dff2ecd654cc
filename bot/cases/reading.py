"""What a case file may refer to while it is read: its sources' texts and the ids that it defines."""

from __future__ import annotations

import errno
import hashlib
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

CASE_FILE = "case.yaml"
VERSIONS = "versions"


@dataclass(frozen=True)
class SourceFile:
    """An article's bytes and text, or the sentence that says why it cannot be read."""

    raw: bytes = b""
    text: str = ""
    refusal: str = ""

    @cached_property
    def sha256(self) -> str:
        """The digest of the bytes, in hexadecimal."""
        return hashlib.sha256(self.raw).hexdigest()


def file_bytes(path: Path) -> bytes:
    """What a file holds. Raises OSError, also for a pipe or a device, whose end would never come."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file")
    return path.read_bytes()


def bytes_or_none(path: Path) -> bytes | None:
    """What a file holds; None where it cannot be read."""
    try:
        return file_bytes(path)
    except OSError:
        return None


def read_source(folder: Path, name: str) -> SourceFile:
    """An article's file, which must lie inside the case's folder."""
    try:
        inside = folder.resolve()
        path = (inside / name).resolve()
        if not path.is_relative_to(inside):
            return SourceFile(refusal=f"the path “{name}” leaves the case's folder")
        raw = file_bytes(path)
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


@dataclass(frozen=True)
class Reading:
    """The context in which one case file is validated."""

    case_id: str
    contents: Mapping[str, SourceFile]
    """By the path that the case file names."""
    files: Mapping[str, str]
    """The path of each source, by its id."""
    ids: Mapping[str, frozenset[str]]
    """The ids that the file defines, by section."""
    sources: int
    """How many sources the file lists, readable or not."""

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts of the sources that could be read, by id."""
        contents = {source: self.contents.get(file) for source, file in self.files.items()}
        return {source: read.text for source, read in contents.items() if read and not read.refusal}

    @property
    def complete(self) -> bool:
        """Whether there are sources and all of them can be read."""
        return 0 < len(self.texts) == self.sources

    def listed(self, section: str) -> str:
        """The ids of a section, for an error's sentence."""
        return ", ".join(sorted(self.ids.get(section, ()))) or "none"
