"""The versions of cases that digests have told of, whether or not the editor has kept them too."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.problems import CaseFileError
from bot.cases.standing import standing
from bot.corpus.files import CASE_FILE, bytes_or_none
from bot.corpus.loader import load_case
from bot.db import versions
from bot.db.database import writing

RECALLED = 64
"""Versions that are held in memory: digests that are due together compare with the same few."""


class VersionRepository:
    """Keeps case files in the database and loads cases from them; raises what the database raises."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: set[tuple[str, str]] = set()
        self._recalled: dict[tuple[str, str], Case] = {}
        self._known: set[tuple[str, str]] | None = None

    def note_read(self, case_id: str, version: str) -> None:
        """Note that this process has read a case in this version."""
        self._all_known.add((case_id, version))

    def knew(self, case_id: str, version: str) -> bool:
        """Whether a version was there before this process, or was read by it.

        Else only others have read it yet: then theirs is the newer one, whatever day it bears.
        """
        return (case_id, version) in self._all_known

    @property
    def _all_known(self) -> set[tuple[str, str]]:
        if self._known is None:
            with self._engine.connect() as connection:
                self._known = set(versions.all_kept(connection))
        return self._known

    def keep(self, library: Library, case_id: str) -> None:
        """Keep the case file of the current version, unless the file has changed since it was read."""
        version = library.cases[case_id].version
        self.note_read(case_id, version)
        if (case_id, version) in self._kept:
            return
        file = bytes_or_none(Path(library.folder, case_id, CASE_FILE))
        if file is None or sha256(file).hexdigest() != version:
            return
        # Where there is such a row by now, another process kept it at the same moment.
        with suppress(IntegrityError), writing(self._engine) as connection:
            versions.keep(connection, case_id, version, file)
        self._kept.add((case_id, version))

    def recall_all(self, library: Library, case_id: str) -> tuple[Case, ...]:
        """The case in every version that was kept and whose articles are there."""
        with self._engine.connect() as connection:
            kept = versions.all_kept(connection, case_id)
        found = (self.recall(library, *name) for name in kept)
        # A version may be kept under its name of an earlier release as well.
        return tuple({case.version: case for case in found if case}.values())

    def recall(self, library: Library, case_id: str, version: str) -> Case | None:
        """The case as it was in a version, which may be abbreviated.

        None where that was not kept, or its articles are gone.
        """
        name = (case_id, version)
        if name not in self._recalled and (case := self._recall(library, *name)):
            if len(self._recalled) >= RECALLED:
                self._recalled.clear()
            self._recalled[name] = case
        return self._recalled.get(name)

    def _recall(self, library: Library, case_id: str, version: str) -> Case | None:
        if not version:
            return None
        with self._engine.connect() as connection:
            file = versions.file_of(connection, case_id, version)
        if file is None:
            return None
        try:
            return standing(load_case(Path(library.folder, case_id), CASE_FILE, file))
        except CaseFileError:
            return None
