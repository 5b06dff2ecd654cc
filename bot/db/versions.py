"""Case files as they were when digests told of them, as rows."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from bot.db.tables import case_versions


def file_of(connection: Connection, case_id: str, version: str) -> bytes | None:
    """The case file of a version; None where it was not kept."""
    at = case_versions.c
    found = select(at.file).where(at.case_id == case_id, at.version == version)
    file: bytes | None = connection.execute(found).scalar()
    return file


def all_kept(connection: Connection) -> tuple[tuple[str, str], ...]:
    """The cases and versions that are kept."""
    found = connection.execute(select(case_versions.c.case_id, case_versions.c.version))
    return tuple((row.case_id, row.version) for row in found)


def keep(connection: Connection, case_id: str, version: str, file: bytes) -> None:
    """Keep it, unless it is; to be called in a ``writing`` transaction."""
    if file_of(connection, case_id, version) is None:
        connection.execute(insert(case_versions).values(case_id=case_id, version=version, file=file))
