"""Versions of cases are named by the SHA-256 of their files, and no longer such as “2023-07-12/1f2e3d4c”.

A version whose file was not kept keeps its name, which says of which day it is. The old name's second part
stays as a further row of the same file: buttons of digests that were posted before name it.
"""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

VERSIONS = sa.table(
    "case_versions", sa.column("case_id"), sa.column("version"), sa.column("file", sa.LargeBinary)
)
DELIVERIES = sa.table("deliveries", *map(sa.column, ("case_id", "case_version", "seen", "correcting")))
SUBSCRIPTIONS = sa.table("subscriptions", sa.column("case_id"), sa.column("seen"))


def upgrade() -> None:
    """Rename the versions whose files are kept, wherever they are named; have corrections begun again."""
    connection = op.get_bind()
    kept = connection.execute(sa.select(VERSIONS.c.case_id, VERSIONS.c.version)).all()
    for case_id, name in kept:
        _rename(connection, case_id, name)
    # What is enqueued bears the old name: it is passed over, and a worker that looks enqueues it anew.
    begun = sa.update(DELIVERIES).where(DELIVERIES.c.correcting != "")
    connection.execute(begun.values(correcting=""))


def _rename(connection: sa.Connection, case_id: str, name: str) -> None:
    at = VERSIONS.c
    this = sa.and_(at.case_id == case_id, at.version == name)
    file = connection.execute(sa.select(at.file).where(this)).scalar_one()
    version = sha256(file).hexdigest()
    day, _, former = name.partition("/")

    def is_kept(version: str) -> bool:
        same = sa.select(at.version).where(at.case_id == case_id, at.version == version)
        return connection.execute(same).first() is not None

    if former and not is_kept(former):
        connection.execute(sa.insert(VERSIONS).values(case_id=case_id, version=former, file=file))
    if is_kept(version):
        # Two releases can have named the same file differently.
        connection.execute(sa.delete(VERSIONS).where(this))
    else:
        connection.execute(sa.update(VERSIONS).where(this).values(version=version))
    shown = (DELIVERIES.c.case_id == case_id, DELIVERIES.c.case_version == name)
    connection.execute(sa.update(DELIVERIES).where(*shown).values(case_version=version))
    cursor = f"{day}/{version}"
    for table in (DELIVERIES, SUBSCRIPTIONS):
        meant = (table.c.case_id == case_id, table.c.seen == name)
        connection.execute(sa.update(table).where(*meant).values(seen=cursor))
