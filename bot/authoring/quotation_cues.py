"""Reads from the words beside a piece of direct speech who speaks: “she said”, “according to”, a colon."""

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from bot.authoring.article import Article
from bot.authoring.marks import QuotedSpan
from bot.authoring.mentions import Described, MentionFound, MentionIndex
from bot.authoring.name_words import HUMAN
from bot.authoring.names import Named
from bot.authoring.speech_verbs import SPEECH_VERB, speech_verbs
from bot.authoring.subjects import SubjectFinder, Who

VERB_FIRST = re.compile(
    rf"[\"”’»'›]?[,.]?[ \u00a0](?:(?:{SPEECH_VERB.pattern}))[ \u00a0](?!(?:that|of|to|in|on|at|about|how|by"
    r"|it|reporters)\b)"
)
GAP_BEFORE_A_NAME = re.compile(
    r"(?:the )?(?:(?!(?:that|of|to|in|on|at|by|for|and|who|as|it|they)\b)[\w&’'.-]+ ){0,5}"
)
"""Matches what stands between a verb and whoever spoke: “said Hull Health Commissioner Ann Boggis”."""
ACCORDING_AFTER = re.compile(r"[\"”’»'›]?[,.]? according to ")
WORDS_OF = re.compile(
    r"[\"”’»'›]?,? (?P<verb>was|is|were|are|came) (?P<whom>[\w .’'-]{1,60}?)(?:[’']s|(?<=s)[’'])"
    r" (?:\w+ ){0,2}?(?P<words>advice|verdict|reply|answer|response|message|words|comment|summary"
    r"|description|plea|view|retort|assessment|conclusion|take)\b"
)
"""Matches whose words a quotation is said to be: “…” was the judge’s advice."""
PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being)\s+(?:\w+ly\s+)?\Z")
WHERE_HEARD = re.compile(r"(?:told|asked|warned|urged|promised|offered)\Z")
"""Verbs after whose passive stands what somebody heard, and not said."""
MAKING = re.compile(
    r"\b(?:left|wrote|sent|posted|signed|published|issued|penned|scrawled)\s+(?:an?|the|this)\s"
)
"""Matches the verb of whoever made a writing: “He left a note”."""
CLAUSE_AFTER = re.compile(r"[\"”’»'›]?[,.]?\s")
MEDIUM = re.compile(
    r"\b(?:in|by|on|via|told .{1,60} (?:by|in))\s+(?:a |an |the |his |her "
    r"|its )?(?P<medium>(?:\w+ )?(?:interview|statement|email"
    r"|e-mail|letter|post|tweet|judgment|ruling|order|brief|filing|complaint|phone|telephone|television"
    r"|memo|speech|note))\b"
)
NO_SHORTENED_WORD = "".join(
    rf"(?<!\b{word}[.!?])"
    for word in (
        *(
            "[A-Z]",
            "M[rs]",
            "Mrs",
            "Messrs",
            "Dr",
            "St",
            "Ltd",
            "Pvt",
            "Inc",
            "Corp",
            "Co",
            "Jr",
            "Sr",
            "Rs",
            "No",
        ),
        *("Prof", "Gov", "Sen", "Rep", "Rev", "Hon", "Capt", "Col", "Gen", "Lt", "Sgt", "v"),
    )
)
"""Matches after a mark that ends a sentence, which the full stop of a shortened word does not."""
SENTENCE_END = re.compile(rf"[.!?]{NO_SHORTENED_WORD}(?:\s+|(?=[\"“‘«'])|\Z)")
END_OF_CLAUSE = re.compile(rf"[.!?]{NO_SHORTENED_WORD}(?=\s)|;")


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

    def beside(self, piece: QuotedSpan) -> SpeakerFound:
        """The speaker by the words after a piece, else before it, else before a colon."""
        return self._after(piece) or self._before(piece) or self._colon(piece) or OPEN

    def _after(self, piece: QuotedSpan) -> SpeakerFound | None:
        """The speaker by the words after a piece: “…,” she said, or “…,” said Ann Boggis."""
        text = self.article.masked
        stop = self._next_mark(piece.end)
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
        for verb in speech_verbs(text, piece.end, stop):
            gap_start = piece.end + (1 if text[piece.end : piece.end + 1] in "\"”’»'›" else 0)
            who = self.subjects.subject(gap_start, verb.start())
            if who is None or not CLAUSE_AFTER.match(text, piece.end):
                return None
            lead = text[gap_start : who.start].strip(" ,\u00a0")
            if lead and not re.fullmatch(r"(?:the|The|a|an|as|former|[\w.’'-]+ ){0,6}[\w.’'-]*", lead):
                return None
            return self._attributed(who, verb.group(), (who.start, verb.end()), stop)
        return None

    def _named_after(self, one: MentionFound, later: tuple[MentionFound, ...]) -> MentionFound:
        """The name in apposition to a noun that follows the verb: “said the verger, Mrs Ann Boggis”."""
        following = later[1] if len(later) > 1 else one
        gap = self.article.masked[one.end : following.start]
        apposed = isinstance(one.who, Described) and isinstance(following.who, Named)
        return following if apposed and re.fullmatch(r",? (?:the )?", gap) else one

    def _before(self, piece: QuotedSpan) -> SpeakerFound | None:
        """The speaker by the words before a piece in its sentence: Ann Boggis called it “…”."""
        text = self.article.masked
        low = self.sentence_start(piece.start)
        verbs = list(speech_verbs(text, low, piece.start))
        for verb in reversed(verbs):
            subject = self.subjects.subject(low, verb.start())
            if WHERE_HEARD.search(verb.group()) and PASSIVE.search(text[low : verb.start()]):
                return OPEN
            if subject is not None:
                found = self._attributed(subject, verb.group(), (subject.start, verb.end()), piece.start)
                # What a sentence of the article's quotes in passing, an editor looks at.
                return found if text[self.end_of_lead(piece) - 1] in ":," else found._replace(explicit=False)
        if source := re.search(r"\b[Aa]ccording to ", text[low : piece.start]):
            for one in self.mentions.between(low + source.end(), piece.start)[:1]:
                return self._attributed(one, "according to", (low + source.start(), one.end), piece.start)
        return None

    def _colon(self, piece: QuotedSpan) -> SpeakerFound | None:
        """The speaker by the sentence that ends in a colon before a piece, also in the paragraph before."""
        text = self.article.masked
        end = self.end_of_lead(piece)
        if text[max(0, end - 1) : end] != ":":
            return None
        sentence = self.article.sentence_at(end - 1)
        inside = self.mentions.between(sentence.start, end)
        verbs = list(speech_verbs(text, sentence.start, end))
        for verb in reversed(verbs):
            subject = self.subjects.subject(sentence.start, verb.start())
            if subject:
                return self._attributed(subject, f"{verb.group()}:", (subject.start, verb.end()), end)
        for one in (
            inside[-1:]
            if re.search(r"(?:[Ss]tatement|[Ll]etter) (?:from|by|of)", text[max(0, end - 80) : end])
            else inside[:1]
        ):
            return self._attributed(one, ":", (one.start, end), end)._replace(explicit=False)
        return None

    def end_of_lead(self, piece: QuotedSpan) -> int:
        """Where the words before a piece end, without the space between them and its mark."""
        end = max(0, piece.start - 1)
        while end > 0 and self.article.masked[end - 1].isspace():
            end -= 1
        return end

    def _attributed(self, one: MentionFound, verb: str, cue: tuple[int, int], stop: int) -> SpeakerFound:
        who = self.subjects.meant(one)
        sentence = self.article.sentence_at(one.start)
        around = self.article.masked[sentence.start : max(stop, sentence.end)]
        found = MEDIUM.search(around)
        medium = found["medium"] if found else None
        if isinstance(one.who, Described) and one.who.is_document:
            medium = one.who.noun
        if isinstance(one.who, Described) and one.who.is_document and not isinstance(who, Named):
            who = self._maker(one, sentence.start)
        named = isinstance(one.who, Named)
        words = self.article.text[one.start : one.end]
        why = (
            f"“{words} … {verb}” beside the quotation"
            if who
            else f"“{words}” can mean several, or nobody named"
        )
        if who and not named:
            why += f"; “{words}” is read as {_name(who)}"
        return SpeakerFound(who, why, named, cue, medium)

    def _maker(self, document: MentionFound, start: int) -> Who | None:
        """Who made a writing, where its sentence says so: “He left a note that read”."""
        making = MAKING.search(self.article.masked, start, document.start + 2)
        if making is None or making.end() < document.start:
            return None
        return self.subjects.meant(self.subjects.subject(start, making.start()))

    def _next_mark(self, at: int) -> int:
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


def _name(who: Who) -> str:
    return who.name if isinstance(who, Named) else who.words
