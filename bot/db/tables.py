"""The tables, the same on SQLite and PostgreSQL; instants are aware and in UTC."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time. SQLite has no such type: there it is text, in UTC, which sorts as times do."""

    impl = DateTime(timezone=True)  # type: ignore[mutable-override]  # how SQLAlchemy has types derived
    cache_ok = True  # type: ignore[mutable-override]  # see above

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Give the database a time in UTC.

        Raises ValueError for one without a zone, which nobody could read later.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Give the caller a time from the database, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: str, *values: str) -> CheckConstraint:
    """A check constraint that a column has one of these values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


preferences = Table(
    "preferences",
    METADATA,
    Column("platform", String, primary_key=True),
    Column("workspace", String, primary_key=True),
    Column("channel", String, primary_key=True, comment="empty for the whole workspace"),
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

subscriptions = Table(
    "subscriptions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("platform", String, nullable=False),
    Column("workspace", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("channel", String, nullable=False, comment="the channel's id; of a direct message the person's"),
    Column("thread", String, nullable=False, server_default="", comment="Slack's thread_ts"),
    Column("owner", String, nullable=False),
    Column("locale", String, nullable=False, server_default="en"),
    Column("schedule", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("case_id", String, nullable=False, server_default="", comment="empty for the place's default"),
    Column("contents", String, nullable=False),
    Column("nothing_new", String, nullable=False),
    Column("state", String, nullable=False),
    Column(
        "reason", String, nullable=False, server_default="", comment="why it is paused; empty: by a person"
    ),
    Column("reason_detail", Text, nullable=False, server_default=""),
    Column("next_run_at", UtcDateTime, nullable=True, comment="empty while it is not active"),
    Column("seen", Text, nullable=False, server_default="", comment="how far the last delivery told"),
    Column("seen_at", UtcDateTime, nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("uninstalled_at", UtcDateTime, nullable=True, comment="when its workspace removed the bot"),
    one_of("kind", "channel", "thread", "dm"),
    one_of("contents", "full", "changes"),
    one_of("nothing_new", "skip", "say"),
    one_of("state", "active", "paused", "removed"),
    Index(None, "next_run_at"),
    Index(None, "platform", "workspace", "channel"),
)

deliveries = Table(
    "deliveries",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("subscription_id", ForeignKey(subscriptions.c.id), nullable=False),
    Column("slot", UtcDateTime, nullable=False, comment="when it was due"),
    Column("part", Integer, nullable=False, comment="0 for the digest, 1 for what its owner is told"),
    Column("key", String, nullable=False, comment="the idempotency key that the platform is given"),
    Column("state", String, nullable=False),
    Column("executor", String, nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("attempted_at", UtcDateTime, nullable=True),
    Column("settled_at", UtcDateTime, nullable=True),
    Column("message", String, nullable=False, server_default="", comment="the platform's id of the message"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("payload", JSON(none_as_null=True), comment="what is being sent; empty once it is settled"),
    Column("case_id", String, nullable=False, server_default=""),
    Column("case_version", String, nullable=False, server_default=""),
    Column("quotations", JSON(none_as_null=True), comment="ids of the quotations that it showed"),
    Column("seen", Text, nullable=False, server_default="", comment="how far it tells"),
    Column("correcting", String, nullable=False, server_default="", comment="the version it is brought to"),
    one_of("state", "due", "sending", "sent", "skipped", "rejected", "ambiguous"),
    UniqueConstraint("subscription_id", "slot", "part"),
    UniqueConstraint("key"),
    Index(None, "state", "slot"),
    Index(None, "case_id", "case_version"),
)

executors = Table(
    "executors",
    METADATA,
    Column("id", String, primary_key=True),
    Column("beat", Integer, nullable=False),
    Column("beat_at", UtcDateTime, nullable=False, comment="for people; nobody's death is told by a clock"),
)

pacing = Table(
    "pacing",
    METADATA,
    Column("lane", String, primary_key=True, comment="whom a platform limits, such as one bot"),
    Column("free_at", UtcDateTime, nullable=False),
)

slack_installations = Table(
    "slack_installations",
    METADATA,
    Column("enterprise", String, primary_key=True, comment="empty outside of an enterprise"),
    Column("workspace", String, primary_key=True, comment="empty for an enterprise as a whole"),
    Column("name", String, nullable=False, server_default=""),
    Column("bot", String, nullable=False, server_default=""),
    Column("bot_user", String, nullable=False, server_default=""),
    Column("scopes", Text, nullable=False, server_default=""),
    Column("token", Text, nullable=False, comment="encrypted with ENCRYPTION_KEY"),
    Column("installed_by", String, nullable=False, server_default=""),
    Column("installed_at", UtcDateTime, nullable=False),
    Column("refresh_token", Text, nullable=False, server_default="", comment="encrypted; empty: no rotation"),
    Column("token_expires_at", UtcDateTime, nullable=True, comment="empty where it does not expire"),
    Column("refreshing", String, nullable=False, server_default="", comment="who refreshes the token now"),
)

slack_grid_workspaces = Table(
    "slack_grid_workspaces",
    METADATA,
    Column("workspace", String, primary_key=True),
    Column("enterprise", String, nullable=False, comment="whose installation is for all its workspaces"),
)

slack_shortcuts = Table(
    "slack_shortcuts",
    METADATA,
    Column("workspace", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("command", String, primary_key=True, comment="as it would be typed, without a prefix"),
    Column("kept_at", UtcDateTime, nullable=False),
)

case_versions = Table(
    "case_versions",
    METADATA,
    Column("case_id", String, primary_key=True),
    Column("version", String, primary_key=True),
    Column("file", LargeBinary, nullable=False, comment="the case file, byte for byte"),
)

handled_requests = Table(
    "handled_requests",
    METADATA,
    Column("key", String, primary_key=True, comment="the platform's id of what was asked or shared"),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "at"),
)

reports = Table(
    "reports",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("platform", String, nullable=False),
    Column("command", Text, nullable=False, comment="whose answer is said to be wrong"),
    Column("reason", Text, nullable=False, comment="as it was typed"),
    Column("reported_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime, nullable=True, comment="empty until an editor has dealt with it"),
)

suggestions = Table(
    "suggestions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False, comment="the SHA-256 of the link, or of the file"),
    Column("link", Text, nullable=False, server_default="", comment="empty for a file"),
    Column("file_name", Text, nullable=False, server_default="", comment="empty for a link"),
    Column("file", LargeBinary, nullable=True, comment="as it was attached; empty once editors have decided"),
    Column("case_id", String, nullable=False, server_default="", comment="the case that it is said to be of"),
    Column("times", Integer, nullable=False, comment="how many members have suggested it"),
    Column("suggested_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime, nullable=True, comment="empty until an editor has decided"),
    Column("outcome", String, nullable=False, server_default="", comment="accepted or dismissed"),
    UniqueConstraint("key"),
)

suggesters = Table(
    "suggesters",
    METADATA,
    Column("key", String, primary_key=True, comment="of the suggestion; deleted once editors have decided"),
    Column("platform", String, primary_key=True),
    Column("workspace", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("suggested_at", UtcDateTime, nullable=False),
    Index(None, "suggested_at"),
)

watched_pages = Table(
    "watched_pages",
    METADATA,
    Column("url", String, primary_key=True),
    Column("etag", Text, nullable=False, server_default=""),
    Column("last_modified", Text, nullable=False, server_default=""),
    Column("seen", String, nullable=False, server_default="", comment="the SHA-256 of the lines last seen"),
    Column("checked_at", UtcDateTime, nullable=True),
    Column("next_check_at", UtcDateTime, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0", comment="since it was last readable"),
    Column("failure", Text, nullable=False, server_default="", comment="why it was not readable"),
    Index(None, "next_check_at"),
)

proposed_editions = Table(
    "proposed_editions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("url", String, nullable=False, comment="of the watched page"),
    Column("case_id", String, nullable=False),
    Column("source", String, nullable=False, comment="the id of the source whose place it would take"),
    Column("text", Text, nullable=False, comment="the article as the page has it now"),
    Column("title", Text, nullable=False, server_default=""),
    Column("found_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime, nullable=True, comment="empty until an editor has decided"),
    Column("outcome", String, nullable=False, server_default="", comment="accepted or dismissed"),
    Index(None, "url"),
)

editor_tokens = Table(
    "editor_tokens",
    METADATA,
    Column("name", String, primary_key=True, comment="of the editor, as journals name them"),
    Column("hash", String, nullable=False, comment="the SHA-256 of the token"),
    Column("made_at", UtcDateTime, nullable=False),
    Column("used_on", Date, nullable=True, comment="the day in UTC on which its editor last logged in"),
    Column("revoked_at", UtcDateTime, nullable=True, comment="empty while it is valid"),
    UniqueConstraint("hash"),
)

editor_sessions = Table(
    "editor_sessions",
    METADATA,
    Column("key", String, primary_key=True, comment="the SHA-256 of the browser's cookie"),
    Column("editor", ForeignKey(editor_tokens.c.name), nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
)
