"""Preferences, subscriptions, their deliveries, and who delivers."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
INSTANT = sa.DateTime(timezone=True)


def _column(
    name: str, kind: Any, server_default: str | None = None, comment: str | None = None
) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=server_default, comment=comment)


def upgrade() -> None:
    """Make the first tables."""
    _preferences()
    _subscriptions()
    _deliveries()
    _executors()


def _preferences() -> None:
    op.create_table(
        "preferences",
        _column("platform", sa.String),
        _column("workspace", sa.String),
        _column("channel", sa.String, comment="empty for the whole workspace"),
        _column("name", sa.String),
        _column("value", sa.Text),
        sa.PrimaryKeyConstraint("platform", "workspace", "channel", "name", name="pk_preferences"),
    )


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        _column("id", sa.Integer),
        _column("platform", sa.String),
        _column("workspace", sa.String),
        _column("kind", sa.String),
        _column("channel", sa.String, comment="the channel's id; of a direct message the person's"),
        _column("thread", sa.String, server_default="", comment="Slack's thread_ts"),
        _column("owner", sa.String),
        _column("locale", sa.String, server_default="en"),
        _column("schedule", sa.String),
        _column("zone", sa.String),
        _column("case_id", sa.String, server_default="", comment="empty for the place's default"),
        _column("contents", sa.String),
        _column("nothing_new", sa.String),
        _column("state", sa.String),
        _column("reason", sa.String, server_default="", comment="why it is paused; empty: by a person"),
        _column("reason_detail", sa.Text, server_default=""),
        sa.Column("next_run_at", INSTANT, nullable=True, comment="empty while it is not active"),
        _column("seen", sa.Text, server_default="", comment="how far the last delivery told"),
        sa.Column("seen_at", INSTANT, nullable=True),
        _column("created_at", INSTANT),
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
        _column("id", sa.Integer),
        _column("subscription_id", sa.Integer),
        _column("slot", INSTANT, comment="when it was due"),
        _column("part", sa.Integer, comment="0 for the digest, 1 for what its owner is told"),
        _column("key", sa.String, comment="the idempotency key that the platform is given"),
        _column("state", sa.String),
        _column("executor", sa.String, server_default=""),
        _column("attempts", sa.Integer, server_default="0"),
        sa.Column("attempted_at", INSTANT, nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        _column("message", sa.String, server_default="", comment="the platform's id of the message"),
        _column("reason", sa.Text, server_default=""),
        sa.Column("payload", sa.JSON, nullable=True, comment="what is being sent; empty once it is settled"),
        _column("case_id", sa.String, server_default=""),
        _column("case_version", sa.String, server_default=""),
        sa.Column("quotations", sa.JSON, nullable=True, comment="ids of the quotations that it showed"),
        _column("seen", sa.Text, server_default="", comment="how far it tells"),
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
        _column("id", sa.String),
        _column("beat", sa.Integer),
        _column("beat_at", INSTANT, comment="for people; nobody's death is told by a clock"),
        sa.PrimaryKeyConstraint("id", name="pk_executors"),
    )
    op.create_table(
        "pacing",
        _column("lane", sa.String, comment="whom a platform limits, such as one bot"),
        _column("free_at", INSTANT),
        sa.PrimaryKeyConstraint("lane", name="pk_pacing"),
    )
