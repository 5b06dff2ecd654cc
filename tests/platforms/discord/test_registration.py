"""The commands in every language that we speak, as Discord lets them be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answers.commands import COMMANDS
from bot.answers.phrases import phrase
from bot.platforms.discord import names
from bot.platforms.discord.names import WORDS, discord_locales, english_name, localised_names
from bot.platforms.discord.registration import commands
from bot.rendering import translations
from bot.rendering.translations import known_locale, language_of, languages
from bot.rendering.wording import Wording

FRENCH = """
msgid ""
msgstr "Language: fr\\nContent-Type: text/plain; charset=utf-8\\n"

msgctxt "command name"
msgid "case"
msgstr "affaire"

msgid "The source does not say."
msgstr "La source ne le dit pas."
"""


def described(command: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A command with its subcommands and options."""
    yield command
    for option in command.get("options", ()):
        yield from described(option)


def test_every_command_and_option_is_described_in_every_language() -> None:
    codes = {"de", "es-ES", "es-419"}
    assert codes == {*discord_locales()}
    assert {language_of(code) for code in codes} == {*languages()} - {"en"}
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
    spanish = dict.fromkeys(("es-ES", "es-419"), "Comprobar citas")
    assert menu["name_localizations"] == {"de": "Zitate prüfen", **spanish}


def test_no_two_names_beside_each_other_are_the_same_in_a_language() -> None:
    groups: list[list[dict[str, Any]]] = [commands()]
    groups += [one.get("options", []) for command in commands() for one in described(command)]
    for group in groups:
        for code in discord_locales():
            named = [(one.get("name_localizations") or {}).get(code, one["name"]) for one in group]
            assert len(set(named)) == len(named)


def test_a_name_means_the_same_in_every_language() -> None:
    meant: dict[str, set[str]] = {word: {word} for word in WORDS}
    for word in WORDS:
        for there in localised_names(word).values():
            meant.setdefault(there, set()).add(word)
    assert not {there: several for there, several in meant.items() if len(several) > 1}


def test_every_name_of_the_table_has_one_in_every_language() -> None:
    words = {word for name in COMMANDS for word in name.split()}
    words |= {option.name for command in COMMANDS.values() for option in command.options} | {"private"}
    # Files are picked, not typed.
    words |= {
        option.name for command in COMMANDS.values() for option in command.carried if option.takes == "file"
    }
    assert set(WORDS) == words
    assert len(WORDS) == len(words)


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A further catalogue, with two messages, in the place of those there are."""
    (tmp_path / "fr.po").write_text(FRENCH, "utf-8")
    ours = (names.discord_locales, names._english_names)
    cached = (translations.languages, translations._known, translations.catalogue, *ours)
    monkeypatch.setattr(translations, "catalogues", lambda: tmp_path)
    for one in cached:
        one.cache_clear()
    yield
    for one in cached:
        one.cache_clear()


@pytest.mark.usefixtures("french")
def test_a_catalogue_is_all_that_a_further_language_takes() -> None:
    assert languages() == ("en", "fr")
    assert known_locale("fr-CA") == "fr_CA"
    assert Wording("fr-CA").say(phrase("The source does not say.")) == "La source ne le dit pas."
    assert Wording("fr-CA").day("2023-07-12") == "12 juillet 2023"
    by_name = {one["name"]: one for one in commands()}
    assert by_name["case"]["name_localizations"] == {"fr": "affaire"}
    assert by_name["quote"]["name_localizations"] == {"fr": "quote"}, "what is missing stays English"
    assert english_name("affaire") == "case"
