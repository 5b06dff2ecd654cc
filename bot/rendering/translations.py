"""The locales and languages that the bot speaks, and the catalogue of each language.

English is what the messages are written in and needs no catalogue. The others are gettext's ``.po`` files,
read when somebody first wants one: nothing has to be compiled before a fresh checkout speaks German.
"""

import re
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from babel.core import Locale, UnknownLocaleError

SOURCE = "en"
"""The language of the messages themselves."""
TAG = re.compile(r"(?P<language>[A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8}){0,4}")
"""Matches the tag of a language or locale, such as “de”, “de-AT” or “de_AT”."""


@cache
def catalogues() -> Traversable:
    """The folder of the catalogues, ``<language>.po`` each."""
    return files(__package__).joinpath("locales")


@cache
def languages() -> tuple[str, ...]:
    """The languages that the bot speaks: English, and each with a catalogue."""
    return (SOURCE, *sorted(one.name[:-3] for one in catalogues().iterdir() if one.name.endswith(".po")))


def known_locale(*tags: str) -> str:
    """The locale for a reader with these tags, the preferred first, such as “de_AT” for “de-AT”.

    The first whose language the bot speaks; else English.
    """
    return next(filter(None, map(_known, tags)), SOURCE)


@lru_cache(maxsize=1024)
def _known(tag: str) -> str | None:
    match = TAG.fullmatch(tag)
    language = match["language"].lower() if match else ""
    if language != SOURCE and language not in languages():  # whoever reads English waits for no folder
        return None
    try:
        return str(Locale.parse(tag.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return language


def language_of(locale: str) -> str:
    """The language of a locale or of a language's tag, such as “de” of “de_AT”."""
    return re.split("[-_]", locale, maxsplit=1)[0].lower()


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of a language that the bot speaks; a message that is missing stays English."""
    if language == SOURCE:
        return NullTranslations()
    # Imported here: whoever reads English need not wait for it.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = BytesIO()
    with catalogues().joinpath(f"{language}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def localised(message: str, locale: str, context: str = "") -> str:
    """A message without placeholders, such as a command's description, in the language of a locale.

    With a context it is the translation that ``pgettext`` has marked the message for.
    """
    messages = catalogue(language_of(known_locale(locale)))
    return messages.pgettext(context, message) if context else messages.gettext(message)
