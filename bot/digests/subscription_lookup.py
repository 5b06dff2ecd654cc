"""Which subscription a command means, and whether whoever asks may change it."""

from dataclasses import dataclass

from bot.answers.asker import Asker
from bot.answers.phrases import phrase, shortened
from bot.answers.query import CommandError, Query
from bot.db.subscriptions import Subscription
from bot.digests.subscription_repository import SubscriptionRepository
from bot.digests.targets import asker_at
from bot.service.preference_repository import PreferenceRepository
from bot.service.preferences import may_manage_digests
from bot.service.traits import RIGHTS_UNKNOWN, traits_of

MOST_NUMBERS = 25
NO_SUCH_DIGEST = phrase("There is no digest “{id}” here. /digest list shows those there are.")
WHICH = phrase("Which one? This channel has the digests {numbers}: add the number.")
NOT_ALLOWED = phrase(
    "Only whoever may manage this place can change its digests, and those named for it with "
    "/settings set managers:."
)


@dataclass(frozen=True)
class SubscriptionLookup:
    """Finds subscriptions for commands. Raises CommandError with what there is instead."""

    subscriptions: SubscriptionRepository
    preferences: PreferenceRepository

    async def by(self, asked: Query, asker: Asker) -> Subscription:
        """The subscription whose number is typed, or else the only one of the channel."""
        if typed := asked.get("id"):
            return await self._numbered(typed, asked, asker)
        those = await self.subscriptions.of_place(asker)
        if len(those) == 1:
            return those[0]
        if not those:
            raise CommandError(phrase("No digest is scheduled in this channel."), asked.command)
        numbers = ", ".join(str(one.id) for one in those[:MOST_NUMBERS])
        raise CommandError(WHICH.filled(numbers=numbers), asked.command)

    async def managed(self, asked: Query, asker: Asker) -> Subscription:
        """The subscription that ``by`` finds, if the asker may change it; else raises CommandError."""
        found = await self.by(asked, asker)
        await self.refuse_unless_managed(asked, asker_at(asker, found))
        return found

    async def visible(self, asked: Query, asker: Asker) -> Subscription:
        """The subscription that ``by`` finds, if it posts to where it is asked or the asker may change it.

        Else raises CommandError: what another channel follows is not for everybody.
        """
        found = await self.by(asked, asker)
        if found.kind != "dm" and found.channel != asker.channel:
            await self.refuse_unless_managed(asked, asker_at(asker, found))
        return found

    async def refuse_unless_managed(self, asked: Query, place: Asker) -> None:
        """Refuse whoever may not manage the digests of the place, whatever the platform itself let through.

        A direct message is a place of its own: what one may do there holds for no channel.
        """
        if place.manages or place.is_direct:
            return
        # Raises where the database does not tell: nobody is refused what they may have been given.
        if may_manage_digests(place, (await self.preferences.kept(place)).combined):
            return
        if not place.is_known:
            raise CommandError(RIGHTS_UNKNOWN.filled(platform=traits_of(place.platform).name), asked.command)
        raise CommandError(NOT_ALLOWED, asked.command)

    async def again(self, found: Subscription, asked: Query, asker: Asker) -> Subscription:
        """Read a subscription again that was found before, as it is now."""
        return await self._numbered(str(found.id), asked, asker)

    async def _numbered(self, typed: str, asked: Query, asker: Asker) -> Subscription:
        digits = typed.removeprefix("#")
        found = await self.subscriptions.get(int(digits), asker) if _is_number(digits) else None
        if found is None:
            raise CommandError(NO_SUCH_DIGEST.filled(id=shortened(typed)), asked.command)
        return found


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < len("10000000000")
