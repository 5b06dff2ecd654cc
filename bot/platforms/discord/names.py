"""The names of commands and options in Discord's other languages; interactions carry the English ones.

https://docs.discord.com/developers/interactions/application-commands#localization
"""

from collections.abc import Mapping

LOCALES: Mapping[str, tuple[str, ...]] = {"de": ("de",)}
"""The bot's languages besides English, with Discord's locales for each."""
GERMAN: Mapping[str, str] = {
    "case": "fall",
    "status": "stand",
    "damages": "beträge",
    "statements": "aussagen",
    "timeline": "zeitleiste",
    "people": "personen",
    "sources": "quellen",
    "caveats": "offenes",
    "changes": "änderungen",
    "quote": "zitat",
    "verify": "prüfen",
    "ask": "fragen",
    "digest": "digest",
    "schedule": "planen",
    "list": "liste",
    "preview": "vorschau",
    "now": "jetzt",
    "pause": "pause",
    "resume": "fortsetzen",
    "remove": "entfernen",
    "settings": "einstellungen",
    "show": "zeigen",
    "set": "setzen",
    "help": "hilfe",
    "lawsuit": "verfahren",
    "speaker": "sprecher",
    "as-of": "am",
    "detail": "umfang",
    "since": "seit",
    "text": "text",
    "page": "seite",
    "question": "frage",
    "when": "wann",
    "channel": "kanal",
    "contents": "inhalt",
    "nothing_new": "nichts_neues",
    "id": "nummer",
    "visibility": "sichtbarkeit",
    "zone": "zeitzone",
    "managers": "verwaltung",
    "where": "wo",
    "command": "befehl",
    "private": "privat",
}
NAMES: Mapping[str, Mapping[str, str]] = {"de": GERMAN}
"""By language, what the names of the table of commands are there; a missing one stays English."""
ENGLISH: Mapping[str, str] = {there: name for names in NAMES.values() for name, there in names.items()}


def localised_names(name: str, prefix: str = "") -> dict[str, str]:
    """What a name is in each of Discord's locales that has one for it, with the prefix of commands."""
    return {
        code: prefix + NAMES[language][name]
        for language, codes in LOCALES.items()
        for code in codes
        if name in NAMES.get(language, {})
    }


def english_name(name: str) -> str:
    """The name in the table of commands for one in any language; an unknown one is given back."""
    return ENGLISH.get(name, name)
