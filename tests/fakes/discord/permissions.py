"""Roles and overwrites, and what Discord makes of them, after the pseudocode of its documentation.

https://docs.discord.com/developers/topics/permissions#permission-overwrites
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

ADMINISTRATOR = 1 << 3
VIEW_CHANNEL, SEND_MESSAGES, READ_MESSAGE_HISTORY, SEND_IN_THREADS = 1 << 10, 1 << 11, 1 << 16, 1 << 38
EVERYTHING = VIEW_CHANNEL | SEND_MESSAGES | READ_MESSAGE_HISTORY | SEND_IN_THREADS
ALL = ~0
FOR_ROLE, FOR_MEMBER = 0, 1


@dataclass
class Role:
    """A role of a server; ``held`` by the bot or only by others."""

    id: int
    permissions: int = 0
    held: bool = True

    def payload(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "name": f"role-{self.id % 1000}",
            "permissions": str(self.permissions),
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "position": 0,
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }


@dataclass
class Overwrite:
    """What a channel allows and denies a role or a member; @everyone is the role with the server's id."""

    id: int
    type: int = FOR_ROLE
    allow: int = 0
    deny: int = 0

    def payload(self) -> dict[str, Any]:
        return {"id": str(self.id), "type": self.type, "allow": str(self.allow), "deny": str(self.deny)}


def permitted(
    guild: int, everyone: int, roles: Iterable[Role], member: int, overwrites: Iterable[Overwrite]
) -> int:
    """What a member with the held ones of these roles may do where these overwrites apply."""
    held = [role for role in roles if role.held]
    permissions = reduce(or_, (role.permissions for role in held), everyone)
    if permissions & ADMINISTRATOR:
        return ALL
    by_id = {overwrite.id: overwrite for overwrite in overwrites}
    for applied in ([guild], [role.id for role in held], [member]):
        found = [by_id[one] for one in applied if one in by_id]
        permissions &= ~reduce(or_, (overwrite.deny for overwrite in found), 0)
        permissions |= reduce(or_, (overwrite.allow for overwrite in found), 0)
    return permissions
