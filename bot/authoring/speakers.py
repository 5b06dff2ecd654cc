"""Who speaks in each piece of direct speech, from the words beside it and from what was resolved before."""

from bisect import bisect_right

from bot.authoring.article import MASK, Article
from bot.authoring.marks import QuotedSpan
from bot.authoring.mentions import MentionIndex
from bot.authoring.names import Named
from bot.authoring.quotation_cues import OPEN, CueReader, SpeakerFound
from bot.authoring.speech_verbs import speech_verbs
from bot.authoring.subjects import SubjectFinder

ENDS = frozenset("\n.!?…\"”’»',:—")
"""What stands before a quotation that has a whole sentence of its own."""
MOST_WORDS_AFTER_A_CUE = 6
"""Words that stand at most between the cue of an interrupted quotation and its next piece."""
LONGEST_AFTER_A_CUE = 200
"""Code points that these words have at most."""


class SpeakerFinder:
    """Attributes the pieces of direct speech of one article, in their order."""

    def __init__(self, article: Article, mentions: MentionIndex, subjects: SubjectFinder) -> None:
        self.article = article
        self.mentions = mentions
        self.subjects = subjects
        self.cues = CueReader(article, mentions, subjects)

    def attributions(self) -> tuple[SpeakerFound, ...]:
        """The attribution of each piece of direct speech, in the order of ``Article.quoted``."""
        return tuple(self._shared([self._of(piece) for piece in self.article.quoted]))

    def _of(self, piece: QuotedSpan) -> SpeakerFound:
        if piece.label:
            who = self.subjects.mentions.names.named(piece.label.title())
            return SpeakerFound(who, f"the label “{piece.label}”", explicit=True)
        if piece.continues:
            return OPEN
        return self.cues.beside(piece)

    def _shared(self, found: list[SpeakerFound]) -> list[SpeakerFound]:
        """The attributions, with those that are open taken from a neighbour in the paragraph or before."""
        pieces = self.article.quoted
        known = [at for at, one in enumerate(found) if one.who]
        last = -1
        for index, piece in enumerate(pieces):
            last = index - 1 if index and found[index - 1].who else last
            if piece.continues and index:
                found[index] = found[index - 1]._replace(why="goes on from the paragraph before", cue=None)
            if found[index].why != OPEN.why or piece.inner or not self._stands_alone(piece):
                continue
            here = self.article.paragraph_at(piece.start)
            later = bisect_right(known, index)
            around = [at for at in (last, *known[later : later + 1]) if at >= 0]
            beside = min(
                (at for at in around if here.start <= pieces[at].start < here.end),
                key=lambda at: (abs(at - index), at),
                default=None,
            )
            if beside is not None:
                found[index] = found[beside]._replace(
                    why=f"the same paragraph: {found[beside].why.removeprefix('the same paragraph: ')}",
                    explicit=self._is_interrupted(piece, found[beside]),
                )
            elif before := self._sentence_before(piece, here.start):
                found[index] = before
            elif index and found[index - 1].who and self._follows(pieces[index - 1], piece):
                found[index] = found[index - 1]._replace(
                    why="follows a quotation of theirs", explicit=False, cue=None
                )
        return found

    def _sentence_before(self, piece: QuotedSpan, start: int) -> SpeakerFound | None:
        """Who speaks or acts in the sentence before a piece that stands alone, in its paragraph."""
        end = self.cues.edges.end_of_lead(piece)
        if end <= start or self.article.masked[end - 1] not in ".!?":
            return None
        low = max(start, self.article.sentence_at(end - 1).start, self.cues.edges.sentence_start(end))
        if MASK in self.article.masked[low:end]:
            return None
        for verb in speech_verbs(self.article.masked, low, end):
            one = self.subjects.subject(low, verb.start())
            if one is not None and (who := self.subjects.meant(one)):
                return SpeakerFound(who, f"“{verb.group()}” in the sentence before")
        one = self.subjects.clauses.of_clause(low, end)
        who = self.subjects.meant(one)
        if one is not None and isinstance(who, Named) and who.kind == "person":
            return SpeakerFound(
                who, f"“{self.article.text[one.start : one.end]}” acts in the sentence before"
            )
        return None

    def _stands_alone(self, piece: QuotedSpan) -> bool:
        """Whether a piece is no part of a sentence of the article's: it has a whole sentence of its own."""
        text = self.article.text
        end = piece.start - 1
        while end > 0 and text[end - 1] in " \u00a0":
            end -= 1
        return end == 0 or text[end - 1] in ENDS

    def _is_interrupted(self, piece: QuotedSpan, beside: SpeakerFound) -> bool:
        """Whether only the cue of a quotation, “Boggis said”, stands between its piece and this one."""
        if beside.cue is None or not beside.explicit:
            return False
        before = self.article.masked[beside.cue[1] : piece.start - 1]
        return (
            beside.cue[1] < piece.start <= beside.cue[1] + LONGEST_AFTER_A_CUE
            and len(before.split()) <= MOST_WORDS_AFTER_A_CUE
            and '"' not in before
        )

    def _follows(self, earlier: QuotedSpan, later: QuotedSpan) -> bool:
        """Whether no paragraph without a quotation lies between two pieces."""
        first, last = (self.article.paragraph_number(one.start) for one in (earlier, later))
        start = self.article.paragraphs[last].start
        return last - first == 1 and self.article.text[start : later.start].strip(" \"“‘'«") == ""
