"""The text layer of a picture of a quotation: its drawn lines as data, and their proof against the source."""

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple

from bot.answers.answer import Answer, MatchPart, Quotation
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.cases.model import Case
from bot.rendering.gate import NotProvenOnPayload, prove
from bot.rendering.proof import Visible
from bot.rendering.wording import Wording
from bot.web.unfurling import ONE_QUOTATION, SITE_NAME

WIDTH, HEIGHT = 1200, 630
"""Pixels of a picture, as platforms show it beside a link."""
DESIGN = 2
"""The number of the drawing's form; whoever changes that raises it, so that kept pictures are drawn anew."""
KEYWORD = "Text layer"
"""The keyword of the PNG chunk (iTXt) that holds the lines of a picture, as a list in JSON."""


class DrawnLine(NamedTuple):
    """A line of a picture: the words it shows, its role, and where it is drawn, in pixels.

    ``text`` is a stretch of the text that was wrapped, with the white space at which the line ends, so that
    the lines of a role, joined, are that text to the code point. ``left`` and ``baseline`` are where the
    first letter stands.
    """

    role: str
    text: str
    left: int
    baseline: int
    size: int

    @property
    def drawn(self) -> str:
        """The characters that the picture shows of ``text``."""
        return shown(self.text)


class PictureText(NamedTuple):
    """What a picture shows: a quotation, its credit, the title of its case, and when that was reported."""

    words: str
    credit: str
    title: str
    reported: str

    @property
    def version(self) -> str:
        """A digest of the words that the picture shows, and of its form."""
        said = json.dumps((DESIGN, *self), ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def picture_text(quotation: Quotation, case: Case, wording: Wording) -> PictureText:
    """What the picture of a quotation shows, in the language of the wording."""
    reported = phrase("As reported on {day}", day=wording.day(quotation.source.day))
    return PictureText(
        quotation.text, wording.credit(quotation), wording.label(case.title), wording.say(reported)
    )


def shown(text: str) -> str:
    """What is drawn of a stretch of text: its words, one space between each two."""
    return " ".join(text.split())


def as_chunk(lines: Iterable[DrawnLine]) -> str:
    """The drawn lines as the content of the PNG's chunk."""
    return json.dumps([line._asdict() for line in lines], ensure_ascii=False)


def prove_lines(lines: Iterable[DrawnLine], quotation: Quotation, case: Case, wording: Wording) -> None:
    """Compare the drawn lines with the source's span, its credit, and the case and day of the report.

    Raises NotProvenOnPayload where they say anything else.
    """
    said: dict[str, str] = {}
    for line in lines:
        said[line.role] = said.get(line.role, "") + line.text
    part = MatchPart(case.title, case.as_of, (quotation,))
    answer = Answer(Query("quote", ()), ONE_QUOTATION, ONE_QUOTATION, parts=(part,))
    prove(answer, [Visible(said.pop("words", ""), said.pop("credit", ""))], wording)
    text = picture_text(quotation, case, wording)
    if said != {"title": text.title, "reported": text.reported, "site": SITE_NAME}:
        raise NotProvenOnPayload(f"the picture of #{quotation.id} says {said!r} beside the quotation")
