"""Which workspaces and servers the bot serves, where whoever runs it does not offer it to all."""

from dataclasses import dataclass

from bot.answers.asker import Asker, Platform
from bot.answers.phrases import phrase

NO_SERVER = "@me"
"""What stands for Discord's direct messages among the places, which are in no server."""
NOT_ADMITTED = phrase("This bot is not offered in this place. Whoever runs it can change that.")


@dataclass(frozen=True)
class Admission:
    """The places that the bot serves, as pairs of a platform and an id; without any, all of them."""

    places: frozenset[tuple[Platform, str]] = frozenset()

    def admits(self, platform: Platform, *ids: str) -> bool:
        """Whether a workspace is served, given its id and perhaps that of its enterprise."""
        return not self.places or any((platform, one or NO_SERVER) in self.places for one in ids)

    def admits_asker(self, asker: Asker) -> bool:
        """Whether somebody asks in a place that is served; the web and the terminal always are."""
        is_chat = asker.is_in_a_place and asker.platform != "terminal"
        return not is_chat or self.admits(asker.platform, asker.workspace)
