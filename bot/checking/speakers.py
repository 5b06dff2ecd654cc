"""Who a text says has said a quotation: the name before or after it, or in a signature below it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.checking.word_lists import (
    ARTICLES,
    DETERMINERS,
    HEADINGS,
    NO_NAMES,
    PEOPLE,
    PRONOUNS,
    ROLES,
    TITLES,
    WRITINGS,
)
from bot.search.folding import fold

VERBS = (
    r"says?|said|saying|writes?|wrote|writing|tweet(?:ed|s)|post(?:ed|s)|stat(?:ed|es)|told|tells|claim(?:ed|s)"
    r"|insist(?:ed|s)|add(?:ed|s)|argu(?:ed|es)|testif(?:ied|ies)|declar(?:ed|es)|repl(?:ied|ies)|asked|asks"
    r"|call(?:ed|s)|accus(?:ed|es)|describ(?:ed|es)|label(?:l?ed|s)|dubbed|branded|fumed|den(?:ied|ies)|announc(?:ed|es)|boast(?:ed|s)|shout(?:ed|s)|complain(?:ed|s)"
    r"|admit(?:ted|s)?|remark(?:ed|s)|not(?:ed|es)|conced(?:ed|es)"
    r"|acknowledg(?:ed|es)|confirm(?:ed|s)|explain(?:ed|s)|warn(?:ed|s)|puts? it|rul(?:ed|es)"
    r"|sagte|sagt|schrieb|schreibt|erklärte?|behauptete?|meinte?|betonte?|twitterte"
    r"|dijo|dice|escribió|afirmó|declaró|aseguró"
)
OPINIONS = "thinks?|thought|believ(?:ed|es)|agree[ds]"
"""What somebody does who is then quoted; after a quotation it begins another sentence."""
NAME = r"[^\W\d_][\w.'’-]*(?:[ \t]+[^\W\d_][\w.'’-]*){0,4}"
BETWEEN_WORDS = "has|had|have|also|then|later|once|just|reportedly|really|actually|literally|angrily|since"
BETWEEN = rf"(?:(?:{BETWEEN_WORDS})[ \t]+)*"
BEFORE = re.compile(
    rf"(?P<name>{NAME})(?:,(?P<apposed>[^,\n\"“”]{{1,60}}),)?[ \t]+{BETWEEN}(?:{VERBS}|{OPINIONS})"
    r"(?:[ \t]+[^\s\"“”.!?;:]+){0,8}[ \t]*[,:]?\s*$",
    re.IGNORECASE,
)
ACCORDING = re.compile(rf"\b(?:according to|laut|según) (?P<name>{NAME})[ \t]*[,:]?\s*$", re.IGNORECASE)
MEDIA = "X|Twitter|Truth Social|Facebook|Instagram|LinkedIn|Bluesky|Mastodon|TikTok|YouTube|CNN|Fox News|TV"
LINE = r"(?:^|\n|[.!?:][ \t])[ \t]*"
INTRODUCED = re.compile(
    rf"{LINE}(?:\[[^\[\]\n]{{1,20}}\][ \t]*)?(?P<name>{NAME}?)"
    rf"(?:[ \t]*\([^()\n]{{1,40}}\)|[ \t]+(?:on|via)[ \t](?:{MEDIA}))?[ \t]*:\s*$"
)
"""Matches “X:”, “X (2023):”, “[12:03] X:” and “X on CNN:”."""
BY = re.compile(rf"\b(?:by|from|von|de|por)[ \t]+(?P<name>{NAME}?)[ \t]*:\s*$")
"""Matches “a quotation by X:”."""
OWN_WORDS = re.compile(
    rf"{LINE}(?:In[ \t]+)?(?P<name>{NAME}?)['’]s?[ \t]+(?:[\w-]+[ \t]+){{0,2}}"
    r"(?:words[,:]|(?:tweet|post|statement|testimony|message|letter|reply|answer|comment)\b[^:,\n\"“”]{0,40}:)\s*$"
)
"""Matches “In X's words,” and “X's tweet of Monday:”."""
AFTER = re.compile(
    rf"[ \t]*,?[ \t]*(?:(?P<name>{NAME}?)[ \t]+{BETWEEN}(?:{VERBS})\b|(?:{VERBS})[ \t]+(?P<later>{NAME}))",
    re.IGNORECASE,
)
AFTER_ACCORDING = re.compile(
    rf"[ \t]*,?[ \t]*(?:according to|in the words of|según)[ \t]+(?P<name>{NAME})", re.IGNORECASE
)
SO_SAID = re.compile(
    r"[ \t]*,[ \t]*so[ \t]+(?P<name>[^\W\d_a-z][\w'’-]*(?:[ \t]+[^\W\d_a-z][\w'’-]*){0,3})\s*(?:[.,;)]|$)"
)
"""Matches the German “…“, so X."""

SUMMED_UP = re.compile(
    r"[ \t]*[,:–—-]*[ \t]*"
    r"(?:(?:(?:that|this|so|it)(?:['’]s|[ \t]+(?:is|was))[ \t]+|(?:is|was)[ \t]+)?(?:what|how)[ \t]+"
    rf"(?P<name>{NAME})[ \t]+{BETWEEN}(?:{VERBS})\b"
    rf"|(?:are|is|was|were)[ \t]+(?P<later>{NAME}?)['’]s?[ \t]+(?:own[ \t]+|exact[ \t]+)?words\b)"
)
"""Matches “…”, that is what X said, and “…” were X's words."""

JOINED = re.compile(
    r"[ \t]*[,;.]?[ \t]*(?:and|but|while|whereas|yet|so|then|or|und|aber|doch|während)\b", re.IGNORECASE
)
"""Matches what begins another clause after a quotation: “…, and Biden said” names the next one's speaker."""
INTRODUCES = re.compile(r"(?:[ \t]+[^\s\"“”.!?;:]+){0,8}[ \t]*:\s*[\"“„«]")
"""Matches what leads from a verb to the quotation that it introduces."""
PATTERNS = (
    (BEFORE, re.compile(rf"\b(?:{VERBS}|{OPINIONS})\b", re.IGNORECASE)),
    (ACCORDING, re.compile("according to|laut|según", re.IGNORECASE)),
    (INTRODUCED, re.compile(r":\s*\Z")),
    (BY, re.compile(r"\b(?:by|from|von|de|por)[ \t][^:]*:\s*\Z")),
    (OWN_WORDS, re.compile(r"['’].*[:,]\s*\Z")),
)
"""The patterns before a quotation, each with what is quick to look for and stands wherever it matches."""
SIGNED = re.compile(
    r"\s*[,.]?\s*(?:[-–—~]{1,2}|\()[ \t]*(?P<name>[^\W\d_][^\n,;()\d]{1,60})"
    r"(?:[,;(][^\n]{0,60}|\d[^\n]{0,12}|\))?[ \t.]*(?:$|\n)"
)
POSSESSIVE = re.compile(r"([A-Z].*?)['’]s?")
SPEECH_ADVERBS = frozenset(BETWEEN_WORDS.split("|"))
GENDERED = frozenset({"mr", "mrs", "ms", "miss"})
"""Titles by which two people of one name are told apart."""
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
        for match in reversed(list(_found(pattern, before))):
            if named := _named_before(match, low, pattern):
                return named
    after = text[end : end + LOOKED_AT]
    if found := SUMMED_UP.match(after):
        group = "name" if found["name"] else "later"
        return _named(found[group], end + found.start(group))
    if signed := SIGNED.match(after):
        return _named(signed["name"], end + signed.start("name"), introduced=True)
    found = AFTER_ACCORDING.match(after) or SO_SAID.match(after)
    if found and (named := _named(found["name"], end + found.start("name"), first=True)):
        return named if named.name[0].isupper() else None
    found = None if JOINED.match(after) else AFTER.match(after)
    if found and not _introduces_next(text[:end], after[found.end() :]):
        group = "name" if found["name"] else "later"
        return _named(found[group], end + found.start(group), first=group == "later")
    return None


def _found(pattern: re.Pattern[str], before: str) -> Iterator[re.Match[str]]:
    """Each way in which what stands before a quotation leads up to it, the longest one first."""
    found = pattern.search(before)
    while found:
        yield found
        found = pattern.search(before, found.end("name"))


def _named_before(found: re.Match[str], low: int, pattern: re.Pattern[str]) -> NamedSpeaker | None:
    """The speaker whom a match before a quotation names; of “her client, X, said” it is X."""
    named = _named(
        found["name"], low + found.start("name"), introduced=pattern in {INTRODUCED, OWN_WORDS, BY}
    )
    apposed = found["apposed"] if pattern is BEFORE else None
    if apposed and not (named and named.name[0].isupper()):
        return _named(apposed, low + found.start("apposed"), introduced=True) or named
    return named


def _introduces_next(quotation: str, rest: str) -> bool:
    """Whether a name and verb after a quotation begin a sentence: “….” Biden said: “…”."""
    return quotation.rstrip("\"'“”»’").endswith(".") and INTRODUCES.match(rest) is not None


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
    return (named, colon + 1) if named or plain_word(before) in HEADINGS else (None, start)


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
    while found and fold(found[0].group()).rstrip(".") in TITLES - GENDERED and len(found) > 1:
        found = found[1:]
    while found and not first and plain_word(found[-1].group()) in SPEECH_ADVERBS:
        found = found[:-1]
    kept = _capitalised(found, first=first)
    if not first and not introduced and kept and len(kept) < len(found) - 1:
        at = len(found) - len(kept) - 1
        if plain_word(found[at].group()) in {"on", "in"}:
            # “X's post on Truth Social said”: where it was said does not speak.
            return _named(words[: found[at].start()], start)
    if introduced:
        names = kept and len(kept) == len(found) and plain_word(kept[0].group()) not in NO_NAMES | HEADINGS
        kept = kept if names else found if _is_role(found) else []
    elif found and not kept:
        kept = _lower_case(found, first=first)
    if all(plain_word(one.group()) in PRONOUNS for one in kept):
        return None
    low, high = kept[0].start(), kept[-1].end()
    return NamedSpeaker(
        words[low:high].removesuffix("'s").removesuffix("’s").rstrip(".,'’"), start + low, start + high
    )


def _is_role(found: list[re.Match[str]]) -> bool:
    """Whether some words are a person's role alone, with an article or whose it is: “X's lawyer”."""
    *before, last = [one.group() for one in found] or [""]
    return plain_word(last) in PEOPLE and all(
        fold(word) in ARTICLES or word[0].isupper() or fold(word) in DETERMINERS for word in before
    )


def _lower_case(found: list[re.Match[str]], *, first: bool) -> list[re.Match[str]]:
    """The words that name somebody without a capital: “the judge”, “Trump's lawyer”, “joe biden”'s last.

    Of what somebody wrote (“Trump's post”) it is the writer.
    """
    last = found[0] if first else found[-1]
    word = plain_word(last.group())
    if word in PRONOUNS or (word in TITLES and word not in ROLES) or not word:
        return []
    before = [one for one in found if one.start() < last.start()][-1:]
    if word in WRITINGS and before and not first and POSSESSIVE.fullmatch(before[0].group()):
        return before
    return [*before, last] if word in ROLES and before and not first else [last]


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


def plain_word(word: str) -> str:
    """A word folded, without marks and the “'s” around it, for comparing names."""
    return fold(word).strip(".,'").removesuffix("'s")
