"""The commands in every language that we speak, as Discord lets them be told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.platforms.discord.registration import LOCALES, commands
from bot.rendering.translations import languages


def described(command: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A command with its subcommands and options."""
    yield command
    for option in command.get("options", ()):
        yield from described(option)


def test_every_command_and_option_is_described_in_every_language() -> None:
    codes = {code for language in languages() if language != "en" for code in LOCALES[language]}
    assert codes
    for command in commands():
        for one in described(command):
            localized = one.get("description_localizations", one.get("name_localizations")) or {}
            assert set(localized) == codes, one["name"]
            assert all(1 <= len(words) <= 100 for words in localized.values())


def test_names_that_are_typed_are_the_same_in_every_language() -> None:
    typed = [one for command in commands() for one in described(command) if "description" in one]
    assert typed
    assert not any("name_localizations" in one for one in typed)
    [menu] = [command for command in commands() if "description" not in command]
    assert menu["name_localizations"] == {"de": "Zitate prüfen"}
