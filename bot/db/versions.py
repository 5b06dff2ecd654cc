"""Versions of cases that digests have told of, as rows: the bytes of their case files."""

from sqlalchemy import Connection, insert, select

from bot.db.tables import case_versions


def file_of(connection: Connection, case_id: str, version: str) -> bytes | None:
    """The bytes of the case file in a version, which may be abbreviated; None where it was not kept."""
    at = case_versions.c
    meant = (at.case_id == case_id, at.version.startswith(version, autoescape=True))
    found = select(at.file).where(*meant).order_by(at.version).limit(1)
    file: bytes | None = connection.execute(found).scalar()
    return file


def all_kept(connection: Connection, case_id: str | None = None) -> tuple[tuple[str, str], ...]:
    """The ids of cases, each with a version of it that is kept; of all cases, or of one."""
    at = case_versions.c
    found = select(at.case_id, at.version)
    rows = connection.execute(found if case_id is None else found.where(at.case_id == case_id))
    return tuple((row.case_id, row.version) for row in rows)


def keep(connection: Connection, case_id: str, version: str, file: bytes) -> None:
    """Keep the case file of a version unless it is kept already.

    To be called in a ``writing`` transaction.
    """
    if file_of(connection, case_id, version) is None:
        connection.execute(insert(case_versions).values(case_id=case_id, version=version, file=file))
