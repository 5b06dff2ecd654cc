"""Whether the words at a place in a source are those of the speaker whom a text names."""

import re
from functools import lru_cache

from bot.cases.model import Party
from bot.checking.claims import SourceSpan
from bot.checking.marks import marked_words
from bot.checking.speakers import GENDERED, NamedSpeaker, plain_word, speaker_beside
from bot.checking.word_lists import ARTICLES, OFFICERS, ROLES, TITLES
from bot.search.folding import fold
from bot.search.sentences import paragraph_around

PUBLISHERS = frozenset({"publisher", "article", "the article"})
"""What people call the publisher where its name is not known."""
INITIAL = re.compile(r"[^\W\d_]\.")
POSSESSOR = re.compile(r"(.+?)['’]s?[ \t]")


def is_named(party: Party, wanted: str) -> bool:
    """Whether words name a party: by its id, or by words of its name or of an alias, titles left aside."""
    words = {plain_word(word) for word in wanted.split()}
    words = words - ARTICLES or words
    initials = {plain_word(word) for word in wanted.split() if INITIAL.fullmatch(word)}
    telling = words - TITLES - initials or words
    names = (party.name, *party.aliases)
    if fold(wanted) == party.id:
        return True
    said, known = words & GENDERED, {plain_word(word) for name in names for word in name.split()} & GENDERED
    if said and known and ("mr" in said) != ("mr" in known):
        return False
    return bool(telling) and any(telling <= {plain_word(word) for word in name.split()} for name in names)


def is_disclaimed(place: SourceSpan) -> bool:
    """Whether the source reports the words at a place as what was not said, or as somebody else's claim."""
    statement = place.voice.statement
    return statement is not None and str(statement.quote_type) == "disclaimed"


def says(place: SourceSpan, speaker: str) -> bool | None:
    """Whether the words at a place are a speaker's; None where the source leaves that open.

    It is open for speech that no editor recorded, in an article that names the speaker, and for a word
    such as “the judge” that may mean anybody.
    """
    case, selector = place.case, place.selector
    voice = place.voice
    wanted = fold(speaker)
    if voice.statement and is_disclaimed(place):
        return None if is_named(case.party_by_id[voice.statement.speaker], speaker) else False
    is_publisher = wanted in PUBLISHERS or _has_words(
        case.source_by_id[selector.source].publisher or "", speaker
    )
    if voice.asserted_by == "speaker" and voice.statement:
        party = case.party_by_id[voice.statement.speaker]
        if (of := _is_of(party, speaker)) or _is_described(party, speaker):
            return not of
        return is_named(party, speaker) or (None if _is_vague(place, speaker) and not is_publisher else False)
    if is_publisher:
        return not place.is_unrecorded or None
    if place.is_unrecorded:
        return _unrecorded(place, speaker)
    return None if _is_vague(place, speaker) else False


def _is_described(party: Party, speaker: str) -> bool:
    """Whether words such as “the editor” or “a juror” are in a party's name or in what introduces it."""
    said = {plain_word(word).removesuffix("s") for word in speaker.split()} - ARTICLES
    texts = (party.name, *(one.exact for one in party.described_as))
    known = {plain_word(word).removesuffix("s") for text in texts for word in text.split()}
    return speaker.islower() and bool(said) and said <= known


def _is_of(party: Party, speaker: str) -> bool:
    """Whether a speaker is a person's lawyer or the like, or has an office that nobody has who is sued."""
    if party.kind != "person" or is_named(party, speaker):
        return False
    if (own := POSSESSOR.match(speaker)) and is_named(party, own[1]):
        return True
    sues = any(re.search("plaintiff|defendant", fold(str(one.role))) for one in party.roles)
    return sues and plain_word(speaker.rsplit(maxsplit=1)[-1]) in OFFICERS


def _unrecorded(place: SourceSpan, speaker: str) -> bool | None:
    """Whether the source names the speaker beside the speech; else None where it does so anywhere.

    Where nobody is named beside it, its paragraph counts instead.
    """
    names = {plain_word(word) for word in speaker.split() if plain_word(word) not in TITLES}
    around = paragraph_around(place.text, place.selector.start, place.selector.end)
    beside = {
        plain_word(word)
        for word in speaker_in(place.text[slice(*around)], place.selector.start - around.start)
    }
    if beside:
        if (own := POSSESSOR.match(speaker)) and beside & {plain_word(word) for word in own[1].split()}:
            return False
        return bool(names & beside) or (None if _is_vague(place, speaker) else False)
    paragraph = {plain_word(word) for word in place.text[around.start : around.end].split()}
    if names and names <= paragraph:
        return True
    whole = {plain_word(word) for word in place.text.split()}
    return None if _is_vague(place, speaker) or (names and names <= whole) else False


@lru_cache(maxsize=512)
def speaker_in(paragraph: str, at: int) -> tuple[str, ...]:
    """The words of the name beside the speech around a place in a source's paragraph; none without a name.

    Speech that goes on after its speaker was named, in the same paragraph, is theirs.
    """
    named: NamedSpeaker | None = None
    for one in marked_words(paragraph):
        if one.start > at:
            break
        named = (one.depth == 0 and speaker_beside(paragraph, one.start, one.end)) or named
    return tuple(named.name.split()) if named and named.name[0].isupper() else ()


def _is_vague(place: SourceSpan, speaker: str) -> bool:
    """Whether words name nobody in particular: a role, or a thing, that is no party's name in the case."""
    if any(is_named(party, speaker) for party in place.case.parties):
        return False
    return any(plain_word(word) in ROLES for word in speaker.split()[-1:])


def _has_words(name: str, wanted: str) -> bool:
    words = set(fold(wanted).split())
    return bool(words) and words <= set(fold(name).split())
