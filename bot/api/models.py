"""The answers of the API and of the MCP server, as pydantic models: one schema for both."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from bot.checking.change_kinds import ChangeKind
from bot.checking.judging import Verdict
from bot.checking.unwrapping import Wrapping

JsonObject = dict[str, Any]
"""An object of JSON that no model describes: a schema, a message of a protocol."""
CaseCommand = Literal[
    "status", "damages", "statements", "timeline", "people", "sources", "caveats", "changes"
]
"""The commands about a case, without “case”."""


class AnswerModel(BaseModel):
    """A part of an answer; it is made by us alone and never changed."""

    model_config = ConfigDict(frozen=True)


class QuotationRecord(AnswerModel):
    """Words of a source: ``exact`` is ``text[start:end]`` in code points of the file with this SHA-256.

    ``asserted_by`` tells whose words they are: the publisher's, or those of ``speaker``.
    """

    id: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    case: str
    source: str
    sha256: str
    asserted_by: Literal["publisher", "speaker"]
    speaker: str | None
    publisher: str | None
    is_disclaimed: bool
    """Whether the source reports the words only as said to be the speaker's."""
    attributed_by: str | None
    denied_by: str | None
    headline: str | None
    date: str
    """The ISO day from which the text could be read."""
    url: str | None
    href: str | None
    """The quotation in this API; null where it is a span that has no entry of its own."""
    permalink: str | None
    """The quotation for readers; null where the bot has no public address."""


class EditRecord(AnswerModel):
    """An edit of the source's words."""

    op: Literal["insert", "delete", "replace"]
    claimed: str
    source: str


class ClaimRecord(AnswerModel):
    """A claim: ``start`` and ``end`` are code points of the text that was sent, end exclusive.

    ``safe_to_quote`` is true for a verbatim claim alone, of a named speaker only where the source has it so,
    and never where the claim is cut off right behind a negation or “whether” of the source; else copy
    ``exact`` of one of the ``matches``.
    """

    text: str
    start: int
    end: int
    verdict: Verdict
    safe_to_quote: bool
    explanation: str
    changes: list[ChangeKind]
    differences: list[EditRecord]
    omitted: list[str]
    """The source's words that the claim leaves out where it marks it."""
    speaker_claimed: str | None
    speaker_ok: bool | None
    """Null where no speaker is named, or the source leaves open who speaks."""
    stripped: list[Wrapping]
    reversed_by: str | None
    """The source's words right before the claim that reverse it, such as “never”; null where none do."""
    superseded_by: list[QuotationRecord]
    """What newer reports or editions say in the place of a superseded claim; empty for every other."""
    outside_coverage: bool
    """Whether nothing that is held is about it, so that “not found” says nothing of it."""
    matches: list[QuotationRecord]


class OutsideRecord(AnswerModel):
    """Words outside of all claims, which were not checked: a span of the text, and how many words."""

    start: int
    end: int
    words: int


class UnmarkedRecord(AnswerModel):
    """Words of a source that the text uses without quotation marks, and where they stand in it."""

    text: str
    start: int
    end: int
    words: int
    match: QuotationRecord


class CoverageRecord(AnswerModel):
    """What was searched, in numbers and in a sentence; outside of it nothing is known."""

    cases: int
    sources: int
    as_of: str | None
    """The ISO day of the newest source."""
    sentence: str


class CheckRecord(AnswerModel):
    """The report on a text: the worst verdict, “no_quotation” where it claims nothing, and each claim."""

    verdict: Verdict | Literal["no_quotation"]
    summary: str
    found: int
    checked: int
    unchecked: int
    claims: list[ClaimRecord]
    outside: list[OutsideRecord]
    unmarked: list[UnmarkedRecord]
    coverage: CoverageRecord


class QuotationPage(AnswerModel):
    """Quotations, best match first or in the order of the sources; ``next`` leads to the next page."""

    items: list[QuotationRecord]
    total: int
    page: int
    pages: int
    next: str | None
    coverage: CoverageRecord


class CaseRecord(AnswerModel):
    """A case in the list of all; of a withdrawn one there is nothing but the day of that."""

    id: str
    title: str
    as_of: str
    version: str
    lawsuits: int
    statements: int
    quotations: int
    sources: int
    withdrawn: str | None
    commands: dict[str, str]
    """The addresses of what can be asked about it, by command."""


class CasePage(AnswerModel):
    """Cases, the most recently reported first; ``next`` leads to the next page."""

    items: list[CaseRecord]
    total: int
    page: int
    pages: int
    next: str | None
    coverage: CoverageRecord


class CaseAnswer(AnswerModel):
    """The answer to a question about a case: ``text`` holds each of the quotations, proven."""

    case: str
    command: CaseCommand
    title: str
    as_of: str | None
    abstained: bool
    """Whether the sources do not answer."""
    text: str
    quotations: list[QuotationRecord]
    open_points: list[str]
    """What the sources leave open, in the editor's words."""
    coverage: CoverageRecord


class SourceRecord(AnswerModel):
    """An article: what is known of it, the quotations in it, and its text where that may be shown."""

    id: str
    case: str
    headline: str | None
    author: tuple[str, ...]
    publisher: str | None
    date: str
    language: str
    licence: str | None
    url: str | None
    sha256: str
    quotations: list[QuotationRecord]
    text: str | None
    """The whole article; null where the operator may not publish it."""


class CoveredCase(AnswerModel):
    """A case that is searched: its id, by which it is asked for, its title, and its newest day."""

    id: str
    title: str
    as_of: str


class CoverageAnswer(AnswerModel):
    """What is searched: the newest cases, how many more there are, and the sentence that says so."""

    cases: list[CoveredCase]
    more: int
    coverage: CoverageRecord


class FieldProblem(AnswerModel):
    """A mistake in one field of a request: a JSON pointer (RFC 6901) or the name of a parameter."""

    pointer: str
    detail: str


class ProblemDetails(AnswerModel):
    """A problem as RFC 9457 has it, with each mistake of a request in ``errors``."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []
