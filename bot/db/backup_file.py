"""The file of a back-up: a ZIP archive of members and a manifest with the length and SHA-256 of each.

``manifest.json`` is the last member, so that a file whose writing was cut short has none.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, LargeZipFile, ZipFile

FORMAT = 1
"""The version of the archive's layout: one that is larger was made by a newer bot."""
MANIFEST = "manifest.json"
COPY_PREFIX = ".backup-"
"""How the name of a folder begins that holds a copy while a back-up is written; the process's id follows."""
CHUNK = 1 << 20
"""Bytes that are read, hashed and written at a time."""


NOT_EMPTY = "The database is not empty. To lose what it holds and have the back-up instead, add --replace."


class UnusableBackup(Exception):
    """A file cannot be restored; the message says why, as a sentence."""


class CannotRestore(Exception):
    """The target is in use, holds something, or is of another kind; the message says what to do."""


@dataclass(frozen=True)
class Copied:
    """What was copied: the database's revision, that of the queue's tables, and the names of the tables.

    An SQLite file is copied as a whole, without their names.
    """

    schema: str
    queue: int = 0
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """One file of the archive: its length in bytes and its SHA-256 in hexadecimal digits."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class BackupManifest:
    """What a back-up holds; ``schema`` is the database's revision, ``queue`` that of the queue's own tables.

    ``made_at`` is an ISO 8601 time in UTC, ``tables`` are the names on PostgreSQL in the order of restoring.
    """

    made_at: str
    bot: str
    database: str
    schema: str
    queue: int
    tables: tuple[str, ...]
    members: dict[str, Member]
    format: int = FORMAT


class BackupWriter:
    """Writes members into an archive, and keeps what the manifest says of them.

    ``folder`` has room for what must be a file of its own first.
    """

    def __init__(self, archive: ZipFile, folder: Path) -> None:
        self._archive = archive
        self.folder = folder
        self.members: dict[str, Member] = {}

    def add(self, name: str, chunks: Iterable[bytes | bytearray | memoryview]) -> None:
        """Add a member made of these pieces of its content."""
        digest, length = hashlib.sha256(), 0
        with self._archive.open(name, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                length += len(chunk)
                member.write(chunk)
        self.members[name] = Member(length, digest.hexdigest())

    def finish(self, manifest: BackupManifest) -> None:
        """Add the manifest, without which the archive is not a back-up."""
        self._archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))


@contextmanager
def new_backup(file: Path) -> Iterator[BackupWriter]:
    """Write a back-up that takes the place of ``file`` only once it is whole and on the disk.

    Only its owner can read it. Raises OSError.
    """
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
    _delete_left(file.parent)
    try:
        descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w+b") as stream:
            with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=6) as archive:
                yield BackupWriter(archive, file.parent)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _delete_left(folder: Path) -> None:
    """Delete what back-ups have left that were killed: files named for a process that is no more."""
    for left in (*folder.glob(".*.part"), *folder.glob(f"{COPY_PREFIX}*")):
        named = re.fullmatch(r"\..+\.(\d+)\.part|\.backup-(\d+)-.+", left.name)
        if not named or _runs(int(named[1] or named[2])):
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    """Whether there is a process with an id on this machine."""
    if process == os.getpid():
        return False  # the same number, in a container that was started again
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


class Backup:
    """A back-up whose members have all been compared with the manifest."""

    def __init__(self, archive: ZipFile, manifest: BackupManifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def chunks(self, name: str) -> Iterator[bytes]:
        """Give the pieces of a member's content. Raises UnusableBackup for one that was not compared."""
        if name not in self.manifest.members:
            raise UnusableBackup(f"The back-up is corrupt: its manifest does not name “{name}”.")
        with self._archive.open(name) as member:
            while chunk := member.read(CHUNK):
                yield chunk

    def below(self, folder: str) -> dict[PurePosixPath, str]:
        """Give the members below a folder of the archive: their paths from there, with their names."""
        names = (PurePosixPath(name) for name in self.manifest.members)
        return {name.relative_to(folder): str(name) for name in names if name.is_relative_to(folder)}

    def is_same(self, name: str, file: Path) -> bool:
        """Whether a file is there and has a member's content."""
        return (
            file.is_file()
            and hashlib.sha256(file.read_bytes()).hexdigest() == self.manifest.members[name].sha256
        )

    def write(self, name: str, file: Path) -> None:
        """Write a member's content to a file and have it on the disk."""
        with file.open("wb") as written:
            written.writelines(self.chunks(name))
            written.flush()
            os.fsync(written.fileno())


@contextmanager
def read_backup(file: Path) -> Iterator[Backup]:
    """Open a back-up and compare each member with the manifest. Raises UnusableBackup, and OSError."""
    try:
        with ZipFile(file) as archive:
            backup = Backup(archive, _manifest(archive))
            _compare(backup)
            yield backup
    except (BadZipFile, LargeZipFile, EOFError, KeyError, NotImplementedError, zlib.error) as error:
        raise UnusableBackup(f"“{file}” is no whole back-up: {error}.") from None


def _manifest(archive: ZipFile) -> BackupManifest:
    try:
        read = json.loads(archive.read(MANIFEST))
        if read["format"] > FORMAT:
            raise UnusableBackup(
                "The back-up was made by a newer version of the bot: restore it with that one."
            )
        members = {name: Member(**member) for name, member in read.pop("members").items()}
        return BackupManifest(**{**read, "tables": tuple(read["tables"])}, members=members)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UnusableBackup(f"The back-up's manifest cannot be read: {error}.") from None


def _compare(backup: Backup) -> None:
    for name, member in backup.manifest.members.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts:
            raise UnusableBackup(f"The back-up is corrupt: “{name}” leads out of its folder.")
        digest = hashlib.sha256()
        for chunk in backup.chunks(name):
            digest.update(chunk)
        if digest.hexdigest() != member.sha256:
            raise UnusableBackup(f"The back-up is corrupt: “{name}” is not what was backed up.")
