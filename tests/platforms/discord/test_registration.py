"""The commands in every language that we speak, as Discord lets them be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.answers.commands import COMMANDS
from bot.platforms.discord.names import ENGLISH, LOCALES, NAMES, english_name
from bot.platforms.discord.registration import commands
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


def test_names_are_localised_as_discord_takes_them_and_mapped_back() -> None:
    for command in commands("law-"):
        named = described(command) if "description" in command else ()
        for one in named:
            name = one["name"].removeprefix("law-")
            for localised in one["name_localizations"].values():
                plain = localised.removeprefix("law-")
                assert re.fullmatch(r"[-_'\w]{1,32}", localised)
                assert localised == localised.lower()
                assert english_name(plain) == name
    [menu] = [command for command in commands() if "description" not in command]
    assert menu["name_localizations"] == {"de": "Zitate prüfen"}


def test_no_two_names_beside_each_other_are_the_same_in_a_language() -> None:
    groups: list[list[dict[str, Any]]] = [commands()]
    groups += [one.get("options", []) for command in commands() for one in described(command)]
    for group in groups:
        for code in ("de",):
            names = [(one.get("name_localizations") or {}).get(code, one["name"]) for one in group]
            assert len(set(names)) == len(names)
    for language, names_there in NAMES.items():
        assert len(set(names_there.values())) == len(names_there), language
        assert not {there for name, there in names_there.items() if there != name} & names_there.keys()


def test_every_name_of_the_table_has_one_in_every_language() -> None:
    words = {word for name in COMMANDS for word in name.split()}
    words |= {option.name for command in COMMANDS.values() for option in command.options} | {"private"}
    for names_there in NAMES.values():
        assert names_there.keys() == words
    assert len(ENGLISH) == len(words)
