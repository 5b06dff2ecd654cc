"""Speech that a source interrupts to say who speaks, quoted in one piece: “A,” she said. “B.” as “A. B.”."""

import re
from collections.abc import Iterator

from bot.cases.selectors import make_selector
from bot.checking.claims import ClaimMatch, SourceSpan
from bot.search.alignment import AlignableText, normalized
from bot.search.folding import fold, fold_with_offsets
from bot.search.seams import is_whole
from bot.search.sentences import Span, paragraph_around, sentences
from bot.search.words import WORD, words

VERB = r"(?:said|says|wrote|writes|added|adds|continued|told|tweeted|posted|explained)"
SPEAKER = r"(?P<{group}>(?:(?:the|a|an|his|her|its|their) )?[A-Za-z][\w.'’-]*(?: [A-Z][\w.'’-]*){{0,4}})"
ATTRIBUTION = re.compile(
    r"[.,!?…]?[\"”’»]\s*,?\s*"
    rf"(?P<said>(?:{SPEAKER.format(group='first')} {VERB}|{VERB} {SPEAKER.format(group='second')})\b"
    r"(?: (?!\w+ly\b|not\b|never\b)[\w'’-]+){0,8})[.,:]\s*[\"“‘«](?=\w)"
)
"""Matches what stands between two pieces of speech and says nothing but who speaks, and to whom."""
FOLLOWING = re.compile(
    r"[.,!?…]*[\"”’»]\s*,?\s*"
    rf"(?:{SPEAKER.format(group='first')} {VERB}|{VERB} {SPEAKER.format(group='second')})\b"
)
PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we"})


def with_interruptions(match: ClaimMatch) -> ClaimMatch:
    """The match of a claim that joins pieces of one speech, as elided: who speaks is what it leaves out.

    Any other match is given as it is; so is one whose last piece the source gives to somebody else.
    """
    if match.kind != "altered" or len(match.places) != 1:
        return match
    [place] = match.places
    around = paragraph_around(place.text, place.selector.start, place.selector.end)
    if not ATTRIBUTION.search(place.text, *around):
        return match
    for start in dict.fromkeys((place.selector.start, *_starts(match.claim, place.text, around))):
        if joined := _joined(match.claim, place, start, around.end):
            return joined
    return match


def _starts(claim: str, text: str, around: Span) -> Iterator[int]:
    """Where a paragraph of a source has the first sentence of a claim; the nearest place may begin later."""
    first = claim[slice(*next(sentences(claim), (0, 0)))]
    for found in AlignableText(text[slice(*around)]).exact(first) if len(first) < len(claim) else ():
        yield around.start + found.start


def _joined(claim: str, place: SourceSpan, start: int, limit: int) -> ClaimMatch | None:
    """The match of a claim with the pieces of speech from a place on; None where it is not these."""
    text = place.text
    left = len(words(claim))
    said: list[str] = []
    spans: list[tuple[int, int]] = []
    while left:
        found = ATTRIBUTION.search(text, start, limit)
        folded = fold_with_offsets(text[start : found.start() if found else limit])
        ends = [folded.raw_span(*one.span())[1] for one in WORD.finditer(folded.text)]
        if len(ends) >= left or found is None:
            if len(ends) < left:
                return None
            spans.append((start, start + ends[left - 1]))
            break
        spans.append((start, found.start()))
        said.append(found["said"])
        start, left = found.end(), left - len(ends)
    pieces = [text[slice(*span)] for span in spans]
    if not said or not left or not _joins(claim, pieces):
        return None
    places = tuple(
        SourceSpan(place.case, make_selector(place.selector.source, text, *span)) for span in spans
    )
    speakers = {one.voice.statement.speaker for one in places if one.voice.statement}
    if len(speakers) > 1 or not is_whole(text, *spans[-1]) or _is_by_another(places[-1], said):
        return None
    return ClaimMatch("elided", claim, places, omitted=tuple(said))


def _joins(claim: str, pieces: list[str]) -> bool:
    """Whether a claim is the pieces one after the other, each as it stands but for typography."""
    if words(claim) != words(" ".join(pieces)):
        return False
    whole, at = normalized(claim), 0
    for piece in map(normalized, pieces):
        at = whole.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _is_by_another(place: SourceSpan, said: list[str]) -> bool:
    """Whether the source names somebody else behind a place than in the attributions inside it."""
    around = paragraph_around(place.text, place.selector.start, place.selector.end)
    found = FOLLOWING.match(place.text, place.selector.end, around.end)
    name = (found["first"] or found["second"]) if found else ""
    return bool(name) and fold(name) not in PRONOUNS and not any(name in one for one in said)
