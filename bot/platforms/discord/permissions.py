"""Computes the bot's permissions in a channel as Discord documents it.

https://docs.discord.com/developers/topics/permissions#permission-overwrites
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

ADMINISTRATOR = 1 << 3
VIEW_CHANNEL, SEND_MESSAGES, READ_MESSAGE_HISTORY = 1 << 10, 1 << 11, 1 << 16
SEND_MESSAGES_IN_THREADS = 1 << 38
THREADS = frozenset({10, 11, 12})
NAMES = {
    VIEW_CHANNEL: "View Channel",
    SEND_MESSAGES: "Send Messages",
    SEND_MESSAGES_IN_THREADS: "Send Messages in Threads",
    READ_MESSAGE_HISTORY: "Read Message History",
}
"""Permissions by the names that Discord's own settings give them."""
ALL = ~0
OF_ROLE, OF_MEMBER = 0, 1

Raw = Mapping[str, Any]


def allowed(channel: Raw, roles: Iterable[Raw], member: Raw) -> int:
    """The bits of a member's permissions in a channel; a thread has those of its parent ``channel``."""
    everybody = str(channel["guild_id"])
    held = {everybody, *map(str, member["roles"])}
    base = 0
    for role in roles:
        base |= int(role["permissions"]) if role["id"] in held else 0
    if base & ADMINISTRATOR:
        return ALL
    overwrites = channel.get("permission_overwrites", ())
    for layer in _layers(overwrites, everybody, held, str(member["user"]["id"])):
        for overwrite in layer:
            base &= ~int(overwrite["deny"])
        for overwrite in layer:
            base |= int(overwrite["allow"])
    return base


def _layers(overwrites: Iterable[Raw], everybody: str, held: set[str], member: str) -> Iterator[list[Raw]]:
    """The overwrites for everybody, then for all the member's roles together, then for the member."""
    listed = list(overwrites)
    yield [one for one in listed if str(one["id"]) == everybody]
    yield [one for one in listed if one["type"] == OF_ROLE and str(one["id"]) in held - {everybody}]
    yield [one for one in listed if one["type"] == OF_MEMBER and str(one["id"]) == member]


def missing(held: int, needed: Iterable[int]) -> str:
    """The names of the needed permissions that are not held, separated by commas."""
    return ", ".join(NAMES[one] for one in needed if not held & one)


def needed_in(kind: int) -> tuple[int, ...]:
    """The permissions that posting takes in a channel of a type (0 for text, 11 for a public thread, …)."""
    return (VIEW_CHANNEL, SEND_MESSAGES_IN_THREADS if kind in THREADS else SEND_MESSAGES)
