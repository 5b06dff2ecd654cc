"""Reads from the words beside a piece of direct speech who speaks: “she said”, “according to”, a colon."""

import re
from typing import NamedTuple

from bot.authoring.article import MASK, Article
from bot.authoring.cue_words import (
    ACCORDING_AFTER,
    CALLED,
    CLAUSE_AFTER,
    DIRECTLY,
    FROM_SOMEBODY,
    GAP_BEFORE_A_NAME,
    GIVES_A_REASON,
    IS_BEFORE,
    MEDIUM,
    NO_CUE_AFTER,
    NOMINAL,
    OF_A_HOUSE,
    OF_ANOTHER,
    PARENTHETICAL,
    PASSIVE,
    RELATIVE,
    SOURCE_BEFORE,
    VERB_FIRST,
    WHERE_HEARD,
    WORDS_OF,
)
from bot.authoring.descriptions import Described
from bot.authoring.marks import QuotedSpan
from bot.authoring.mention_places import Who
from bot.authoring.mentions import MentionFound, MentionIndex
from bot.authoring.name_words import HUMAN
from bot.authoring.names import Named
from bot.authoring.piece_edges import PieceEdges
from bot.authoring.speech_verbs import speech_verbs
from bot.authoring.subjects import SubjectFinder
from bot.authoring.writings import WritingReader


class SpeakerFound(NamedTuple):
    """Who speaks, None where open; ``explicit`` where the words beside name them, in the span ``cue``."""

    who: Who | None
    why: str
    explicit: bool = False
    cue: tuple[int, int] | None = None
    medium: str | None = None


OPEN = SpeakerFound(None, "nothing beside the quotation says who speaks")


class CueReader:
    """Finds the words that say who speaks in a piece of direct speech of one article."""

    def __init__(self, article: Article, mentions: MentionIndex, subjects: SubjectFinder) -> None:
        self.article = article
        self.mentions = mentions
        self.subjects = subjects
        self.edges = PieceEdges(article)
        self.writings = WritingReader(mentions, subjects)

    def beside(self, piece: QuotedSpan) -> SpeakerFound:
        """The speaker by the words after a piece, else before it, else before a colon."""
        return self._after(piece) or self._before(piece) or self._colon(piece) or OPEN

    def _after(self, piece: QuotedSpan) -> SpeakerFound | None:
        """The speaker by the words after a piece: “…,” she said, or “…,” said Ann Boggis."""
        text = self.article.masked
        stop = self.edges.next_mark(piece.end)
        if text[piece.end - 1] in ".…" and text[piece.end : piece.end + 1] in "\"”’»'":
            return None
        if found := VERB_FIRST.match(text, piece.end, stop):
            later = self.mentions.between(found.end() - 1, stop)
            for one in later[:1]:
                if GAP_BEFORE_A_NAME.fullmatch(text[found.end() : one.start]):
                    named = self._named_after(one, later)
                    return self._attributed(
                        named, found.group().strip(" \"”’»',"), (found.end() - 1, named.end), stop
                    )
        return self._source_after(piece, stop) or self._clause_after(piece, stop)

    def _source_after(self, piece: QuotedSpan, stop: int) -> SpeakerFound | None:
        """The speaker by “…”, according to her, or “…” was her advice."""
        text = self.article.masked
        if source := ACCORDING_AFTER.match(text, piece.end, stop):
            for one in self.mentions.between(source.end(), stop)[:1]:
                if not text[source.end() : one.start].strip():
                    return self._attributed(one, "according to", (source.start(), one.end), stop)
        if of_whom := WORDS_OF.match(text, piece.end, stop):
            start, end = of_whom.span("whom")
            inside = [*self.mentions.between(start, end)[:1]]
            if noun := re.fullmatch(r"the (\w+)", of_whom["whom"]):
                inside.append(MentionFound(start, end, Described(noun[0], noun[1], HUMAN.get(noun[1], ""))))
            for one in inside[:1]:
                return self._attributed(one, of_whom["words"], (one.start, of_whom.end()), stop)
        return None

    def _clause_after(self, piece: QuotedSpan, stop: int) -> SpeakerFound | None:
        """The speaker by a clause after a piece: “…,” the judge said."""
        text = self.article.masked
        if not self.edges.is_set_off(piece) or NO_CUE_AFTER.match(text, piece.end):
            return None
        for verb in speech_verbs(text, piece.end, stop):
            if PASSIVE.search(text[piece.end : verb.start()]):
                return None
            gap_start = piece.end + (1 if text[piece.end : piece.end + 1] in "\"”’»'›" else 0)
            who = self.subjects.subject(gap_start, verb.start())
            if who is None or not CLAUSE_AFTER.match(text, piece.end):
                return None
            lead = text[gap_start : who.start].strip(" ,\u00a0")
            if lead and not re.fullmatch(r"(?:the|The|a|an|as|former|[\w.’'-]+ ){0,6}[\w.’'-]*", lead):
                return None
            found = self._attributed(who, verb.group(), (who.start, verb.end()), stop)
            return found if self._acts(who, verb) else found._replace(explicit=False)
        return None

    def _acts(self, one: MentionFound, verb: re.Match[str]) -> bool:
        """Whether nothing but adverbs, or words in commas, stands between a name and its verb."""
        return DIRECTLY.match(self.article.masked, one.end, verb.start()) is not None

    def _named_after(self, one: MentionFound, later: tuple[MentionFound, ...]) -> MentionFound:
        """The name in apposition to a noun that follows the verb: “said the verger, Mrs Ann Boggis”."""
        following = later[1] if len(later) > 1 else one
        gap = self.article.masked[one.end : following.start]
        if not isinstance(following.who, Named):
            return one
        apposed = isinstance(one.who, Described) and re.fullmatch(r",? (?:the )?", gap)
        return following if apposed or OF_A_HOUSE.fullmatch(gap) else one

    def _before(self, piece: QuotedSpan) -> SpeakerFound | None:
        """The speaker by the words before a piece in its sentence: Ann Boggis called it “…”."""
        text = self.article.masked
        low = self.edges.sentence_start(piece.start)
        if owner := self._owner_of_words(low, piece):
            return owner
        for verb in self._likeliest(low, piece):
            if found := self._by_verb(low, piece, verb):
                return found
        if source := SOURCE_BEFORE.search(text, low, piece.start):
            for one in self.mentions.between(source.end(), piece.start)[:1]:
                return self._attributed(one, "according to", (source.start(), one.end), piece.start)
        return self._of_court(low, piece)

    def _by_verb(self, low: int, piece: QuotedSpan, verb: re.Match[str]) -> SpeakerFound | None:
        """The speaker by one verb before a piece, open where another spoke; None without a subject."""
        text = self.article.masked
        if PASSIVE.search(text[low : verb.start()]):
            if agent := self._agent(verb.end(), piece.start):
                cue = (verb.start(), agent.end)
                return self._attributed(agent, verb.group(), cue, piece.start)._replace(explicit=False)
            if GIVES_A_REASON.search(text, verb.end(), piece.start):
                return None
            if WHERE_HEARD.search(verb.group()) or CALLED.search(verb.group()):
                return OPEN
        subject = self.subjects.subject(low, verb.start())
        if OF_ANOTHER.search(text, verb.end(), piece.start):
            return OPEN
        if subject is None:
            return None
        found = self._attributed(subject, verb.group(), (subject.start, verb.end()), piece.start)
        # What a sentence of the article's quotes in passing, an editor looks at.
        is_plain = self._is_plain(verb.end(), piece, found.who) and self._acts(subject, verb)
        return found if is_plain else found._replace(explicit=False)

    def _of_court(self, low: int, piece: QuotedSpan) -> SpeakerFound | None:
        """The judge of a court that “was “unable to agree””, without a verb of speech."""
        text = self.article.masked
        if not IS_BEFORE.search(text, low, piece.start):
            return None
        one = self.subjects.clauses.of_clause(low, piece.start)
        who = self.writings.judge_for(self.subjects.meant(one), one) if one else None
        is_judge = isinstance(who, Named) and "judge" in who.nouns
        return SpeakerFound(who, "says what the court is") if is_judge else None

    def _is_plain(self, start: int, piece: QuotedSpan, who: Who | None) -> bool:
        """Whether nothing but a comma or colon, and whom it is said to, stands between a verb and a piece."""
        text = self.article.masked
        end = self.edges.end_of_lead(piece)
        others = [
            one
            for one in self.mentions.between(start, end)
            if isinstance(one.who, Named) and one.who is not who and one.start > start + len(" the ")
        ]
        return text[end - 1] in ":," and not others and " that " not in text[start:end]

    def _owner_of_words(self, low: int, piece: QuotedSpan) -> SpeakerFound | None:
        """The speaker by “her claim that it was “…””, where no verb of speech stands nearer."""
        text = self.article.masked
        words = [*NOMINAL.finditer(text, low, piece.start)][-1:]
        between = text[words[0].end() : piece.start] if words else ""
        if not words or MASK in between or any(speech_verbs(text, words[0].end(), piece.start)):
            return None
        for one in self.mentions.between(low, words[0].start())[-1:]:
            if one.end == words[0].start() and isinstance(one.who, Named | Described):
                found = self._attributed(one, words[0]["words"], (one.start, words[0].end()), piece.start)
                return found._replace(explicit=False)
        return None

    def _likeliest(self, low: int, piece: QuotedSpan) -> list[re.Match[str]]:
        """The verbs of speech before a piece, first the likeliest: the nearest, unless it only stands by.

        “Asked by a man who shouted what it was, she said:” has its verb in the main clause; and in “he was
        told, he says, that” what he says is that he was told.
        """
        text = self.article.masked
        verbs = list(speech_verbs(text, low, piece.start))[::-1]
        ends_in_colon = text[self.edges.end_of_lead(piece) - 1] == ":"

        def stands_by(verb: re.Match[str]) -> bool:
            before = text[max(low, verb.start() - 40) : verb.start()]
            goes_on = text[verb.end() : piece.start - 1].strip()
            in_commas = PARENTHETICAL.search(before) and goes_on[:1] == "," and goes_on != ","
            reduced = text[verb.end() : verb.end() + 4] == " by " and not PASSIVE.search(before)
            return bool(in_commas or reduced or (ends_in_colon and RELATIVE.search(before)))

        return sorted(verbs, key=stands_by)

    def _agent(self, start: int, end: int) -> MentionFound | None:
        """Who did what a passive tells: “was described by the judge as”."""
        by = re.search(r"\bby ", self.article.masked[start:end])
        after = self.mentions.between(start + by.end(), end) if by else ()
        return after[0] if after and after[0].start <= start + (by.end() if by else 0) + 4 else None

    def _colon(self, piece: QuotedSpan) -> SpeakerFound | None:
        """The speaker by the sentence that ends in a colon before a piece, also in the paragraph before."""
        text = self.article.masked
        end = self.edges.end_of_lead(piece)
        if text[max(0, end - 1) : end] != ":":
            return None
        sentence = self.article.sentence_at(end - 1)
        inside = self.mentions.between(sentence.start, end)
        verbs = list(speech_verbs(text, sentence.start, end))
        for verb in reversed(verbs):
            subject = self.subjects.subject(sentence.start, verb.start())
            if subject:
                return self._attributed(subject, f"{verb.group()}:", (subject.start, verb.end()), end)
        if FROM_SOMEBODY.search(text[max(0, end - 80) : end]):
            inside = inside[-1:]
        elif subject := self.subjects.clauses.of_clause(sentence.start, end - 1):
            inside = (subject,)
        for one in inside[:1]:
            return self._attributed(one, ":", (one.start, end), end)._replace(explicit=False)
        return None

    def _attributed(self, one: MentionFound, verb: str, cue: tuple[int, int], stop: int) -> SpeakerFound:
        who = self.subjects.meant(one)
        sentence = self.article.sentence_at(one.start)
        around = self.article.masked[sentence.start : max(stop, sentence.end)]
        found = MEDIUM.search(around)
        medium = found["medium"] if found else None
        if isinstance(one.who, Described) and one.who.is_document:
            medium = one.who.noun
        if isinstance(one.who, Described) and one.who.is_document and not isinstance(who, Named):
            who = self.writings.maker(one, sentence.start)
        who = self.writings.judge_for(who, one)
        named = isinstance(one.who, Named) and one.who is who and one.who.is_plainly_a_person
        words = self.article.text[one.start : one.end]
        why = (
            f"“{words} … {verb}” beside the quotation"
            if who
            else f"“{words}” can mean several, or nobody named"
        )
        if who and not named:
            why += f"; “{words}” is read as {_name(who)}"
        return SpeakerFound(who, why, named, cue, medium)


def _name(who: Who) -> str:
    return who.name if isinstance(who, Named) else who.words
