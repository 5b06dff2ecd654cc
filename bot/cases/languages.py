"""Language tags of BCP 47: their form, and whether a language has them.

The form is that of RFC 5646, https://www.rfc-editor.org/rfc/rfc5646#section-2.1, without the tags that it
keeps for the sake of older ones (“grandfathered” and private use alone).
"""

import re
from typing import Annotated, Any

from bot.cases.rules import Rule, RuleContext, RuleViolation

TAG = (
    r"(?P<language>[a-z]{2,3})(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*"
    r"(-[a-wyz\d](-[a-z\d]{2,8})+)*(-x(-[a-z\d]{1,8})+)?"
)
"""Matches language, extended language, script, region, variants, extensions and private use."""
OF_THE_BOT = frozenset({"en", "de"})
"""Languages that are known without a look into Babel's data, which takes 40 ms to read."""
BESIDES = frozenset({"sh", "tw"})
"""Codes of ISO 639-1 that Babel lists under other names alone."""


def has_language(subtag: str) -> bool:
    """Whether a language subtag is one of a language: those of two letters are all known."""
    if len(subtag) != len("en") or subtag in OF_THE_BOT | BESIDES:
        return True
    # Imported here: most cases name no other language, and Babel's data is large.
    from babel.core import get_global  # noqa: PLC0415

    return subtag in get_global("likely_subtags") or subtag in get_global("language_aliases")


def no_language(tag: str) -> RuleViolation:
    """The violation of a text that is no tag of a language, with the sentence for the editor."""
    return RuleViolation(f"“{tag}” is no language tag of BCP 47; write one such as en, de or pt-BR")


def _language_tag(tag: str, _: RuleContext) -> str:
    found = re.fullmatch(TAG, tag, re.ASCII | re.IGNORECASE)
    if not found or not has_language(found["language"].lower()):
        raise no_language(tag)
    return found["language"].lower() + tag[found.end("language") :]


def _schema(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"}


LanguageTag = Annotated[str, Rule(_language_tag, schema=_schema)]
