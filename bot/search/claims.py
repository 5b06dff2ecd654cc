"""What somebody claims to be a quotation: taken out of a message, and apart where words are left out."""

from __future__ import annotations

import re

from bot.search.folding import fold

QUOTED = re.compile(r"\"([^\"]+)\"|[“„]([^“”„]+)[”“]|«([^«»]+)»")
INSERTION = re.compile(r"\[([^\]]{0,200})\]")
ELISION = re.compile(r"\s*(?:\[[^\]]{0,200}\]|\(\s*(?:\.{3}|…)\s*\)|\.{3,}|…)\s*")
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|unless)\b|n't\b"
)
LEAST_WORDS = 2
"""A single quoted word in a message is rarely a claim about what somebody said."""


def quoted_in(message: str) -> tuple[str, ...]:
    """The passages that stand in double quotation marks, straight, curly or angular, of two words or more."""
    found = ("".join(match.groups("")).strip() for match in QUOTED.finditer(message))
    return tuple(words for words in found if len(words.split()) >= LEAST_WORDS)


def around_quotations(message: str) -> str:
    """The message without what it quotes."""
    return QUOTED.sub(" ", message)


def parts_of(claim: str) -> tuple[str, ...]:
    """The stretches between elisions and insertions: “he was … liable”, “he [Trump] was”."""
    return tuple(part for part in ELISION.split(claim) if any(character.isalnum() for character in part))


def insertions_in(claim: str) -> tuple[str, ...]:
    """What whoever quotes put in, in square brackets: “he [Trump] was” gives “Trump”."""
    return tuple(INSERTION.findall(claim))


def negates(words: str) -> bool:
    """Whether words turn a sentence round, so that leaving them out or putting them in does so too."""
    return NEGATION.search(fold(words)) is not None
