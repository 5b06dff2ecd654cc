"""What differs between chat platforms in the sentences that they share."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answers.asker import DISCORD, SLACK, Platform
from bot.answers.phrases import Phrase, phrase

RIGHTS_UNKNOWN = phrase("{platform} did not tell us in time whether you may manage this place. Try again.")


@dataclass(frozen=True)
class PlatformTraits:
    """A platform's name, who manages a place there, and what it does of its own accord."""

    name: str
    managed_by: Phrase = phrase("an administrator")  # noqa: RUF009  -- a value that nothing changes
    default_visibility: Phrase = phrase("public")  # noqa: RUF009  -- as above
    is_always_private: bool = False
    """Whether answers come to whoever asks alone, and a button shares them."""
    has_numeric_ids: bool = False
    """Whether ids are numbers, so that a name that was only typed is nobody's."""


TRAITS: Mapping[Platform, PlatformTraits] = {
    DISCORD: PlatformTraits("Discord", phrase("the permission Manage Server"), has_numeric_ids=True),
    SLACK: PlatformTraits(
        "Slack", phrase("the role of a workspace admin"), phrase("private"), is_always_private=True
    ),
}
"""The traits of the platforms of this repository; another one has those that need not be given."""


def traits_of(platform: Platform) -> PlatformTraits:
    """The traits of a platform; one that is not among ``TRAITS`` is called by its id, such as “Terminal”."""
    return TRAITS.get(platform, PlatformTraits(platform.capitalize()))
