"""Finds the passages of a case that tell what courts, juries and others who decide found or did not find."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bot.answers.cite import Cited
from bot.cases.editions import edition_without, first_edition, in_force, in_last_edition
from bot.cases.model import Party, Ruling
from bot.cases.once_per_case import once_per_case
from bot.cases.outcomes import RulingOutcome
from bot.cases.quotation_marks import CLOSING_MARKS
from bot.cases.selectors import Selector, control_character_in, make_selector
from bot.cases.succession import current, is_superseded
from bot.qa.entities import EntityResolver
from bot.search.folding import fold
from bot.search.sentences import Span, paragraphs, sentences_of

FINDINGS: frozenset[RulingOutcome] = frozenset(
    {
        "liable",
        "not_liable",
        "at_fault",
        "cleared",
        "convicted",
        "acquitted",
        "guilty",
        "not_guilty",
        "dismissed",
    }
)
"""The outcomes that say whether somebody was held to have done what is alleged."""
REVIEWED: frozenset[RulingOutcome] = frozenset({"affirmed", "reversed"})
"""The outcomes that say what became of such a finding on appeal."""
DECIDERS = (
    r"(?:courts?|jury|jurors|judges?|justices?|tribunals?|panel|magistrates?|coroners?|inquest|arbitrators?"
    r"|regulators?|ombudsm[ae]n|verdict|ruling|judgment|majority)"
)
"""Matches a word for somebody who decides, or for a decision; in folded text."""
HAS_FOUND = re.compile(
    r"\b(?:found|held|ruled|deemed|declared)\b[^.;]{0,60}\b(?:liable|guilty|at fault|responsible|negligent)\b"
    r"|\b(?:was|were|is|are|been|being|cleared|acquit(?:s|ted)?|convict(?:s|ed)?|exonerated?)\b"
    r" (?:\w+ ){0,2}?(?:cleared|acquitted|convicted|exonerated"
    r"|of (?:all|any|both|the|one|two|three|\w+ counts?))\b"
    r"|\b(?:not|never|nobody had|no one had|nothing had) (?:been |yet been )?(?:proved|proven|shown)\b"
    r"|\b(?:claim|suit|lawsuit|action|case|charges?|counterclaim|complaint)\b[^.;]{0,60}"
    r"\b(?:was|were|been) (?:dismissed|rejected|thrown out|struck out|upheld)\b"
    r"|\bno (?:criminal )?charges? (?:has|have|had|was|were)\b"
)
"""Matches words that tell a finding whoever made it; in folded text."""
DECIDES = re.compile(
    r"\b(?:finds?|found|finding|held|holds?|rules?|ruled|decid(?:e[sd]?|ing)|conclud(?:es?|ed)|determined"
    r"|convict(?:s|ed)|acquit(?:s|ted)|clear(?:s|ed)|exonerated|dismiss(?:es|ed|al)?|reject(?:s|ed)|threw out"
    r"|throws out|upheld|upholds|revers(?:es|ed)|overturn(?:s|ed)|affirm(?:s|ed)|answered|recorded"
    r"|accept(?:s|ed)|believed?|proved|proven|blamed|left standing|put \d+|issued a|disturbed)\b"
)
"""Matches words by which somebody who decides does so, or declines to; in folded text."""
ASSESSES = re.compile(
    r"\b(?:true|untrue|false|careless\w*|malic\w+|negligen\w+|honest\w*|dishonest\w*|lie[sd]?|lying|liable"
    r"|at fault|blame|deceiv\w+|deceit|proved|proven|shown|wil+ful\w*|deliberate\w*|reckless\w*|mistak\w+"
    r"|should have|ought to have|on purpose|intend\w*|intention\w*|reasonabl[ey]|knew|wrong\w*)\b"
)
"""Matches words by which a judge or juror speaks of what somebody did; in folded text."""
GOES_ON = re.compile(r"^[\"'“‘]*(?:it|he|she|they|that|this|yes|no|in the same|on that)\b")
"""Matches the beginning of a sentence that goes on about those whom the one before it is about."""
DECIDES_BY_ROLE = re.compile(
    r"\b(?:judge|jury|juror|coroner|magistrate|tribunal|arbitrator|regulator|court|ombudsman)\b(?! clerk)"
)
"""Matches the roles of those who decide; in folded text."""
NO_DECISION = re.compile(r"\b(?:clerk|registry|press|spokes\w+|witness)\b")
"""Matches the roles of those who work for a court without deciding."""


NOT_YET = re.compile(r"\b(?:has|have) not (?:yet )?(?:\w+ )?(?:ruled|decided|issued|found|determined)\b")
"""Matches words that say that a decision was still to come; in folded text."""
CLEARING: frozenset[RulingOutcome] = frozenset(
    {"not_liable", "cleared", "acquitted", "not_guilty", "dismissed", "reversed", "vacated"}
)
"""The outcomes that speak for those whom a ruling is about."""
CLEARS = re.compile(
    r"(?:\b(?:not|no|nobody|nothing|never|neither|cleared|acquit\w*|exonerat\w*|dismiss\w*|reject\w*"
    r"|threw out|thrown out|revers\w+|overturn\w*)|n['’]t)\b"
)
"""Matches words of findings that speak for those whom they concern; in folded text."""
UNDECIDED: frozenset[RulingOutcome] = frozenset(
    {"settled", "withdrawn", "stayed", "pleaded_guilty", "pleaded_not_guilty"}
)
"""The outcomes that are no decision of a court."""


class ReportedFinding(NamedTuple):
    """Words that tell a finding, with the ids of whom and of which lawsuits it concerns, where known."""

    words: Selector
    parties: frozenset[str]
    lawsuits: frozenset[str]
    claim: str = ""
    """What was ruled on, in the editor's words; empty where the case file does not record it."""
    clears: bool = False
    """Whether it speaks for those whom it concerns: an acquittal, a dismissal, what was not proved."""
    is_settling: bool = False
    """Whether the case file records it as saying if somebody did what is alleged."""
    is_against_nobody: bool = False
    """Whether the case file records it as an order that goes against none of those concerned."""


@once_per_case
def findings(cited: Cited) -> tuple[Ruling, ...]:
    """The current findings on claims and charges that more than one side tells, in the case file's order."""
    rulings = (
        one
        for one in cited.case.rulings
        if one.on in {"claim", "charge"} and one.outcome in FINDINGS and one.against
    )
    return tuple(one for one in current(cited.case, rulings) if not cited.is_one_sided(one.quote[0]))


@once_per_case
def told_findings(cited: Cited) -> tuple[ReportedFinding, ...]:
    """What the current reports tell as found: the recorded rulings, then other sentences of the articles."""
    recorded = [
        ReportedFinding(
            words,
            concerned(cited, ruling),
            frozenset(ruling.lawsuits),
            ruling.claim,
            _clears(ruling.outcome, words),
            ruling.outcome in FINDINGS | REVIEWED or ruling.on == "charge",
            is_against_nobody=not ruling.against,
        )
        for ruling in current(cited.case, cited.case.rulings)
        if ruling.on in {"claim", "charge"}
        and not cited.is_one_sided(ruling.quote[0])
        and ruling.outcome not in UNDECIDED
        for words in words_of(cited, ruling)
    ]
    known = [one.words for one in recorded]
    further: list[ReportedFinding] = []
    for one in (*_sentences(cited), *_assessments(cited)):
        if not any(map(one.words.overlaps, (*known, *(other.words for other in further)))):
            further.append(one)
    return (*recorded, *further)


def words_of(cited: Cited, ruling: Ruling) -> tuple[Selector, ...]:
    """The words of the first report on a ruling, in the last edition of its article that has them.

    Later reports only mention a ruling. Where a newer edition of the report has other words for it, the words
    that it left out or altered do not come.
    """
    case = cited.case
    articles = {one: first_edition(case, case.source_by_id[one.source]).id for one in ruling.quote}
    first = tuple(
        one
        for one, article in articles.items()
        if one.role == "supports" and article == articles[ruling.quote[0]]
    )
    return tuple(dict.fromkeys(in_last_edition(case, one) for one in in_force(case, first)))


def _says_clearing(words: Selector) -> bool:
    return bool(CLEARS.search(fold(words.exact)))


def _clears(outcome: RulingOutcome, words: Selector) -> bool:
    return outcome in CLEARING or (outcome not in FINDINGS | REVIEWED and _says_clearing(words))


def concerned(cited: Cited, ruling: Ruling) -> frozenset[str]:
    """The ids of those against whom a ruling is, and of the defendants where that is none of them.

    A charge concerns whoever is charged alone, who need not be a defendant of any lawsuit of the case.
    """
    if ruling.on == "charge" and ruling.against:
        return frozenset({ruling.against})
    suits = [cited.case.lawsuit_by_id[one] for one in ruling.lawsuits]
    defendants = {party for suit in suits for party in suit.defendants}
    against = {ruling.against} if ruling.against else set()
    return frozenset(against if against & defendants else against | (defendants or _defendants(cited)))


@once_per_case
def accused_in(cited: Cited) -> frozenset[str]:
    """The ids of the parties that are sued or charged, or against whom something is recorded as found."""
    sued = {party for suit in cited.case.lawsuits for party in suit.defendants}
    return frozenset(sued | {one.against for one in cited.case.rulings if one.against})


@once_per_case
def sides(cited: Cited) -> frozenset[str]:
    """The ids of the parties that sue or are sued, or about whom something is recorded as found."""
    suing = {party for suit in cited.case.lawsuits for party in (*suit.plaintiffs, *suit.defendants)}
    ruled = {one.against for one in cited.case.rulings if one.against}
    return frozenset(suing | ruled)


def current_sentences(cited: Cited) -> Iterator[tuple[Selector, Span, int]]:
    """Each whole sentence that the newest edition of an article has and no newer report supersedes.

    With it come its paragraph, and where the sentence before it in the paragraph starts.
    """
    for source in cited.case.sources:
        for paragraph in paragraphs(source.text):
            cut = list(sentences_of(source.text, paragraph))
            for before, (start, end) in pairwise([cut[0], *cut] if cut else []):
                selector = make_selector(source.id, source.text, start, end)
                if (
                    selector.exact.rstrip(f"{CLOSING_MARKS})")[-1:] in ".!?…"
                    and not control_character_in(selector.exact)
                    and in_last_edition(cited.case, selector).source == source.id
                    and edition_without(cited.case, selector) is None
                    and not is_superseded(cited.case, selector)
                ):
                    yield selector, paragraph, before.start


def _sentences(cited: Cited) -> Iterator[ReportedFinding]:
    """The sentences that tell a finding in the voice of the article, or of somebody who decides."""
    resolver, deciding, between = EntityResolver(cited.case), _deciding(cited), sides(cited)
    named, accused = _names(cited, deciding), accused_in(cited)
    newest = max((source.day for source in cited.case.sources), default="")
    for selector, paragraph, before in current_sentences(cited):
        text = cited.case.source_by_id[selector.source].text
        said, context = fold(selector.exact), fold(text[before : selector.start])
        speaks = {one.speaker for one in cited.case.statements if any(map(selector.overlaps, one.quote))}
        is_open = NOT_YET.search(said) and cited.case.source_by_id[selector.source].day < newest
        if speaks - deciding or "?" in said[-2:] or is_open:
            continue
        decides = bool(speaks) or named.search(said) or (GOES_ON.search(said) and named.search(context))
        tells = ASSESSES if cited.speaking(selector) else DECIDES
        if HAS_FOUND.search(said) or (decides and (tells.search(said) or (speaks and ASSESSES.search(said)))):
            near = (selector.exact, text[before : selector.end], text[paragraph.start : selector.end])
            whom = (resolver.named(one) & accused for one in near)
            parties = next(filter(None, whom), between)
            yield ReportedFinding(selector, parties, frozenset(), clears=_says_clearing(selector))


def _assessments(cited: Cited) -> Iterator[ReportedFinding]:
    """The words of those who decide that are told with a question, or by somebody else."""
    deciding = _deciding(cited)
    for statement in current(cited.case, cited.case.statements):
        words = statement.quote[0]
        is_told = "?" in words.exact or (statement.is_disclaimed and ASSESSES.search(fold(words.exact)))
        is_theirs = statement.speaker in deciding and statement.quote_type != "question"
        if is_told and is_theirs and edition_without(cited.case, words) is None:
            suits = frozenset(statement.lawsuits)
            yield ReportedFinding(words, _defendants(cited), suits, clears=_says_clearing(words))


def _defendants(cited: Cited) -> frozenset[str]:
    """The ids of the parties that are sued; of all sides where nobody is."""
    return frozenset(party for suit in cited.case.lawsuits for party in suit.defendants) or sides(cited)


@once_per_case
def _deciding(cited: Cited) -> frozenset[str]:
    """The ids of the courts, judges, juries and others who decide."""
    deciders = {one.decider for one in cited.case.rulings if one.decider}
    return frozenset(one.id for one in cited.case.parties if one.id in deciders or _decides(one)) - sides(
        cited
    )


def _decides(party: Party) -> bool:
    roles = [fold(one.role) for one in party.roles] or [fold(party.name)]
    return party.kind == "court" or any(
        DECIDES_BY_ROLE.search(one) and not NO_DECISION.search(one) for one in roles
    )


def _names(cited: Cited, parties: frozenset[str]) -> re.Pattern[str]:
    """Matches, in folded text, somebody who decides: by a general word, or by the last word of a name."""
    people = (one for one in cited.case.parties if one.id in parties and one.kind == "person")
    last = [re.escape(fold(one.name).split()[-1]) for one in people]
    return re.compile(rf"\b(?:{'|'.join([DECIDERS, *last])})\b")
