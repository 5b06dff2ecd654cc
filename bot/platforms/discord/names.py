"""The names of commands and options in Discord's other languages; interactions carry the English ones.

https://docs.discord.com/developers/interactions/application-commands#localization
"""

from collections.abc import Mapping
from functools import cache

from discord import Locale

from bot.answers.phrases import pgettext
from bot.rendering.translations import SOURCE, language_of, languages, localised

CONTEXT = "command name"
"""The context of the names in the catalogues."""
WORDS = (
    pgettext("command name", "case"),
    pgettext("command name", "status"),
    pgettext("command name", "damages"),
    pgettext("command name", "statements"),
    pgettext("command name", "timeline"),
    pgettext("command name", "people"),
    pgettext("command name", "sources"),
    pgettext("command name", "caveats"),
    pgettext("command name", "changes"),
    pgettext("command name", "suggest"),
    pgettext("command name", "link"),
    pgettext("command name", "file"),
    pgettext("command name", "quote"),
    pgettext("command name", "verify"),
    pgettext("command name", "ask"),
    pgettext("command name", "digest"),
    pgettext("command name", "schedule"),
    pgettext("command name", "list"),
    pgettext("command name", "preview"),
    pgettext("command name", "now"),
    pgettext("command name", "pause"),
    pgettext("command name", "resume"),
    pgettext("command name", "remove"),
    pgettext("command name", "settings"),
    pgettext("command name", "show"),
    pgettext("command name", "set"),
    pgettext("command name", "help"),
    pgettext("command name", "lawsuit"),
    pgettext("command name", "speaker"),
    pgettext("command name", "as-of"),
    pgettext("command name", "detail"),
    pgettext("command name", "since"),
    pgettext("command name", "text"),
    pgettext("command name", "page"),
    pgettext("command name", "question"),
    pgettext("command name", "when"),
    pgettext("command name", "channel"),
    pgettext("command name", "contents"),
    pgettext("command name", "nothing_new"),
    pgettext("command name", "id"),
    pgettext("command name", "visibility"),
    pgettext("command name", "zone"),
    pgettext("command name", "managers"),
    pgettext("command name", "where"),
    pgettext("command name", "command"),
    pgettext("command name", "private"),
)
"""The words of which the names in the table of commands are made, and that of the option ``private``."""


@cache
def discord_locales() -> tuple[str, ...]:
    """Discord's codes of the locales that have a catalogue, such as “es-ES” and “es-419” for Spanish."""
    spoken = {*languages()} - {SOURCE}
    return tuple(one.value for one in Locale if language_of(one.value) in spoken)


def localised_names(name: str, prefix: str = "") -> dict[str, str]:
    """What a name is in each of Discord's locales, with the prefix of commands."""
    return {code: prefix + localised(name, code, CONTEXT) for code in discord_locales()}


def english_name(name: str) -> str:
    """The name in the table of commands for one in any language; an unknown one is given back."""
    return _english_names().get(name, name)


@cache
def _english_names() -> Mapping[str, str]:
    """The English name of each name in another language."""
    return {localised(word, code, CONTEXT): word for code in discord_locales() for word in WORDS}
