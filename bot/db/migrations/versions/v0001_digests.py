"""Preferences, subscriptions, their deliveries, and who delivers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the first tables."""
    _preferences()
    _subscriptions()
    _deliveries()
    _executors()


def _preferences() -> None:
    op.create_table(
        "preferences",
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False, comment="empty for the whole workspace"),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "channel", "name", name="pk_preferences"),
    )


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column(
            "channel", sa.String, nullable=False, comment="the channel's id; of a direct message the person's"
        ),
        sa.Column("thread", sa.String, nullable=False, server_default="", comment="Slack's thread_ts"),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("locale", sa.String, nullable=False, server_default="en"),
        sa.Column("schedule", sa.String, nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column(
            "case_id", sa.String, nullable=False, server_default="", comment="empty for the place's default"
        ),
        sa.Column("contents", sa.String, nullable=False),
        sa.Column("nothing_new", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column(
            "reason",
            sa.String,
            nullable=False,
            server_default="",
            comment="why it is paused; empty: by a person",
        ),
        sa.Column("reason_detail", sa.Text, nullable=False, server_default=""),
        sa.Column("next_run_at", INSTANT, nullable=True, comment="empty while it is not active"),
        sa.Column(
            "seen", sa.Text, nullable=False, server_default="", comment="how far the last delivery told"
        ),
        sa.Column("seen_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("kind IN ('channel', 'thread', 'dm')", name="ck_subscriptions_kind"),
        sa.CheckConstraint("contents IN ('full', 'changes')", name="ck_subscriptions_contents"),
        sa.CheckConstraint("nothing_new IN ('skip', 'say')", name="ck_subscriptions_nothing_new"),
        sa.CheckConstraint("state IN ('active', 'paused', 'removed')", name="ck_subscriptions_state"),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
    )
    op.create_index("ix_subscriptions_next_run_at", "subscriptions", ["next_run_at"])
    op.create_index(
        "ix_subscriptions_platform_workspace_channel", "subscriptions", ["platform", "workspace", "channel"]
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("subscription_id", sa.Integer, nullable=False),
        sa.Column("slot", INSTANT, nullable=False, comment="when it was due"),
        sa.Column(
            "part", sa.Integer, nullable=False, comment="0 for the digest, 1 for what its owner is told"
        ),
        sa.Column("key", sa.String, nullable=False, comment="the idempotency key that the platform is given"),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("executor", sa.String, nullable=False, server_default=""),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("attempted_at", INSTANT, nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column(
            "message",
            sa.String,
            nullable=False,
            server_default="",
            comment="the platform's id of the message",
        ),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.Column("payload", sa.JSON, nullable=True, comment="what is being sent; empty once it is settled"),
        sa.Column("case_id", sa.String, nullable=False, server_default=""),
        sa.Column("case_version", sa.String, nullable=False, server_default=""),
        sa.Column("quotations", sa.JSON, nullable=True, comment="ids of the quotations that it showed"),
        sa.Column("seen", sa.Text, nullable=False, server_default="", comment="how far it tells"),
        sa.CheckConstraint(
            "state IN ('due', 'sending', 'sent', 'skipped', 'rejected', 'ambiguous')",
            name="ck_deliveries_state",
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name="fk_deliveries_subscription_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint(
            "subscription_id", "slot", "part", name="uq_deliveries_subscription_id_slot_part"
        ),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
    )
    op.create_index("ix_deliveries_state_slot", "deliveries", ["state", "slot"])
    op.create_index("ix_deliveries_case_id_case_version", "deliveries", ["case_id", "case_version"])


def _executors() -> None:
    op.create_table(
        "executors",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("beat", sa.Integer, nullable=False),
        sa.Column(
            "beat_at", INSTANT, nullable=False, comment="for people; nobody's death is told by a clock"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_executors"),
    )
    op.create_table(
        "pacing",
        sa.Column("lane", sa.String, nullable=False, comment="whom a platform limits, such as one bot"),
        sa.Column("free_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("lane", name="pk_pacing"),
    )
