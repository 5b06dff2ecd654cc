"""The scopes that the bot asks for in a workspace, and what each is for."""

from collections.abc import Mapping

NEEDED: Mapping[str, str] = {
    "commands": "slash commands and shortcuts",
    "chat:write": "posting digests and shared answers",
    "app_mentions:read": "answering where the bot is mentioned, in the thread",
    "im:history": "answering direct messages to the bot",
    "users:read": "who is an admin, and in which language they read",
    "links:read": "seeing links to quotations",
    "links:write": "showing the quotation below its link",
}
OPTIONAL: Mapping[str, str] = {
    "chat:write.public": "digests in public channels that the bot has not been invited to",
    "channels:read": "saying beforehand whether a digest can be posted",
    "groups:read": "the same in private channels, and whether whoever schedules a digest is in one",
    "channels:history": "finding a digest whose delivery was cut off, so that it is not posted twice",
    "groups:history": "the same in private channels",
}
ASSISTANT: Mapping[str, str] = {
    "assistant:write": "suggesting questions in Slack's assistant, and saying there that an answer is coming",
}
"""The scopes of a workspace in which the bot is an assistant of Slack's own, which takes a paid plan."""


def granted(header: str) -> frozenset[str]:
    """The scopes in the value of Slack's ``X-OAuth-Scopes`` header, which commas separate."""
    return frozenset(scope.strip() for scope in header.split(",") if scope.strip())
