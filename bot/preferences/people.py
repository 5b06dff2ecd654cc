"""People and channels as platforms write them in a command: <@U123|ada>, @ada, <#C123|general>."""

from __future__ import annotations

import re

from bot.preferences.preferences import EVERYONE

PERSON = re.compile(r"<@!?(?P<id>\w+)(?:\|[^>]*)?>|@?(?P<bare>[\w.-]+)")
CHANNEL = re.compile(r"<#(?P<id>\w+)(?:\|[^>]*)?>|#?(?P<bare>[\w.-]+)")


def people_named(typed: str) -> tuple[str, ...] | None:
    """The ids of the people that a text names, or ``everyone``; None where it names something else."""
    found = [PERSON.fullmatch(word) for word in re.split(r"[\s,]+", typed.strip()) if word]
    if not all(found):
        return None
    ids = dict.fromkeys(match["id"] or match["bare"] for match in found if match)
    return (EVERYONE,) if EVERYONE in map(str.lower, ids) else tuple(ids)


def channel_named(typed: str) -> str | None:
    """The id of the channel that a text names; None where it names none."""
    found = CHANNEL.fullmatch(typed.strip())
    return (found["id"] or found["bare"]) if found else None
