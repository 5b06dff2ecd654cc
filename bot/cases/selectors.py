"""Finding and proving spans: a W3C TextQuoteSelector with its TextPositionSelector.

Offsets count Unicode code points of the raw text; the end is exclusive. An editor writes the exact
words; where they stand is computed, and only an exact and unambiguous place is accepted.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from bot.cases.graphemes import is_grapheme_boundary
from bot.cases.nearest import nearest_passage
from bot.cases.problems import position_in
from bot.cases.rules import NOT_EMPTY, ONE_OR_MANY, STRICT, Computed, RuleViolation, Unverifiable, text_as
from bot.cases.validation import ValidationContext
from bot.cases.words import goes_on, occurrences

CONTEXT = 32
ID_LENGTH = 6
ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
MOST_PLACES = 5

SelectorRole = Literal["supports", "contradicts", "context"]


@dataclass(frozen=True, kw_only=True)
class Selector:
    """A proven span: ``exact`` is ``text[start:end]`` of the source, which ``proves`` checks again."""

    __pydantic_config__: ClassVar = STRICT

    exact: str
    """The words, exactly as in the source."""
    prefix: str = ""
    """The words directly before, where the quotation occurs more than once."""
    suffix: str = ""
    """The words directly after, where the quotation occurs more than once."""
    source: str = ""
    """The source's id; may be left out where there is only one."""
    role: SelectorRole = "supports"
    """What the words do for the fact."""
    start: int = 0
    end: int = 0
    id: str = ""
    """Derived from the words and their source, so that it outlives every edit that leaves those alone."""

    def proves(self, text: str) -> bool:
        """Whether a source's text has exactly these words from ``start`` to ``end``."""
        whole = 0 <= self.start < self.end == self.start + len(self.exact)
        return whole and text.startswith(self.exact, self.start)

    @property
    def span(self) -> tuple[str, int, int]:
        """The source's id, start and end: two selectors with the same span quote the same words."""
        return (self.source, self.start, self.end)

    def contains(self, other: Selector) -> bool:
        """Whether the other selector's span lies wholly inside this one."""
        return self.source == other.source and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Selector) -> bool:
        """Whether the spans of the two selectors share a code point."""
        return self.source == other.source and self.start < other.end and other.start < self.end


def make_selector(source: str, text: str, start: int, end: int, role: SelectorRole = "supports") -> Selector:
    """Make the selector of a span of a source's text, with a prefix and suffix of 32 code points at most.

    The context is that of a TextQuoteSelector: https://www.w3.org/TR/annotation-model/#text-quote-selector.
    """
    exact = text[start:end]
    return Selector(
        exact=exact,
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        source=source,
        role=role,
        start=start,
        end=end,
        id=stable_id(source, exact, sum(1 for _ in occurrences(text, exact, end - 1))),
    )


def stable_id(source: str, exact: str, occurrence: int) -> str:
    """Six characters that identify a quotation for good: a hash of its source, words and occurrence."""
    digest = hashlib.sha256(f"{source}\0{occurrence}\0{exact}".encode()).digest()
    number = int.from_bytes(digest[:8], "big")
    return "".join(ID_ALPHABET[number // 31**power % 31] for power in range(ID_LENGTH))


def _locate(typed: dict[str, Any], validation: ValidationContext) -> dict[str, Any]:
    """The fields that say where the words stand. Raises RuleViolation where that is nowhere, or ambiguous."""
    words = [typed.get("exact"), *(typed.get(name, "") for name in ("prefix", "suffix"))]
    if not all(isinstance(word, str) for word in words):
        raise Unverifiable
    _check_words(words[0])
    source = _source_of(typed.get("source"), words, validation)
    text = validation.texts[source]
    start = _only_place(validation, source, *words)
    end = start + len(words[0])
    if not (is_grapheme_boundary(text, start) and is_grapheme_boundary(text, end)):
        raise RuleViolation(
            "the quotation begins or ends inside a character that is made of several code points"
        )
    _check_cuts(text, start, end)
    place = make_selector(source, text, start, end)
    return {name: value for name, value in vars(place).items() if name != "role"}


def _check_cuts(text: str, start: int, end: int) -> None:
    for at in (start, end):
        if goes_on(text, at):
            word = re.split(r"\W", text[:at])[-1] + re.split(r"\W", text[at:], maxsplit=1)[0]
            raise RuleViolation(f"the quotation is cut inside a word, “{word}”; take the whole word")


def _source_of(named: object, words: Sequence[str], validation: ValidationContext) -> str:
    if named is None:
        return _the_only_source(words, validation)
    if isinstance(named, str) and named in validation.texts:
        return named
    listed = validation.ids.get("sources")
    if not isinstance(named, str) or not listed or named in listed:
        raise Unverifiable
    raise RuleViolation(f"there is no source “{named}”; known: {validation.listed('sources')}")


def _the_only_source(words: Sequence[str], validation: ValidationContext) -> str:
    """The id of the only source, or of the only one that has the words."""
    if not validation.complete:
        raise Unverifiable
    if len(validation.texts) == 1:
        return next(iter(validation.texts))
    exact, prefix, suffix = words
    holding = _holding(prefix + exact + suffix, validation) or _holding(exact, validation)
    # Of the editions of one article that have the words, the first: it is the one that reported them.
    first = [source for source in holding if not _is_edition_of_any(source, holding, validation)]
    if len(first) == 1:
        return first[0]
    if holding:
        raise RuleViolation(
            f"which source? These words stand in {', '.join(holding)}: add “source:” with one of them"
        )
    known = validation.listed("sources")
    raise RuleViolation(
        f"not verbatim in any source; add “source:” with one of {known} to see the nearest passage"
    )


def _is_edition_of_any(source: str, others: list[str], validation: ValidationContext) -> bool:
    seen = {source}
    while (source := validation.editions.get(source, "")) and source not in seen:
        if source in others:
            return True
        seen.add(source)
    return False


def _holding(words: str, validation: ValidationContext) -> list[str]:
    return [source for source, text in validation.texts.items() if words in text]


def _only_place(validation: ValidationContext, source: str, exact: str, prefix: str, suffix: str) -> int:
    text, file = validation.texts[source], validation.files[source]
    places = [at + len(prefix) for at in occurrences(text, prefix + exact + suffix)]
    if len(places) == 1:
        return places[0]
    if places:
        raise RuleViolation(_ambiguous(file, text, places))
    if alone := list(occurrences(text, exact)):
        raise RuleViolation(
            f"the words stand in {file} ({_listed(text, alone)}), but not with this prefix and suffix "
            f"directly around them"
        )
    for other, words in validation.texts.items():
        if exact in words:
            raise RuleViolation(f"not in {file}, but in {validation.files[other]}: write “source: {other}”")
    raise RuleViolation(f"not verbatim in {file}: {nearest_passage(text, exact)}")


def _ambiguous(file: str, text: str, places: list[int]) -> str:
    return (
        f"ambiguous: these words stand {len(places)} times in {file} ({_listed(text, places)}); "
        f"add “prefix:” or “suffix:” with the words directly before or after"
    )


def _listed(text: str, places: list[int]) -> str:
    shown = ", ".join("{}:{}".format(*position_in(text, at)) for at in places[:MOST_PLACES])
    return shown + (", …" if len(places) > MOST_PLACES else "")


def _check_words(exact: str) -> None:
    if not exact.strip():
        raise RuleViolation("an empty quotation proves nothing; write the words of the source")
    if exact != exact.strip():
        raise RuleViolation(
            "the quotation begins or ends with a space or a line break; leave it away "
            "(a block after “|” or “>” keeps its last line break, one after “|-” or “>-” does not)"
        )
    if character := control_character_in(exact):
        raise RuleViolation(
            f"the quotation holds a control character (U+{ord(character):04X}), which no platform shows; "
            f"quote the words before and after it apart"
        )


def control_character_in(text: str) -> str:
    """The first control character of a text but line feeds and tabs, or “”: a terminal would obey it."""
    if text.isprintable():  # Most texts have none at all, not even a line feed.
        return ""
    return next((one for one in text if unicodedata.category(one) == "Cc" and one not in "\n\t"), "")


Quoted = Annotated[Selector, Computed(("start", "end", "id"), _locate), text_as("exact")]
Selectors = Annotated[tuple[Quoted, ...], ONE_OR_MANY]
Evidence = Annotated[tuple[Quoted, ...], NOT_EMPTY, ONE_OR_MANY]
