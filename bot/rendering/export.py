"""Exports an answer as plain data for programs, which ``say --json`` prints."""

from typing import NotRequired, TypedDict

from bot.answers.answer import Answer, Quotation
from bot.answers.grammar import write
from bot.rendering.exported_report import ExportedReport, exported_report
from bot.rendering.outline import title
from bot.rendering.render import Presentation, in_detail, to_text

FOUR_WORDS = {
    "typography": "verbatim",
    "elided": "verbatim",
    "disclaimed": "misattributed",
    "superseded": "altered",
    "no_quotation": "not_found",
}
"""The verdicts that the key ``verdict`` tells in the words that it has always had."""


class ExportedQuotation(TypedDict):
    """A quotation: ``text`` is ``source[start:end]`` in code points of ``source_file``."""

    id: str
    text: str
    source: str
    source_file: str
    start: int
    end: int
    asserted_by: str
    speaker: str | None
    medium: str | None


class Exported(TypedDict):
    """An answer; ``text`` is its proven plain text, ``as_of`` an ISO day."""

    command: str
    case: str | None
    title: str
    as_of: str | None
    abstained: bool
    quotations: list[ExportedQuotation]
    caveats: list[str]
    text: str
    confidence: NotRequired[str]
    """How sure it is that a free question is answered: “answered”, “either”, “unclear” or “not_said”."""
    verdict: NotRequired[str]
    """The verdict of ``/verify`` in one of four words; other commands have none."""
    report: NotRequired[ExportedReport]
    """What ``/verify`` found, claim by claim; other commands have none."""


def as_object(answer: Answer, presentation: Presentation) -> Exported:
    """The answer as data, in the form that it asks for, with every open point. Raises NotProvenOnPayload."""
    answer = answer.unfolded()
    points = [point.text for point in answer.open_points]
    answer = in_detail(answer, "full")
    exported: Exported = {
        "command": write(answer.query, presentation.prefix),
        "case": answer.case,
        "title": title(answer, presentation.words),
        "as_of": answer.as_of,
        "abstained": answer.abstained,
        "quotations": [_quotation(quotation) for quotation in answer.quotations()],
        "caveats": points,
        "text": to_text(answer, presentation),
    }
    if answer.confidence:
        exported["confidence"] = answer.confidence.value
    if answer.verdict:
        exported["verdict"] = FOUR_WORDS.get(answer.verdict, answer.verdict)
    if answer.report:
        exported["report"] = exported_report(answer.report, answer.shown)
    return exported


def _quotation(quotation: Quotation) -> ExportedQuotation:
    return {
        "id": quotation.id,
        "text": quotation.text,
        "source": quotation.source.id,
        "source_file": quotation.source_file,
        "start": quotation.selector.start,
        "end": quotation.selector.end,
        "asserted_by": quotation.attribution.asserted_by,
        "speaker": quotation.attribution.speaker,
        "medium": quotation.attribution.medium,
    }
