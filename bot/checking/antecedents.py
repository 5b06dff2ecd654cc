"""Whether a name in square brackets can be whom the source means: “[Carroll]” for its “he” or “Trump”."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.cases.model import Case, Party
from bot.cases.once_per_case import once_per_case
from bot.checking.attribution import is_named
from bot.checking.claims import SourceSpan
from bot.search.folding import fold
from bot.search.sentences import paragraph_around, sentences

MALE, FEMALE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
THING = frozenset({"it", "its", "itself"})
SINGULAR, PLURAL = (
    frozenset({"i", "me", "my", "mine", "myself"}),
    frozenset({"we", "us", "our", "ours", "ourselves"}),
)
PRONOUN = re.compile(r"\b(?:he|him|his|she|her|hers)\b", re.IGNORECASE)
TITLE = re.compile(r"\b(?:(?P<male>Mr)|Mrs|Ms|Miss)\.? \Z")
SAID = re.compile(
    r"[\"“”«»]|\b(?:said|says|told|wrote|claimed|argued|added|called|asked|alleged|accused|about|against)\b"
)
TITLED = re.compile(r"(?:(?P<male>Mr)|Mrs|Ms|Miss)\b", re.IGNORECASE)
WORD = re.compile(r"[\w'’]+")
LEAST_VOTES, TITLE_VOTES = 2, 5
"""Votes of the pronouns after a name that tell whether “he” or “she” goes with it; a title has five."""


def is_another(put_in: str, replaced: str, place: SourceSpan) -> bool:
    """Whether an insertion names somebody else than the source's words that it replaces or explains.

    A name for another party's name is somebody else. For a pronoun, a name is that does not go with it, that
    the article has only later, or that its paragraph up to there does not have, though it has another. A
    pronoun for a name is that does not go with it. What is left open is no other person.
    """
    said, meant = _pronoun(put_in), _pronoun(replaced)
    if {said, meant} <= SINGULAR | PLURAL and said in SINGULAR | PLURAL:
        return (said in SINGULAR) != (meant in SINGULAR)
    named, known = tuple(_parties(place.case, put_in)), tuple(_parties(place.case, replaced))
    if named and meant in SINGULAR:
        return place.voice.statement is not None and place.voice.statement.speaker not in named
    if named and known:
        return not set(named) & set(known)
    if known and said:
        return not any(_goes_with(place.case, one, said) for one in known)
    if not named or meant not in MALE | FEMALE | THING:
        return False
    around = paragraph_around(place.text, place.selector.start, place.selector.end)
    first = {one: _pattern(place.case, one).search(place.text) for one in named}
    fitting = {
        one
        for one, found in first.items()
        if _goes_with(place.case, one, meant) and not (found and found.start() >= around.end)
    }
    before = place.text[around.start : place.selector.end]
    there = {
        party.id
        for party in place.case.parties
        if _has_name(party)
        and _pattern(place.case, party.id).search(before)
        and _goes_with(place.case, party.id, meant)
    }
    return not fitting or (bool(there) and not fitting & there)


def _pronoun(words: str) -> str:
    found = fold(words.strip(" .,;:—–-"))
    return found if found in MALE | FEMALE | THING | SINGULAR | PLURAL else ""


def _has_name(party: Party) -> bool:
    return party.kind != "unnamed"


def _parties(case: Case, words: str) -> Iterator[str]:
    """The ids of the parties with a name that some words name."""
    plain = re.sub(r"['’]s?\Z", "", words.strip(" .,;:—–-"))
    for party in case.parties if plain else ():
        if _has_name(party) and is_named(party, plain):
            yield party.id


def _goes_with(case: Case, party: str, pronoun: str) -> bool:
    """Whether a pronoun can stand for a party, as far as the case's articles tell."""
    if case.party_by_id[party].kind != "person":
        return pronoun in THING
    is_male = _is_male(case, party)
    return pronoun not in THING and (is_male is None or is_male == (pronoun in MALE))


@once_per_case
def _is_male(case: Case, party: str) -> bool | None:
    """Whether “he” goes with a person in the articles, False for “she”; None where they do not tell."""
    wanted = _pattern(case, party)
    others = [_pattern(case, one.id) for one in case.parties if one.id != party and one.kind == "person"]
    votes = sum(
        _votes(one, following, wanted, others)
        for source in case.sources
        for one, following in pairwise([*(source.text[slice(*span)] for span in sentences(source.text)), ""])
    )
    return None if abs(votes) < LEAST_VOTES else votes > 0


def _votes(sentence: str, following: str, wanted: re.Pattern[str], others: Sequence[re.Pattern[str]]) -> int:
    """How much a sentence and the next one tell of a name's pronoun: above zero for “he”, below for “she”."""
    names = list(wanted.finditer(sentence))
    votes = 0
    for found in names:
        if title := TITLE.search(sentence[: found.start()]) or TITLED.match(found.group()):
            votes += TITLE_VOTES if title["male"] else -TITLE_VOTES
        pronoun = PRONOUN.search(sentence, found.end())
        between = sentence[found.end() : pronoun.start()] if pronoun else ""
        # Whoever is told or quoted about somebody can be of either kind.
        if pronoun and not SAID.search(between) and not any(other.search(between) for other in others):
            votes += 1 if fold(pronoun.group()) in MALE else -1
    begun = PRONOUN.match(following)
    if names and begun and not any(other.search(sentence) for other in others):
        votes += 1 if fold(begun.group()) in MALE else -1
    return votes


@once_per_case
def _pattern(case: Case, party: str) -> re.Pattern[str]:
    """A pattern of a party's name, its aliases and, of a person, the last name where nobody else has it."""
    wanted = case.party_by_id[party]
    names = {wanted.name, *wanted.aliases}
    last = wanted.name.split()[-1]
    if wanted.kind == "person" and not any(
        last in name.split() for one in case.parties if one.id != party for name in (one.name, *one.aliases)
    ):
        names.add(last)
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)


def last_word(place: SourceSpan) -> str:
    """The last word at a place, such as the pronoun that a name in brackets behind it explains."""
    return str((WORD.findall(place.selector.exact) or [""])[-1])


def word_beside(place: SourceSpan, *, before: bool) -> str:
    """The word or name of the source right before a place, or right after it, in its paragraph."""
    around = paragraph_around(place.text, place.selector.start, place.selector.end)
    if not before:
        found = re.match(r"[\s\"'“”‘’]*([\w'’-]+)", place.text[place.selector.end : around.end])
        return found[1] if found else ""
    text = place.text[around.start : place.selector.start]
    name = re.search(
        r"((?:(?:[A-Z]\.|(?:Mr|Mrs|Ms|Dr)\.|[A-Z][\w'’-]*)\s+)*[A-Z][\w'’-]*|[\w'’-]+)\s*\Z", text
    )
    return name[1] if name else ""
