"""Which version a delivered digest is being brought to."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the column; until now nothing was noted about it."""
    column = sa.Column(
        "correcting", sa.String, nullable=False, server_default="", comment="the version it is brought to"
    )
    op.add_column("deliveries", column)
