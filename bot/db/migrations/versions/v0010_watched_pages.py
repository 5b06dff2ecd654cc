"""Pages of sources that are watched, and the editions that their changes propose."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "watched_pages",
        sa.Column("url", sa.String, nullable=False),
        sa.Column("etag", sa.Text, nullable=False, server_default=""),
        sa.Column("last_modified", sa.Text, nullable=False, server_default=""),
        sa.Column(
            "seen", sa.String, nullable=False, server_default="", comment="the SHA-256 of the lines last seen"
        ),
        sa.Column("checked_at", INSTANT, nullable=True),
        sa.Column("next_check_at", INSTANT, nullable=False),
        sa.Column(
            "failures", sa.Integer, nullable=False, server_default="0", comment="since it was last readable"
        ),
        sa.Column("failure", sa.Text, nullable=False, server_default="", comment="why it was not readable"),
        sa.PrimaryKeyConstraint("url", name="pk_watched_pages"),
    )
    op.create_index("ix_watched_pages_next_check_at", "watched_pages", ["next_check_at"])
    op.create_table(
        "proposed_editions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("url", sa.String, nullable=False, comment="of the watched page"),
        sa.Column("case_id", sa.String, nullable=False),
        sa.Column(
            "source", sa.String, nullable=False, comment="the id of the source whose place it would take"
        ),
        sa.Column("text", sa.Text, nullable=False, comment="the article as the page has it now"),
        sa.Column("title", sa.Text, nullable=False, server_default=""),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True, comment="empty until an editor has decided"),
        sa.Column("outcome", sa.String, nullable=False, server_default="", comment="accepted or dismissed"),
        sa.PrimaryKeyConstraint("id", name="pk_proposed_editions"),
    )
    op.create_index("ix_proposed_editions_url", "proposed_editions", ["url"])
