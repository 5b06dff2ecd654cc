"""``/verify``: checks claimed quotations; each gets one verdict, with the true words beside it."""

from collections.abc import Iterable
from dataclasses import replace

from bot.answers.answer import Answer, Quotation, Verdict, VerdictPart
from bot.answers.cite import Cited
from bot.answers.common import about_look_up, has_words, is_said_by, one_case
from bot.answers.passages import superseded_words
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import CommandError, Query
from bot.checking.claims import ClaimMatch, SourceSpan, quoted_in, without_quotations
from bot.checking.verdicts import match_claim, smallest_passage
from bot.search.alignment import SURE_LIKENESS, shared_word_ratio
from bot.search.archive import Archive
from bot.search.folding import fold
from bot.search.passages import cuts_unrecorded_speech

TOPIC = phrase("is this quotation real?")
WORST_FIRST: tuple[Verdict, ...] = ("altered", "misattributed", "not_found", "verbatim")
"""The order of verdicts in which the first of several becomes that of the answer."""
PUBLISHERS = frozenset({"publisher", "article", "the article"})
"""What people call the publisher where its name is not known."""
MAX_CLAIMS = 10
"""How many quotations of one text are checked."""
MAX_PLACES = 3
"""How many places of one claim are shown."""
MIN_SHARED_WORDS = 0.5
"""The share of words around its quotations that a text has to share with the source to be one claim."""
WORDS = phrase("Which quotation? Type its words after /verify.")
WORDS_FIRST = phrase("Which quotation? Type its words before speaker:, which takes all that follows it.")
LEADS = {
    "verbatim": phrase("Verbatim: these words stand in the source exactly so."),
    "altered": phrase("Altered: the source has other words."),
    "misattributed": phrase("Misattributed: the words are in the source, but somebody else says them."),
    "not_found": phrase("Not in our sources: nothing like it was found in them."),
}
INEXACT_LEADS = {
    "typography": phrase("Verbatim but for its typography: the words stand in the source."),
    "elided": phrase("Verbatim in its parts: what is left out or put in is marked."),
}
"""The leads of verbatim claims that do not stand in the source exactly so."""
REMARKS = {
    "typography": phrase("Capitals, typographic marks or spacing differ; the words do not."),
    "unrecorded": phrase("The source quotes somebody here; whose words these are, its paragraph says."),
    "elided": phrase(
        "Words are left out or put in where the claim marks it; each part stands in the source."
    ),
}


def answer(archive: Archive, asked: Query) -> Answer:
    """One verdict for the whole text, or one for each quotation in it.

    Raises CommandError where there is no text.
    """
    text = asked.get("text")
    if not text:
        raise CommandError(WORDS_FIRST if asked.get("speaker") else WORDS, asked.command)
    findings = _findings(archive, text)
    parts = tuple(_judged(archive, finding, asked.get("speaker")) for finding in findings)
    verdict = min((part.verdict for part in parts), key=WORST_FIRST.index)
    lead = _lead(verdict, findings[0]) if len(parts) == 1 else _counted(parts)
    cases = {quotation.case for part in parts for quotation in part.quotations}
    about = about_look_up(archive.library, asked, TOPIC, lead, one_case(archive.library, cases))
    silent = all(part.verdict == "not_found" for part in parts)
    return replace(about, parts=parts, abstained=silent, verdict=verdict)


def _lead(verdict: Verdict, finding: ClaimMatch) -> Phrase:
    almost = INEXACT_LEADS.get(finding.kind) if verdict == "verbatim" else None
    return almost or LEADS[verdict]


def _findings(archive: Archive, text: str) -> list[ClaimMatch]:
    """The match of the whole text if it stands in a source; else of each quotation in it, if any."""
    whole = match_claim(archive, text)
    claims = quoted_in(text)[:MAX_CLAIMS]
    if not claims or whole.kind in {"exact", "typography", "elided"} or _is_one_claim(whole, text):
        return [whole]
    return [match_claim(archive, claim) for claim in claims]


def _is_one_claim(whole: ClaimMatch, text: str) -> bool:
    """Whether a text with quotation marks is itself the claim, as a sentence that quotes somebody is.

    It is where it is very like the source and the source has most of its words around the quotations too.
    """
    if whole.kind != "altered" or whole.score < SURE_LIKENESS:
        return False
    return shared_word_ratio(without_quotations(text), whole.places[0].selector.exact) >= MIN_SHARED_WORDS


def _counted(parts: tuple[VerdictPart, ...]) -> Phrase:
    counts = {verdict: sum(part.verdict == verdict for part in parts) for verdict in WORST_FIRST}
    return phrase(
        "{count} quotations: {verbatim} verbatim, {altered} altered, {misattributed} misattributed, "
        "{not_found} not in our sources.",
        count=len(parts),
        **counts,
    )


def _judged(archive: Archive, finding: ClaimMatch, speaker: str | None) -> VerdictPart:
    if finding.kind == "not_found":
        return VerdictPart("not_found", finding.claim)
    if finding.kind == "altered":
        shown = tuple(_quoted(archive, place) for place in finding.places)
        return VerdictPart("altered", finding.claim, finding.differences, quotations=shown)
    theirs = _theirs(archive, finding, speaker)
    if speaker and not theirs and finding.kind != "elided":
        # Many can have said the same, and only the likeliest places were looked at.
        again = match_claim(archive, finding.claim, speaker)
        theirs = _theirs(archive, again, speaker) if again.kind == finding.kind else []
    places = (theirs or list(finding.places))[: None if finding.kind == "elided" else MAX_PLACES]
    shown = tuple(dict.fromkeys(_quoted(archive, place) for place in places))
    unrecorded = any(cuts_unrecorded_speech(place.case, place.selector) for place in places)
    remark = REMARKS.get("unrecorded" if unrecorded else finding.kind)
    superseded, newer = _superseded(archive, theirs or finding.places, shown)
    remarks = (*([remark] if remark else ()), *superseded)
    return VerdictPart(
        "verbatim" if theirs else "misattributed", finding.claim, (), remarks, (*shown, *newer)
    )


def _superseded(
    archive: Archive, places: Iterable[SourceSpan], shown: tuple[Quotation, ...]
) -> tuple[tuple[Phrase, ...], tuple[Quotation, ...]]:
    """When and how what stands at some places was superseded, and the newer words beyond those shown."""
    remarks: dict[Phrase, None] = {}
    newer: list[Quotation] = []
    for place in places:
        cited = Cited(archive.library, place.case)
        said, words = superseded_words(cited, place.selector)
        remarks |= dict.fromkeys(said)
        for quotation in cited.quotations(words):
            if not any(
                one.case == quotation.case and one.selector.contains(quotation.selector)
                for one in (*shown, *newer)
            ):
                newer.append(quotation)
    return tuple(remarks), tuple(newer)


def _theirs(archive: Archive, finding: ClaimMatch, speaker: str | None) -> list[SourceSpan]:
    """The places whose words are the speaker's; of a claim with omissions, all of them or none."""
    theirs = [place for place in finding.places if not speaker or _is_said_by(archive, place, speaker)]
    return theirs if finding.kind != "elided" or len(theirs) == len(finding.places) else []


def _quoted(archive: Archive, place: SourceSpan) -> Quotation:
    return Cited(archive.library, place.case).quotation(smallest_passage(archive, place).selector)


def _is_said_by(archive: Archive, place: SourceSpan, speaker: str) -> bool:
    if cuts_unrecorded_speech(place.case, place.selector):
        return True
    cited = Cited(archive.library, place.case)
    attribution = cited.attribution(place.selector)
    if attribution.asserted_by == "publisher":
        return fold(speaker) in PUBLISHERS or has_words(attribution.publisher or "", speaker)
    return is_said_by(cited, place.selector, speaker)
