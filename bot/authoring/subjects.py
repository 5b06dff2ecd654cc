"""Who acts in a sentence: the mention that stands as the subject of a verb, and whom a pronoun means."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from operator import itemgetter

from bot.authoring.article import MASK, Article
from bot.authoring.mentions import Described, MentionFound, MentionIndex, fits
from bot.authoring.name_words import COLLECTIVE, FEMALE, MALE
from bot.authoring.names import Named
from bot.authoring.speech_verbs import ADVERBS
from bot.search.sentences import Span

Who = Named | Described
ADVERBS_ALONE = re.compile(rf"\A{ADVERBS}\s*\Z", re.IGNORECASE)
JOINED = re.compile(r"(?:,|;|\bbut|\band|\bor|\bthen)\s*\Z")
ADVERBIAL = re.compile(
    r"\A\s*(?:In|At|On|Under|After|Before|During|Outside|Inside|According|Asked|Cross-examined|Giving|Speaking|By|For"
    r"|With|When|While|As|If|Although|Though|Since|Until|From|Through|Despite|Following|Welcoming|\w+ing|\w+ed)\b"
)
SENTENCES_BACK = 8
"""How many sentences before its own a pronoun is looked up in."""


THE = re.compile(r"(?:the|The|[Hh](?:is|er) (?:[Hh]onou?r|[Ll]ordship|[Ll]adyship)\b)\s?")
OWNED = re.compile(r"(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\s")
A_JUDGE = re.compile(r"(?:[Aa]n? (?:[\w-]+ ){0,3}?judge|Judge)\b")
"""Matches a judge whom a first sentence or headline mentions before the article says the name."""


class _Places:
    """Who is mentioned where, by a key, in the order of the text."""

    def __init__(self, places: Iterable[tuple[str, int, Who]]) -> None:
        self._of: dict[str, list[tuple[int, Who]]] = {}
        for key, start, who in places:
            self._of.setdefault(key, []).append((start, who))

    def last(self, key: str, before: int) -> Who | None:
        """Who was mentioned last under a key before an offset."""
        places = self._of.get(key, [])
        index = bisect_left(places, before, key=itemgetter(0))
        return places[index - 1][1] if index else None

    def only(self, key: str) -> Who | None:
        """Who alone is mentioned under a key; None where nobody or several are."""
        found = list({id(who): who for _, who in self._of.get(key, ())}.values())
        return found[0] if len(found) == 1 else None

    def nearest(self, key: str, before: int) -> Who | None:
        """Who was mentioned last under a key before an offset, or is first after it."""
        return self.last(key, before) or next((who for _, who in self._of.get(key, ())), None)


class SubjectFinder:
    """Finds subjects and the antecedents of pronouns; keeps what was resolved for those that come later."""

    def __init__(self, article: Article, mentions: MentionIndex) -> None:
        self.article = article
        self.mentions = mentions
        self.resolved: dict[int, Who] = {}
        """Whom the pronouns and nouns at these offsets mean, as far as they were resolved."""

    def subject(self, low: int, verb: int) -> MentionFound | None:
        """The mention that is the subject of the verb at an offset, looked for from ``low`` on."""
        text = self.article.masked
        low = max(
            low, *(at + 1 for mark in (MASK, ";", "—", ":") if (at := text.rfind(mark, low, verb)) >= 0), low
        )
        among = [one for one in self.mentions.between(low, verb) if not self.mentions.is_possessive(one)]
        if not among:
            return None
        if text[max(0, verb - 20) : verb].rstrip().endswith(",") or self._ends_in_apposition(low, verb):
            return self._before_apposition(low, verb, among)
        acting = [one for one in among if not self.mentions.is_object(one)] or among[:1]
        last = acting[-1]
        if isinstance(last.who, str) and last.who in {"who", "which"}:
            return next(
                (one for one in reversed(among) if one.start < last.start and not one.is_pronoun), None
            )
        if last.who in {"i", "we"} and len(acting) > 1 and text[acting[-2].end : last.start] == " ":
            return acting[-2]  # “a lawyer I spoke to”
        return self._named_beside(last, acting)

    def _named_beside(self, last: MentionFound, acting: list[MentionFound]) -> MentionFound:
        """The name that directly follows a noun, “the judge, Ann Boggis”, or the mention itself."""
        for one in acting:
            gap = self.article.masked[last.end : one.start]
            if isinstance(last.who, Described) and isinstance(one.who, Named) and gap in {", ", " "}:
                return one
        return last

    def _ends_in_apposition(self, low: int, verb: int) -> bool:
        return bool(
            re.search(r",\s+(?:\w+ly\s+|also\s+|then\s+|has\s+|had\s+)*\Z", self.article.masked[low:verb])
        )

    def _before_apposition(self, low: int, verb: int, among: list[MentionFound]) -> MentionFound | None:
        """The subject before a clause in commas: the first part that is a name as a whole, or ends in one."""
        parts = []
        at = low
        for part in re.split(r",(?=\s)", self.article.masked[low:verb]):
            parts.append((at, at + len(part), part))
            at += len(part) + 1
        inside = [
            (part, one)
            for start, end, part in parts
            for one in among
            if start <= one.start and one.end <= end and not one.is_pronoun
        ]
        for start, end, part in parts:
            for one in among:
                if start <= one.start and one.end <= end and isinstance(one.who, Named | None):
                    rest = part.replace(self.article.masked[one.start : one.end], "", 1).strip()
                    if not rest or re.fullmatch(r"(?:But|And|Yet|but|and|that|KC|QC)", rest):
                        return one
        plain = [
            one for part, one in inside if not ADVERBIAL.match(part) and not self.mentions.is_object(one)
        ]
        return (
            plain[0]
            if plain
            else next((one for one in reversed(among) if not self.mentions.is_object(one)), None)
        )

    def meant(self, one: MentionFound | None) -> Who | None:
        """Whom a mention means: a pronoun and a noun such as “the judge” are looked up before it."""
        if one is None or one.who is None:
            return None
        if one.start in self.resolved:
            return self.resolved[one.start]
        found = self._looked_up(one)
        if found is not None:
            self.resolved[one.start] = found
        return found

    def _looked_up(self, one: MentionFound) -> Who | None:
        who = one.who
        if isinstance(who, Named) or who is None:
            return who
        if isinstance(who, Described):
            return self._of_noun(one, who)
        return self._antecedent(one, who) if who in {MALE, FEMALE, "it", "they"} else None

    def _of_noun(self, one: MentionFound, who: Described) -> Who | None:
        words = self.article.masked[one.start : one.end + 1]
        if not THE.match(words) or " for " in who.words:
            judge = self._nouns.only("judge") if A_JUDGE.match(words) else None
            if OWNED.match(words):
                judge = self._nouns.only(who.noun)
            return self._apposed(one) or judge or (None if who.is_document else who)
        if apposed := self._apposed(one):
            return apposed
        if having := self._nouns.nearest(who.noun, one.start):
            return having
        if who.is_document:
            return None
        if (
            who.noun in COLLECTIVE
            and not who.noun.endswith("s")
            and who.noun not in {"jury", "court", "prosecution", "defence", "defense", "panel"}
        ):
            return self._organizations.last("", one.start) or who
        return self._introduced.last(who.noun, one.start) or who

    @cached_property
    def _nouns(self) -> "_Places":
        """The names by each noun that the article has for them."""
        return _Places(
            (noun, it.start, it.who)
            for it in self.mentions.all
            if isinstance(it.who, Named)
            for noun in it.who.nouns
        )

    @cached_property
    def _organizations(self) -> "_Places":
        return _Places(
            ("", it.start, it.who)
            for it in self.mentions.all
            if isinstance(it.who, Named) and it.who.kind == "organization"
        )

    @cached_property
    def _introduced(self) -> "_Places":
        """Those without a name by their noun, where they are not “the” one."""
        return _Places(
            (it.who.noun, it.start, it.who)
            for it in self.mentions.all
            if isinstance(it.who, Described) and not it.who.words.lower().startswith("the ")
        )

    def _apposed(self, one: MentionFound) -> Named | None:
        """The name that follows a noun between commas: “the vicar, the Reverend Ann Boggis”."""
        after = self.mentions.following(one.end)
        if after is None or not isinstance(after.who, Named):
            return None
        gap = self.article.masked[one.end : after.start]
        return after.who if re.fullmatch(r",? (?:the |an? )?", gap) else None

    def _antecedent(self, one: MentionFound, pronoun: str) -> Who | None:
        """Whom a pronoun means: who acted last of those whom it fits, sentence by sentence backwards."""
        number = self.article.sentence_number(one.start)
        for index in range(number, max(-1, number - SENTENCES_BACK - 1), -1):
            span = self.article.sentences[index]
            if found := self._fitting(span, min(one.start, span.end), pronoun):
                return found[0]
        return None

    def _fitting(self, span: Span, before: int, pronoun: str) -> list[Who]:
        """Who is mentioned in a sentence before an offset and fits a pronoun: first whoever acts there."""
        acting: list[Who] = []
        others: list[Who] = []
        for one in self.mentions.between(span.start, before):
            who = self.resolved.get(one.start) or (
                one.who if isinstance(one.who, Named | Described) else None
            )
            if isinstance(who, Described) and one.start not in self.resolved:
                # “A woman”, “the driver”: only whoever has spoken is meant by a pronoun; names go first.
                who = (
                    self._of_noun(one, who)
                    if " for " in who.words or isinstance(self._of_noun(one, who), Named)
                    else None
                )
            if who is None or not fits(who, pronoun):
                continue
            is_object = self.mentions.is_object(one) or self.mentions.is_possessive(one)
            (others if is_object else acting).append(who)
        return acting + others
