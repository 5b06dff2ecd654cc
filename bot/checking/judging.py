"""Fourth stage of a check: one verdict per claim, with what was changed, left out and taken off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from bot.cases.editions import edition_without, is_said_of_earlier
from bot.cases.selectors import make_selector
from bot.cases.succession import is_superseded, successors, superseded_inside
from bot.checking.attribution import is_disclaimed, says
from bot.checking.change_kinds import (
    ChangeKind,
    can_be_order,
    kinds_of_change,
    reordered_place,
    with_replaced_ends,
)
from bot.checking.claims import ClaimMatch, SourceSpan
from bot.checking.denials import is_denied
from bot.checking.extraction import Claim
from bot.checking.headings import is_person
from bot.checking.negations import reversal_before
from bot.checking.readings import STYLED, readings
from bot.checking.unwrapping import CHANGES_LETTERS, Wrapping
from bot.checking.verdicts import MOST_PASSAGES, match_claim
from bot.search.alignment import Difference, differences
from bot.search.archive import Archive

Verdict = Literal[
    "altered",
    "misattributed",
    "disclaimed",
    "superseded",
    "not_found",
    "elided",
    "typography",
    "verbatim",
]
"""What a claim is, beside the sources that were searched; the worst first."""
WORST_FIRST: tuple[Verdict, ...] = get_args(Verdict)
"""The order of verdicts in which the first of several becomes that of the whole text."""
AS_CLAIMED: frozenset[Verdict] = frozenset({"verbatim", "typography", "elided"})
"""The verdicts on claims whose words stand in a source as they are claimed."""
STANDING = frozenset({"exact", "typography", "elided"})
"""The kinds of match of words that stand in a source."""
RANK = {"exact": 0, "typography": 1, "elided": 2, "altered": 3, "not_found": 4}


@dataclass(frozen=True)
class Judgement:
    """The verdict on a claim, how it matches, the places that bear it out, and whose words these are.

    ``speaker_ok`` is None where no speaker is named, or the source leaves open who speaks.
    """

    claim: Claim
    verdict: Verdict
    match: ClaimMatch
    places: tuple[SourceSpan, ...] = ()
    changes: tuple[ChangeKind, ...] = ()
    differences: tuple[Difference, ...] = ()
    omitted: tuple[str, ...] = ()
    speaker_ok: bool | None = None
    stripped: tuple[Wrapping, ...] = ()
    is_unrecorded: bool = False
    """Whether the source quotes somebody there whom no editor recorded."""
    reversed_by: str = ""
    """The source's words right before that reverse the claim, such as “never”, wherever its words stand."""

    @property
    def shown_as(self) -> Verdict | Literal["cut"]:
        """The verdict by which a page marks the claim; “cut” where the source reverses it right before."""
        return "cut" if self.reversed_by else self.verdict


def judge(archive: Archive, claim: Claim) -> Judgement:
    """Judge a claim by the best of its readings: as given, without wrappings, with plain letters."""
    match, stripped = _best_reading(archive, claim)
    if claim.above and not claim.speaker and is_person(archive, match.places, claim.above):
        claim = replace(claim, speaker=claim.above)
    if match.kind == "exact" and match.claim != claim.given and CHANGES_LETTERS.intersection(stripped):
        match = replace(match, kind="typography")
    if match.kind == "not_found":
        return Judgement(claim, "not_found", match, match.places, stripped=stripped)
    if match.kind == "altered":
        return _altered(archive, claim, match, stripped)
    return _standing(archive, claim, match, stripped)


def stands(archive: Archive, text: str) -> bool:
    """Whether words stand in a source, letter by letter or but for typography or marked omissions."""
    claim = Claim(text, text, 0, len(text), "")
    return _best_reading(archive, claim)[0].kind in STANDING


def _best_reading(archive: Archive, claim: Claim) -> tuple[ClaimMatch, tuple[Wrapping, ...]]:
    if STYLED.search(claim.given) and (plain := _in_plain_letters(archive, claim)):
        return plain
    given = match_claim(archive, claim.given)
    best, stripped = given, claim.stripped
    if best.kind == "exact":
        return best, stripped
    if claim.text != claim.given:
        match = match_claim(archive, claim.text)
        # Where hidden marks make no difference, the words without them tell what was changed.
        if not _is_better(best, match):
            best, stripped = match, claim.stripped
    if best.kind in STANDING:
        return best, stripped
    for text, taken in readings(claim.text):
        match = match_claim(archive, text)
        if not _is_better(best, match):
            best, stripped = match, tuple(dict.fromkeys((*claim.stripped, *taken)))
    return best, stripped


def _in_plain_letters(archive: Archive, claim: Claim) -> tuple[ClaimMatch, tuple[Wrapping, ...]] | None:
    """The match of a claim in styled letters where it stands in plain ones; no index has them styled."""
    for text, taken in readings(claim.text):
        match = match_claim(archive, text)
        if match.kind in STANDING:
            return match, tuple(dict.fromkeys((*claim.stripped, *taken)))
    return None


def _is_better(match: ClaimMatch, other: ClaimMatch) -> bool:
    return (RANK[match.kind], -match.score) < (RANK[other.kind], -other.score)


def _altered(archive: Archive, claim: Claim, match: ClaimMatch, stripped: tuple[Wrapping, ...]) -> Judgement:
    places, found = match.places, match.differences
    changes: list[ChangeKind] = ["splice"] if match.is_spliced else []
    is_whole = len(places) == 1 and not match.omitted
    if is_whole and can_be_order(found) and (place := _reordered(archive, match.claim, places[0])):
        kinds = kinds_of_change(match.claim, places[0], found)
        turned = [kind for kind in kinds if kind == "negation"]
        places, found = (place,), differences(match.claim, place.selector.exact)
        changes += ("order", *(turned if len(match.differences) == 1 else ()))
    elif is_whole and found and (place := with_replaced_ends(match.claim, places[0], found)):
        places, found = (place,), differences(match.claim, place.selector.exact)
        changes += kinds_of_change(match.claim, place, found)
    elif found:
        changes += kinds_of_change(match.claim, places[-1], found)
    elif not match.is_spliced:
        found = (Difference(match.claim, places[-1].selector.exact),)
        changes.append("word")
    ok = _is_theirs(places, claim.speaker)
    return Judgement(claim, "altered", match, places, tuple(changes), found, match.omitted, ok, stripped)


def _reordered(archive: Archive, claim: str, nearest: SourceSpan) -> SourceSpan | None:
    """Where exactly the words of a claim stand in another order: nearby, or where its rarest words are."""
    if found := reordered_place(claim, nearest):
        return found
    for place in archive.match_terms(claim, MOST_PASSAGES):
        case = archive.library.cases[place.case]
        text = case.source_by_id[place.source].text
        span = SourceSpan(case, make_selector(place.source, text, place.start, place.end))
        if found := reordered_place(claim, span):
            return found
    return None


def _standing(archive: Archive, claim: Claim, match: ClaimMatch, stripped: tuple[Wrapping, ...]) -> Judgement:
    """The verdict on a claim whose words stand in a source."""
    speaker = claim.speaker
    theirs = _theirs(match, speaker)
    if speaker and not theirs and match.kind != "elided":
        # Many can have said the same, and only the likeliest places were looked at.
        again = match_claim(archive, match.claim, speaker)
        theirs = _theirs(again, speaker) if again.kind == match.kind else []
    places = tuple(theirs or match.places)
    said = [place for place in places if not (is_disclaimed(place) or is_denied(place))]
    current = [place for place in said if not _is_outdated(place)]
    verdict: Verdict = "verbatim" if match.kind == "exact" else match.kind
    if not theirs:
        verdict = "misattributed"
    elif len(said) < len(places) and (not said or match.kind == "elided"):
        verdict = "disclaimed"
    elif not current:
        verdict = "superseded"
    if match.kind != "elided" and verdict not in {"misattributed", "disclaimed", "superseded"}:
        places = tuple(current)
    unrecorded = any(place.is_unrecorded for place in places)
    ok = _is_theirs(places, speaker)
    # The first part of a claim with omissions stands for all of it.
    first = places[:1] if match.kind == "elided" else places
    before = [reversal_before(place) for place in first] if verdict in AS_CLAIMED else []
    return Judgement(
        claim,
        verdict,
        match,
        places,
        (),
        (),
        match.omitted,
        ok,
        stripped,
        is_unrecorded=unrecorded,
        reversed_by=before[0] if before and all(before) else "",
    )


def _theirs(match: ClaimMatch, speaker: str | None) -> list[SourceSpan]:
    """The places whose words are or may be the speaker's; of a claim with omissions, all of them or none."""
    if not speaker:
        return list(match.places)
    said = [(place, says(place, speaker)) for place in match.places]
    theirs = [place for place, ok in said if ok] or [place for place, ok in said if ok is None]
    if match.kind == "elided":
        return list(match.places) if all(ok is not False for _, ok in said) else []
    return theirs


def _is_theirs(places: Sequence[SourceSpan], speaker: str | None) -> bool | None:
    if not speaker or not places:
        return None
    said = [says(place, speaker) for place in places]
    return False if False in said else None if None in said else True


def _is_outdated(place: SourceSpan) -> bool:
    """Whether newer reports superseded what stands at a place, or newer editions its words."""
    case, words = place.case, place.selector
    if not successors(case) and not any(one.edition_of or one.correction for one in case.sources):
        return False
    return (
        is_superseded(case, words)
        or any(superseded_inside(case, words))
        or edition_without(case, words) is not None
        or is_said_of_earlier(case, words)
    )


def worst(verdicts: Iterable[Verdict]) -> Verdict | Literal["no_quotation"]:
    """The worst of some verdicts; “no_quotation” where there is none."""
    return min(verdicts, key=WORST_FIRST.index, default="no_quotation")
