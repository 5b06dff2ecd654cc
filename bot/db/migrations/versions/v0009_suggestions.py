"""Articles that members suggest, with who has suggested each until the editors have decided."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String, nullable=False, comment="the SHA-256 of the link, or of the file"),
        sa.Column("link", sa.Text, nullable=False, server_default="", comment="empty for a file"),
        sa.Column("file_name", sa.Text, nullable=False, server_default="", comment="empty for a link"),
        sa.Column(
            "file",
            sa.LargeBinary,
            nullable=True,
            comment="as it was attached; empty once editors have decided",
        ),
        sa.Column(
            "case_id",
            sa.String,
            nullable=False,
            server_default="",
            comment="the case that it is said to be of",
        ),
        sa.Column("times", sa.Integer, nullable=False, comment="how many members have suggested it"),
        sa.Column("suggested_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True, comment="empty until an editor has decided"),
        sa.Column("outcome", sa.String, nullable=False, server_default="", comment="accepted or dismissed"),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
        sa.UniqueConstraint("key", name="uq_suggestions_key"),
    )
    op.create_table(
        "suggesters",
        sa.Column(
            "key", sa.String, nullable=False, comment="of the suggestion; deleted once editors have decided"
        ),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("suggested_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", "platform", "workspace", "person", name="pk_suggesters"),
    )
    op.create_index("ix_suggesters_suggested_at", "suggesters", ["suggested_at"])
