"""What the options of ``/digest`` and ``/settings`` can be, while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.answers.asker import Asker
from bot.answers.choices import Choice
from bot.db.database import UNAVAILABLE
from bot.digests.schedule import now_in_utc
from bot.digests.schedule_completions import when_choices, zone_choices
from bot.digests.subscription_repository import SubscriptionRepository
from bot.service.command_service import Completer
from bot.service.preference_repository import PreferenceRepository


@dataclass(frozen=True)
class DigestCompletions:
    """Finds schedules, zones, and the digests of a place."""

    subscriptions: SubscriptionRepository
    preferences: PreferenceRepository
    now: Callable[[], datetime] = now_in_utc

    @property
    def completers(self) -> Mapping[str, Completer]:
        """The functions that find choices, by the kind of value that an option takes."""
        return {"when": self._when, "zone": self._zone, "digest": self._digest}

    async def _when(self, typed: str, asker: Asker) -> Iterable[Choice]:
        return when_choices(typed, (await self.preferences.of(asker)).zone)

    async def _zone(self, typed: str, _: Asker) -> Iterable[Choice]:
        return zone_choices(typed, self.now())

    async def _digest(self, typed: str, asker: Asker) -> Iterable[Choice]:
        try:
            found = await self.subscriptions.of_place(asker)
        except UNAVAILABLE:
            return ()
        named = ((f"{one.id}: {one.schedule}", str(one.id)) for one in found)
        return [Choice(name, number) for name, number in named if typed.lower().strip() in name.lower()]
