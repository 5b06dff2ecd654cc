"""The report on a text as plain data, for programs: ``say --json``, and whatever else answers in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.checking.judging import Judgement
    from bot.checking.report import Report


class ExportedDifference(TypedDict):
    """An edit of the source's words: ``op`` is insert, delete or replace."""

    op: str
    claimed: str
    source: str


class ExportedClaim(TypedDict):
    """A claim; ``start`` and ``end`` are code points of the text that was sent, end exclusive.

    ``part`` names the part of a message that they count in. ``quotations`` are the ids of the true words.
    """

    text: str
    start: int
    end: int
    part: str
    verdict: str
    changes: list[str]
    differences: list[ExportedDifference]
    omitted: list[str]
    speaker_claimed: str | None
    speaker_ok: bool | None
    stripped: list[str]
    quotations: list[str]


class ExportedSpan(TypedDict):
    """Words outside of all claims, which were not checked: a span in code points, and how many words."""

    part: str
    start: int
    end: int
    words: int


class ExportedRun(TypedDict):
    """Words of a source that are used without quotation marks, and where they stand in it."""

    text: str
    part: str
    start: int
    end: int
    words: int
    case: str
    source: str


class ExportedCoverage(TypedDict):
    """What was searched: the number of cases and sources, and the ISO day of the newest source."""

    cases: int
    sources: int
    as_of: str | None


class ExportedReport(TypedDict):
    """The report on a text: its worst verdict, or “no_quotation”, and every claim in it."""

    verdict: str
    found: int
    checked: int
    unchecked: int
    claims: list[ExportedClaim]
    outside: list[ExportedSpan]
    unmarked: list[ExportedRun]
    coverage: ExportedCoverage


def exported_report(report: Report, shown: Sequence[Sequence[str]] = ()) -> ExportedReport:
    """The report as data; ``shown`` are the ids of the quotations beside each claim."""
    coverage = report.coverage
    ids = [*shown, *([()] * (len(report.claims) - len(shown)))]
    return {
        "verdict": report.verdict,
        "found": report.found,
        "checked": report.found,
        "unchecked": 0,
        "claims": [_claim(one, quotations) for one, quotations in zip(report.claims, ids, strict=True)],
        "outside": [
            {"part": one.part, "start": one.start, "end": one.end, "words": one.words}
            for one in report.outside
        ],
        "unmarked": [
            {
                "text": run.text,
                "part": run.part,
                "start": run.start,
                "end": run.end,
                "words": run.words,
                "case": run.place.case.id,
                "source": run.place.selector.source,
            }
            for run in report.unmarked
        ],
        "coverage": {"cases": coverage.cases, "sources": coverage.sources, "as_of": coverage.as_of},
    }


def _claim(one: Judgement, quotations: Sequence[str]) -> ExportedClaim:
    # Imported here, since its patterns take long to compile: only /verify needs them.
    from bot.checking.change_kinds import listed  # noqa: PLC0415

    claim = one.claim
    return {
        "text": claim.given,
        "start": claim.start,
        "end": claim.end,
        "part": claim.part,
        "verdict": one.verdict,
        "changes": list(one.changes),
        "differences": [
            {"op": edit.op, "claimed": edit.claimed, "source": edit.source}
            for edit in listed(one.differences)
        ],
        "omitted": list(one.omitted),
        "speaker_claimed": claim.speaker,
        "speaker_ok": one.speaker_ok,
        "stripped": list(one.stripped),
        "quotations": list(quotations),
    }
