"""Finds the subject of a verb in a sentence: the mention of whoever acts there."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bot.authoring.article import MASK, Article
from bot.authoring.descriptions import Described
from bot.authoring.mentions import MentionFound, MentionIndex
from bot.authoring.name_words import POSTNOMINALS
from bot.authoring.names import Named
from bot.authoring.speech_verbs import ADVERBS

PARTICIPLE = re.compile(r"\w+ing\b")
AFTER_A_COMMA = re.compile(r",\s+(?:\w+ly\s+|also\s+|then\s+|has\s+|had\s+)*\Z")
COORDINATED = re.compile(rf"\b(?:and|but|then|or)\s+{ADVERBS}\Z")
"""Matches before a verb that shares its subject with one before it: “… and ”."""
NEW_CLAUSE = re.compile(r"[,;] (?:and|but|while|though|although|as|so|then) (?:the |a |an )?\Z")
"""Matches before the subject of a further main clause: “…, but ”."""
APPOSED = re.compile(
    r" (?:an?|the|his|her|its|their|who|whose|which|of|from|for|then|now|aged|as|\w+ing|\d\d)\b"
)
"""Matches how the words go on after a name that they tell something about: “, a blogger”."""
NAMED_NEXT = re.compile(
    r",? (?:the |an? )?"
    r"|, (?:the |an? )?(?:(?!(?:of|for|in|on|at|to|by|with|and|from|said)\b)[a-z][\w’'-]* ){1,3}"
    r"| (?:in|at|of|for) [^,.;]{1,50}, (?:the )?"
    r"|(?: (?:in|at|of|for) [^,.;]{1,50},)?(?: [a-z][\w’'-]*){0,5},? (?:named|called|by the name of) "
    r"|, whose name (?:is|was) |, [A-Z]\w+ \(retd\.?\) "
)
"""Matches between a noun and the name of whoever is meant: “the waitress, whose name is ”."""
WHO_IN_COMMAS = re.compile(r"\bwho, [^,.]{1,60}, \Z")
"""Matches before the verb of “a juror who, on Monday, called”."""
WITH_SOMEBODY = re.compile(r"\bwith\s")
ADVERBIAL = re.compile(
    r"\A\s*(?:In|At|On|Under|After|Before|During|Outside|Inside|According|Asked|Cross-examined|Giving"
    r"|Speaking|By|For"
    r"|With|When|While|As|If|Although|Though|Since|Until|From|Through|Despite|Following|Welcoming|\w+(?:ing"
    r"|ed)(?! [A-Z]))\b"
)


class ClausePart(NamedTuple):
    """The words between two commas of a sentence, where they end, and who is mentioned in them."""

    end: int
    words: str
    mentions: list[MentionFound]


class ClauseReader:
    """Finds who acts in the clauses of one article, among those whom it mentions."""

    def __init__(self, article: Article, mentions: MentionIndex) -> None:
        self.article = article
        self.mentions = mentions

    def subject(self, low: int, verb: int) -> MentionFound | None:
        """The mention that is the subject of the verb at an offset, looked for from ``low`` on."""
        text = self.article.masked
        cut = max(low, *(text.rfind(mark, low, verb) + 1 for mark in (MASK, ";", "—", ":")))
        before = text[cut:verb]
        if PARTICIPLE.match(text, verb) and AFTER_A_COMMA.search(text[low:verb]):
            return self._of_participle(low, cut, verb)
        among = self._among(cut, verb)
        if not among:
            return self.of_clause(low, verb) if cut > low and COORDINATED.search(before) else None
        if AFTER_A_COMMA.search(before):
            return self._before_apposition(cut, verb, among)
        acting = [one for one in among if not self.mentions.is_object(one)] or among[:1]
        if COORDINATED.search(before) and (first := self.of_clause(cut, verb)):
            return first
        return self._nearest(acting, among, verb)

    def _among(self, low: int, verb: int) -> list[MentionFound]:
        """The mentions in a span of whom something of theirs is not meant."""
        return [one for one in self.mentions.between(low, verb) if not self.mentions.is_possessive(one)]

    def _nearest(
        self, acting: list[MentionFound], among: list[MentionFound], verb: int
    ) -> MentionFound | None:
        """The last of those who can act before a verb, or the one before “who” where that stands there."""
        last = acting[-1]
        pronoun = next((one for one in reversed(acting) if one.who in {"who", "which"}), None)
        if pronoun is not None and "," not in self.article.masked[pronoun.end : verb]:
            # “the lawyer who said”, “the lawyer who had met Ann Boggis said”; not “who Ann Boggis said”.
            between = self.article.masked[pronoun.end : last.start] if last.start > pronoun.end else "…"
            if between.strip():
                return next(
                    (one for one in reversed(among) if one.start < pronoun.start and not one.is_pronoun), None
                )
        if (
            last.who in {"i", "we"}
            and len(acting) > 1
            and self.article.masked[acting[-2].end : last.start] == " "
        ):
            return acting[-2]  # “a lawyer I spoke to”
        return self._named_beside(last, acting)

    def _of_participle(self, low: int, cut: int, verb: int) -> MentionFound | None:
        """The subject of “…, saying”: of the clause before it, or the name in commas after “with”."""
        text = self.article.masked
        if beside := WITH_SOMEBODY.search(text, cut, verb):
            named = [one for one in self._among(beside.end(), verb) if isinstance(one.who, Named)]
            if named and text[named[-1].end : verb].strip() in {"", ","}:
                return named[-1]
        return self.of_clause(low, verb)

    def of_clause(self, low: int, verb: int) -> MentionFound | None:
        """The subject of the clause that leads to a verb further on: “Ann Boggis hit the brakes and said”."""
        text = self.article.masked
        among = self._among(low, verb)
        starts = [one for one in among if NEW_CLAUSE.search(text[low : one.start])]
        if starts:
            low = starts[-1].start
        elif ADVERBIAL.match(text[low:verb]) and among[-1:] and "," in text[low : among[-1].start]:
            low = text.index(",", low)
        acting = [
            one
            for one in among
            if one.start >= low
            and not self.mentions.is_object(one)
            and one.who not in {"who", "which", "it", "i", "we"}
        ]
        if not acting:
            return None
        named = next((one for one in acting[1:] if isinstance(one.who, Named)), None)
        if named and not isinstance(acting[0].who, Named) and self.apposed(acting[0]) is named.who:
            return named
        return self._named_beside(acting[0], acting[1:])

    def _named_beside(self, last: MentionFound, acting: list[MentionFound]) -> MentionFound:
        """The name that directly follows a noun, “the judge, Ann Boggis”, or the mention itself."""
        for one in acting:
            gap = self.article.masked[last.end : one.start]
            if isinstance(last.who, Described) and isinstance(one.who, Named) and gap in {", ", " "}:
                return one
        return last

    def _before_apposition(self, low: int, verb: int, among: list[MentionFound]) -> MentionFound | None:
        """The subject before a clause in commas: whom that tells about, or a part that is a whole name."""
        if relative := WHO_IN_COMMAS.search(self.article.masked, low, verb):
            before = [one for one in among if one.end <= relative.start() and not one.is_pronoun]
            return before[-1] if before else None
        parts = list(self._parts(low, verb, among))
        if one := self._told_about(parts) or self._name_alone(parts, among):
            return one
        plain = (
            one
            for part in parts
            if not ADVERBIAL.match(part.words)
            for one in part.mentions
            if not one.is_pronoun and not self.mentions.is_object(one)
        )
        acting = (one for one in reversed(among) if not self.mentions.is_object(one))
        return next(plain, None) or next(acting, None)

    def _parts(self, low: int, verb: int, among: list[MentionFound]) -> Iterator[ClausePart]:
        """The parts between commas of the words before a verb, each with the mentions in it."""
        at = low
        for words in re.split(r",(?=\s)", self.article.masked[low:verb]):
            end = at + len(words)
            yield ClausePart(end, words, [one for one in among if at <= one.start and one.end <= end])
            at = end + 1

    def _told_about(self, parts: list[ClausePart]) -> MentionFound | None:
        """Who acts in a part that ends in a name about which the next part tells: “Ann Boggis, a vicar,”."""
        for part, following in pairwise(parts):
            last = part.mentions[-1] if part.mentions else None
            if last is None or not isinstance(last.who, Named) or not APPOSED.match(following.words):
                continue
            acting = [one for one in part.mentions if not self.mentions.is_object(one) and not one.is_pronoun]
            if acting and self._ends_part(last, part.end):
                return acting[-1]
        return None

    def _name_alone(self, parts: list[ClausePart], among: list[MentionFound]) -> MentionFound | None:
        """The first part that is a name as a whole; of an organization only where it speaks itself."""
        for part in parts:
            for one in part.mentions:
                if not isinstance(one.who, Named | None) or self._speaks_for(one, among):
                    continue
                rest = part.words.replace(self.article.masked[one.start : one.end], "", 1).strip()
                if not rest or re.fullmatch(r"(?:But|And|Yet|but|and|that|KC|QC)", rest):
                    return one
        return None

    def _ends_part(self, one: MentionFound, end: int) -> bool:
        """Whether only letters after a name, as in “Ann Boggis QC”, stand between it and an offset."""
        return self.article.masked[one.end : end].strip() in {"", *POSTNOMINALS}

    def _speaks_for(self, one: MentionFound, among: list[MentionFound]) -> bool:
        """Whether an organization says for whom somebody before it speaks: “a spokesman for it, Hull,”."""
        is_person = isinstance(one.who, Named) and one.who.kind == "person"
        return not is_person and any(
            isinstance(it.who, Described)
            and not it.who.is_collective
            and not it.who.is_document
            and it.start < one.start
            for it in among
        )

    def apposed(self, one: MentionFound) -> Named | None:
        """The name that follows a noun between commas: “the vicar, the Reverend Ann Boggis”."""
        after = self.mentions.following(one.end)
        is_writing = isinstance(one.who, Described) and one.who.is_document
        if (
            after is None
            or is_writing
            or not isinstance(after.who, Named)
            or self.mentions.is_possessive(after)
        ):
            return None
        gap = self.article.masked[one.end : after.start]
        return after.who if NAMED_NEXT.fullmatch(gap) else None
