"""Proven cases on disk, so that an answer need not parse and validate YAML again.

A cached case is used only for the very bytes it was made from, and each of its quotations is proven
again on the source as it is on disk now. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import tempfile
from contextlib import suppress
from dataclasses import is_dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from bot.cases.model import Case, Source
from bot.cases.reading import read_source
from bot.cases.spans import selectors_of

PACKAGE = __name__.rpartition(".")[0] + "."


class CaseCache:
    """Proven cases in a folder, by the digest of their case file and of the code that read it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[Path] = set()

    def get(self, case_folder: Path, raw: bytes) -> Case | None:
        """The proven case of these bytes; None where there is none, or a source is not what it was."""
        try:
            path = self._path(case_folder, raw)
            case = _proven(_CaseUnpickler(io.BytesIO(_unsealed(path.read_bytes()))).load(), case_folder)
        except Exception:  # noqa: BLE001  -- a file that is not ours can fail in any way; the case is read anew
            return None
        self._used.add(path)
        return case

    def put(self, case_folder: Path, raw: bytes, case: Case) -> None:
        """Keep a proven case; a folder that cannot be written is no error."""
        lean = replace(case, sources=tuple(replace(source, text="") for source in case.sources))
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._path(case_folder, raw)
            _write_whole(path, _sealed(pickle.dumps(lean, pickle.HIGHEST_PROTOCOL)))
            self._used.add(path)

    def prune(self) -> None:
        """Remove what was neither read nor written here: cases as they were, or as older code read them."""
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path not in self._used:
                    path.unlink()

    def _path(self, case_folder: Path, raw: bytes) -> Path:
        key = hashlib.sha256(_code_digest() + case_folder.name.encode() + b"\0" + raw)
        return self._folder / f"{key.hexdigest()[:32]}.case"


class _CaseUnpickler(pickle.Unpickler):
    """Makes values of a case and nothing else, whatever the file says."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(PACKAGE) or (module, name) == ("decimal", "Decimal"):
            found = super().find_class(module, name)
            if found is Decimal or is_dataclass(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not part of a case")


def _sealed(payload: bytes) -> bytes:
    return hashlib.sha256(payload).digest() + payload


def _unsealed(data: bytes) -> bytes:
    """Raises ValueError where a disk or a hand has changed a byte."""
    payload = data[hashlib.sha256().digest_size :]
    if _sealed(payload) != data:
        raise ValueError("not as it was written")
    return payload


def _proven(case: Case, folder: Path) -> Case | None:
    sources = tuple(_with_text(source, folder) for source in case.sources)
    texts = {source.id: source.text for source in sources}
    if not all(selector.proves(texts[selector.source]) for selector in selectors_of(case)):
        return None
    return replace(case, sources=sources)


def _with_text(source: Source, folder: Path) -> Source:
    """Raises ValueError where the source is not what it was."""
    content = read_source(folder, source.file)
    if content.refusal or content.sha256 != source.sha256:
        raise ValueError(source.file)
    return replace(source, text=content.text)


def _write_whole(path: Path, data: bytes) -> None:
    """Write under another name first: a reader never sees half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        # What was written of it would fill a full disk for good.
        Path(name).unlink(missing_ok=True)
        raise


@cache
def _code_digest() -> bytes:
    """Changes with the code that reads cases, so that no older code's reading is ever used."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
