"""Tells whether a question asks if somebody did what is alleged, and of whom it asks that."""

import re
from dataclasses import dataclass
from functools import cached_property

from bot.answers.asked_parties import AskedAbout, asked_about, claim_words, name_words
from bot.answers.bystanders import Bystander, bystander_asked_about
from bot.answers.cite import Cited
from bot.answers.denials import told_denials
from bot.answers.findings import findings, told_findings
from bot.qa.answer_types import YES_NO_START, AnswerType
from bot.qa.answering import PreparedCase
from bot.qa.confidence import Confidence
from bot.qa.parsed_question import ParsedQuestion, parse_question
from bot.qa.result import QaResult
from bot.search.folding import fold

ABOUT_GUILT = re.compile(
    r"\b(?:guilt\w*|innocen\w*|liab\w+|culpab\w+|at fault|to blame|blamed?|whose fault|convict\w*|acquit\w*"
    r"|cleared?|exonerat\w*|responsible|really (?:do|did)|do it|is (?:it|that|this) true"
    r"|did it(?=$|[^\w ]| (?:or|and|on|to|for|with|by|in|because|again|too|right|then|\w+sel(?:f|ves))\b)"
    r"|is (?:it|that) (?:a )?(?:lie|fake)|lying|lied|admit(?:s|ted)?|confess\w*|wrongdoing"
    r"|(?:do|did|done) (?:\w+ )?wrong"
    r"|on purpose|deliberate(?:ly)?|intentional(?:ly)?|negligen\w+|who (?:won|lost)|schuld\w*|unschuld\w*"
    r"|haftbar|verurteilt|freigesprochen)\b"
)
"""Matches words that ask whether somebody did what is alleged; in folded text."""
ABOUT_ELSE = re.compile(
    r"\b(?:how (?:much|many|long|old|big|often)|when|where|which|why|names?|who (?:said|says|is|was|were|are)"
    r"|who(?:'s|s)|settle|appeal\w*|testif\w+|testimony|attend\w*|sorry|apolog\w+"
    r"|what (?:was|is|were) (?:the )?(?:verdict|outcome|decision|ruling|result|decided)"
    r"|what did the \w+ (?:find|decide|rule|say))\b"
)
"""Matches words that ask for something else than whether somebody did it; in folded text."""
PROBABLY, POSSIBLY = 0.5, 0.1
"""The probabilities from which on a question is about guilt, and from which on one for yes or no is."""
FAIRLY = 0.4
"""The probability from which on one for yes or no is about guilt, whatever passages answer it."""
EXISTS = re.compile(r"\b(?:is|are|was|were|will) there\b")
"""Matches words that ask whether there is something, not what somebody did; in plain words."""


@dataclass(frozen=True)
class ReadQuestion:
    """A question about a case as it was read: what it says, and whose guilt it is about, if anybody's."""

    cited: Cited
    known: PreparedCase
    text: str
    """The question, or its English words."""

    @cached_property
    def parsed(self) -> ParsedQuestion:
        """Its words, with slips of typing corrected by those of the case."""
        return parse_question(self.text, self.known.corrected)

    @cached_property
    def about(self) -> AskedAbout:
        """Which parties, claims and lawsuits it is about, where it is about guilt."""
        return asked_about(self.cited, self.text)

    @cached_property
    def bystander(self) -> Bystander | None:
        """Whose guilt it is probably about who is no side; None where that is a side, or nobody."""
        return bystander_asked_about(self.cited, self.parsed) if self._probability >= PROBABLY else None

    @cached_property
    def is_about_guilt(self) -> bool:
        """Whether it is about the guilt of a side; that of others is not what was found about those."""
        likely = is_about_guilt(self.cited, self.text, self.parsed, self._probability)
        return likely and not self.bystander

    def is_about_guilt_beside(self, found: QaResult) -> bool:
        """Whether what was found and what is denied belongs to an answer, or to the closest passages.

        It does where the question is fairly likely to be about guilt, or has words for it; else not beside
        passages that answer and tell nothing of either, nor beside what does not answer.
        """
        is_sure = self._probability >= FAIRLY or has_words_of_guilt(self.cited, self.text)
        if not self.is_about_guilt or is_sure:
            return self.is_about_guilt
        reported = [one.words for one in told_findings(self.cited)]
        reported += [one.words for one in told_denials(self.cited)]
        is_on_guilt = any(one.overlaps(passage) for one in reported for passage in found.passages)
        return is_on_guilt if found.is_answer else found.confidence is Confidence.UNCLEAR

    @cached_property
    def _probability(self) -> float:
        return self.known.guilt_probability(self.text)


def is_about_guilt(cited: Cited, question: str, parsed: ParsedQuestion, probability: float) -> bool:
    """Whether a question asks if somebody did what is alleged.

    Of one that is answered with yes or no it is likelier. A question that names something else to be told,
    such as an amount or a day, needs a word for guilt, or a word of a claim and to be likely.
    """
    if has_words_of_guilt(cited, question):
        return True
    if ABOUT_ELSE.search(fold(question)):
        return _names_a_claim(cited, question) and probability >= PROBABLY
    is_yes_or_no = bool(YES_NO_START.search(parsed.main)) and not EXISTS.search(parsed.main)
    if is_yes_or_no or parsed.answer_type in {AnswerType.WHETHER, AnswerType.FINDING}:
        return probability >= POSSIBLY
    return probability >= PROBABLY and bool(told_findings(cited))


def has_words_of_guilt(cited: Cited, question: str) -> bool:
    """Whether a question about a case with findings has words for guilt, or for what was ruled on alone."""
    asked = fold(question)
    if ABOUT_GUILT.search(asked):
        return bool(told_findings(cited))
    return _names_a_claim(cited, question) and not ABOUT_ELSE.search(asked)


def _names_a_claim(cited: Cited, question: str) -> bool:
    claimed = claim_words(one.claim for one in findings(cited)) - name_words(cited)
    return bool(told_findings(cited)) and bool(claimed & claim_words([question]))
