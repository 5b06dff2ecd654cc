"""Editors of the review page: the hashes of their tokens, and who is logged in."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "editor_tokens",
        sa.Column("name", sa.String, nullable=False, comment="of the editor, as journals name them"),
        sa.Column("hash", sa.String, nullable=False, comment="the SHA-256 of the token"),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column(
            "used_on", sa.Date, nullable=True, comment="the day in UTC on which its editor last logged in"
        ),
        sa.Column("revoked_at", INSTANT, nullable=True, comment="empty while it is valid"),
        sa.PrimaryKeyConstraint("name", name="pk_editor_tokens"),
        sa.UniqueConstraint("hash", name="uq_editor_tokens_hash"),
    )
    op.create_table(
        "editor_sessions",
        sa.Column("key", sa.String, nullable=False, comment="the SHA-256 of the browser's cookie"),
        sa.Column("editor", sa.String, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_editor_sessions"),
        sa.ForeignKeyConstraint(["editor"], ["editor_tokens.name"], name="fk_editor_sessions_editor"),
    )
