"""What the options of ``/digest`` and ``/settings`` can be, while somebody types."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.answers.asker import Asker
from bot.answers.choices import Choice
from bot.db.database import UNAVAILABLE
from bot.digests.schedule import now_in_utc
from bot.digests.schedule_completion import when_choices
from bot.digests.subscription_repository import SubscriptionRepository
from bot.digests.zones import zones_begun
from bot.rendering.translations import language_of
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
        return when_choices(typed, (await self.preferences.of(asker)).zone, language_of(asker.locale))

    async def _zone(self, typed: str, _: Asker) -> Iterable[Choice]:
        return zone_choices(typed, self.now())

    async def _digest(self, typed: str, asker: Asker) -> Iterable[Choice]:
        try:
            found = await self.subscriptions.of_place(asker)
        except UNAVAILABLE:
            return ()
        named = ((f"{one.id}: {one.schedule}", str(one.id)) for one in found)
        return [Choice(name, number) for name, number in named if typed.lower().strip() in name.lower()]


def zone_choices(typed: str, now: datetime) -> Iterator[Choice]:
    """Time zones with the time that it is there, by which people know their own."""
    for zone in zones_begun(typed):
        yield Choice(f"{zone} ({now.astimezone(ZoneInfo(zone)):%H:%M})", zone)
