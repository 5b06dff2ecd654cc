"""Everybody whom an article's own sentences mention: by name, by a noun as “the judge”, or by a pronoun."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.authoring.article import Article
from bot.authoring.name_words import COLLECTIVE, DOCUMENTS, FEMALE, HUMAN, MALE
from bot.authoring.names import Named, NameIndex

NOUNS = "|".join(sorted((*HUMAN, *COLLECTIVE, *DOCUMENTS), key=len, reverse=True))
PEOPLE = "|".join(sorted(HUMAN, key=len, reverse=True))
DETERMINER = r"[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y|[Aa]nother|[Oo]ne"
NO_ADJECTIVE = (
    r"who|that|which|what|said|says|told|and|or|to|of|for|in|on|at|by|with|from|as|is|was|were|are|had|has"
    r"|have|be|he|she"
    r"|it|they|the|an?|his|her|its|their|but|if|when|not"
)
OWNER = r"(?:[\w-]+ ){0,2}?[\w-]+(?:[’']s|s[’'])"
OF_WHOM = (
    r"(?: (?:for|of|at|from) (?:the |review site |its |his |her "
    r"|their )?(?:[A-Z][\w’-]*(?: (?:& )?(?=[A-Z]))?)+"
    rf"| for the (?:[\w-]+ ){{0,2}}?(?:{NOUNS}|office)\b"
    r"| (?:close to|familiar with) (?:the )?(?:[A-Z]\w+|\w+))?"
)
DESCRIPTION = re.compile(
    rf"(?<![\w’'-])(?:(?:{DETERMINER})(?: {OWNER})?|(?:[A-Z][\w&-]*(?: &)? ?){{1,4}}(?:’s|'s|s’|s'))\s"
    rf"(?:(?!(?:{NO_ADJECTIVE})\b)[\w-]+ ){{0,3}}?(?P<noun>{NOUNS})\b(?![’']s?\b|-| (?:{PEOPLE})\b)"
    rf"(?P<tail>{OF_WHOM})"
)
HONOUR = re.compile(r"(?<![\w’'-])(?P<who>[Hh]is|[Hh]er) (?:[Hh]onou?r|[Ll]ordship|[Ll]adyship)(?![\w’'])")
"""Matches how a judge is spoken of: “her Honour”."""
OF_SEVERAL = re.compile(
    r"(?<![\w’'-])[Tt]he (?P<title>(?:Chief|Lord Chief|Presiding|Lord|Lady|District|Circuit|Vice|Deputy) "
    r"(?:Justice|Judge|Chancellor))(?! [A-Z])"
)
"""Matches one of several judges by the office: “the Chief Justice”."""
CAPITAL_NOUN = re.compile(r"(?:(?<=\n)|\A|(?<=[.!?…”\"] ))(?P<noun>[A-Z][a-z]+)\b")
PRONOUN = re.compile(
    r"(?<![\w’'-])(?:(?P<pronoun>[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]ho|[Ww]hich|I|[Ww]e)(?![\w’'-]|[’'](?:re|ve"
    r"|ll|d|s)\b)|(?P<short>[Hh]e|[Ss]he|[Ii]t|[Tt]hey)(?=[’'](?:s|d|ll|re|ve)\b))"
)
PREPOSITION = re.compile(
    r"\b(?:for|of|at|from|in|with|to|by|on|against|after|over|about|under|between|before|near|than|as|into"
    r"|through|outside|via|like)\s+(?:the |a |an |his |her |its |their |former |fellow )?\Z"
)


@dataclass(frozen=True, eq=False)
class Described:
    """Somebody without a name: the words for them, the noun among these, and the pronoun that it tells."""

    words: str
    noun: str
    pronoun: str

    @property
    def is_document(self) -> bool:
        """Whether a writing is meant, in which somebody speaks who is not named."""
        return self.noun in DOCUMENTS

    @property
    def is_collective(self) -> bool:
        """Whether an organization or a group is meant."""
        return self.noun in COLLECTIVE


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
        described = list(self._described())
        whole = [one for one in described if self.article.masked[one.end - 1].isalpha() and " " in one.tail]
        kept: list[MentionFound] = []
        for one in sorted((*named, *whole), key=lambda it: (it.start, -it.end)):
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        for more in (described, self._pronouns()):
            taken = sorted(kept, key=_start)
            kept += [one for one in more if not _overlaps(taken, one)]
        return tuple(sorted(kept, key=_start))

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

    def _described(self) -> Iterator[MentionFound]:
        for found in DESCRIPTION.finditer(self.article.masked):
            noun = found["noun"].lower()
            words = re.sub(r"\s+", " ", found.group()).strip()
            yield MentionFound(
                found.start(), found.end(), Described(words, noun, HUMAN.get(noun, "")), found["tail"]
            )
        for found in HONOUR.finditer(self.article.masked):
            pronoun = MALE if found["who"].lower() == "his" else FEMALE
            yield MentionFound(found.start(), found.end(), Described("the judge", "judge", pronoun))
        for found in OF_SEVERAL.finditer(self.article.masked):
            yield MentionFound(
                found.start(), found.end(), Described(found.group(), found["title"].lower(), "")
            )
        for found in CAPITAL_NOUN.finditer(self.article.masked):
            noun = found["noun"].lower()
            if noun in HUMAN or noun in COLLECTIVE:
                who = Described(found["noun"], noun, HUMAN.get(noun, ""))
                yield MentionFound(found.start("noun"), found.end("noun"), who)

    def _pronouns(self) -> Iterator[MentionFound]:
        for found in PRONOUN.finditer(self.article.masked):
            word = found["pronoun"] or found["short"]
            yield MentionFound(found.start(), found.start() + len(word), word.lower())


def fits(who: Named | Described, pronoun: str) -> bool:
    """Whether a pronoun can stand for somebody, by what titles and nouns tell."""
    if pronoun in {MALE, FEMALE}:
        is_person = (
            who.kind == "person" if isinstance(who, Named) else not (who.is_collective or who.is_document)
        )
        return is_person and who.pronoun in {"", pronoun}
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
