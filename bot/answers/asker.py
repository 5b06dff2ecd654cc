"""Who asks, and where: what a preference or a digest belongs to, and who may change it."""

from __future__ import annotations

from dataclasses import dataclass

Platform = str
"""A platform's name, as the database keeps it; an adapter that is not in this repository brings its own."""
DISCORD: Platform = "discord"
SLACK: Platform = "slack"
NOWHERE = frozenset[Platform]({"playground", "web"})
"""Surfaces without channels: no preferences and no digests can be kept for whoever asks there."""


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
        """Whether it is a direct message with the bot, which is the person's own place."""
        if self.platform == SLACK:
            return self.channel.startswith("D")
        return self.platform == DISCORD and not self.workspace

    @property
    def is_in_a_place(self) -> bool:
        """Whether they ask where preferences and digests can be kept; readers of the web pages do not."""
        return self.platform not in NOWHERE


ANYBODY = Asker("terminal", "", "", "")
"""Whoever asks where nothing is kept about them."""
