"""The links that install the bot: on a server with the least permissions, or for one person."""

from urllib.parse import urlencode

from bot.platforms.discord.permissions import (
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
    SEND_MESSAGES_IN_THREADS,
    VIEW_CHANNEL,
)

NEEDED = VIEW_CHANNEL | SEND_MESSAGES | SEND_MESSAGES_IN_THREADS | READ_MESSAGE_HISTORY
"""Permissions for digests, which are posted, and looked up where a post is in doubt; answers need none."""
FOR_A_SERVER, FOR_ONESELF = 0, 1


def for_a_server(application: str) -> str:
    """The link by which an admin adds the bot of an application id to a server."""
    return _link(application, FOR_A_SERVER, scope="bot applications.commands", permissions=str(NEEDED))


def for_oneself(application: str) -> str:
    """The link by which a person installs the commands for their own use on any server and in messages."""
    return _link(application, FOR_ONESELF, scope="applications.commands")


def _link(application: str, kind: int, **asked: str) -> str:
    asked = {"client_id": application, "integration_type": str(kind), **asked}
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"
