"""The links with which the bot is installed: on a server with the least permissions, or for oneself."""

from __future__ import annotations

from urllib.parse import urlencode

from bot.platforms.discord.permissions import (
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
    SEND_MESSAGES_IN_THREADS,
    VIEW_CHANNEL,
)

NEEDED = VIEW_CHANNEL | SEND_MESSAGES | SEND_MESSAGES_IN_THREADS | READ_MESSAGE_HISTORY
"""Answers need none; digests are posted, and looked for where it is unclear whether they were."""
AUTHORIZE = "https://discord.com/oauth2/authorize"
FOR_A_SERVER, FOR_ONESELF = 0, 1


def for_a_server(application: str) -> str:
    """Where an admin adds the bot to a server."""
    return _link(application, FOR_A_SERVER, scope="bot applications.commands", permissions=str(NEEDED))


def for_oneself(application: str) -> str:
    """Where anybody installs the commands for their own use, in any server and in direct messages."""
    return _link(application, FOR_ONESELF, scope="applications.commands")


def _link(application: str, kind: int, **asked: str) -> str:
    return f"{AUTHORIZE}?{urlencode({'client_id': application, 'integration_type': kind, **asked})}"
