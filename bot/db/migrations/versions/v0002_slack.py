"""Slack's workspaces that have installed the bot, installs under way, and people's shortcuts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables of Slack."""
    op.create_table(
        "slack_installations",
        sa.Column("enterprise", sa.String, nullable=False, comment="empty outside of an enterprise"),
        sa.Column("workspace", sa.String, nullable=False, comment="empty for an enterprise as a whole"),
        sa.Column("name", sa.String, nullable=False, server_default=""),
        sa.Column("bot", sa.String, nullable=False, server_default=""),
        sa.Column("bot_user", sa.String, nullable=False, server_default=""),
        sa.Column("scopes", sa.Text, nullable=False, server_default=""),
        sa.Column("token", sa.Text, nullable=False, comment="encrypted with ENCRYPTION_KEY"),
        sa.Column("installed_by", sa.String, nullable=False, server_default=""),
        sa.Column("installed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("enterprise", "workspace", name="pk_slack_installations"),
    )
    op.create_table(
        "slack_oauth_states",
        sa.Column("state", sa.String, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("state", name="pk_slack_oauth_states"),
    )
    op.create_table(
        "slack_shortcuts",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("command", sa.String, nullable=False, comment="as it would be typed, without a prefix"),
        sa.Column("kept_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "person", "command", name="pk_slack_shortcuts"),
    )
