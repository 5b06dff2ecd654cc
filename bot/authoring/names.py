"""Who is named in an article: full names, merged with their surnames and other short forms."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from bot.authoring.appositions import noun_after, noun_before
from bot.authoring.article import Article
from bot.authoring.marks import SPEECHLESS, Turn
from bot.authoring.name_sequences import SURNAME_LENGTH, Found, name_sequences
from bot.authoring.name_words import (
    COLLECTIVE,
    COURT,
    HUMAN,
    JUDGES,
    ORGANIZATION,
    PLACE,
    ROLES,
    TITLES,
)

NameKind = Literal["person", "organization", "court", "place"]
SHORTENED = frozenset({"Inc", "Corp", "Ltd", "Co", "Bros"})
SHORTENS = re.compile(r"\.(?=[,;:)’']|\s[a-z(])")
"""Matches the full stop of a shortened word, which ends no sentence."""
FOR_A_SIDE = re.compile(r"\b[Ff]or (?:the |an? )?[\w ]{1,30}, \Z")
"""Matches for whom somebody speaks, before the name: “For the defence, ”."""
SITS_AS_A_JUDGE = re.compile(r"(?: [KQ]C)?, sitting as an? [\w ]{0,40}judge\b")
WHO_AFTER = re.compile(r", (?:who|whose|aged \d\d)\b")
WITH_ARTICLE = re.compile(r"(?<!of )\b[Tt]he \Z")
"""Matches the article before a name that is nobody's: “the Hull Daily”."""
AGE_AFTER = re.compile(r"\A,? (?:\(?\d\d\)?)[,.) ]")
BEFORE_PLACE = re.compile(r"\b(?:in|at|near|from|to|on|outside)\s\Z")
FEWEST_FOR_A_PERSON = 2
"""Tokens that a name has at least where nothing else tells that it is a person's."""
FEWEST_TIMES_ALONE = 2
"""How often a single word stands inside sentences where it is the name of an organization."""


@dataclass(eq=False)
class Named:
    """Somebody with a name: all spans at which forms of the name stand, and what the article calls them."""

    tokens: tuple[str, ...]
    name: str
    kind: NameKind
    spans: list[tuple[int, int]] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    pronoun: str = ""
    has_age: bool = False
    nouns: set[str] = field(default_factory=set)
    """Nouns by which the article introduces the name: “vicar”, “lawyer”."""
    role: str | None = None

    @property
    def is_plainly_a_person(self) -> bool:
        """Whether a title, a noun, an age, the surname alone or the name twice tells that a person has it."""
        is_described = self.pronoun or self.nouns or self.has_age or len(self.spans) > 1
        return self.kind == "person" and bool(is_described or self.tokens[-1] in self.aliases)


class NameIndex:
    """The names of an article, found once."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.everybody: list[Named] = []
        self._ambiguous: dict[tuple[int, int], Named | None] = {}
        self._by_token: dict[str, list[Named]] = defaultdict(list)
        found = name_sequences(article)
        alone = {one.tokens[-1] for one in found if len(one.tokens) == 1}
        alone |= {one.tokens[-1] for one in found if one.titles}
        self._pronouns = {one.tokens: pronoun for one in found if (pronoun := _pronoun_of(one.titles))}
        for one in sorted(found, key=lambda it: (-len(it.tokens), it.start)):
            if (
                len(one.tokens) >= FEWEST_FOR_A_PERSON
                or one.titles
                or self._is_apposed(one)
                or self._is_told_about(one)
            ):
                self._add(one, alone)
        self._add_single_words(found)
        for one in found:
            self._assign(one)
        for turn in article.turns:
            self._assign_label(turn)
        self.everybody = [one for one in self.everybody if one.spans]
        self.everybody.sort(key=lambda it: min(it.spans))

    @cached_property
    def places(self) -> dict[tuple[int, int], Named | None]:
        """Each span at which a name stands, titles included, with who is meant; None where open."""
        return dict(
            sorted({**self._ambiguous, **{s: one for one in self.everybody for s in one.spans}}.items())
        )

    def named(self, words: str) -> Named | None:
        """Who is meant by some words of a name, such as a surname; None where nobody or several are."""
        found = self._candidates(tuple(words.split()))
        return found[0] if len(found) == 1 else None

    def _add(self, found: Found, alone: set[str]) -> None:
        """Add whoever a sequence names, unless a longer form of the name is there."""
        if [one for one in self._candidates(found.tokens) if not _is_another(one, found)]:
            return
        kind = self._kind(found, alone)
        if kind is None:
            return
        text = self.article.text
        name = text[found.start : found.end]
        if found.tokens[-1] in SHORTENED and SHORTENS.match(text, found.end):
            name += "."
        if self._candidates(found.tokens):
            name = " ".join((*found.titles, name))  # “Lady Holt” beside Sir Peregrine Holt
        one = Named(found.tokens, name, kind, pronoun=self._pronouns.get(found.tokens, ""))
        self.everybody.append(one)
        for token in found.tokens:
            self._by_token[token].append(one)

    def _add_single_words(self, found: list[Found]) -> None:
        """Add organizations of one word, which stand inside sentences several times and are no place."""
        starts = {span.start for span in self.article.sentences}
        times: Counter[tuple[str, ...]] = Counter(
            one.tokens for one in found if len(one.tokens) == 1 and one.start >= self.article.body
        )
        inside = {
            one.tokens for one in found if one.start not in starts and not self._follows_place_word(one)
        }
        towns = Counter(
            one.tokens for one in found if self.article.masked[one.start - 3 : one.start].lower() == "in "
        )
        for one in found:
            if (
                times[one.tokens] >= max(FEWEST_TIMES_ALONE, 2 * towns[one.tokens])
                and one.tokens in inside
                and not self._candidates(one.tokens)
            ):
                kept = Named(one.tokens, one.tokens[0], "organization")
                self.everybody.append(kept)
                self._by_token[one.tokens[0]].append(kept)

    def _is_apposed(self, one: Found) -> bool:
        """Whether a first name alone says who “his sister” is: “his sister, Ann,”."""
        text = self.article.masked
        before = text[max(0, one.title_start - 60) : one.title_start]
        return before.endswith(", ") and text[one.end : one.end + 1] == "," and bool(noun_before(before))

    def _is_told_about(self, one: Found) -> bool:
        """Whether a sentence begins with a name of one word of which it says who that is: “Boggis, who”."""
        return (
            WHO_AFTER.match(self.article.masked, one.end) is not None and len(one.tokens[0]) >= SURNAME_LENGTH
        )

    def _follows_place_word(self, one: Found) -> bool:
        return BEFORE_PLACE.search(self.article.masked[max(0, one.start - 10) : one.start]) is not None

    def _kind(self, found: Found, alone: set[str]) -> NameKind | None:
        words = {token.rstrip(".,") for token in found.tokens} | set(found.tokens)
        text = self.article.masked
        before, after = (
            text[max(0, found.title_start - 60) : found.title_start],
            text[found.end : found.end + 60],
        )
        collective = re.search(r"(?<![\w’'])([\w-]+)(?: (?:that|which) [^,.]{1,40})?, \Z", before)
        described = (
            found.titles
            or WHO_AFTER.match(after)
            or AGE_AFTER.match(after)
            or noun_before(before)
            or noun_after(after)
        )
        kind: NameKind = "person"
        if words & COURT:
            kind = "court"
        elif (
            words & ORGANIZATION
            or "&" in words
            or after.startswith(", which")
            or (
                not described
                and collective
                and not FOR_A_SIDE.search(before)
                and collective[1].lower() in COLLECTIVE - HUMAN.keys()
            )
            or (not described and WITH_ARTICLE.search(before))
        ):
            kind = "organization"
        elif not described and (
            words & PLACE or (found.tokens[-1] not in alone and BEFORE_PLACE.search(before))
        ):
            kind = "place"
        return kind if described or len(found.tokens) >= FEWEST_FOR_A_PERSON else None

    def _candidates(self, tokens: tuple[str, ...]) -> list[Named]:
        """Everybody of whose name the tokens are a part: the surname before the first name, people first."""
        if not tokens:
            return []
        having = [
            one
            for one in self._by_token.get(tokens[0], ())
            # “The Crown” is no short form of a Crown Court.
            if _is_part(tokens, one.tokens) and (one.kind != "court" or len(tokens) > 1)
        ]
        last = [one for one in having if one.tokens[-len(tokens) :] == tokens and one.kind == "person"]
        first = [one for one in having if one.tokens[: len(tokens)] == tokens]
        return last or [one for one in first if one.kind == "person"] or first or having

    def _assign(self, found: Found) -> None:
        """Add the span of a sequence to whoever it names, with the title and the noun beside it."""
        span = (found.title_start, found.end)
        those = self._candidates(found.tokens)
        pronoun = _pronoun_of(found.titles)
        if pronoun:
            those = [one for one in those if not _is_another(one, found)]
        if len(those) > 1 and pronoun:
            those = [one for one in those if one.pronoun == pronoun] or [
                one for one in those if not one.pronoun
            ]
        if len(those) != 1:
            if those:
                self._ambiguous[span] = None
            return
        one = those[0]
        one.spans.append(span)
        if found.tokens != one.tokens:
            one.aliases.add(" ".join(found.tokens))
        one.pronoun = one.pronoun or pronoun
        self._describe(one, found)

    def _assign_label(self, turn: Turn) -> None:
        """Add the label of a transcript's turn to whoever it names, or somebody new."""
        tokens = tuple(turn.name.title().split())
        if tokens[-1].upper() in SPEECHLESS or len(turn.name) == 1:
            return
        found = Found(turn.span.start, turn.span.start + len(turn.name), tokens, (), turn.span.start)
        if not self._candidates(tokens):
            one = Named(
                tokens, turn.name.title() if _of_a_person(tokens) else turn.name.capitalize(), "person"
            )
            self.everybody.append(one)
            for token in tokens:
                self._by_token[token].append(one)
        self._assign(found)

    def _describe(self, one: Named, found: Found) -> None:
        text = self.article.masked
        before, after = (
            text[max(0, found.title_start - 60) : found.title_start],
            text[found.end : found.end + 60],
        )
        one.has_age = one.has_age or AGE_AFTER.match(after) is not None
        if len(found.titles) > 1:
            one.nouns.add(" ".join(found.titles).lower())
        one.nouns.update(title.lower() for title in found.titles if title.lower() in HUMAN)
        is_sitting = SITS_AS_A_JUDGE.match(self.article.masked, found.end)
        if is_sitting or JUDGES.search(" ".join(found.titles)) or re.search(r"[Jj]udge \Z", before):
            one.nouns.add("judge")
        for noun in (noun_before(before), noun_after(after)):
            if noun:
                one.nouns.add(noun)
                one.pronoun = one.pronoun or HUMAN.get(noun, "")
        one.role = one.role or next((ROLES[noun] for noun in sorted(one.nouns) if noun in ROLES), None)


def _pronoun_of(titles: tuple[str, ...]) -> str:
    """The pronoun that titles tell, or “”."""
    return next((TITLES[one] for one in titles if TITLES.get(one)), "")


def _is_another(one: Named, found: Found) -> bool:
    """Whether a title says that somebody else of the same surname is meant."""
    pronoun = _pronoun_of(found.titles)
    return bool(pronoun and one.pronoun and pronoun != one.pronoun and found.tokens != one.tokens)


def _of_a_person(tokens: tuple[str, ...]) -> bool:
    return len(tokens) > 1 and tokens[0] not in {"Unidentified", "Unknown", "The"}


def _is_part(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))
