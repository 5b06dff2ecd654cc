"""What the options of ``/digest`` and ``/settings`` can be, while somebody types."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.answers.asker import Asker
from bot.answers.choices import Choice
from bot.answers.query import CommandError
from bot.db.database import UNAVAILABLE
from bot.digests.schedule import Schedule, now_in_utc
from bot.digests.schedule_parser import read_schedule
from bot.digests.schedule_writer import write_schedule
from bot.digests.subscription_repository import SubscriptionRepository
from bot.digests.zones import WELL_KNOWN, zones_begun
from bot.search.folding import fold
from bot.service.command_service import Completer
from bot.service.preference_repository import PreferenceRepository

UNDERSTOOD = "UTC"
"""Any zone, to see whether all else of a schedule is understood."""

BEGINNINGS = (
    "weekdays 09:00",
    "daily 09:00",
    "every monday at 09:00",
    "every friday at 16:00",
    "weekends 10:00",
    "monthly on the 1st at 09:00",
    "monthly on the last day at 09:00",
)


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


def when_choices(typed: str, zone: str | None) -> Iterator[Choice]:
    """Whole schedules that what is typed can become; ``zone`` is the one that the place prefers."""
    if schedule := _read(typed, zone):
        yield _choice(schedule)
    words = typed.split()
    for count in range(len(words), 0, -1):
        begun, place = " ".join(words[:count]), " ".join(words[count:])
        if _read(begun, UNDERSTOOD) and not _read(begun, None):
            yield from (_choice(read_schedule(begun, found)) for found in zones_begun(place) if found != zone)
            return
    for beginning in BEGINNINGS:
        if fold(beginning).startswith(fold(typed).strip()):
            yield _choice(read_schedule(beginning, zone or WELL_KNOWN[0]))


def zone_choices(typed: str, now: datetime) -> Iterator[Choice]:
    """Time zones with the time that it is there, by which people know their own."""
    for zone in zones_begun(typed):
        yield Choice(f"{zone} ({now.astimezone(ZoneInfo(zone)):%H:%M})", zone)


def _read(typed: str, zone: str | None) -> Schedule | None:
    try:
        return read_schedule(typed, zone)
    except CommandError:
        return None


def _choice(schedule: Schedule) -> Choice:
    text = write_schedule(schedule)
    return Choice(text, text)
