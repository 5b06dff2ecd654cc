"""Second stage of a check: takes off what carries words and is none, such as markup and hidden marks.

What is taken off is kept for the report; each character that is left knows its place in the text as given.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Wrapping = Literal[
    "bidi",
    "bracket",
    "code",
    "emoji",
    "emphasis",
    "entity",
    "escape",
    "heading",
    "letter_forms",
    "line_hyphen",
    "line_quote",
    "link",
    "list_mark",
    "look_alikes",
    "masked_link",
    "mention",
    "reversed",
    "spoiler",
    "struck",
    "zero_width",
]
"""What was taken off a text."""
CHANGES_LETTERS: frozenset[Wrapping] = frozenset(
    {"bracket", "letter_forms", "line_hyphen", "look_alikes", "reversed"}
)
"""Wrappings whose taking off changes letters: a claim that stands only without them differs in typography."""

EMOJI = "\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u20e3\U0001f000-\U0001faff"
LINK = r"<?https?://[^\s<>|]+>?"
MENTION = r"<(?:@[!&]?|\#|:\w+:|a:\w+:|!|/[\w -]+:)[^>\n]{0,120}>"
SHORTCODE = r"(?<![\w:]):[a-z0-9_+-]{2,40}:(?!\w)"
AROUND = re.compile(
    rf"(?P<link>{LINK})|(?P<mention>{MENTION})|(?P<emoji>{SHORTCODE}|[{EMOJI}\u200d]+)", re.IGNORECASE
)
"""Matches what is no word and may stand before or after the words of a claim."""
EMPHASIS = (
    r"(?<![^\W_])(?<![{mark}\\])(?P<m>{mark}{{1,6}})(?=[^\s{mark}])(?P<kept>[^{mark}]+?)"
    r"(?<=[^\s\\])(?P=m)(?![^\W_])(?!{mark})"
)
"""Matches words between equal marks, which are not inside a word."""
RULES: tuple[tuple[Wrapping, re.Pattern[str], Callable[[re.Match[str]], str] | None], ...] = (
    (
        "entity",
        re.compile(
            r"&(?:\#\d{1,6}|\#x[0-9a-f]{1,5}|quot|amp|lt|gt|apos|nbsp|[lr][sd]quo|hellip|[mn]dash|shy);",
            re.IGNORECASE,
        ),
        lambda found: html.unescape(found.group()),
    ),
    ("reversed", re.compile("\u202e([^\u202c\u202e\n]*)\u202c?"), lambda found: found[1][::-1]),
    ("bidi", re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]"), None),
    (
        "zero_width",
        re.compile(
            "(?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])(?:[\u200b-\u200d\u2060\ufeff]|\u00ad(?!\\s))"
        ),
        None,
    ),
    (
        "masked_link",
        re.compile(
            r"\[(?P<kept>(?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){1,2000})\]"
            r"\(<?https?://[^\s)]+>?(?: \"[^\"\n]*\")?\)"
        ),
        None,
    ),
    ("masked_link", re.compile(r"<https?://[^\s|>]+\|(?P<kept>[^>\n]{1,2000})>"), None),
    ("spoiler", re.compile(r"(?:\|\|)+(?P<kept>(?:(?!\|\|).)+)(?:\|\|)+", re.DOTALL), None),
    ("spoiler", re.compile(r"‖(?P<kept>[^‖]+)‖"), None),
    (
        "struck",
        re.compile(r"(?<=[^\W_])\s*~~(?:(?!~~).)+~~|~~(?:(?!~~).)+~~\s*(?=[^\W_])(?!https?:)", re.DOTALL),
        None,
    ),
    ("struck", re.compile(r"~~(?P<kept>(?:(?!~~).)+)~~", re.DOTALL), None),
    ("code", re.compile(r"```(?:[a-z]+\n)?(?P<kept>[^`]+)```|(?<!`)`(?P<also>[^`]+)`(?!`)"), None),
    # Marks of emphasis stand in each other, in either order.
    ("emphasis", re.compile(EMPHASIS.format(mark=r"\*")), None),
    ("emphasis", re.compile(EMPHASIS.format(mark="_")), None),
    ("emphasis", re.compile(EMPHASIS.format(mark=r"\*")), None),
    ("escape", re.compile(r"\\(?P<kept>[*_~|`>#\[\]().:-])"), None),
)
"""What is taken off wherever it stands, in order; what is kept of it, or what comes in its place."""
LINE_QUOTE = re.compile(r"(?m)^[ \t]*(?:>[ \t]?)+(?=\S)")
REST_QUOTED = re.compile(r"(?m)^[ \t]*>>>[ \t]*(?=\S)")
HEADING = re.compile(r"(?m)^[ \t]*(?:-?#{1,3})[ \t]+(?=\S)")
LIST_MARK = re.compile(r"(?m)^[ \t]*(?:[-*•‣◦▪–][ \t]+(?=\S)|\(?\d{1,2}[.)][ \t]+(?=[^\s\d]))")
BRACKETED_LETTER = re.compile(r"(?<!\w)\[(?P<kept>[^\W\d_])\](?=\w)")
LINE_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\s+(?=[^\W\d_])")
LIGATURES = "\ufb00-\ufb06"
SPACED_LIGATURE = re.compile(rf"(?<=\w) (?=[{LIGATURES}])|(?<=[{LIGATURES}]) (?=[a-z])")
STYLED = re.compile(
    "[\u2100-\u214f\u2460-\u249b\u24b6-\u24e9\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff\U0001f130-\U0001f189]"
)
LATIN = dict(
    zip(
        "аевкмнорстухіјѕԁԛԝүһАВЕКМНОРСТУХІЈЅԌԚԜҮαονρτυχιΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɑɡ",
        "aebkmhopctyxijsdqwyhABEKMHOPCTYXIJSGQWYaovptuxiABEZHIKMNOPTYXiag",
        strict=True,
    )
)
"""Letters of other alphabets, each with the Latin letter that looks like it."""
WORD = re.compile(r"[^\W\d_]+")


class Taken(NamedTuple):
    """Something that was taken off, and its place: a code point of the text as given."""

    at: int
    what: Wrapping


@dataclass(frozen=True)
class Unwrapped:
    """A text without its wrappings.

    ``offsets`` are the places of its characters in the text as given, in code points, with that text's length
    as the last one. ``quoted`` are spans of ``text`` that stood in lines marked as a quotation.
    """

    text: str
    offsets: Sequence[int]
    taken: tuple[Taken, ...] = ()
    quoted: tuple[tuple[int, int], ...] = ()

    def given_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as given of a span of this text; code points, end exclusive."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1

    def taken_in(self, start: int, end: int) -> tuple[Wrapping, ...]:
        """What was taken off in or right around a span of this text, each kind once."""
        low = self.offsets[start - 1] + 1 if start else 0
        high = self.offsets[min(end, len(self.text))]
        return tuple(dict.fromkeys(one.what for one in self.taken if low <= one.at < max(high, low + 1)))

    def rewritten(
        self,
        what: Wrapping,
        pattern: re.Pattern[str],
        new: Callable[[re.Match[str]], str] | None = None,
    ) -> Unwrapped:
        """The text with what a pattern matches replaced by ``new``, or taken off but for a group ``kept``."""
        pieces: list[str] = []
        offsets: list[int] = []
        taken: list[Taken] = []
        at = 0
        for found in pattern.finditer(self.text):
            start, end = found.span()
            if new is not None and new(found) == found.group():
                continue
            kept = (end, end) if new is not None else _kept(found)
            pieces += (self.text[at:start], new(found) if new is not None else self.text[slice(*kept)])
            offsets += self.offsets[at:start]
            offsets += (
                self.offsets[kept[0] : kept[1]] if new is None else [self.offsets[start]] * len(pieces[-1])
            )
            taken.append(Taken(self.offsets[start], what))
            at = end
        if not taken:
            return self
        pieces.append(self.text[at:])
        offsets += self.offsets[at:]
        return Unwrapped("".join(pieces), offsets, (*self.taken, *taken))


def _kept(found: re.Match[str]) -> tuple[int, int]:
    for name in ("kept", "also"):
        if name in found.re.groupindex and found.start(name) >= 0:
            return found.span(name)
    return found.end(), found.end()


def unwrap(text: str) -> Unwrapped:
    """The text without markup, marks of quoted lines, entities and hidden marks."""
    found = Unwrapped(text, range(len(text) + 1))
    for what, pattern, new in RULES:
        found = found.rewritten(what, pattern, new)
    return _without_line_quotes(found.rewritten("heading", HEADING).rewritten("list_mark", LIST_MARK))


def _without_line_quotes(found: Unwrapped) -> Unwrapped:
    """Take the marks off quoted lines; neighbouring lines are one quotation."""
    rest = REST_QUOTED.search(found.text)
    limit = rest.start() if rest else len(found.text) + 1
    starts = [match.end() for match in LINE_QUOTE.finditer(found.text) if match.start() < limit]
    spans = [(start, _line_end(found.text, start)) for start in starts]
    if rest:
        spans.append((rest.end(), len(found.text)))
    given = [(found.offsets[start], found.offsets[end]) for start, end in spans]
    plain = found.rewritten("line_quote", REST_QUOTED).rewritten("line_quote", LINE_QUOTE)
    quoted: list[tuple[int, int]] = []
    place = {offset: at for at, offset in reversed(list(enumerate(plain.offsets)))}
    for low, high in given:
        start, end = place.get(low, 0), place.get(high, len(plain.text))
        if quoted and not plain.text[quoted[-1][1] : start].strip():
            quoted[-1] = (quoted[-1][0], end)
        else:
            quoted.append((start, end))
    return Unwrapped(plain.text, plain.offsets, plain.taken, tuple(quoted))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def trimmed(text: str, start: int, end: int) -> tuple[int, int, tuple[Wrapping, ...]]:
    """A span without links, emoji, mentions and spaces before and after its words, and what these were."""
    taken: list[Wrapping] = []
    found = [(match.start(), match.end(), _kind(match)) for match in AROUND.finditer(text, start, end)]
    while True:
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if found and found[0][0] <= start < end:
            start, _, kind = max(start, found[0][1]), *found.pop(0)[1:]
        elif found and found[-1][1] >= end > start:
            end, kind = min(end, found[-1][0]), found.pop()[2]
        else:
            return start, end, tuple(dict.fromkeys(taken))
        taken.append(kind)


def _kind(found: re.Match[str]) -> Wrapping:
    return "link" if found["link"] else "mention" if found["mention"] else "emoji"


def readings(claim: str) -> Iterator[tuple[str, tuple[Wrapping, ...]]]:
    """Other readings of a claim's letters, each with what was taken off, such as brackets and hyphens."""
    found = Unwrapped(claim, range(len(claim) + 1))
    found = found.rewritten("bracket", BRACKETED_LETTER)
    spaced = SPACED_LIGATURE.search(found.text) is not None
    joined = found.rewritten("letter_forms", SPACED_LIGATURE) if spaced else found
    for begun in dict.fromkeys((joined, found)) if spaced else (found,):
        plain = begun.rewritten("letter_forms", STYLED, _plain_letter)
        plain = plain.rewritten("look_alikes", WORD, _in_latin)
        without = plain.rewritten("line_hyphen", LINE_HYPHEN)
        kept = plain.rewritten("line_hyphen", LINE_HYPHEN, lambda _: "-")
        for reading in (without, kept) if without.text != kept.text else (without,):
            if reading.text != claim:
                yield reading.text, tuple(dict.fromkeys(one.what for one in reading.taken))


def _plain_letter(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found.group())


def _in_latin(found: re.Match[str]) -> str:
    """A word that could be Latin, with Latin letters for those that look like them; other words unchanged."""
    word = found.group()
    plain = "".join(LATIN.get(letter, letter) for letter in word)
    return plain if plain.isascii() or "LATIN" in unicodedata.name(word[0], "") else word
