"""Enterprises that install the bot for all their workspaces, tokens that expire, digests after an uninstall.

The states of installs that have begun are no longer stored: they are signed instead.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the columns and the table of Enterprise Grid, and drop the states."""
    for column in (
        sa.Column(
            "refresh_token",
            sa.Text,
            nullable=False,
            server_default="",
            comment="encrypted; empty: no rotation",
        ),
        sa.Column("token_expires_at", INSTANT, nullable=True, comment="empty where it does not expire"),
        sa.Column(
            "refreshing", sa.String, nullable=False, server_default="", comment="who refreshes the token now"
        ),
    ):
        op.add_column("slack_installations", column)
    removed = sa.Column(
        "uninstalled_at", INSTANT, nullable=True, comment="when its workspace removed the bot"
    )
    op.add_column("subscriptions", removed)
    op.create_table(
        "slack_grid_workspaces",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column(
            "enterprise", sa.String, nullable=False, comment="whose installation is for all its workspaces"
        ),
        sa.PrimaryKeyConstraint("workspace", name="pk_slack_grid_workspaces"),
    )
    op.drop_table("slack_oauth_states")
