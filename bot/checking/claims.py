"""What somebody claims to be a quotation: taken out of a message, and apart where words are left out."""

from __future__ import annotations

import re

from bot.search.folding import fold

QUOTED = re.compile(r"\"([^\"]+)\"|[“„]([^“”„]+)[”“]|«([^«»]+)»")
INSERTION = re.compile(r"\[([^\]]{0,200})\]")
ELISION = re.compile(r"\s*(?:\[[^\]]{0,200}\]|\(\s*(?:\.{3}|…)\s*\)|\.{3,}|…)\s*")
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|unless|den(?:y|ie[sd]|ying)"
    r"|(?:declin|refus|reject|dismiss|acquit|fail|lack)(?:e?s|t?ed|t?ing|e)?|clear(?:s|ed|ing)|false(?:ly)?)\b|n't\b"
)
POINTING = re.compile(
    r"he|him|his|she|hers?|its?|they|them|theirs?|i|me|my|we|us|our|you|your|this|that|these|those|the|an?|who|which|and"
)
"""Words that say whom or what is meant only by pointing."""
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


def seams_of(claim: str) -> tuple[str, ...]:
    """What stands between the stretches of :func:`parts_of`, one less than these."""
    found: list[str] = []
    seam, last, has_part = "", 0, False
    for match in (*ELISION.finditer(claim), None):
        part = claim[last : match.start() if match else None]
        if any(character.isalnum() for character in part):
            found += [seam] if has_part else []
            seam, has_part = "", True
        if match:
            seam, last = seam + match.group(), match.end()
    return tuple(found)


def only_inserts(seam: str) -> bool:
    """Whether words in brackets alone stand between two parts: nothing is marked as left out."""
    outside = INSERTION.sub(lambda found: "" if re.search(r"\w", found[1]) else "…", seam)
    return not outside.strip()


def only_points(words: str) -> bool:
    """Whether words are names, or words like “he” and “this”: what an insertion may stand in for."""
    return all(word[0].isupper() or POINTING.fullmatch(fold(word)) for word in re.findall(r"[\w'’]+", words))


def is_attached(claim: str, insertion: str) -> bool:
    """Whether an insertion makes another word of the one beside it: “[un]true”."""
    return re.search(rf"\w\[{re.escape(insertion)}\]|\[{re.escape(insertion)}\]\w", claim) is not None


def negates(words: str) -> bool:
    """Whether words turn a sentence round, so that leaving them out or putting them in does so too."""
    return NEGATION.search(fold(words)) is not None
