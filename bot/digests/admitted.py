"""A sender that refuses places which whoever runs the bot does not serve."""

from datetime import datetime

from bot.digests.outcomes import Outcome, Reason, Rejected, Sighting
from bot.digests.senders import KnowsMembers, Pace, Sender, Target
from bot.rendering.render import Payload
from bot.service.admission import Admission

REFUSED = Rejected(Reason.NOT_ADMITTED)


class AdmittedSender:
    """Passes on what is for a place that is served, and refuses the rest; see ``senders.Sender``."""

    def __init__(self, sender: Sender, admission: Admission) -> None:
        self._sender = sender
        self._admission = admission
        self.remembers_keys_for = sender.remembers_keys_for

    def pace(self, target: Target) -> Pace:
        """The limits of the platform for a post in this target."""
        return self._sender.pace(target)

    async def send(self, target: Target, payload: Payload, key: str) -> Outcome:
        """Post once, unless the place is not served."""
        return await self._sender.send(target, payload, key) if self._admits(target) else REFUSED

    async def edit(self, target: Target, message: str, payload: Payload) -> Outcome:
        """Replace the payload of a message, unless its place is not served any more."""
        return await self._sender.edit(target, message, payload) if self._admits(target) else REFUSED

    async def look_up(self, target: Target, payload: Payload, key: str, since: datetime) -> Sighting:
        """Look for a message, wherever it was sent."""
        return await self._sender.look_up(target, payload, key, since)

    async def can_post(self, target: Target) -> Rejected | None:
        """Why posting would be refused, by the platform or since the place is not served."""
        return await self._sender.can_post(target) if self._admits(target) else REFUSED

    async def may_post(self, target: Target, person: str) -> Rejected | None:
        """Why a person may not post there; None where they may, or where the platform has no such rule."""
        if not self._admits(target):
            return REFUSED
        return await self._sender.may_post(target, person) if isinstance(self._sender, KnowsMembers) else None

    def _admits(self, target: Target) -> bool:
        return self._admission.admits(target.platform, target.workspace)
