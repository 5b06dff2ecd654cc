"""Third stage of a check: the claims of a text, each quotation with the speaker who is named beside it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from bot.checking import unwrapping
from bot.checking.claims import ELISION
from bot.checking.headings import name_above, name_alone, name_below, stands_alone
from bot.checking.marks import MarkedWords, marked_words, without_marks
from bot.checking.parts import TextPart
from bot.checking.speakers import NamedSpeaker, introduced, signature, speaker_beside
from bot.checking.unwrapping import Unwrapped, Wrapping
from bot.checking.word_lists import (
    COMMON,
)
from bot.search.folding import fold

LEAST_WORDS, LEAST_TELLING = 4, 3
"""Words that a claim without marks needs, and telling words that are enough: “look:” claims nothing."""
MOST_SIGNING = 8
"""Words below a quotation in lines marked as quoted that may sign it."""
NAMES = ("author", "author_name", "provider")
"""How the names of parts end that show somebody's name: without marks it claims nothing."""
TITLES = ("title", "name")
"""How the names of parts end that may show a name, or words that claim something."""
LEAST_MARKED_WORDS = 2
"""Words of a quotation at least: a single word in marks claims what was said where its speaker is named."""
CONTINUES = re.compile(
    r"\s*(?:,|,?\s*(?:and|but|or|und|aber|oder))\s+(?:(?:that|also|auch)\s+)?", re.IGNORECASE
)
"""Matches what stands between two quotations of one speaker: a comma, or a word that joins them."""
BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
LINE = re.compile(r"\S[^\n]*")
COUNTED = re.compile(r"[^\W_](?:[\w'’.,%-]*\w)?")


@dataclass(frozen=True)
class Claim:
    """Words that a text claims to be somebody's or a source's.

    ``text`` is without its wrappings, ``given`` as the part of the text named ``part`` has it from ``start``
    to ``end`` (code points). ``stripped`` is what was taken off around its words and in them. ``above`` is a
    name above it, which is a speaker's where it is somebody's whom the sources know.
    """

    text: str
    given: str
    start: int
    end: int
    part: str
    speaker: str | None = None
    stripped: tuple[Wrapping, ...] = ()
    above: str | None = None


@dataclass(frozen=True)
class OutsideSpan:
    """Words of a part that stand in no claim: a span in code points, and how many words."""

    part: str
    start: int
    end: int
    words: int
    text: str


@dataclass(frozen=True)
class Extraction:
    """The claims of one part, in order, the words outside of them, and the claims inside other claims."""

    claims: tuple[Claim, ...] = ()
    outside: tuple[OutsideSpan, ...] = ()
    nested: tuple[tuple[int, Claim], ...] = ()
    """Quotations inside a claim, each with the index of that claim."""
    is_whole: bool = False
    """Whether the one claim is a text without quotation marks."""


def word_count(text: str) -> int:
    """How many words or numbers a text has."""
    return len(COUNTED.findall(text))


def extract(
    part: TextPart, found: Unwrapped, stands: Callable[[str], bool], *, has_speaker: bool = False
) -> Extraction:
    """The claims of a part, given with its text unwrapped: its quotations, or else the whole of it.

    With ``has_speaker``, a single word claims what that speaker said. ``stands`` says whether words stand in
    a source; of a text without marks it decides whether what comes before a colon, or after a dash, is a part
    of the claim.
    """
    marked = [one for one in marked_words(found.text) if not _is_inside(one, found.quoted)]
    outer = [one for one in marked if not any(_encloses(other, one) for other in marked)]
    spans = sorted([*((one.start, one.end, one.first, one.last) for one in outer), *_quoted_lines(found)])
    kept = list(_continued(found.text, [_marked(part, found, span) for span in spans]))
    known = [(claim, span, named) for claim, span, named in kept if has_speaker or _claims_something(claim)]
    if not known and not has_speaker and (listed := _listed(part, found, stands)):
        return Extraction(listed)
    if not known:
        return _unmarked(part, found, stands, has_speaker=has_speaker)
    names = {(named.start, named.end) for _, _, named in known if named}
    outside = tuple(_outside(part.name, found, [(span[0], span[1]) for _, span, _ in known], names))
    nested = tuple(
        (index, claim)
        for index, (_, span, _) in enumerate(known)
        for one in marked
        if span[0] < one.start and one.end <= span[1] and one.start >= span[2]
        for claim, _, _ in [_marked(part, found, (one.start, one.end, one.first, one.last))]
        if word_count(claim.text) >= LEAST_WORDS - 1
    )
    return Extraction(tuple(claim for claim, _, _ in known), outside, nested)


def _quoted_lines(found: Unwrapped) -> Iterator[tuple[int, int, int, int]]:
    """The quoted lines, without one pair of marks around all of them and a signature below them."""
    for low, high in found.quoted:
        start, end, _ = unwrapping.trimmed(found.text, low, high)
        whole = [one for one in marked_words(found.text[start:end]) if one.depth == 0]
        if (
            len(whole) == 1
            and whole[0].start == 0
            and word_count(found.text[start + whole[0].end : end]) <= MOST_SIGNING
        ):
            yield low, high, start + whole[0].first, start + whole[0].last
        else:
            yield low, high, start, signature(found.text, start, end)[1]


def _is_inside(one: MarkedWords, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in spans)


def _encloses(other: MarkedWords, one: MarkedWords) -> bool:
    return other != one and other.start <= one.start and one.end <= other.end


Marked = tuple[Claim, tuple[int, int, int, int], NamedSpeaker | None]
"""A quotation as a claim, its span with and without its marks, and the speaker who is named beside it."""


def _marked(part: TextPart, found: Unwrapped, span: tuple[int, int, int, int]) -> Marked:
    start, end, first, last = span
    low, high, around = unwrapping.trimmed(found.text, first, last)
    signed = signature(found.text, first, end)[0] if word_count(found.text[last:end]) else None
    named = signed or speaker_beside(found.text, start, end)
    claim = _claim(part, found, (low, high), around, named)
    if named is None and (name := name_above(found.text, start, end) or name_below(found.text, start, end)):
        claim = replace(claim, above=name)
    return claim, span, named


def _continued(text: str, marked: Iterable[Marked]) -> Iterator[Marked]:
    """The quotations, each that goes on with the one before (“…” and “…”) with the speaker of that one."""
    end, speaker = 0, None
    for claim, span, named in marked:
        speaker = named or (speaker if CONTINUES.fullmatch(text[end : span[0]]) else None)
        end = span[1]
        yield with_speaker(claim, speaker.name if speaker else None), span, speaker


def _claim(
    part: TextPart,
    found: Unwrapped,
    span: tuple[int, int],
    around: tuple[Wrapping, ...],
    named: NamedSpeaker | None,
) -> Claim:
    span = without_marks(found.text, *span)
    start, end = found.given_span(*span)
    stripped = tuple(dict.fromkeys((*found.taken_in(*span), *around)))
    words = found.text[span[0] : span[1]]
    name = named.name if named else None
    return Claim(words, part.text[start:end], start, end, part.name, name, stripped)


def _claims_something(claim: Claim) -> bool:
    return word_count(claim.text) >= (1 if claim.speaker else LEAST_MARKED_WORDS)


def _unmarked(
    part: TextPart, found: Unwrapped, stands: Callable[[str], bool], *, has_speaker: bool
) -> Extraction:
    """The whole text as one claim, without an introduction or a signature where it stands only so."""
    start, end, around = unwrapping.trimmed(found.text, 0, len(found.text))
    first, begin = introduced(found.text, start, end)
    last, stop = signature(found.text, start, end)
    spans = {(start, end): None, (begin, end): first, (start, stop): last, (begin, stop): first or last}
    # A line may break inside words without marks: only a paragraph of its own names who speaks below it.
    below_it = BLANK_LINE.search(found.text, start, end)
    above = name_alone(found.text[start : below_it.start()]) if below_it else None
    rest = (below_it.end() if below_it else start, end)
    if above:
        spans[rest] = None
    chosen = next((span for span in spans if len(spans) > 1 and stands(found.text[slice(*span)])), None)
    if chosen is None:
        chosen = next((span for span, named in spans.items() if named), (start, end))
        if first and last:
            chosen = (begin, stop)
    named = spans[chosen]
    low, high, more = unwrapping.trimmed(found.text, *chosen)
    claim = _claim(part, found, (low, high), (*around, *more), named)
    if above and chosen == rest:
        claim = replace(claim, above=above)
    if part.name.endswith(NAMES) or (part.name.endswith(TITLES) and name_alone(claim.text)):
        return Extraction()
    if not (is_enough(claim.text) or (has_speaker and word_count(claim.text))):
        return Extraction()
    names = [(named.start, named.end)] if named else []
    return Extraction((claim,), tuple(_outside(part.name, found, [(low, high)], names)), is_whole=True)


def _listed(part: TextPart, found: Unwrapped, stands: Callable[[str], bool]) -> tuple[Claim, ...]:
    """The items of a list as claims, where one of them stands in a source, and not the whole list."""
    marks = [one.at for one in found.taken if one.what == "list_mark"]
    lines = [match.span() for match in LINE.finditer(found.text)] if len(marks) > 1 else []
    if not lines or len(lines) != len(marks) or stands(found.text):
        return ()
    claims: list[Claim] = []
    for start, end in lines:
        named, last = signature(found.text, start, end)
        low, high, around = unwrapping.trimmed(found.text, start, last)
        claims.append(_claim(part, found, (low, high), around, named))
    return tuple(claims) if any(stands(claim.text) for claim in claims) else ()


def telling_words(text: str) -> frozenset[str]:
    """The words of a text, folded, without those that are in every text."""
    return frozenset(fold(word) for word in COUNTED.findall(text)) - COMMON


def is_enough(text: str) -> bool:
    """Whether words without marks are enough to claim something; words left out and marked are a mark too."""
    words = [fold(word) for word in COUNTED.findall(text)]
    telling = sum(word not in COMMON for word in words)
    if len(words) >= LEAST_WORDS:
        return True
    return telling >= LEAST_TELLING or (
        len(words) >= LEAST_MARKED_WORDS and ELISION.search(text.strip(" .…")) is not None
    )


def _outside(
    part: str, found: Unwrapped, claims: Iterable[tuple[int, int]], names: Iterable[tuple[int, int]]
) -> Iterator[OutsideSpan]:
    """The stretches between claims that have words, without the names of speakers, which are compared."""
    at = 0
    compared = list(names)
    for start, end in (*sorted(claims), (len(found.text), len(found.text))):
        if start > at:
            words = found.text[at:start]
            inside = sum(
                word_count(found.text[max(low, at) : min(high, start)])
                for low, high in compared
                if low < start and high > at
            )
            low, high, _ = unwrapping.trimmed(found.text, at, start)
            if low < high and (count := word_count(found.text[low:high]) - inside) > 0:
                yield OutsideSpan(part, *found.given_span(low, high), count, words)
        at = max(at, end)


def below(claim: Claim, text: str, name: str | None) -> Claim:
    """The claim with the name of whoever is named above its part, where it stands alone in its lines."""
    if not name or claim.speaker or claim.above or not stands_alone(text, claim.start, claim.end):
        return claim
    return replace(claim, above=name)


def with_speaker(claim: Claim, speaker: str | None) -> Claim:
    """The claim with the speaker whom whoever asks has named, if anybody."""
    return replace(claim, speaker=speaker) if speaker else claim
