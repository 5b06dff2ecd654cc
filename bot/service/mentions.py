"""Parses people, roles, channels and threads as platforms write them: <@U123|ada>, <@&12>, <#C123>."""

import re

from bot.service.preferences import EVERYONE

PERSON = re.compile(r"<@!?(?P<id>&?\w+)(?:\|[^>]*)?>|@?(?P<bare>[\w.-]+)")
CHANNEL = re.compile(r"<#(?P<id>\w+)(?:\|[^>]*)?>|#?(?P<bare>[\w.-]+)")


def mentioned_users(typed: str) -> tuple[str, ...] | None:
    """The ids of the people and roles that a text names, or ``everyone``; None where it names something else.

    The id of a role comes after “&”.
    """
    found = [PERSON.fullmatch(word) for word in re.split(r"[\s,]+", typed.strip()) if word]
    if not all(found):
        return None
    ids = dict.fromkeys(match["id"] or match["bare"] for match in found if match)
    return (EVERYONE,) if EVERYONE in map(str.lower, ids) else tuple(ids)


LINK = re.compile(
    r"<?https://[\w.-]+/archives/(?P<channel>\w+)/p(?P<seconds>\d{10})(?P<rest>\d{6})"
    r"(?:\?[^\s|>]*)?(?:\|[^>]*)?>?"
)
"""Slack's link to a message: its channel, and the seconds and the rest of its timestamp."""
THREAD = re.compile(r"[?&;]thread_ts=(?P<thread>\d+\.\d+)")
"""What names the thread in a link to a message that is a reply in one."""


def mentioned_thread(typed: str) -> tuple[str, str] | None:
    """The channel and thread of Slack that a link to one of its messages names; None for anything else."""
    link = LINK.fullmatch(typed.strip())
    if not link:
        return None
    reply = THREAD.search(typed)
    return link["channel"], reply["thread"] if reply else f"{link['seconds']}.{link['rest']}"


def mentioned_channel(typed: str) -> str | None:
    """The id of the channel that a text names; None where it names none."""
    found = CHANNEL.fullmatch(typed.strip())
    return (found["id"] or found["bare"]) if found else None
