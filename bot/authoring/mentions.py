"""Everybody whom an article's own sentences mention: by name, by a noun as “the judge”, or by a pronoun."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.authoring.article import Article
from bot.authoring.descriptions import Described, descriptions
from bot.authoring.name_words import FEMALE, HUMAN, MALE
from bot.authoring.names import Named, NameIndex

OF_A_COURT = frozenset({"tribunal", "court", "panel", "bench", "jury"})
NAME_IN_FRONT = re.compile(r"\A(?:[Tt]he|[Aa]n?|[Oo]ne) (?:[A-Z][\w.&’'-]*\.? )+[a-z]+\Z")
"""Matches the words for somebody of an organization that is named: “a Hull Mutual spokesman”."""
PRONOUN = re.compile(
    r"(?<![\w’'-])(?:(?P<pronoun>[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]ho|[Ww]hich|I|[Ww]e)(?![\w’'-]|[’'](?:re|ve"
    r"|ll|d|s)\b)|(?P<short>[Hh]e|[Ss]he|[Ii]t|[Tt]hey)(?=[’'](?:s|d|ll|re|ve)\b))"
)
PREPOSITION = re.compile(
    r"\b(?:for|of|at|from|in|with|to|by|on|against|after|over|about|under|between|before|near|than|as|into"
    r"|through|outside|via|like)\s+(?:the |a |an |his |her |its |their |former |fellow )?\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class MentionFound:
    """A place where somebody is mentioned; ``who`` is a pronoun where only that stands there.

    None stands for a name that several people have.
    """

    start: int
    end: int
    who: Named | Described | str | None
    tail: str = ""
    """The words after a noun that say for whom somebody speaks: “ for Golden Crimp”."""

    @property
    def is_pronoun(self) -> bool:
        """Whether only a pronoun stands there."""
        return isinstance(self.who, str)


class MentionIndex:
    """The mentions of an article in the order of its text, those that overlap told apart."""

    def __init__(self, article: Article, names: NameIndex) -> None:
        self.article = article
        self.names = names

    @cached_property
    def all(self) -> tuple[MentionFound, ...]:
        """All mentions; of two that overlap the name, else the longer one."""
        named = [MentionFound(*span, who) for span, who in self.names.places.items()]
        described = [MentionFound(*one) for one in descriptions(self.article.masked)]
        whole = [one for one in described if self._is_whole(one)]
        kept: list[MentionFound] = []
        for one in sorted((*named, *whole), key=lambda it: (it.start, -it.end)):
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        for more in (described, self._pronouns()):
            taken = sorted(kept, key=_start)
            kept += [one for one in more if not _overlaps(taken, one)]
        return tuple(sorted(kept, key=_start))

    def _is_whole(self, one: MentionFound) -> bool:
        """Whether a description stands for more than a name in it: “a Hull Mutual spokesman for Hull”."""
        if not self.article.masked[one.end - 1].isalpha() or not isinstance(one.who, Described):
            return False
        return " " in one.tail or (
            one.who.noun in {*HUMAN, *OF_A_COURT} and NAME_IN_FRONT.search(one.who.words) is not None
        )

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each mention of ``all`` begins, in code points."""
        return [one.start for one in self.all]

    def following(self, at: int) -> MentionFound | None:
        """The first mention that begins at an offset or after it."""
        index = bisect_left(self.starts, at)
        return self.all[index] if index < len(self.all) else None

    def between(self, start: int, end: int) -> tuple[MentionFound, ...]:
        """The mentions that lie wholly in a span of the text."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return tuple(one for one in self.all[low:high] if one.end <= end)

    def is_object(self, one: MentionFound) -> bool:
        """Whether a preposition stands before a mention, so that it is nobody who acts."""
        return PREPOSITION.search(self.article.masked[max(0, one.start - 24) : one.start]) is not None

    def is_possessive(self, one: MentionFound) -> bool:
        """Whether “'s” follows a mention, so that something of theirs is meant."""
        return re.match(r"[’'](?:s\b|(?=\s))", self.article.masked[one.end : one.end + 3]) is not None

    def _pronouns(self) -> Iterator[MentionFound]:
        for found in PRONOUN.finditer(self.article.masked):
            word = found["pronoun"] or found["short"]
            yield MentionFound(found.start(), found.start() + len(word), word.lower())


def fits(who: Named | Described, pronoun: str, learned: str = "") -> bool:
    """Whether a pronoun can stand for somebody, by titles and nouns, else by what was ``learned``."""
    if pronoun in {MALE, FEMALE}:
        is_person = (
            who.kind == "person" if isinstance(who, Named) else not (who.is_collective or who.is_document)
        )
        return is_person and (who.pronoun or learned) in {"", pronoun}
    if pronoun == "it":
        return who.kind in {"organization", "court"} if isinstance(who, Named) else who.is_collective
    if pronoun == "they":
        return not isinstance(who, Named) or who.kind == "organization"
    return True


def _overlaps(taken: list[MentionFound], one: MentionFound) -> bool:
    """Whether a mention shares a code point with one of others that are sorted and lie apart."""
    index = bisect_left(taken, one.end, key=_start)
    return index > 0 and taken[index - 1].end > one.start


def _start(one: MentionFound) -> int:
    return one.start
