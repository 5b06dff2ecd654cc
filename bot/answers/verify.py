"""``/verify``: checks every claimed quotation of a text or message, each with the true words beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from bot.answers.answer import Answer, NoticePart, Part, Quotation, VerdictPart
from bot.answers.checked_message import message_of, parts_of
from bot.answers.cite import Cited
from bot.answers.commands import MESSAGE
from bot.answers.common import about_look_up, one_case
from bot.answers.echoing import echoed
from bot.answers.passages import outdated_words
from bot.answers.phrases import Phrase, counted, phrase
from bot.answers.query import CommandError, Query
from bot.cases.library import Coverage
from bot.checking.claims import ClaimMatch, SourceSpan
from bot.checking.judging import WORST_FIRST, Judgement, Verdict
from bot.checking.report import Report, check, shown_places
from bot.checking.unmarked import UnmarkedRun
from bot.checking.verdicts import smallest_passage
from bot.search.archive import Archive

TOPIC = phrase("is this quotation real?")
MAX_PLACES = 3
"""How many places of one claim are shown."""
MOST_SHOWN = 20
"""Claims of one text that are shown one by one; of more, those that stand as claimed are only counted."""
MOST_UNMARKED = 3
"""How many stretches without quotation marks are shown."""
WRITTEN_BY_AUTHOR = frozenset({"content", "block", "poll"})
"""First words of the names of parts that a message's author wrote, and neither forwards nor links to."""
WORDS = phrase("Which quotation? Type its words after /verify.")
WORDS_FIRST = phrase("Which quotation? Type its words before speaker:, which takes all that follows it.")
NO_QUOTATION = phrase("There is no quotation in this message.")
LEADS: dict[Verdict, Phrase] = {
    "verbatim": phrase("Verbatim: these words stand in the source exactly so."),
    "typography": phrase("Verbatim but for its typography: the words stand in the source."),
    "elided": phrase("Verbatim in its parts: what is left out or put in is marked."),
    "altered": phrase("Altered: the source has other words."),
    "misattributed": phrase("Misattributed: the words are in the source, but somebody else says them."),
    "disclaimed": phrase("Disclaimed: the source reports these words as not said, or as another's claim."),
    "superseded": phrase("Superseded: an older source has these words; a newer one says otherwise."),
    "not_found": phrase("Not in our sources: nothing like it was found in them."),
}
SPLICED = phrase("Altered: its parts stand in the source, but joined so they say something else.")
COUNTS: dict[Verdict, Phrase] = {
    "verbatim": phrase("{count} verbatim"),
    "typography": phrase("{count} but for typography"),
    "elided": phrase("{count} with words left out"),
    "altered": phrase("{count} altered"),
    "misattributed": phrase("{count} misattributed"),
    "disclaimed": phrase("{count} disclaimed"),
    "superseded": phrase("{count} superseded"),
    "not_found": phrase("{count} not in our sources"),
}
WORST: dict[Verdict, Phrase] = {
    "verbatim": phrase("Verbatim"),
    "typography": phrase("Verbatim but for typography"),
    "elided": phrase("Words left out"),
    "altered": phrase("Altered"),
    "misattributed": phrase("Misattributed"),
    "disclaimed": phrase("Disclaimed"),
    "superseded": phrase("Superseded"),
    "not_found": phrase("Not in our sources"),
}
"""The worst verdict of several claims, with which the first line begins."""
REMARKS = {
    "typography": phrase("Capitals, typographic marks or spacing differ; the words do not."),
    "unrecorded": phrase("The source quotes somebody here; whose words these are, its paragraph says."),
    "elided": phrase(
        "Words are left out or put in where the claim marks it; each part stands in the source."
    ),
}
SPEAKERS = {
    True: phrase("Said to be {speaker}'s words, and so they are in the source."),
    False: phrase("Said to be {speaker}'s words; in the source they are not."),
    None: phrase("Said to be {speaker}'s words; the source leaves open whose they are."),
}


def answer(archive: Archive, asked: Query) -> Answer:
    """The report on a text: one verdict for each claim in it, and what was not checked.

    Raises CommandError where there is no text.
    """
    if not asked.get("text"):
        if asked.get(MESSAGE):
            return _answer(archive, asked, check(archive, ()))
        raise CommandError(WORDS_FIRST if asked.get("speaker") else WORDS, asked.command)
    return _answer(archive, asked, check(archive, parts_of(asked), asked.get("speaker")))


def _answer(archive: Archive, asked: Query, report: Report) -> Answer:
    judged = verdict_parts(archive, report, asked)
    parts: list[Part] = [*_shown(judged), *_unmarked(archive, report.unmarked)]
    cases = {quotation.case for part in parts for quotation in part.quotations}
    about = about_look_up(archive.library, asked, TOPIC, lead_of(report), one_case(archive.library, cases))
    silent = all(one.verdict == "not_found" for one in report.claims) and not report.unmarked
    parts.append(NoticePart(coverage_sentence(report.coverage)))
    shown = tuple(tuple(one.id for one in part.quotations) for part in judged)
    return replace(
        about,
        parts=tuple(parts),
        abstained=silent,
        verdict=report.verdict,
        report=report,
        shown=shown,
    )


def lead_of(report: Report) -> Phrase:
    """The first line: the worst verdict, how many claims were found and checked, and what was not."""
    if not report.claims:
        return NO_QUOTATION
    lead = _with_reversals(_verdict_line(report), report)
    if outside := report.words_outside:
        return counted(
            "{lead} Outside the marks: {count} word, not checked.",
            "{lead} Outside the marks: {count} words, not checked.",
            outside,
            lead=lead,
        )
    return lead


def _with_reversals(lead: Phrase, report: Report) -> Phrase:
    """The verdict line, and how many claims were cut off right behind a negation or “whether”."""
    reversed_ = [one for one in report.claims if one.reversed_by]
    if not reversed_:
        return lead
    if len(report.claims) == 1:
        return Phrase("{lead} {remark}", (("lead", lead), ("remark", reversed_remark(reversed_[0]))))
    return phrase(
        "{lead} Cut right behind a negation or “whether”: {count}.", lead=lead, count=len(reversed_)
    )


def reversed_remark(one: Judgement) -> Phrase:
    """What stands in the source right before a claim and reverses it."""
    return phrase("But it is cut: right before, the source has “{before}”.", before=one.reversed_by)


def _verdict_line(report: Report) -> Phrase:
    if len(report.claims) == 1:
        [only] = report.claims
        return SPLICED if only.verdict == "altered" and "splice" in only.changes else LEADS[only.verdict]
    counts = [
        COUNTS[verdict].filled(count=report.counted(verdict))
        for verdict in WORST_FIRST
        if report.counted(verdict)
    ]
    worst = min((one.verdict for one in report.claims), key=WORST_FIRST.index)
    return phrase(
        "{worst}: {found} quotations found, all {checked} checked: {counts}.",
        worst=WORST[worst],
        found=report.found,
        checked=report.found,
        counts=_row(counts),
    )


def _row(counts: list[Phrase]) -> Phrase:
    row = counts[0]
    for one in counts[1:]:
        row = Phrase("{first}, {then}", (("first", row), ("then", one)))
    return row


@lru_cache(maxsize=16)
def coverage_sentence(coverage: Coverage) -> Phrase:
    """What was searched: how many cases and sources, and the day of the newest."""
    if not coverage.as_of:
        return phrase("Nothing was searched: there is no case to answer from yet.")
    return phrase(
        "Searched: {cases} and {sources}, the newest of {day}.",
        cases=counted("{count} case", "{count} cases", coverage.cases),
        sources=counted("{count} source", "{count} sources", coverage.sources),
        day=date.fromisoformat(coverage.as_of),
    )


def _shown(judged: list[VerdictPart]) -> Iterator[Part]:
    """The parts one by one; of more than twenty, those that stand as claimed are counted instead."""
    if len(judged) <= MOST_SHOWN:
        yield from judged
        return
    wrong = [part for part in judged if part.verdict not in {"verbatim", "typography"}]
    yield from wrong
    rest = len(judged) - len(wrong)
    yield (
        NoticePart(counted("{count} more is verbatim.", "{count} more are verbatim.", rest))
        if wrong
        else NoticePart(counted("{count} is verbatim.", "All {count} are verbatim.", rest))
    )


def verdict_parts(archive: Archive, report: Report, asked: Query) -> list[VerdictPart]:
    """The parts of all claims of a report, in their order, each with the true words beside it."""
    return [_part(archive, one, asked, report) for one in report.claims]


def _part(archive: Archive, one: Judgement, asked: Query, report: Report) -> VerdictPart:
    shown = tuple(
        dict.fromkeys(_quoted(archive, place, one.match) for place in shown_places(one, MAX_PLACES))
    )
    message = message_of(asked)
    superseded, newer = _superseded(archive, one, shown)
    return VerdictPart(
        one.verdict,
        one.claim.given if message is None else one.claim.text,
        one.differences,
        (*_remarks(one), *superseded),
        (*shown, *newer),
        changes=one.changes,
        omitted=one.omitted,
        stripped=one.stripped,
        is_askers=message is None or (message.is_own and one.claim.part.split(" ")[0] in WRITTEN_BY_AUTHOR),
        stood_in=one.claim.part if len(report.parts) > 1 else "",
        is_cut=bool(one.reversed_by),
    )


def _remarks(one: Judgement) -> Iterator[Phrase]:
    if one.reversed_by:
        yield reversed_remark(one)
    if one.is_unrecorded:
        yield REMARKS["unrecorded"]
    elif one.match.kind in {"typography", "elided"}:
        yield REMARKS[one.match.kind]
    if (
        one.claim.speaker
        and one.verdict != "not_found"
        and (one.verdict != "altered" or one.speaker_ok is False)
    ):
        yield SPEAKERS[one.speaker_ok].filled(speaker=one.claim.speaker)


def _superseded(
    archive: Archive, one: Judgement, shown: tuple[Quotation, ...]
) -> tuple[tuple[Phrase, ...], tuple[Quotation, ...]]:
    """When and how what stands at a claim's places was superseded, and the newer words beyond those shown."""
    remarks: dict[Phrase, None] = {}
    newer: list[Quotation] = []
    for place in one.places if one.match.kind not in {"altered", "not_found"} else ():
        cited = Cited(archive.library, place.case)
        said, words = outdated_words(cited, place.selector)
        remarks |= dict.fromkeys(said)
        for quotation in cited.quotations(words):
            if not any(
                known.case == quotation.case and known.selector.contains(quotation.selector)
                for known in (*shown, *newer)
            ):
                newer.append(quotation)
    return tuple(remarks), tuple(newer)


def _unmarked(archive: Archive, runs: Iterable[UnmarkedRun]) -> Iterator[NoticePart]:
    """The words of a source that stand in the text without quotation marks, in their passage."""
    found = list(runs)
    for run in found[:MOST_UNMARKED]:
        yield unmarked_part(archive, run)
    if (more := len(found) - MOST_UNMARKED) > 0:
        yield NoticePart(counted("… and {count} more stretch", "… and {count} more stretches", more))


def unmarked_part(archive: Archive, run: UnmarkedRun) -> NoticePart:
    """The part that shows words of a source that stand in a text without quotation marks."""
    said = phrase("Used without quotation marks: {words}", words=echoed(run.text))
    return NoticePart(said, quotations=(_quoted(archive, run.place),))


def _quoted(archive: Archive, place: SourceSpan, match: ClaimMatch | None = None) -> Quotation:
    return Cited(archive.library, place.case).quotation(smallest_passage(archive, place, match).selector)
