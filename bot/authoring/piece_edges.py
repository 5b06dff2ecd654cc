"""Where the article's own words around a piece of direct speech begin and end."""

from bisect import bisect_right
from functools import cached_property

from bot.authoring.article import Article
from bot.authoring.cue_words import END_OF_CLAUSE, SENTENCE_END
from bot.authoring.marks import QuotedSpan


class PieceEdges:
    """Finds the words before and after the pieces of one article that can say who speaks."""

    def __init__(self, article: Article) -> None:
        self.article = article

    def end_of_lead(self, piece: QuotedSpan) -> int:
        """Where the words before a piece end, without the space between them and its mark."""
        end = max(0, piece.start - 1)
        while end > 0 and self.article.masked[end - 1].isspace():
            end -= 1
        return end

    def next_mark(self, at: int) -> int:
        """Where the article's own words after a piece end: at the next piece, or the end of the sentence."""
        index = bisect_right(self._starts, at + 1)
        later = self._starts[index] - 1 if index < len(self._starts) else len(self.article.text)
        stop = min(later, self.article.paragraph_at(at - 1).end)
        end = END_OF_CLAUSE.search(self.article.masked, at + 1, stop)
        return min(end.start() if end else stop, stop)

    @cached_property
    def _starts(self) -> list[int]:
        """Where the pieces begin that stand in the article's own words."""
        return [one.start for one in self.article.quoted if not one.inner]

    def sentence_start(self, at: int) -> int:
        """Where the sentence begins in which an offset lies; a quotation after it can begin the next one."""
        sentence = self.article.sentence_at(at)
        start = sentence.start if sentence.start < at else self.article.paragraph_at(at).start
        # A sentence also ends before a quotation that begins the next one.
        ends = [found.end() for found in SENTENCE_END.finditer(self.article.masked, start, at - 1)]
        return max((one for one in ends if one <= at - 1), default=start)

    def is_set_off(self, piece: QuotedSpan) -> bool:
        """Whether a comma, a dash or a mark of a question or cry stands at the end of a piece."""
        text = self.article.text
        last = text[piece.start : piece.end].rstrip("\"”’»'› ")[-1:]
        return last in set(",?!—–-…") or text[piece.end + 1 : piece.end + 2] in {",", "—", "–"}
