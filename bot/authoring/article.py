"""An article as the rules read it: its direct speech set apart, its paragraphs and its sentences."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.authoring.marks import QuotedSpan, Turn, quoted_spans, turns
from bot.cases.quotation_marks import CLOSING_MARKS
from bot.search.sentences import Span, paragraphs, sentences_of

MASK = "\u2588"
"""Stands for every character of direct speech, so that nobody's words are read as the article's."""


@dataclass(frozen=True)
class Article:
    """The text of an article, with what all rules ask of it; offsets are code points of the text."""

    text: str

    @cached_property
    def quoted(self) -> tuple[QuotedSpan, ...]:
        """The pieces of direct speech, in the order of the text."""
        return quoted_spans(self.text)

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The turns of a transcript; empty for all other articles."""
        return turns(self.text)

    @cached_property
    def masked(self) -> str:
        """The text, as long as it was, with all words in quotation marks masked but for a mark at their end.

        The turns of a transcript are left as they are: nothing else is told in one.
        """
        kept = list(self.text)
        for piece in (one for one in self.quoted if not one.label):
            for at in range(piece.start, piece.end - 1):
                kept[at] = MASK if kept[at] != "\n" else "\n"
            if piece.end > piece.start and kept[piece.end - 1].isalnum():
                kept[piece.end - 1] = MASK
        return "".join(kept)

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The spans of the paragraphs: the lines that are not blank."""
        return tuple(paragraphs(self.text))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The spans of the article's own sentences; what is quoted neither ends nor begins one."""
        whole = _joined(
            self.masked, (span for part in self.paragraphs for span in sentences_of(self.masked, part))
        )
        return tuple(part for span in whole for part in _cut(self.masked, span))

    def paragraph_number(self, at: int) -> int:
        """The index of the paragraph in which an offset lies, or of the last one before it."""
        return max(0, bisect_right(self.paragraphs, at, key=_start) - 1)

    def paragraph_at(self, at: int) -> Span:
        """The paragraph in which an offset lies, or the last one before it."""
        return self.paragraphs[self.paragraph_number(at)]

    def sentence_number(self, at: int) -> int:
        """The index of the sentence in which an offset lies, or of the last one before it."""
        return max(0, bisect_right(self.sentences, at, key=_start) - 1)

    def sentence_at(self, at: int) -> Span:
        """The sentence in which an offset lies, or the last one before it."""
        return self.sentences[self.sentence_number(at)]

    @cached_property
    def body(self) -> int:
        """Where the first paragraph of sentences begins: headlines, bylines and dates stand before it."""
        for paragraph in self.paragraphs:
            words = self.text[paragraph.start : paragraph.end]
            if words[-1] in ENDS_OF_SENTENCES and len(words.split()) >= FEWEST_WORDS_OF_A_SENTENCE:
                return paragraph.start
        return 0


ENDS_OF_SENTENCES = frozenset(f".!?:…{CLOSING_MARKS}")
FEWEST_WORDS_OF_A_SENTENCE = 8
"""Words that the first sentence of an article has at least; “By Ann Boggis Jr.” is none."""
INITIALS = re.compile(
    r"(?<![\w.])(?:(?:[A-Z]\.){2,3}|(?:Sgt|Capt|Col|Cpl|Lt|Cmdr|Maj|Det|Insp|Supt|Rev|Fr|Atty|Asst|Adm"
    r"|Messrs|Pvt|Pte)\.)\Z"
)
"""Matches initials, or a shortened title, after which a name goes on."""
LONGEST_SENTENCE = 1200
"""Code points after which a sentence is cut, so that no rule reads one without end over and over."""


def _joined(text: str, sentences: Iterable[Span]) -> Iterator[Span]:
    """The sentences, with one that ends in initials and the next as one: “V.K. | Boggis said”."""
    pending = None
    for span in sentences:
        whole = Span(pending.start, span.end) if pending is not None else span
        pending = None
        if INITIALS.search(text, max(whole.start, whole.end - 12), whole.end):
            pending = whole
        else:
            yield whole
    if pending is not None:
        yield pending


def _cut(text: str, sentence: Span) -> Iterator[Span]:
    """The sentence itself, or parts of one that is too long, each of which ends before a space."""
    start = sentence.start
    while sentence.end - start > LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        end = space if space > start else start + LONGEST_SENTENCE
        yield Span(start, end)
        start = end + (space > start)
    if start < sentence.end:
        yield Span(start, sentence.end)


def _start(span: Span) -> int:
    return span.start
