"""Claimed quotations taken apart where “…” or brackets mark an edit, and how they match the sources."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bot.cases.model import Case
from bot.cases.selectors import Selector
from bot.cases.voices import Voice, voice_of
from bot.search.alignment import Difference
from bot.search.archive import PassageLocation
from bot.search.folding import fold
from bot.search.passages import cuts_unrecorded_speech

INSERTION = re.compile(r"\[([^\]]{0,200})\]")
ELISION = re.compile(r"\s*(?:\[[^\]]{0,200}\]|\(\s*(?:\.{3}|…)\s*\)|\.{3,}|…)\s*")
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|unless|den(?:y|ie[sd]|ying)"
    r"|(?:declin|refus|reject|dismiss|acquit|fail|lack)(?:e?s|t?ed|t?ing|e)?|clear(?:s|ed|ing)|false(?:ly)?)\b|n't\b"
)
REFERENTIAL = re.compile(
    r"he|him|his|she|hers?|its?|they|them|theirs?|i|me|my|we|us|our|you|your|this|that|these|those|the|an?|who|which|and"
)
"""Pronouns, articles and the like, which refer to what is named elsewhere: insertions may replace them."""
MatchKind = Literal["exact", "typography", "elided", "altered", "not_found"]


def parts_of(claim: str) -> tuple[str, ...]:
    """The parts of a claim between its elisions and insertions: “he [Trump] was … liable” has three."""
    return tuple(part for part in ELISION.split(claim) if any(character.isalnum() for character in part))


def insertions_in(claim: str) -> tuple[str, ...]:
    """The words that a claim puts in, in square brackets: “he [Trump] was” gives “Trump”."""
    return tuple(INSERTION.findall(claim))


def separators_of(claim: str) -> tuple[str, ...]:
    """The elisions and insertions between the parts that :func:`parts_of` gives, one fewer than these."""
    found: list[str] = []
    separator, last, has_part = "", 0, False
    for match in (*ELISION.finditer(claim), None):
        part = claim[last : match.start() if match else None]
        if any(character.isalnum() for character in part):
            found += [separator] if has_part else []
            separator, has_part = "", True
        if match:
            separator, last = separator + match.group(), match.end()
    return tuple(found)


def is_insertion_only(separator: str) -> bool:
    """Whether a separator of two parts only inserts words in brackets, and marks nothing as left out."""
    outside = INSERTION.sub(lambda found: "" if re.search(r"\w", found[1]) else "…", separator)
    return not outside.strip()


def is_referential(words: str) -> bool:
    """Whether each word is capitalised or one like “he” and “this”: an insertion may replace such words."""
    return all(
        word[0].isupper() or REFERENTIAL.fullmatch(fold(word)) for word in re.findall(r"[\w'’]+", words)
    )


def is_part_of_word(claim: str, insertion: str) -> bool:
    """Whether an insertion touches a letter of the claim, and so makes another word of it: “[un]true”."""
    return re.search(rf"\w\[{re.escape(insertion)}\]|\[{re.escape(insertion)}\]\w", claim) is not None


def negates(words: str) -> bool:
    """Whether words hold a negation, or a verb that denies: dropping or inserting it reverses a sentence."""
    return NEGATION.search(fold(words)) is not None


@dataclass(frozen=True)
class SourceSpan:
    """A span of a case's source that a claim, or a part of it, was found at."""

    case: Case
    selector: Selector

    @property
    def text(self) -> str:
        """The whole text of the source that the span lies in."""
        return self.case.source_by_id[self.selector.source].text

    @cached_property
    def voice(self) -> Voice:
        """Who says the words at the span: the publisher, or a speaker in a statement."""
        return voice_of(self.case, self.selector)

    @cached_property
    def is_unrecorded(self) -> bool:
        """Whether the span is a part of a speech that no editor recorded, so that it shows no speaker."""
        return self.voice.statement is None and cuts_unrecorded_speech(self.case, self.selector)


@dataclass(frozen=True)
class ClaimMatch:
    """How a claim relates to the sources: where its words stand, and how it differs from them."""

    kind: MatchKind
    claim: str
    places: tuple[SourceSpan, ...] = ()
    differences: tuple[Difference, ...] = ()
    score: float = 100.0
    """The likeness of the claim and the source, letter by letter, of 100."""
    omitted: tuple[str, ...] = ()
    """The source's words that the claim leaves out where it marks it."""
    passages: tuple[PassageLocation, ...] | None = None
    """The passages that have the claim's words one after the other; None where they were not looked up."""
    is_spliced: bool = False
    """Whether its parts stand in the source, and what is left out between them changes what they say."""

    @property
    def is_verbatim(self) -> bool:
        """Whether the claim stands in a source word for word; case and typography may differ."""
        return self.kind in {"exact", "typography"}
