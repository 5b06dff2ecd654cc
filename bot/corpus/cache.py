"""Proven cases on disk, so that an answer need not parse and validate YAML again.

A cached case is used only for the very file that it was made from, and each of its quotations is proven
again on the source as it is on disk now. Where that is not the article any more that was summarised, the
case as it was last good can still be had, with the article as it was kept, whose digest tells that it is
that article. The folder may be deleted at any time.
"""

import hashlib
import io
import pickle
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import is_dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from bot.cases.local_text import LocalText
from bot.cases.model import Case, Source
from bot.cases.spans import selectors_of
from bot.corpus.files import read_source
from bot.corpus.whole_files import write_whole

SUFFIX = ".case"
MODEL = "bot.cases."
"""The prefix of the modules whose classes a cached case may contain."""
PACKED = 1
"""The level at which a case file is compressed; the default makes it a fifth smaller in triple the time."""
READERS = ("cases", "corpus")
"""The packages whose code decides what a case file is read as."""


class CaseCache:
    """Proven cases in a folder, by id, version, and digest of the code that read them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, case_folder: Path, version: str) -> Case | None:
        """The proven case in this version; None if it is not kept or a source has changed."""
        return self._read(case_folder, version, _with_text)

    def last_good(self, case_folder: Path, version: str) -> Case | None:
        """The case of a version as it was last proven, whatever became of its files since.

        Its articles are those kept with it; None where there is none, or the digests do not agree.
        """
        return self._read(case_folder, version, _as_kept)

    def file_of(self, case_folder: Path, version: str) -> bytes | None:
        """The bytes of the case file that a cached version was read from; None where they are not kept."""
        try:
            _, packed = self._unpickled(case_folder, version)
            file = zlib.decompress(packed)
        except Exception:  # noqa: BLE001  -- a file that is not ours can fail in any way
            return None
        return file if hashlib.sha256(file).hexdigest() == version else None

    def holds(self, case_folder: Path, version: str) -> bool:
        """Whether there is a file for the case in this version, whatever is in it."""
        return self._path(case_folder.name, version).exists()

    def put(self, case_folder: Path, case: Case, file: bytes = b"") -> bool:
        """Write a proven case with the bytes of its file; False where the folder cannot be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            payload = pickle.dumps((case, zlib.compress(file, PACKED)), pickle.HIGHEST_PROTOCOL)
            write_whole(self._path(case_folder.name, case.version), _sealed(payload))
        except OSError:
            return False
        return True

    def prune(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Delete all cases but those with these ids and versions, and those that older code read."""
        kept = {self._path(name, version).name for name, version in wanted}
        with suppress(OSError):
            for path in self.folder.glob(f"*{SUFFIX}"):
                if path.name not in kept:
                    path.unlink()

    def _read(
        self, case_folder: Path, version: str, sourced: Callable[[Source, Path], Source]
    ) -> Case | None:
        try:
            case, _ = self._unpickled(case_folder, version)
            return _proven(replace(case, sources=tuple(sourced(one, case_folder) for one in case.sources)))
        except Exception:  # noqa: BLE001  -- a file that is not ours can fail in any way; the case is read anew
            return None

    def _unpickled(self, case_folder: Path, version: str) -> tuple[Case, bytes]:
        """A cached case and its file, packed. Raises whatever a file that is not ours can cause."""
        data = self._path(case_folder.name, version).read_bytes()
        case, packed = _CaseUnpickler(io.BytesIO(_unsealed(data))).load()
        return case, packed

    def _path(self, name: str, version: str) -> Path:
        key = hashlib.sha256(f"{code_digest()}/{name}/{version}".encode())
        return self.folder / f"{key.hexdigest()[:32]}{SUFFIX}"


class _CaseUnpickler(pickle.Unpickler):
    """Unpickles a case's dataclasses, texts and decimals, and refuses all else: the file may not be ours."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(MODEL) or (module, name) == ("decimal", "Decimal"):
            found = super().find_class(module, name)
            if found in {Decimal, LocalText} or is_dataclass(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not part of a case")


def _sealed(payload: bytes) -> bytes:
    return hashlib.sha256(payload).digest() + payload


def _unsealed(data: bytes) -> bytes:
    """The payload without its checksum. Raises ValueError where a byte of the file has changed."""
    payload = data[hashlib.sha256().digest_size :]
    if _sealed(payload) != data:
        raise ValueError("not as it was written")
    return payload


def _proven(case: Case) -> Case | None:
    texts = {source.id: source.text for source in case.sources}
    whole = all(selector.proves(texts[selector.source]) for selector in selectors_of(case))
    return case if whole else None


def _with_text(source: Source, folder: Path) -> Source:
    """The source with its text from disk. Raises ValueError where the file has changed."""
    content = read_source(folder, source.file)
    if content.refusal or content.sha256 != source.sha256:
        raise ValueError(source.file)
    return replace(source, text=content.text)


def _as_kept(source: Source, _: Path) -> Source:
    """The source with its text from the cache. Raises ValueError where its digest is another."""
    if hashlib.sha256(source.text.encode()).hexdigest() != source.sha256:
        raise ValueError(source.file)
    return source


@cache
def code_digest() -> str:
    """The SHA-256 of the code that reads cases: what older code cached is never used."""
    digest = hashlib.sha256()
    bot = Path(__file__).parent.parent
    for path in sorted(path for package in READERS for path in (bot / package).glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
