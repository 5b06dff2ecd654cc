"""Preferences of a place: those of a channel, and what it leaves open as its workspace has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal

from bot.answers.asker import Asker

EVERYONE = "everyone"
Visibility = Literal["public", "private"]


@dataclass(frozen=True)
class Preferences:
    """What is set for a place; None, or nobody, where nothing is."""

    case: str | None = None
    """The case that is meant where none is named."""
    visibility: Visibility | None = None
    """Who sees answers; None leaves it to the platform's habit."""
    zone: str | None = None
    """The IANA zone of schedules that name none."""
    managers: tuple[str, ...] = ()
    """Ids of those who may manage digests besides administrators, or ``everyone``."""

    @classmethod
    def of(cls, kept: Mapping[str, str]) -> Preferences:
        """Preferences as they are kept, by name; what an older or newer version kept besides is left out."""
        visibility = kept.get("visibility")
        return cls(
            kept.get("case"),
            visibility if visibility in {"public", "private"} else None,  # type: ignore[arg-type]  # just seen
            kept.get("zone"),
            tuple(kept.get("managers", "").split()),
        )

    def over(self, wider: Preferences) -> Preferences:
        """These, and what they leave open as the wider ones have it."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(wider, **{name: value for name, value in own.items() if value})


def may_manage_digests(asker: Asker, preferences: Preferences) -> bool:
    """Whether the platform lets them, the place's preferences do, or it is their own direct message."""
    named = {asker.user, EVERYONE} & set(preferences.managers)
    return asker.manages or asker.is_direct or bool(named)
