"""Finding and proving spans: a W3C TextQuoteSelector with its TextPositionSelector.

Offsets count Unicode code points of the raw text; the end is exclusive. An editor writes the exact
words; where they stand is computed, and only an exact and unambiguous place is accepted.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from bot.cases.graphemes import is_boundary
from bot.cases.nearest import nearest_passage
from bot.cases.problems import position_in
from bot.cases.rules import NOT_EMPTY, ONE_OR_MANY, STRICT, Computed, Mistake, Unchecked, text_as
from bot.cases.validation import ValidationContext
from bot.cases.words import occurrences

CONTEXT = 32
ID_LENGTH = 6
ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
MOST_PLACES = 5

Role = Literal["supports", "contradicts", "context"]


@dataclass(frozen=True, kw_only=True)
class Selector:
    """A proven span: ``exact`` is ``text[start:end]`` of the source, which ``proves`` shows again."""

    __pydantic_config__: ClassVar = STRICT

    exact: str
    """The words, exactly as in the source."""
    prefix: str = ""
    """The words directly before, where the quotation occurs more than once."""
    suffix: str = ""
    """The words directly after, where the quotation occurs more than once."""
    source: str = ""
    """The source's id; may be left out where there is only one."""
    role: Role = "supports"
    """What the words do for the fact."""
    start: int = 0
    end: int = 0
    id: str = ""
    """Derived from the words and their source, so that it outlives every edit that leaves those alone."""

    def proves(self, text: str) -> bool:
        """Whether the source's text has exactly these words at exactly this place."""
        whole = 0 <= self.start < self.end == self.start + len(self.exact)
        return whole and text.startswith(self.exact, self.start)

    @property
    def span(self) -> tuple[str, int, int]:
        """Source, start and end: what makes two selectors the same words of the same place."""
        return (self.source, self.start, self.end)

    def contains(self, other: Selector) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.source == other.source and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Selector) -> bool:
        """Whether the two spans share a code point."""
        return self.source == other.source and self.start < other.end and other.start < self.end


def select(source: str, text: str, start: int, end: int, role: Role = "supports") -> Selector:
    """The selector of a span of a source's text, with the context that W3C advises."""
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


def reanchor(selector: Selector, text: str) -> Selector | None:
    """The same words in another version of their source; None unless they stand there exactly.

    Where they occur several times, the place whose surroundings agree longest is taken, and none
    where two agree equally.
    """
    places = list(occurrences(text, selector.exact))
    scores = [_agreement(selector, text, at) for at in places]
    if not places or scores.count(best := max(scores)) > 1:
        return None
    start = places[scores.index(best)]
    return select(selector.source, text, start, start + len(selector.exact), selector.role)


def stable_id(source: str, exact: str, occurrence: int) -> str:
    """Six characters that name a quotation of a source for good."""
    digest = hashlib.sha256(f"{source}\0{occurrence}\0{exact}".encode()).digest()
    number = int.from_bytes(digest[:8], "big")
    return "".join(ID_ALPHABET[number // 31**power % 31] for power in range(ID_LENGTH))


def _agreement(selector: Selector, text: str, at: int) -> int:
    end = at + len(selector.exact)
    before = _common(reversed(selector.prefix), reversed(text[max(0, at - CONTEXT) : at]))
    return before + _common(iter(selector.suffix), iter(text[end : end + CONTEXT]))


def _common(left: Iterator[str], right: Iterator[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _locate(typed: dict[str, Any], reading: ValidationContext) -> dict[str, Any]:
    """The only place of the words; raises Mistake where there is none, or more than one."""
    words = [typed.get("exact"), *(typed.get(name, "") for name in ("prefix", "suffix"))]
    if not all(isinstance(word, str) for word in words):
        raise Unchecked
    _check_words(words[0])
    source = _source_of(typed.get("source"), words, reading)
    text = reading.texts[source]
    start = _only_place(reading, source, *words)
    end = start + len(words[0])
    if not (is_boundary(text, start) and is_boundary(text, end)):
        raise Mistake("the quotation begins or ends inside a character that is made of several code points")
    place = select(source, text, start, end)
    return {name: value for name, value in vars(place).items() if name != "role"}


def _source_of(named: object, words: Sequence[str], reading: ValidationContext) -> str:
    if named is None:
        return _the_only_source(words, reading)
    if isinstance(named, str) and named in reading.texts:
        return named
    listed = reading.ids.get("sources")
    if not isinstance(named, str) or not listed or named in listed:
        raise Unchecked
    raise Mistake(f"there is no source “{named}”; known: {reading.listed('sources')}")


def _the_only_source(words: Sequence[str], reading: ValidationContext) -> str:
    """The only source, or the only one that has the words."""
    if not reading.complete:
        raise Unchecked
    if len(reading.texts) == 1:
        return next(iter(reading.texts))
    exact, prefix, suffix = words
    holding = _holding(prefix + exact + suffix, reading) or _holding(exact, reading)
    if len(holding) == 1:
        return holding[0]
    if holding:
        raise Mistake(
            f"which source? These words stand in {', '.join(holding)}: add “source:” with one of them"
        )
    known = reading.listed("sources")
    raise Mistake(f"not verbatim in any source; add “source:” with one of {known} to see the nearest passage")


def _holding(words: str, reading: ValidationContext) -> list[str]:
    return [source for source, text in reading.texts.items() if words in text]


def _only_place(reading: ValidationContext, source: str, exact: str, prefix: str, suffix: str) -> int:
    text, file = reading.texts[source], reading.files[source]
    places = [at + len(prefix) for at in occurrences(text, prefix + exact + suffix)]
    if len(places) == 1:
        return places[0]
    if places:
        raise Mistake(_ambiguous(file, text, places))
    if alone := list(occurrences(text, exact)):
        raise Mistake(
            f"the words stand in {file} ({_listed(text, alone)}), but not with this prefix and suffix "
            f"directly around them"
        )
    for other, words in reading.texts.items():
        if exact in words:
            raise Mistake(f"not in {file}, but in {reading.files[other]}: write “source: {other}”")
    raise Mistake(f"not verbatim in {file}: {nearest_passage(text, exact)}")


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
        raise Mistake("an empty quotation proves nothing; write the words of the source")
    if exact != exact.strip():
        raise Mistake(
            "the quotation begins or ends with a space or a line break; leave it away "
            "(a block after “|” or “>” keeps its last line break, one after “|-” or “>-” does not)"
        )
    if character := control_in(exact):
        raise Mistake(
            f"the quotation holds a control character (U+{ord(character):04X}), which no platform shows; "
            f"quote the words before and after it apart"
        )


def control_in(text: str) -> str:
    """The first control character but for line feeds and tabs: a terminal would obey it. Else nothing."""
    return next((one for one in text if unicodedata.category(one) == "Cc" and one not in "\n\t"), "")


Quoted = Annotated[Selector, Computed(("start", "end", "id"), _locate), text_as("exact")]
Selectors = Annotated[tuple[Quoted, ...], ONE_OR_MANY]
Evidence = Annotated[tuple[Quoted, ...], NOT_EMPTY, ONE_OR_MANY]
