"""Requests that were carried out, so that each is once, and what people report about answers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "handled_requests",
        sa.Column("key", sa.String, nullable=False, comment="the platform's id of what was asked or shared"),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_handled_requests"),
    )
    op.create_index("ix_handled_requests_at", "handled_requests", ["at"])
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("command", sa.Text, nullable=False, comment="whose answer is said to be wrong"),
        sa.Column("reason", sa.Text, nullable=False, comment="as it was typed"),
        sa.Column("reported_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True, comment="empty until an editor has dealt with it"),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
