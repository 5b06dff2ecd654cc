"""Who sends a query, and where: the key of preferences and digests, and of who may change them."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
    is_direct: bool = False
    """Whether the place is a direct message with the bot, which belongs to the person alone."""
    request: str = ""
    """The platform's id of what they send, by which it is known again; empty where the platform has none."""
    is_known: bool = True
    """Whether the platform has told whether they manage the workspace; if not, ``manages`` is False."""
    roles: tuple[str, ...] = ()
    """The ids of their roles in the workspace, where the platform has roles."""
    home: str = ""
    """The workspace that they belong to, where a shared channel lets them ask in another one; else empty."""
    parent: str = ""
    """The channel of which ``channel`` is a thread with an id of its own; empty where it is none."""

    @property
    def is_in_a_place(self) -> bool:
        """Whether they ask where preferences and digests can be kept; readers of the web pages do not."""
        return self.platform not in NOWHERE

    def at(self, channel: str) -> Asker:
        """The asker as somebody in another channel, of which it is not known whether it is a thread."""
        return self if channel == self.channel else replace(self, channel=channel, parent="")


ANYBODY = Asker("terminal", "", "", "")
"""The asker where nothing is stored about people, such as on the web."""
