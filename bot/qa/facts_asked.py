"""Finds the recorded facts that a question means by its words, such as the parts of a sum, or a hearing.

Where a question names what a fact records, no likeness of wording has to be guessed.
"""

import re
from collections.abc import Iterable, Iterator

from bot.cases.facts import Fact
from bot.cases.model import Award, Case
from bot.cases.selectors import Selector
from bot.cases.succession import current, succession_of
from bot.qa.amounts_asked import MONEY, amounts_meant
from bot.qa.appeals import appeals_meant
from bot.qa.courts_asked import asks_for_a_court, courts_meant, names_no_court
from bot.qa.days_asked import days_meant
from bot.qa.interpretation import Interpretation
from bot.qa.lexicon import light_words
from bot.qa.one_language import compared_words
from bot.qa.parsed_question import Term
from bot.qa.roles_asked import people_meant
from bot.search.entries import stems

MOST_FACTS = 3
"""How many facts a question means at most; where more fit, its words do not tell which."""
CORRECTED = re.compile(
    r"\b(?:correct(?:ed|ions?)|errat(?:um|a)|retract\w*|misspel\w*|(?:get|got|had|getting) (?:\w+ )?wrong)\b"
)
"""Matches words that ask what an article says that it had wrong."""
NOTICE = re.compile(r"\b(?:correct(?:ed|ions?)|errat(?:um|a)|retract\w*|misspel\w*)\b")
"""Matches words that ask for a notice of correction by its name; in lower-case words."""
CHANGED = re.compile(
    r"\b(?:chang(?:ed?|es|ing)|updat\w+|alter\w*|remov\w+|fix(?:ed|es)?|errors?|mistakes?)\b"
)
"""Matches words that ask what an article changed, where they ask about an article."""
STANDING = re.compile(
    r"\bwhere do(?:es)? (?:\w+ )*stand\b|\b(?:current|latest|present) (?:status|state)\b"
    r"|\bwhat(?: i|['’])?s the status\b|^status\b|\bstatus of (?:\w+ ){1,4}"
    r"(?:case|lawsuit|suit|action|claim|counterclaim|countersuit|trial|appeal|proceedings)\b"
)
"""Matches words that ask how far the proceedings are."""
DECISION = r"(?:decided?|ruled?|verdicts?|decisions?|rulings?|judge?ments?)"
"""A regular expression for the words that ask for a decision."""
FOUND = r"(?:find|found|concluded?|hold|held|determined?|establish(?:ed)?)"
"""A regular expression for the words that ask for one where they stand with who decides."""
DECIDERS = r"(?:courts?|judges?|jury|jurors|tribunal|panel|magistrates?)"
"""A regular expression for those who decide."""
BESIDE_IT = (
    "was|is|were|got|has|have|had|been|did|does|it|they|there|reads?|fell|from|in|by|the|this|that"
    "|case|lawsuit|suit|trial"
)
"""A regular expression for the words beside these that ask for nothing else."""
DECIDED = re.compile(
    r"\W*(?:(?:and|so|ok|okay)\W+)*"
    rf"(?:what(?! (?:the )?{DECIDERS})|how|which(?= {DECISION}))"
    rf"(?=.* {DECISION}\b|(?! (?:is|are)\b|(?<=how) (?:was|were)\b)(?=.* {DECIDERS}\b).* {FOUND}\b)"
    rf"(?: (?:{BESIDE_IT}|{DECIDERS}|{DECISION}|{FOUND}))+\W*"
)
"""Matches a whole question that asks what was decided, and no more; in lower-case words.

The words stand in any order, since those of a German question do: “what has the court decided ruled”.
"""
JURY = re.compile(r"\b(?:jury|juries|jurors?)\b", re.IGNORECASE)
"""Matches a word by which an article tells of a jury."""
ABOUT_AN_ARTICLE = frozenset(
    stems("article report story newspaper paper edition version notice editor note publish")
)
"""Stems of the words for an article, beside which nothing else is asked about."""
PARTS = re.compile(
    r"\b(?:add(?:s|ed)? up|sum up to|made up of|make up the|break ?down|broken down|consists? of|composed of"
    r"|components?|(?:the|which|what|its) parts|parts of)\b"
)
"""Matches words that ask of what an amount is made up; in lower-case words."""
PAID = re.compile(
    r"\b(?:has|have|had|was|were|been|already|ever)\b.*\bpaid\b"
    r"|\bdid (?:the )?\w+(?: \w+)? (?:already |ever )?pay\b"
)
"""Matches words that ask whether somebody has paid; in lower-case words."""
CONTRADICTING = re.compile(
    r"\b(?:contradict\w*|disagree\w*|conflict(?:s|ing)?|inconsisten\w*|discrepanc\w*|differ(?:s|ing)?"
    r"|different (?:sums?|amounts?|accounts?|versions?|figures?|numbers?|verdicts?))\b"
)
"""Matches words that ask what is told in two ways; in lower-case words."""


def passages_named(case: Case, asked: Interpretation) -> tuple[Selector, ...]:
    """The words of what is asked for by its kind: corrections, parts, status, rulings, contradictions."""
    return (
        tuple(_notices(case, asked))
        or tuple(_parts(case, asked))
        or tuple(_status(case, asked))
        or tuple(_decided(case, asked))
        or tuple(_contradictions(case, asked))
    )


def passages_meant(case: Case, asked: Interpretation) -> tuple[Selector, ...]:
    """The words of the facts that fit a question's own, superseded ones included; none where none fits."""
    return (
        tuple(appeals_meant(case, asked))
        or courts_meant(case, asked)
        or amounts_meant(case, asked)
        or days_meant(case, asked)
        or people_meant(case, asked)
    )


def is_undisclosed(case: Case, words: Iterable[Selector]) -> bool:
    """Whether some words are those by which a source says that an amount was not disclosed."""
    hidden = [one for award in case.awards if award.undisclosed for one in award.quote]
    return any(one.overlaps(other) for one in words for other in hidden)


def is_unreported(case: Case, asked: Interpretation) -> bool:
    """Whether a question asks for a correction, a payment or a court, and no article reports any."""
    if is_about_corrections(case, asked):
        is_named = NOTICE.search(asked.question.typed.casefold()) or ABOUT_AN_ARTICLE & set(
            stems(asked.question.typed)
        )
        return bool(is_named) and not any(source.correction for source in case.sources)
    if asks_for_a_court(asked) and names_no_court(case):
        return True
    is_recorded = bool(case.awards)
    return is_recorded and bool(PAID.search(asked.question.typed.casefold())) and not any(_payments(case))


def is_about_corrections(case: Case, asked: Interpretation) -> bool:
    """Whether a question asks what the articles of a case had wrong, and nothing besides."""
    text = asked.question.typed.casefold()
    publishers = stems(" ".join(source.publisher or "" for source in case.sources))
    beside = ABOUT_AN_ARTICLE | set(publishers)
    if any(not _asks_for_correction(one) and one.stem not in beside for one in asked.terms.weights):
        return False
    is_named = any(one in beside for one in stems(text))
    return bool(CORRECTED.search(text) or (is_named and CHANGED.search(text)))


def _payments(case: Case) -> Iterator[Fact]:
    """What was paid, and the events that say that something was or was not."""
    yield from (one for one in case.awards if one.kind in {"paid", "settled"})
    yield from (
        one for one in case.events if not one.event_status and {"paid", "pay"} & set(stems(one.label))
    )
    yield from (one for one in case.rulings if one.outcome == "stayed")


def _notices(case: Case, asked: Interpretation) -> Iterator[Selector]:
    """The notices of correction of all articles, of the newest edition first, for a question about them."""
    if not is_about_corrections(case, asked):
        return
    listed: set[str] = set()
    for source in sorted(case.sources, key=lambda one: one.day, reverse=True):
        for notice in source.correction:
            if notice.exact not in listed:
                listed.add(notice.exact)
                yield notice


def _contradictions(case: Case, asked: Interpretation) -> Iterator[Selector]:
    """The current facts that contradict each other, those about money where an amount is asked about."""
    if not CONTRADICTING.search(asked.question.typed.casefold()):
        return
    facts = current(case, succession_of(case).contradictory)
    is_about_money = any(stem in MONEY for stem in stems(asked.question.typed))
    awards = [one for one in facts if isinstance(one, Award) and not one.part_of]
    for fact in (is_about_money and awards) or facts[:MOST_FACTS]:
        yield fact.quote[0]


def _asks_for_correction(term: Term) -> bool:
    words = (CORRECTED, CHANGED)
    return term.word in light_words() or any(one.search(term.word) for one in words)


def _status(case: Case, asked: Interpretation) -> Iterator[Selector]:
    """Where the lawsuits stand, those that are meant or else all, for a question about that alone."""
    if STANDING.search(asked.question.typed.casefold()):
        suits = [one for one in case.lawsuits if one.id in asked.lawsuits] or case.lawsuits
        yield from (suit.current_status.quote[0] for suit in suits if suit.current_status)


def _decided(case: Case, asked: Interpretation) -> Iterator[Selector]:
    """The current rulings, then the sums awarded, for a question about what was decided.

    None where either are too many to be all, and none where a jury is asked about and no article has one.
    """
    typed = asked.question.typed.casefold()
    rulings = current(case, case.rulings)
    awards = [one for one in current(case, case.awards) if one.kind == "awarded" and _is_told_whole(one)]
    is_short = rulings and max(len(rulings), len(awards)) <= MOST_FACTS
    if is_short and DECIDED.fullmatch(typed) and (not JURY.search(typed) or _has_a_jury(case)):
        yield from (one.quote[0] for one in (*rulings, *awards))


def _is_told_whole(award: Award) -> bool:
    """Whether an amount is no part of another, and told by the article and not by somebody in it."""
    return not (award.part_of or award.asserted_by or award.same_as)


def _has_a_jury(case: Case) -> bool:
    texts = (compared_words(source.text, source.in_language) for source in case.sources)
    return any(JURY.search(text) for text in texts)


def _parts(case: Case, asked: Interpretation) -> Iterator[Selector]:
    """Each current amount that has parts, followed by these, for a question about what it is made up of."""
    if not PARTS.search(asked.question.typed.casefold()):
        return
    awards = current(case, case.awards)
    for award in awards:
        parts = [one for one in awards if award.id and one.part_of == award.id]
        if parts and not award.part_of:
            yield from (one.quote[0] for one in (award, *parts))
