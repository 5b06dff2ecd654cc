"""Who sends a query, and where: the key of preferences and digests, and of who may change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Platform = Literal["discord", "slack", "terminal", "playground", "web"]


@dataclass(frozen=True)
class Asker:
    """A person in a place of a platform; ids are the platform's own.

    ``workspace`` is the Discord server or the Slack workspace, empty in a direct message of Discord;
    ``channel`` may be a thread's id where the platform has one. ``manages`` says that the platform itself
    lets the person manage the workspace: Manage Server, or a Slack admin.
    """

    platform: Platform
    workspace: str
    channel: str
    user: str
    manages: bool = False
    locale: str = "en"

    @property
    def is_direct(self) -> bool:
        """Whether the place is a direct message with the bot, which belongs to the person alone."""
        if self.platform == "slack":
            return self.channel.startswith("D")
        return self.platform == "discord" and not self.workspace

    @property
    def is_in_a_place(self) -> bool:
        """Whether they ask where preferences and digests can be kept; readers of the web pages do not."""
        return self.platform not in {"playground", "web"}


ANYBODY = Asker("terminal", "", "", "")
"""The asker where nothing is stored about people, such as on the web."""
