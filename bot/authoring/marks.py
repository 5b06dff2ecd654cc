"""Finds direct speech by quotation marks of all families, and by the labels of transcripts."""

import re
from bisect import bisect_right
from typing import NamedTuple

from bot.search.sentences import Span, paragraphs

PAIRS = {
    '"': '"',
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‘": "’",
    "'": "'",
    "「": "」",
    "『": "』",
}
"""The marks that begin a quotation, each with those that end it."""
SINGLE = frozenset("‘'")
LONGEST_IN_SINGLE_MARKS = 4000
"""Code points within which the mark is looked for that ends a quotation in single marks."""
ELISIONS = re.compile(r"['‘](?:\d0s|(?:em|tis|twas|cause|til|bout|round)\b|n['’](?=\s))", re.IGNORECASE)
"""Matches words that begin with an apostrophe: “'90s”, “'em”."""
NOT_BLANK = re.compile(r"\S")
BEFORE_AN_OPENING = frozenset(" \t\n\u00a0([{—–-/‘'“«\"„")
AFTER_A_CLOSING = frozenset(" \t\n\u00a0)]}—–-/’'”»\".,;:!?…")
LABEL = re.compile(
    r"(?P<label>(?P<name>[QA](?=:)"
    r"|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,4})(?P<more>, [A-Z][A-Z ,.'’&-]+)?(?: "
    r"\((?P<role>[^)\n]{1,30})\))?):[ \t]+"
)
"""Matches the label of a turn in a transcript: “MARA QUILL, PLAINTIFF: ”."""
OF_OURS = re.compile(
    r"\b[Oo]ur (?:[\w-]+ ){0,4}?(?:correspondent|reporter|editor|presenter|producer),? "
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3})"
)
"""Matches whom a transcript calls one of its publisher’s own: “our Scotland correspondent Ann Boggis”."""
OPENS_A_PROGRAMME = re.compile(
    r"\b(?:welcome(?: back)?|joining (?:me|us)|joins? (?:me|us)|with me|(?:this|here) is|you’re listening"
    r"|you're listening"
    r"|good (?:morning|afternoon|evening|day)|coming up|thanks for (?:joining|being)|tonight on|I’m|I'm) ",
    re.IGNORECASE,
)
"""Matches what a presenter says first: “Welcome back. With me is …”."""
FEWEST_TURNS = 3
"""Labels that a text has at least where it is a transcript."""
SPEECHLESS = (
    "HOST",
    "ANCHOR",
    "PRESENTER",
    "CORRESPONDENT",
    "REPORTER",
    "NARRATOR",
    "MODERATOR",
    "INTERVIEWER",
    "BYLINE",
)
"""Roles of a transcript in which the publisher itself speaks."""


class QuotedSpan(NamedTuple):
    """Words of direct speech from ``start`` to ``end`` (code points, no marks).

    ``continues`` is true where the quotation was left open in the paragraph before. ``label`` is the name
    before the colon in a transcript. ``inner`` is true for marked words inside such a turn.
    """

    start: int
    end: int
    continues: bool = False
    label: str = ""
    inner: bool = False


class Turn(NamedTuple):
    """The label of a transcript's turn: its span, the name in it, and whether the publisher itself speaks."""

    span: Span
    words: Span
    name: str
    is_publisher: bool


def quoted_spans(text: str) -> tuple[QuotedSpan, ...]:
    """The pieces of direct speech of a text, in its order; marks inside marks are a part of their piece."""
    found: list[QuotedSpan] = []
    labelled = {turn.span.start: turn for turn in turns(text)}
    open_mark = ""
    for paragraph in paragraphs(text):
        turn = labelled.get(paragraph.start)
        spoken = turn is not None and not turn.is_publisher
        if turn is not None and spoken:
            found.append(QuotedSpan(turn.words.start, turn.words.end, label=turn.name))
        pieces, open_mark = _of_paragraph(text, paragraph, open_mark)
        found += [piece._replace(inner=True) for piece in pieces] if spoken else pieces
    return tuple(found)


def turns(text: str) -> tuple[Turn, ...]:
    """The turns of a transcript, none where fewer than three paragraphs begin with a label in capitals."""
    found = []
    hosts = {found["name"].split()[-1].upper() for found in OF_OURS.finditer(text)}
    for paragraph in paragraphs(text):
        label = LABEL.match(text, paragraph.start, paragraph.end)
        if label is None or label.end() >= paragraph.end:
            continue
        roles = f"{label['name']}{label['more'] or ''} {label['role'] or ''}".upper()
        if any(word in re.split(r"\W+", roles) for word in SPEECHLESS):
            hosts.add(label["name"].split()[-1])
        words = Span(label.end(), paragraph.end)
        found.append(Turn(paragraph, words, label["name"], label["name"].split()[-1] in hosts))
    if len(found) < FEWEST_TURNS:
        return ()
    first = found[0].name.split()[-1]
    if OPENS_A_PROGRAMME.search(text, *found[0].words):
        found = [
            turn._replace(is_publisher=turn.is_publisher or turn.name.split()[-1] == first) for turn in found
        ]
    return tuple(found)


def _of_paragraph(text: str, paragraph: Span, open_mark: str) -> tuple[list[QuotedSpan], str]:
    """The quoted spans of one paragraph, and the mark that is still open at its end, or “”."""
    found: list[QuotedSpan] = []
    at = paragraph.start
    goes_on = bool(open_mark) and text[at] == open_mark
    singles = {mark: SingleEnds(text, paragraph, PAIRS[mark]) for mark in SINGLE}
    while at < paragraph.end:
        if not _opens(text, at, paragraph):
            at += 1
            continue
        mark = text[at]
        close = singles[mark].after(at) if mark in SINGLE else _closing(text, at, paragraph.end)
        continues = goes_on and at == paragraph.start
        if close is None:
            if mark in SINGLE and not (continues or _stays_open(text, at, paragraph)):
                at += 1
                continue
            return [*found, QuotedSpan(at + 1, paragraph.end, continues)], mark
        if text[at + 1 : close].strip():
            found.append(QuotedSpan(at + 1, close, continues))
        at = close + 1
    return found, ""


def _stays_open(text: str, at: int, paragraph: Span) -> bool:
    """Whether a single mark that nothing closes begins a quotation of several paragraphs.

    It does where the next paragraph begins with the same mark.
    """
    if at != paragraph.start and text[at - 2 : at].strip() not in {":", ","}:
        return False
    following = NOT_BLANK.search(text, paragraph.end)
    return following is not None and following.group() == text[at]


def _opens(text: str, at: int, paragraph: Span) -> bool:
    mark = text[at]
    if mark not in PAIRS or at + 1 >= paragraph.end or text[at + 1].isspace():
        return False
    if at > paragraph.start and text[at - 1] not in BEFORE_AN_OPENING:
        return False
    return mark not in SINGLE or not ELISIONS.match(text, at)


def _closing(text: str, at: int, end: int) -> int | None:
    """Where the quotation ends that the double mark at an offset begins; None where it stays open."""
    mark, closing, depth = text[at], PAIRS[text[at]], 0
    for close in range(at + 1, end):
        if text[close] in closing and _closes(text, close, end):
            if depth == 0:
                return close
            depth -= 1
        elif text[close] == mark and mark not in closing:
            depth += 1
    return None


def _closes(text: str, at: int, end: int) -> bool:
    return not text[at - 1].isspace() and (at + 1 >= end or text[at + 1] in AFTER_A_CLOSING)


class SingleEnds:
    """The single marks of a paragraph that can end a quotation, found in one pass over it.

    Apostrophes inside words are none, nor are marks between double marks. One after an “s” is doubtful:
    it may be a plural's apostrophe, so it ends a quotation only where no other mark does.
    """

    def __init__(self, text: str, paragraph: Span, closing: str) -> None:
        self.sure: list[int] = []
        self.doubtful: list[int] = []
        nested = ""
        for at in range(paragraph.start + 1, paragraph.end):
            if nested:
                nested = "" if text[at] in PAIRS[nested] else nested
            elif text[at] in '“"' and text[at - 1] in BEFORE_AN_OPENING:
                nested = text[at]
            elif text[at] == closing and not text[at - 1].isspace():
                following = text[at + 1] if at + 1 < paragraph.end else " "
                if following.isalnum():
                    continue
                sure = text[at - 1] in '.,!?…;:—”"' or following in ".,;:!?)" or text[at - 1] != "s"
                (self.sure if sure else self.doubtful).append(at)

    def after(self, at: int) -> int | None:
        """Where the quotation ends that the mark at an offset begins; None where it stays open."""
        for ends in (self.sure, self.doubtful):
            index = bisect_right(ends, at)
            if index < len(ends) and ends[index] < at + LONGEST_IN_SINGLE_MARKS:
                return ends[index]
        return None
