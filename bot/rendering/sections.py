"""The common shape of every rendered answer: sections of lines and quotations, without markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from bot.answers.answer import Quotation
from bot.answers.query import Query

DOT = " · "
"""Separates the pieces of a line."""

ActionKind = Literal["ask", "turn", "share", "expand"]
"""Ask anew, turn to a page of the same answer, share with all what one person alone sees, or show an answer's
full form, in the place of the short one where one person alone sees that."""
Role = Literal["title", "dateline", "lead", "heading", "subheading", "detail", "bullet", "code", "note"]
"""What a line is in the outline, which decides how a renderer sets it."""
Link = Callable[[Quotation], str | None]
"""Gives the address of a quotation on the web; None without a public address."""


class InstantLine(NamedTuple):
    """An instant that a line mentions: its words, and its time in seconds since 1970.

    With ``is_relative`` the words say how long ago it was, such as “3 years ago”.
    """

    text: str
    seconds: int
    is_relative: bool = False


class MentionLine(NamedTuple):
    """A channel, person, role or command that a line mentions: its words, its kind, and its id."""

    text: str
    kind: Literal["channel", "person", "role", "command"]
    id: str


class LinkButton(NamedTuple):
    """A button that opens a page on the web: its label and its address."""

    label: str
    address: str


@dataclass(frozen=True)
class Line:
    """A line of the bot's own words.

    A platform can show its instants in the reader's own time zone instead, and its mentions by their names.
    ``names_commands`` says that commands in it are named by the bot, not typed by somebody.
    """

    role: Role
    text: str
    instants: tuple[InstantLine, ...] = ()
    mentions: tuple[MentionLine, ...] = ()
    names_commands: bool = False

    def pieces(self) -> Iterator[str | InstantLine | MentionLine]:
        """The line in order, split at its instants and mentions; one that is cut through is plain words."""
        rest = self.text
        marks: list[InstantLine | MentionLine] = [*self.instants, *self.mentions]
        for mark in sorted(marks, key=lambda one: self.text.find(one.text)):
            before, found, after = rest.partition(mark.text)
            if found:
                yield from filter(None, (before, mark))
                rest = after
        if rest:
            yield rest

    def cut(self, at: int) -> tuple[Line, Line]:
        """Two lines that together are this one; ``at`` counts code points."""
        return replace(self, text=self.text[:at]), replace(self, text=self.text[at:])


@dataclass(frozen=True)
class Quote:
    """A quotation, or the piece of it from ``start`` to ``end`` where it does not fit one page.

    Offsets are code points of the quotation. ``continued`` and ``continues`` are the words that say that it
    begins before a piece and goes on after it. ``is_veiled`` says that a content note precedes it: a platform
    that can hides it until its reader wants to see it.
    """

    quotation: Quotation
    credit: str
    start: int
    end: int
    continued: str = ""
    continues: str = ""
    is_veiled: bool = False

    @property
    def text(self) -> str:
        """The words of this piece, unchanged from the source."""
        return self.quotation.text[self.start : self.end]

    @property
    def credit_line(self) -> str:
        """Whose words they are, and whether the quotation begins before or goes on after this piece."""
        before = [self.continued] if self.start > 0 else []
        after = [self.continues] if self.end < len(self.quotation.text) else []
        return DOT.join([self.credit, *before, *after])

    @property
    def credit_parts(self) -> tuple[str, str, str]:
        """The credit line, split before and after what can be a link: the quotation's id, or the credit."""
        line = self.credit_line
        mark = f"#{self.quotation.id}"
        if mark in line:
            return line.rpartition(mark)
        return line.partition(self.credit) if self.credit else ("", line, "")

    def cut(self, at: int) -> tuple[Quote, Quote]:
        """Two pieces that together are this one; ``at`` counts code points from its start."""
        return replace(self, end=self.start + at), replace(self, start=self.start + at)


Item = Line | Quote


@dataclass(frozen=True)
class Section:
    """Items that belong together: a heading, its details and its quotations."""

    items: tuple[Item, ...]


@dataclass(frozen=True)
class Action:
    """A button: its label, its query, the page of the answer (from 1), and the kind of action."""

    label: str
    query: Query
    page: int = 1
    kind: ActionKind = "ask"


@dataclass(frozen=True)
class Controls:
    """The labels of the follow-ups and of the menu below a page."""

    actions: str
    menu: str


@dataclass(frozen=True)
class Page:
    """One message: its sections, and the actions below it by their rows."""

    sections: tuple[Section, ...]
    controls: Controls
    turns: tuple[Action, ...] = ()
    actions: tuple[Action, ...] = ()
    shares: tuple[Action, ...] = ()
    verdict: str | None = None
    """The worst verdict of a check."""
    origin: tuple[str, str] | None = None
    """The label and the https address of the message that was checked."""
    links: tuple[LinkButton, ...] = ()
    accent: int | None = None
    """The colour beside the page, as 0xRRGGBB; None for a neutral one."""

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotations on this page, in order, whole or in pieces."""
        return tuple(item for section in self.sections for item in section.items if isinstance(item, Quote))


def permalink(quotation: Quotation) -> str:
    """The path of the reading page that highlights a quotation."""
    return f"{article_path(quotation)}?q={quotation.id}#q-{quotation.id}"


def article_path(quotation: Quotation) -> str:
    """The path of the page of the article in which a quotation stands."""
    return f"/cases/{quotation.case}/sources/{quotation.source.id}"
