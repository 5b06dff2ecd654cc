"""Second stage of a check: takes off what carries words and is none, such as markup and hidden marks.

What is taken off is kept for the report; each character that is left knows its place in the text as given.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
    "hidden",
    "letter_forms",
    "line_hyphen",
    "line_quote",
    "link",
    "list_mark",
    "look_alikes",
    "marks",
    "masked_link",
    "mention",
    "reversed",
    "spoiler",
    "struck",
    "zero_width",
]
"""What was taken off a text."""
CHANGES_LETTERS: frozenset[Wrapping] = frozenset(
    {"bracket", "letter_forms", "line_hyphen", "look_alikes", "marks", "reversed"}
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
ELEMENTS = (
    *("p", "div", "li", "b", "i", "u", "em", "strong", "mark", "span", "a", "small", "cite", "ins", "wbr"),
    *("font", "abbr", "time", "h1", "h2", "h3", "h4", "h5", "h6"),
)
"""Elements of a page whose tags change no words."""
TYPED_MARKS = {"<<": "«", ">>": "»", ",,": "„", "''": "”"}
EMPHASIS = (
    r"(?<![^\W_])(?<![{mark}\\])(?P<m>{mark}{{1,6}})(?=[^\s{mark}])(?P<kept>[^{mark}]+?)"
    r"(?<=[^\s\\])(?P=m)(?![^\W_])(?!{mark})"
)
"""Matches words between equal marks, which are not inside a word."""
INVISIBLE = (
    r"display\s*:\s*none|visibility\s*:\s*hidden|color\s*:\s*transparent"
    r"|(?:font-size|opacity)\s*:\s*0(?![.\d]*[1-9])"
)
HIDDEN = re.compile(
    rf"<(?P<hidden>script|style|template|noscript|(?:{'|'.join(ELEMENTS)})"
    rf"(?=[^<>]{{0,300}}(?:(?<![\w-])hidden\b|(?:{INVISIBLE}))))\b[^<>]{{0,300}}>"
    r"(?:(?!</(?P=hidden)>).){0,2000}</(?P=hidden)>",
    re.DOTALL | re.IGNORECASE,
)
"""Matches an element of a page that shows nothing, with what is in it."""
RULES: tuple[tuple[Wrapping, re.Pattern[str], Callable[[re.Match[str]], str] | None], ...] = (
    (
        "entity",
        re.compile(
            r"&(?:\#\d{1,6}|\#x[0-9a-f]{1,5}|quot|amp|lt|gt|apos|nbsp|[lr][ad]quo|[lr]sa?quo|s?bd?quo|hellip|[mn]dash|shy);",
            re.IGNORECASE,
        ),
        lambda found: html.unescape(found.group()),
    ),
    # What is pasted from a page: comments and elements that show nothing, whose words nobody reads there.
    ("hidden", re.compile(r"<!--(?:(?!-->).){0,2000}-->", re.DOTALL), lambda _: ""),
    ("hidden", HIDDEN, lambda _: ""),
    # What is pasted from a page: elements that quote, strike out or emphasise, and marks of footnotes.
    (
        "code",
        re.compile(r"<(?P<closes>/?)(?:q|blockquote)(?: [^<>\n]*)?>"),
        lambda found: "”" if found["closes"] else "“",
    ),
    ("code", re.compile(r"</?(?:s|del|strike)>"), lambda _: "~~"),
    ("code", re.compile(r"<br ?/?>|</(?:p|div|li)>\s*(?=<(?:p|div|li)\b|[^\W_])"), lambda _: "\n"),
    ("code", re.compile(rf"</?(?:{'|'.join(ELEMENTS)})(?: [^<>\n]*)?>"), None),
    ("link", re.compile(r"(?<=[^\W\d_]|[.,;:!?”\"’'])\[\d{1,3}\](?![\w(])"), None),
    ("link", re.compile(r"(?<=[^\W\d_]{4})[¹²³⁰⁴-⁹]{1,3}(?!\w)"), None),
    ("code", re.compile(r"(?m)^[ \t]*\|[ \t]+(?P<kept>[^|\n]+?)[ \t]+\|[ \t]*$"), None),
    # Marks that are typed with the letters of a keyboard or of TeX.
    (
        "letter_forms",
        re.compile(
            r"(?<!<)<<(?=[^\s<])|(?<=[^\s>])(?<!\d{8})>>(?!>)|,,(?=\w)|(?P<opens>(?<![\w`])(?:``|'')(?=\w))|(?<=\S)''(?!\w)"
        ),
        lambda found: "“" if found["opens"] else TYPED_MARKS[found.group()],
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
    ("masked_link", re.compile(r"<https?://[^\s|>]+\|(?P<kept>(?:[^<>\n]|<[^<>\n]{1,60}>){1,2000})>"), None),
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
    ("escape", re.compile(r"\\(?P<kept>[*_~|`>#\[\]().:\"-])"), None),
)
"""What is taken off wherever it stands, in order; what is kept of it, or what comes in its place."""
CAN_WRAP = re.compile(
    r"[&<>\[\]*_~|‖`\\#\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff¹²³⁰⁴-⁹]|,,|''"
    r"|^[ \t]*(?:[-•‣◦▪–][ \t]|\(?\d{1,2}[.)][ \t])",
    re.MULTILINE,
)
"""Matches wherever one of the rules can match: most texts have nothing to take off."""
LINE_QUOTE = re.compile(r"(?m)^[ \t]*(?:>[ \t]?)+(?=\S)")
REST_QUOTED = re.compile(r"(?m)^[ \t]*>>>[ \t]*(?=\S)")
HEADING = re.compile(r"(?m)^(?P<kept>[ \t]*(?:>[ \t]?)*)-?#{1,3}[ \t]+(?=\S)")
LIST_MARK = re.compile(
    r"(?m)^[ \t]*(?:[-*•‣◦▪–][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)|\(?\d{1,2}[.)][ \t]+(?=[^\s\d]))"
)


class Taken(NamedTuple):
    """Something that was taken off, and its place: a code point of the text as given."""

    at: int
    what: Wrapping


@dataclass(frozen=True)
class Unwrapped:
    """A text without its wrappings.

    ``offsets`` are the places of its characters in the text as given, in code points, with that text's length
    as the last one, and ``ends`` where they end there: each character of what replaces an entity or reversed
    letters stands for all of that. ``quoted`` are spans of ``text`` that stood in lines marked as quotations.
    """

    text: str
    offsets: Sequence[int]
    ends: Sequence[int]
    taken: tuple[Taken, ...] = ()
    quoted: tuple[tuple[int, int], ...] = ()

    def given_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as given of a span of this text; code points, end exclusive."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.ends[end - 1]

    def taken_in(self, start: int, end: int) -> tuple[Wrapping, ...]:
        """What was taken off in or right around a span of this text, each kind once."""
        low = min(self.ends[start - 1], self.offsets[start]) if start else 0
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
        ends: list[int] = []
        taken: list[Taken] = []
        at = 0
        for found in pattern.finditer(self.text):
            start, end = found.span()
            if new is not None and new(found) == found.group():
                continue
            kept = (end, end) if new is not None else _kept(found)
            pieces += (self.text[at:start], new(found) if new is not None else self.text[slice(*kept)])
            offsets += self.offsets[at:start]
            ends += self.ends[at:start]
            if new is None:
                offsets += self.offsets[kept[0] : kept[1]]
                ends += self.ends[kept[0] : kept[1]]
            else:
                offsets += [self.offsets[start]] * len(pieces[-1])
                ends += [self.ends[end - 1]] * len(pieces[-1])
            taken.append(Taken(self.offsets[start], what))
            at = end
        if not taken:
            return self
        pieces.append(self.text[at:])
        offsets += self.offsets[at:]
        ends += self.ends[at:]
        return Unwrapped("".join(pieces), offsets, ends, (*self.taken, *taken))

    @classmethod
    def plain(cls, text: str) -> Unwrapped:
        """A text of which nothing was taken off."""
        return cls(text, range(len(text) + 1), range(1, len(text) + 1))


def _kept(found: re.Match[str]) -> tuple[int, int]:
    for name in ("kept", "also"):
        if name in found.re.groupindex and found.start(name) >= 0:
            return found.span(name)
    return found.end(), found.end()


def unwrap(text: str) -> Unwrapped:
    """The text without markup, marks of quoted lines, entities and hidden marks."""
    found = Unwrapped.plain(text)
    if not CAN_WRAP.search(text):
        return found
    for what, pattern, new in RULES:
        found = found.rewritten(what, pattern, new)
    return _without_line_quotes(found.rewritten("heading", HEADING).rewritten("list_mark", LIST_MARK))


def _without_line_quotes(found: Unwrapped) -> Unwrapped:
    """Take the marks off quoted lines; neighbouring lines are one quotation."""
    if ">" not in found.text:
        return found
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
    return replace(plain, quoted=tuple(quoted))


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
