"""The case files of the versions that digests have told of."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of versions."""
    op.create_table(
        "case_versions",
        sa.Column("case_id", sa.String, nullable=False),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("file", sa.LargeBinary, nullable=False, comment="the case file, byte for byte"),
        sa.PrimaryKeyConstraint("case_id", "version", name="pk_case_versions"),
    )
