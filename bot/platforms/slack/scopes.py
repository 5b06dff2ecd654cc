"""What the bot may do in a workspace, and what each permission is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

NEEDED: Mapping[str, str] = {
    "commands": "slash commands and shortcuts",
    "chat:write": "posting digests and shared answers",
    "users:read": "who is an admin, and in which language they read",
    "links:read": "seeing links to quotations",
    "links:write": "showing the quotation below its link",
}
OPTIONAL: Mapping[str, str] = {
    "chat:write.public": "digests in public channels that the bot has not been invited to",
    "channels:read": "saying beforehand whether a digest can be posted",
    "groups:read": "the same in private channels",
    "channels:history": "finding a digest whose delivery was cut off, so that it is not posted twice",
    "groups:history": "the same in private channels",
}
APP_TOKEN = "connections:write"  # noqa: S105  -- the name of a permission


def granted(header: str) -> frozenset[str]:
    """The permissions that Slack names in a header, parted by commas."""
    return frozenset(scope.strip() for scope in header.split(",") if scope.strip())


def missing(given: Iterable[str], wanted: Mapping[str, str]) -> dict[str, str]:
    """What is wanted and was not given, with what it is for."""
    have = frozenset(given)
    return {scope: use for scope, use in wanted.items() if scope not in have}
