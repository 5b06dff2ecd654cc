"""Who a text says has said a quotation, and whether the words at a place are that speaker's."""

import re
from typing import NamedTuple

from bot.cases.model import Party
from bot.cases.voices import voice_of
from bot.checking.claims import SourceSpan
from bot.checking.word_lists import (
    HEADINGS,
    PRONOUNS,
    ROLES,
    TITLES,
)
from bot.search.folding import fold
from bot.search.passages import cuts_unrecorded_speech
from bot.search.sentences import paragraph_around

PUBLISHERS = frozenset({"publisher", "article", "the article"})
"""What people call the publisher where its name is not known."""
VERBS = (
    r"says?|said|saying|writes?|wrote|writing|tweet(?:ed|s)|post(?:ed|s)|stat(?:ed|es)|told|tells|claim(?:ed|s)"
    r"|insist(?:ed|s)|add(?:ed|s)|argu(?:ed|es)|testif(?:ied|ies)|declar(?:ed|es)|repl(?:ied|ies)|asked|asks"
    r"|call(?:ed|s)|fumed|den(?:ied|ies)|announc(?:ed|es)|boast(?:ed|s)|shout(?:ed|s)|complain(?:ed|s)"
    r"|admit(?:ted|s)|remark(?:ed|s)|not(?:ed|es)|sagte|sagt|schrieb|schreibt|erklärte|behauptete"
)
NAME = r"[^\W\d_][\w.'’-]*(?:[ \t]+[^\W\d_][\w.'’-]*){0,4}"
BETWEEN_WORDS = "has|had|have|also|then|later|once|just|reportedly|really|actually|literally|angrily|since"
BETWEEN = rf"(?:(?:{BETWEEN_WORDS})[ \t]+)*"
BEFORE = re.compile(
    rf"(?P<name>{NAME})(?:,[^,\n\"“”]{{1,60}},)?[ \t]+{BETWEEN}(?:{VERBS})"
    r"(?:[ \t]+[^\s\"“”.!?;:]+){0,8}[ \t]*[,:]?\s*$",
    re.IGNORECASE,
)
ACCORDING = re.compile(rf"according to (?P<name>{NAME})[ \t]*[,:]?\s*$", re.IGNORECASE)
INTRODUCED = re.compile(rf"(?:^|\n|[.!?][ \t])[ \t]*(?P<name>{NAME})[ \t]*:\s*$")
AFTER = re.compile(
    rf"[ \t]*,?[ \t]*(?:(?P<name>{NAME}?)[ \t]+{BETWEEN}(?:{VERBS})\b|(?:{VERBS})[ \t]+(?P<later>{NAME}))",
    re.IGNORECASE,
)
PATTERNS = (
    (BEFORE, re.compile(rf"\b(?:{VERBS})\b", re.IGNORECASE)),
    (ACCORDING, re.compile("according to", re.IGNORECASE)),
    (INTRODUCED, re.compile(r":\s*\Z")),
)
"""The patterns before a quotation, each with what is quick to look for and stands wherever it matches."""
SIGNED = re.compile(
    r"\s*[,.]?\s*(?:[-–—]{1,2}|\()[ \t]*(?P<name>[^\W\d_][^\n,;()\d]{1,60})"
    r"(?:[,;(][^\n]{0,60}|\d[^\n]{0,12}|\))?[ \t.]*(?:$|\n)"
)
SPEECH_ADVERBS = frozenset(BETWEEN_WORDS.split("|"))
INITIAL = re.compile(r"[^\W\d_]\.")
LOOKED_AT = 160
"""Code points before and after a quotation in which its speaker is looked for."""


class NamedSpeaker(NamedTuple):
    """The name of a speaker beside a quotation, and its span in the text; code points, end exclusive."""

    name: str
    start: int
    end: int


def speaker_beside(text: str, start: int, end: int) -> NamedSpeaker | None:
    """The speaker whom a text names before or after a quotation; None where it names nobody there."""
    low = max(0, start - LOOKED_AT)
    before = text[low:start]
    patterns = [pattern for pattern, word in PATTERNS if word.search(before)]
    for pattern in patterns:
        found = pattern.search(before)
        named = found and _named(found["name"], low + found.start("name"), introduced=pattern is INTRODUCED)
        if named:
            return named
    after = text[end : end + LOOKED_AT]
    if signed := SIGNED.match(after):
        return _named(signed["name"], end + signed.start("name"), introduced=True)
    if found := AFTER.match(after):
        group = "name" if found["name"] else "later"
        return _named(found[group], end + found.start(group), first=group == "later")
    return None


def introduced(text: str, start: int, end: int) -> tuple[NamedSpeaker | None, int]:
    """The speaker before the colon that begins a text without marks, and where the words after it begin.

    “Trump said: …” and “Trump: …” name one; of “look: …” nobody is named, and only the words are meant.
    """
    colon = text.find(":", start, min(end, start + LOOKED_AT))
    if colon < 0 or len(text[start:colon].split()) > MOST_INTRODUCING or not text[colon + 1 : end].strip():
        return None, start
    before = text[start:colon]
    if any(map(str.isdigit, before)) or not text[colon + 1].isspace():
        return None, start
    named = speaker_beside(text[: colon + 1], colon + 1, colon + 1)
    return (named, colon + 1) if named or _plain(before) in HEADINGS else (None, start)


MOST_INTRODUCING = 10
"""Words that may stand before the colon which introduces a quotation without marks."""


def signature(text: str, start: int, end: int) -> tuple[NamedSpeaker | None, int]:
    """The speaker after the dash that ends a text (“… — X, 2023”), and where the words before it end."""
    for dash in reversed(
        list(re.finditer(r"(?:\s|(?<=[\"”.!?]))[-–—]{1,2}[ \t]*(?=[^\W\d_])", text[start:end]))
    ):
        at = start + dash.start()
        if (found := SIGNED.match(text[at:end])) and found.end() >= end - at:
            named = _named(found["name"], at + found.start("name"), introduced=True)
            return (named, at) if named else (None, end)
    return None, end


def _named(words: str, start: int, *, introduced: bool = False, first: bool = False) -> NamedSpeaker | None:
    """The name among the words before a verb or colon, or after a verb; None where they name nobody."""
    found = list(re.finditer(r"\S+", words))
    while found and fold(found[0].group()).rstrip(".") in TITLES and len(found) > 1:
        found = found[1:]
    while found and not first and _plain(found[-1].group()) in SPEECH_ADVERBS:
        found = found[:-1]
    if not found:
        return None
    kept = _capitalised(found, first=first)
    if introduced and len(kept) != len(found):
        return None
    if not kept:
        last = found[0] if first else found[-1]
        word = _plain(last.group())
        before = [one for one in found if one.start() < last.start()][-1:]
        if word in PRONOUNS or word in TITLES or introduced or not word:
            return None
        kept = [*before, last] if word in ROLES and before and not first else [last]
    if introduced and _plain(kept[0].group()) in HEADINGS:
        return None
    if all(_plain(one.group()) in PRONOUNS for one in kept):
        return None
    low, high = kept[0].start(), kept[-1].end()
    return NamedSpeaker(words[low:high].rstrip(".,'’"), start + low, start + high)


def _capitalised(found: list[re.Match[str]], *, first: bool) -> list[re.Match[str]]:
    """The capitalised words at the end of some words, or at their beginning with ``first``."""
    kept: list[re.Match[str]] = []
    for one in found if first else reversed(found):
        if not one.group()[0].isupper():
            break
        kept.append(one)
        if first and one.group().endswith(".") and len(one.group()) > len("J."):
            break
    return kept if first else kept[::-1]


def _plain(word: str) -> str:
    return fold(word).strip(".,'").removesuffix("'s")


def is_named(party: Party, wanted: str) -> bool:
    """Whether words name a party: by its id, or by words of its name or of an alias, titles left aside."""
    words = {_plain(word) for word in wanted.split()}
    initials = {_plain(word) for word in wanted.split() if INITIAL.fullmatch(word)}
    telling = words - TITLES - initials or words
    names = (party.name, *party.aliases)
    if fold(wanted) == party.id:
        return True
    return bool(telling) and any(telling <= {_plain(word) for word in name.split()} for name in names)


def is_disclaimed(place: SourceSpan) -> bool:
    """Whether the source reports the words at a place as what was not said, or as somebody else's claim."""
    statement = voice_of(place.case, place.selector).statement
    return statement is not None and str(statement.quote_type) == "disclaimed"


def says(place: SourceSpan, speaker: str) -> bool | None:
    """Whether the words at a place are a speaker's; None where the source leaves that open.

    It is open for speech that no editor recorded, in an article that names the speaker, and for a word
    such as “the judge” that may mean anybody.
    """
    case, selector = place.case, place.selector
    voice = voice_of(case, selector)
    wanted = fold(speaker)
    if voice.statement and is_disclaimed(place):
        return None if is_named(case.party_by_id[voice.statement.speaker], speaker) else False
    is_publisher = wanted in PUBLISHERS or _has_words(
        case.source_by_id[selector.source].publisher or "", speaker
    )
    if voice.asserted_by == "speaker" and voice.statement:
        party = case.party_by_id[voice.statement.speaker]
        return is_named(party, speaker) or (None if _is_vague(place, speaker) and not is_publisher else False)
    if is_publisher:
        return not cuts_unrecorded_speech(case, selector) or None
    if cuts_unrecorded_speech(case, selector):
        return _unrecorded(place, speaker)
    return None if _is_vague(place, speaker) else False


def _unrecorded(place: SourceSpan, speaker: str) -> bool | None:
    """True where the paragraph names the speaker, None where the source does, else False."""
    names = {_plain(word) for word in speaker.split() if _plain(word) not in TITLES}
    around = paragraph_around(place.text, place.selector.start, place.selector.end)
    paragraph = {_plain(word) for word in place.text[around.start : around.end].split()}
    if names and names <= paragraph:
        return True
    whole = {_plain(word) for word in place.text.split()}
    return None if _is_vague(place, speaker) or (names and names <= whole) else False


def _is_vague(place: SourceSpan, speaker: str) -> bool:
    """Whether words name nobody in particular: a role, or a thing, that is no party's name in the case."""
    if any(is_named(party, speaker) for party in place.case.parties):
        return False
    return any(_plain(word) in ROLES for word in speaker.split()[-1:])


def _has_words(name: str, wanted: str) -> bool:
    words = set(fold(wanted).split())
    return bool(words) and words <= set(fold(name).split())
