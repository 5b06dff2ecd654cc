"""Who speaks in a writing, and for a court: “her report”, “the ruling”."""

import re
from functools import cached_property

from bot.authoring.descriptions import Described
from bot.authoring.mention_places import Who
from bot.authoring.mentions import MentionFound, MentionIndex
from bot.authoring.names import Named
from bot.authoring.subjects import SubjectFinder

COURTS = frozenset({"court", "tribunal", "authority", "commission"})
JUDGMENTS = frozenset({"judgment", "judgement", "ruling", "opinion", "decision", "determination", "order"})
BENCH = re.compile(
    r"\b(?:(?:division|full|three-judge|two-judge|five-judge|\w+-member) (?:bench|panel|court)|bench of"
    r"|justices"
    r"|judges|unanimous|majority|dissent\w*|\d-\d)\b",
    re.IGNORECASE,
)
"""Matches words of a court of several judges, of whom it is not told who speaks."""
OWNED = re.compile(r"(?:[Hh]is|[Hh]er)(?= )")
MAKING = re.compile(
    r"\b(?:left|wrote|sent|posted|signed|published|issued|penned|scrawled)\s+(?:an?|the|this)\s"
)
"""Matches the verb of whoever made a writing: “He left a note”."""


class WritingReader:
    """Finds the makers of the writings of one article, and the judge for whom its court stands."""

    def __init__(self, mentions: MentionIndex, subjects: SubjectFinder) -> None:
        self.mentions = mentions
        self.subjects = subjects

    def maker(self, document: MentionFound, start: int) -> Who | None:
        """Who made a writing: “her report”, “Ann Boggis’s report”, or “He left a note that read”."""
        words = self.mentions.article.masked[document.start : document.end]
        if owner := OWNED.match(words):
            pronoun = "she" if owner.group().lower() == "her" else "he"
            return self.subjects.meant(MentionFound(document.start, document.start + 3, pronoun))
        for one in self.mentions.names.everybody:
            if any(document.start <= low and high < document.end for low, high in one.spans):
                return one
        making = MAKING.search(self.mentions.article.masked, start, document.start + 2)
        if making is None or making.end() < document.start:
            return None
        return self.subjects.meant(self.subjects.subject(start, making.start()))

    def judge_for(self, who: Who | None, one: MentionFound) -> Who | None:
        """The only judge of an article, where its court speaks, or a judgment; else whoever was found."""
        is_court = isinstance(who, Named) and who.kind == "court"
        is_court = is_court or (isinstance(who, Described) and who.noun in COURTS)
        is_judgment = who is None and isinstance(one.who, Described) and one.who.noun in JUDGMENTS
        return self._only_judge or who if is_court or is_judgment else who

    @cached_property
    def _only_judge(self) -> Named | None:
        """The judge of an article that names one and speaks of no bench of several."""
        judges = [one for one in self.mentions.names.everybody if "judge" in one.nouns or one.role == "judge"]
        if len(judges) != 1 or BENCH.search(self.mentions.article.masked):
            return None
        return judges[0]
