"""Preferences of a channel or a workspace, and who may manage digests there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal

from bot.answers.asker import Asker

EVERYONE = "everyone"
Visibility = Literal["public", "private"]
LOCKED = "private, locked"
"""The visibility, as it is typed, that no member overrides.

It is stored as a private visibility and a lock, so that an earlier version of the bot keeps answers private.
"""


@dataclass(frozen=True)
class Preferences:
    """The preferences of a channel or a workspace; None, or nobody, where one is not set."""

    case: str | None = None
    """The id of the case that is meant where a command names none."""
    visibility: Visibility | None = None
    """Who sees answers; None leaves it to the platform's default."""
    locked: bool = False
    """Whether nobody but whoever manages the place can have a private answer shown to all."""
    zone: str | None = None
    """The IANA time zone of schedules that name none."""
    managers: tuple[str, ...] = ()
    """Ids of those who may manage digests besides administrators, of roles after “&”, or ``everyone``."""

    @classmethod
    def of(cls, kept: Mapping[str, str]) -> Preferences:
        """Parse stored preferences, by name; what another version of the bot stored besides is left out."""
        visibility = kept.get("visibility")
        return cls(
            kept.get("case"),
            visibility if visibility in {"public", "private"} else None,  # type: ignore[arg-type]  # just seen
            bool(kept.get("locked")) and visibility == "private",
            kept.get("zone"),
            tuple(kept.get("managers", "").split()),
        )

    def over(self, wider: Preferences) -> Preferences:
        """These preferences, with those of the ``wider`` scope where one is not set."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        # A lock belongs to the visibility that it was set with.
        locked = self.locked if self.visibility else wider.locked
        return replace(wider, **{name: value for name, value in own.items() if value} | {"locked": locked})


def may_manage_digests(asker: Asker, preferences: Preferences) -> bool:
    """Whether the asker is an admin, a manager by the preferences, or in their own direct message."""
    named = {asker.user, EVERYONE, *(f"&{role}" for role in asker.roles)} & set(preferences.managers)
    return asker.manages or asker.is_direct or bool(named)
