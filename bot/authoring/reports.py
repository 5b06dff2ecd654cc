"""Finds reports of what somebody said without quoting it as a whole: “She said that …”, “according to …”."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.authoring.article import MASK, Article
from bot.authoring.mention_places import Who
from bot.authoring.mentions import MentionFound, MentionIndex
from bot.authoring.speech_verbs import ONLY_WITH_THAT, REPORT_VERB
from bot.authoring.subjects import SubjectFinder

ADDRESSEE = re.compile(
    r"\s+(?:the |a |an |his |her |its |their )?(?:court|jury|jurors|judge|hearing|reporters|us|me|him|her"
    r"|them|police|investigators|officers|board|tribunal"
    r"|journalists|parents|members|[\w’-]+ [\w’-]+|[A-Z][\w’-]+(?: [A-Z][\w’-]+){0,3}|[\w’-]+)"
    r"(?:,? (?:in|on|at|by|outside|during|after|this|last|under) (?:[\w’.-]+ ){0,5}?(?=that\b|he\b|she\b"
    r"|it\b|they\b|the\b))?(?=\s)"
)
"""Matches whom somebody told: “told the court”."""
CLAUSE = re.compile(
    r"\A(?:,? (?:on|in|at|by|during|after|last|this|earlier|famously|through"
    r"|to) [^,.]{1,60}?,?)?\s+(?P<that>that|if|whether)\s"
    r"|\A\s+(?!(?:in|on|at|by|for|with|after|before|when|while|as|to|of|from|about|during|outside|last"
    r"|yesterday|today|tonight|later|again"
    r"|through|via|how|what|why|who|where|is|was|are|were|it’s|so|and|but|or|nothing|little|much|more than"
    r"|off|out|up|down|back|over)\b)(?:(?:the|a|an|his|her|its|their|our|my|he|she|it|they|we|there|no"
    r"|nobody|both|all|each|some|any|more|most|this|those|these|members"
    rf"|families|drivers|[A-Z][\w’'&-]*|[a-z][\w’'-]*|\d[\d,.]*|[“\"]?{MASK})(?=[\s,’'{MASK}]))"
)
"""Matches the beginning of what was said, after the verb."""
DENIAL = re.compile(r"(?:denied|denies|denying|admitted|admits)\Z")
OF_A_COURT = re.compile(r"\b(?:motion|request|application|bail|permission|bid|claim|appeal|guilty)\b")
"""Matches what courts deny, which is no denial of somebody's."""
TELLING = frozenset({"told", "tells", "tell", "asks", "asked", "warned"})
"""Verbs before whose report stands to whom it was said."""
DECLINED = re.compile(
    r"\b(?:declined|refused)(?: through [^,.]{1,40})? to comment\b|\bwould not comment\b"
    r"|\bannounced an appeal\b"
)
ACCORDING = re.compile(r"\b[Aa]ccording to (?P<whom>[^,.]{2,80}),")
ACCORDING_AFTER = re.compile(r",? according to (?P<whom>[^,.]{2,80})[.,]")
NO_REPORT_BEFORE = re.compile(r"\b(?:to|not|never|be|being|been|is|are|was|were|who was|and|which)\s+\Z")
AFTERWARDS = re.compile(
    rf",? (?P<who>(?:[\w’'.-]+ ){{0,4}}?[\w’'.-]+) (?P<verb>{REPORT_VERB.pattern})(?P<to> (?:the )?[\w "
    rf"]{{1,20}})?\.?\Z"
)


class FoundReport(NamedTuple):
    """A report of speech: its span, to the end of the sentence, who speaks, and the verb."""

    start: int
    end: int
    who: Who | None
    verb: str
    explicit: bool


def reports(article: Article, mentions: MentionIndex, subjects: SubjectFinder) -> Iterator[FoundReport]:
    """The reports of speech in an article's own sentences, in their order."""
    for sentence in article.sentences:
        if sentence.start < article.body:
            continue
        yield from _in_sentence(article, mentions, subjects, sentence.start, sentence.end)


def _in_sentence(
    article: Article, mentions: MentionIndex, subjects: SubjectFinder, start: int, end: int
) -> Iterator[FoundReport]:
    text = article.masked
    last = start - 1
    for verb in REPORT_VERB.finditer(text, start, end):
        if verb.start() < last or (
            NO_REPORT_BEFORE.search(text[start : verb.start()]) and not _is_joined(text, start, verb)
        ):
            continue
        if re.search(r"[\"”’»'›],? \Z", text[start : verb.start()]) or not _reports(text, verb, end):
            continue
        one = subjects.subject(start, verb.start()) if verb.start() > start else None
        who = subjects.meant(one)
        low = start if one is None or one.start < start else _start_of(text, start, one)
        yield FoundReport(low, end, who, verb.group(), one is not None and not one.is_pronoun)
        last = end
    if last < start:
        yield from _otherwise(article, mentions, subjects, start, end)


def _is_joined(text: str, start: int, verb: re.Match[str]) -> bool:
    return text[start : verb.start()].rstrip().endswith((" and", ",and")) and not verb.group().endswith("ing")


def _reports(text: str, verb: re.Match[str], end: int) -> bool:
    """Whether what follows a verb is what was said."""
    rest = text[verb.end() : end]
    if DENIAL.search(verb.group()) and _is_denial(rest):
        return True
    if DENIAL.search(verb.group()) and OF_A_COURT.search(rest[:80]):
        return False
    if verb.group() in TELLING and (whom := ADDRESSEE.match(rest)):
        if CLAUSE.match(rest[whom.end() :]):
            return _says_something(verb.group(), rest[whom.end() :])
        if verb.group() != "asked":
            return False
    return _says_something(verb.group(), rest)


def _is_denial(rest: str) -> bool:
    """Whether wrongdoing, a charge or an assertion is denied or admitted, and no motion."""
    plain = re.match(r"\s+[a-z]", rest) and not re.match(r"\s+(?:by|in|at|to|the|a|his|her|its)\b", rest)
    return bool(plain) and not OF_A_COURT.search(rest[:80])


def _says_something(verb: str, rest: str) -> bool:
    """Whether a clause of the article's own words follows, which is what was said."""
    clause = CLAUSE.match(rest)
    if clause is None or re.match(r"\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", rest):
        return False
    if ONLY_WITH_THAT.search(verb) or clause["that"]:
        return bool(clause["that"])
    return not _only_quoted(rest) and _is_clause(rest)


def _only_quoted(rest: str) -> bool:
    """Whether only quoted words follow, which are no report beside the quotation."""
    return bool(re.match(rf"\s*[,:]?\s*[“\"«‘']?{MASK}", rest))


def _is_clause(rest: str) -> bool:
    """Whether a finite verb seems to follow, so that “said his lawyer” is no report."""
    return bool(
        re.search(
            r"\b(?:was|were|is|are|had|has|have|would|will|could|can|should|must|may|might|did|does|do"
            r"|(?!Wednesday)\w+ed|\w+s|felt|fell|went|came|took|made"
            r"|gave|got|kept|left|lost|meant|paid|put|ran|sat|saw|sent|spent|stood|thought|told|won|wrote"
            r"|never|wanted)\b",
            rest[1:160].split(" ", 1)[-1],
        )
    )


def _start_of(text: str, start: int, one: MentionFound) -> int:
    """Where a report begins: at its sentence's start, or at whoever speaks after another clause."""
    before = text[start : one.start]
    joined = list(re.finditer(r"(?:[;,]|\band|\bbut)\s+(?=\S*\Z|the \Z)", before))
    return start + joined[-1].end() if joined and len(before) > len("The vicar, the ") * 4 else start


def _otherwise(
    article: Article, mentions: MentionIndex, subjects: SubjectFinder, start: int, end: int
) -> Iterator[FoundReport]:
    """A report without a verb of its own: “according to …”, a comment declined, or “…, she adds.”."""
    text = article.masked[start:end]
    after = ACCORDING_AFTER.search(text)
    if after and text[: after.start()].rstrip(" ,.\"”’»'›").endswith(MASK):
        return
    if found := ACCORDING.search(text) or after:
        whom = mentions.between(start + found.start("whom"), start + found.end("whom"))
        who = subjects.meant(whom[0]) if whom else None
        yield FoundReport(start, end, who, "according to", bool(whom))
    elif found := DECLINED.search(text):
        one = subjects.subject(start, start + found.start())
        yield FoundReport(
            start, end, subjects.meant(one), found.group(), one is not None and not one.is_pronoun
        )
    elif (found := AFTERWARDS.search(text)) and found.start() > len("It was. ") and MASK not in text:
        one = subjects.subject(start + found.start("who"), start + found.start("verb"))
        if one:
            yield FoundReport(start, end, subjects.meant(one), found["verb"], not one.is_pronoun)
