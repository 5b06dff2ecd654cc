"""The limits of each platform, in one place.

Lengths count UTF-16 units: never fewer than the code points or characters that a platform may count.
"""

from dataclasses import dataclass


def length(text: str) -> int:
    """The length of a text in UTF-16 code units, two for a character outside the BMP."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True)
class DiscordLimits:
    """Limits of Components V2 messages; https://docs.discord.com/developers/components/reference."""

    components: int = 40
    text: int = 4_000
    buttons_in_row: int = 5
    button_label: int = 80
    custom_id: int = 100
    select_options: int = 25
    option_label: int = 100
    placeholder: int = 150


@dataclass(frozen=True)
class SlackLimits:
    """Limits of Block Kit messages; https://docs.slack.dev/reference/block-kit/blocks."""

    blocks: int = 50
    header: int = 150
    text_element: int = 3_000
    fallback: int = 4_000
    actions: int = 25
    button_text: int = 75
    button_value: int = 2_000
    select_options: int = 100
    option_text: int = 75
    option_value: int = 150
    placeholder: int = 150
    input_label: int = 2_000
    view_blocks: int = 100
    view_title: int = 24


@dataclass(frozen=True)
class ScreenLimits:
    """What one screen of a phone shows of a message, buttons apart: visible characters, and lines as sent."""

    text: int = 1_000
    lines: int = 18


SCREEN = ScreenLimits()
DISCORD = DiscordLimits()
SLACK = SlackLimits()
