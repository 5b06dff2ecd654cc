"""Turns quotations and claims into the records that programs are sent, each with what proves it."""

from collections.abc import Iterable, Iterator

from bot.answers.answer import Quotation
from bot.answers.cite import Cited
from bot.answers.passages import outdated_words
from bot.answers.verify import (
    LEADS,
    MAX_PLACES,
    REMARKS,
    SPEAKERS,
    SPLICED,
    coverage_sentence,
    lead_of,
    reversed_remark,
)
from bot.api.models import (
    CheckRecord,
    ClaimRecord,
    CoverageRecord,
    EditRecord,
    OutsideRecord,
    QuotationRecord,
    UnmarkedRecord,
)
from bot.api.requests import VerifyRequest
from bot.cases.library import Coverage
from bot.checking.change_kinds import listed
from bot.checking.claims import SourceSpan
from bot.checking.extraction import Claim
from bot.checking.judging import Judgement
from bot.checking.parts import TextPart
from bot.checking.report import check, shown_places
from bot.checking.verdicts import smallest_passage
from bot.rendering.render import Presentation
from bot.search.alignment import forget_claims
from bot.search.archive import Archive
from bot.search.folding import fold
from bot.search.words import words

VERSION_PATH = "/api/v1"
"""The path below which this version of the API is."""
LIMITS = (
    "What is not in these sources may still have been said: nothing outside of them is known here, and "
    "whether what somebody said is true is not checked."
)
OUTSIDE = "Nothing that is held here is about it: this says neither that it is true nor that it is false."
LEAST_NAME = 3
"""Letters at least of a capitalised word for it to be a name."""


def quotation_record(archive: Archive, quotation: Quotation, presentation: Presentation) -> QuotationRecord:
    """The record of a proven quotation, with its address where it can be looked up by its id."""
    source, voice, selector = quotation.source, quotation.attribution, quotation.selector
    known = archive.by_id(quotation.id, quotation.case)
    is_listed = known is not None and known.selector.span == selector.span
    return QuotationRecord(
        id=quotation.id,
        exact=quotation.text,
        prefix=selector.prefix,
        suffix=selector.suffix,
        start=selector.start,
        end=selector.end,
        case=quotation.case,
        source=source.id,
        sha256=source.sha256,
        asserted_by=voice.asserted_by,
        speaker=voice.speaker,
        publisher=voice.publisher,
        is_disclaimed=voice.is_disclaimed,
        attributed_by=voice.attributed_by,
        denied_by=voice.denied_by,
        headline=source.headline,
        date=source.day,
        url=source.url,
        href=f"{VERSION_PATH}/quotations/{quotation.id}?case={quotation.case}" if is_listed else None,
        permalink=presentation.link(quotation) if is_listed else None,
    )


def coverage_record(coverage: Coverage, presentation: Presentation) -> CoverageRecord:
    """What is searched, with the sentence that says so and what it does not tell."""
    said = presentation.words.say(coverage_sentence(coverage))
    return CoverageRecord(
        cases=coverage.cases, sources=coverage.sources, as_of=coverage.as_of, sentence=f"{said} {LIMITS}"
    )


def coverage_now(archive: Archive, presentation: Presentation) -> CoverageRecord:
    """What is searched in an archive, as every answer says it."""
    return coverage_record(archive.library.coverage, presentation)


def check_record(archive: Archive, asked: VerifyRequest, presentation: Presentation) -> CheckRecord:
    """The report on a text, claim by claim; no cache has any of it afterwards."""
    try:
        report = check(archive, (TextPart(asked.text),), asked.speaker)
    finally:
        forget_claims()
    is_outside = _is_outside(archive, asked)
    return CheckRecord(
        verdict=report.verdict,
        summary=presentation.words.say(lead_of(report)),
        found=report.found,
        checked=report.found,
        unchecked=0,
        claims=[_claim(archive, one, presentation, is_outside=is_outside) for one in report.claims],
        outside=[OutsideRecord(start=one.start, end=one.end, words=one.words) for one in report.outside],
        unmarked=[
            UnmarkedRecord(
                text=run.text,
                start=run.start,
                end=run.end,
                words=run.words,
                match=_records(archive, (run.place,), presentation)[0],
            )
            for run in report.unmarked
        ],
        coverage=coverage_record(report.coverage, presentation),
    )


def _claim(archive: Archive, one: Judgement, presentation: Presentation, *, is_outside: bool) -> ClaimRecord:
    claim: Claim = one.claim
    outside = is_outside and one.verdict == "not_found"
    return ClaimRecord(
        text=claim.given,
        start=claim.start,
        end=claim.end,
        verdict=one.verdict,
        safe_to_quote=is_safe(one),
        explanation=" ".join([*_explained(archive, one, presentation), *([OUTSIDE] if outside else [])]),
        changes=list(one.changes),
        differences=[
            EditRecord(op=edit.op, claimed=edit.claimed, source=edit.source)
            for edit in listed(one.differences)
        ],
        omitted=list(one.omitted),
        speaker_claimed=claim.speaker,
        speaker_ok=one.speaker_ok,
        stripped=list(one.stripped),
        reversed_by=one.reversed_by or None,
        superseded_by=_records(archive, _current_places(archive, one), presentation),
        outside_coverage=outside,
        matches=_records(archive, shown_places(one, MAX_PLACES), presentation),
    )


def _current_places(archive: Archive, one: Judgement) -> Iterator[SourceSpan]:
    """The places of the words that took the place of a superseded claim's; none for every other claim."""
    for place in one.places if one.verdict == "superseded" else ():
        for selector in outdated_words(Cited(archive.library, place.case), place.selector)[1]:
            yield SourceSpan(place.case, selector)


def is_safe(one: Judgement) -> bool:
    """Whether a claim is verbatim, not cut off behind a negation, and its speaker's where one is named."""
    return (
        one.verdict == "verbatim"
        and not one.reversed_by
        and (not one.claim.speaker or one.speaker_ok is True)
    )


def _explained(archive: Archive, one: Judgement, presentation: Presentation) -> list[str]:
    """What the verdict means, what differs in form, whose words it is, and what took its place."""
    spliced = one.verdict == "altered" and "splice" in one.changes
    said = [SPLICED if spliced else LEADS[one.verdict]]
    if one.reversed_by:
        said.append(reversed_remark(one))
    if one.is_unrecorded:
        said.append(REMARKS["unrecorded"])
    if one.claim.speaker and one.verdict != "not_found":
        said.append(SPEAKERS[one.speaker_ok].filled(speaker=one.claim.speaker))
    if one.verdict == "superseded":
        for place in one.places:
            said += outdated_words(Cited(archive.library, place.case), place.selector)[0]
    return list(dict.fromkeys(map(presentation.words.say, said)))


def _records(
    archive: Archive, places: Iterable[SourceSpan], presentation: Presentation
) -> list[QuotationRecord]:
    """The smallest passages around places, each once."""
    found: dict[tuple[str, str, int, int], Quotation] = {}
    for place in places:
        selector = smallest_passage(archive, place).selector
        quotation = Cited(archive.library, place.case).quotation(selector)
        found.setdefault((quotation.case, *selector.span), quotation)
    return [quotation_record(archive, one, presentation) for one in found.values()]


def _is_outside(archive: Archive, asked: VerifyRequest) -> bool:
    """Whether no name of the text or its speaker stands in any source; without a name, no word at all."""
    typed = f"{asked.text} {asked.speaker or ''}".split()
    names = [fold(one) for one in typed if one.strip("\"'“”‘’«»(")[:1].isupper() and len(one) >= LEAST_NAME]
    count = archive.index.terms.spelling.count
    return not any(count(word) for name in names or [asked.text] for word in words(name))
