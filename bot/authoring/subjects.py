"""Whom a mention means: the antecedent of a pronoun, and the name of “the judge”."""

import re
from bisect import bisect_left
from functools import cached_property
from operator import itemgetter

from bot.authoring.article import Article
from bot.authoring.clauses import ClauseReader
from bot.authoring.descriptions import Described
from bot.authoring.mention_places import MentionPlaces, Who
from bot.authoring.mentions import MentionFound, MentionIndex, fits
from bot.authoring.name_words import COLLECTIVE, FEMALE, MALE
from bot.authoring.names import Named
from bot.authoring.pronoun_votes import learned_pronouns
from bot.authoring.speech_verbs import SAYING
from bot.search.sentences import Span

SAID_BEFORE = re.compile(rf"(?<![\w-])(?P<verb>{SAYING}) (?:that )?\Z")
"""Matches before the pronoun of a report: in “Ann Boggis said she” it means the subject of the verb."""
SEVERAL = 2
SENTENCES_BACK = 8
"""How many sentences before its own a pronoun is looked up in."""


THE = re.compile(r"(?:the|The|[Hh](?:is|er) (?:[Hh]onou?r|[Ll]ordship|[Ll]adyship)\b)\s?")
OWNED = re.compile(r"(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\s")
A_JUDGE = re.compile(r"(?:[Aa]n? (?:[\w-]+ ){0,3}?judge|Judge)\b")
"""Matches a judge whom a first sentence or headline mentions before the article says the name."""


class SubjectFinder:
    """Finds subjects and the antecedents of pronouns; keeps what was resolved for those that come later."""

    def __init__(self, article: Article, mentions: MentionIndex) -> None:
        self.article = article
        self.mentions = mentions
        self.clauses = ClauseReader(article, mentions)
        self._learned = learned_pronouns(article, mentions)
        self.resolved: dict[int, Who] = {}
        """Whom the pronouns and nouns at these offsets mean, as far as they were resolved."""

    def subject(self, low: int, verb: int) -> MentionFound | None:
        """The mention that is the subject of the verb at an offset, looked for from ``low`` on."""
        return self.clauses.subject(low, verb)

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
            return self.clauses.apposed(one) or judge or (None if who.is_document else who)
        if apposed := self.clauses.apposed(one):
            return apposed
        if having := self._of_several(who.noun, one.start) or self._nouns.nearest(who.noun, one.start):
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

    def _of_several(self, noun: str, at: int) -> Who | None:
        """Of several with one noun whom this paragraph or the last mentions, else whom most do."""
        several = self._nouns.all(noun)
        last = self._nouns.last(noun, at)
        if len(several) < SEVERAL or not isinstance(last, Named):
            return None
        number = self.article.paragraph_number(at)
        start = self.article.paragraphs[max(0, number - 1)].start
        return (
            last
            if self._nouns.last_start(noun, at) >= start
            else max(several, key=lambda who: len(who.spans) if isinstance(who, Named) else 0)
        )

    @cached_property
    def _nouns(self) -> MentionPlaces:
        """The names by each noun that the article has for them."""
        return MentionPlaces(
            (noun, it.start, it.who)
            for it in self.mentions.all
            if isinstance(it.who, Named)
            for noun in it.who.nouns
        )

    @cached_property
    def _organizations(self) -> MentionPlaces:
        return MentionPlaces(
            ("", it.start, it.who)
            for it in self.mentions.all
            if isinstance(it.who, Named) and it.who.kind == "organization"
        )

    @cached_property
    def _introduced(self) -> MentionPlaces:
        """Those without a name by their noun, where they are not “the” one."""
        return MentionPlaces(
            (it.who.noun, it.start, it.who)
            for it in self.mentions.all
            if isinstance(it.who, Described) and not it.who.words.lower().startswith("the ")
        )

    def _antecedent(self, one: MentionFound, pronoun: str) -> Who | None:
        """Whom a pronoun means: who acted last of those whom it fits, sentence by sentence backwards."""
        number = self.article.sentence_number(one.start)
        span = self.article.sentences[number]
        if verb := SAID_BEFORE.search(self.article.masked, span.start, one.start):
            subject = self.subject(span.start, verb.start())
            who = self.meant(subject) if subject is not None and subject.start < one.start else None
            if who is not None and fits(who, pronoun, self._learned.get(id(who), "")):
                return who
        for index in range(number, max(-1, number - SENTENCES_BACK - 1), -1):
            span = self.article.sentences[index]
            if found := self._fitting(span, min(one.start, span.end), pronoun, one.start):
                return found[0]
        return None

    def _is_acted_on(self, one: MentionFound) -> bool:
        return self.mentions.is_object(one) or self.mentions.is_possessive(one)

    def _unnamed(self, one: MentionFound, who: Described, at: int, *, is_first: bool) -> Who | None:
        """Whom “a woman” or “the driver” means for a later pronoun: whoever acts there or has spoken.

        Names go first: somebody unnamed is meant only in the same paragraph, where nobody acts before.
        """
        meant = self._of_noun(one, who)
        if " for " in who.words or isinstance(meant, Named):
            return meant
        return meant if is_first and self._is_beside(one, at) and not self._is_acted_on(one) else None

    def _is_beside(self, one: MentionFound, at: int) -> bool:
        """Whether a mention of somebody unnamed stands in the paragraph of a pronoun."""
        return self.article.paragraph_at(one.start) == self.article.paragraph_at(at)

    def _fitting(self, span: Span, before: int, pronoun: str, at: int) -> list[Who]:
        """Who is mentioned in a sentence before an offset and fits a pronoun: first whoever acts there."""
        acting: list[tuple[int, Who]] = []
        others: list[Who] = []
        for one in self.mentions.between(span.start, before):
            who = self.resolved.get(one.start) or (
                one.who if isinstance(one.who, Named | Described) else None
            )
            if isinstance(who, Described) and one.start not in self.resolved:
                who = self._unnamed(one, who, at, is_first=not acting)
            if who is None or not fits(who, pronoun, self._learned.get(id(who), "")):
                continue
            if self._is_acted_on(one):
                others.append(who)
            else:
                # Whoever acts after a quotation, as its speaker does, goes before whoever acts before it.
                acting.append((-bisect_left(self._quoted, one.start), who))
        return [who for _, who in sorted(acting, key=itemgetter(0))] + others

    @cached_property
    def _quoted(self) -> list[int]:
        """Where the pieces of direct speech begin."""
        return [piece.start for piece in self.article.quoted]
