"""What a question can be about: a case's passages with what its file says of them, and its empty slots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.cases.facts import LawsuitFact
from bot.cases.model import Award, Case, Event, Lawsuit, Party, Ruling, Statement
from bot.cases.selectors import Selector, control_character_in, make_selector
from bot.qa.entities import EntityResolver
from bot.qa.gaps import Gap, gaps_of
from bot.qa.known_question import Fact, KnownQuestion, known_question, questions_of
from bot.qa.lexicon import stem
from bot.qa.parsed_question import ORDINALS
from bot.search.entries import stems
from bot.search.sentences import Span, paragraph_around, sentences
from bot.search.words import words

OF_AWARDS: Mapping[str, str] = {
    "awarded": "awarded award damages ordered pay won receive owe",
    "sought": "seeking sought ask demand want claim",
    "paid": "paid pay settlement",
}
OF_OUTCOMES: Mapping[str, str] = {
    "liable": "liable found verdict",
    "not_liable": "not liable cleared found verdict",
    "cleared": "cleared acquitted innocent found verdict",
    "guilty": "guilty convicted verdict found",
    "not_guilty": "acquitted cleared innocent guilty verdict found",
    "dismissed": "dismissed thrown rejected",
    "other": "ruling decision",
}
"""Words by which people ask for a kind of award or an outcome."""
LEAST_CUE = 5
"""Words of a cue that can answer: “Trump said.” cannot."""


@dataclass
class SpanFacts:
    """What the facts on one span say."""

    kinds: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    parties: set[str] = field(default_factory=set)
    lawsuits: set[str] = field(default_factory=set)
    speaker: str = ""
    money: str = ""
    has_medium: bool = False
    asked: list[tuple[str, bool]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True)
class Candidate:
    """A passage, or an empty slot where ``gap`` is given, as questions are held against it."""

    asked: tuple[KnownQuestion, ...]
    parties: frozenset[str]
    """Ids of the parties that it names, or that the facts on it are about."""
    lawsuits: frozenset[str]
    own: frozenset[str] = frozenset()
    """The stems of its words."""
    told: frozenset[str] = frozenset()
    """The stems of what the facts on it say."""
    around: frozenset[str] = frozenset()
    """The stems of its paragraph."""
    tokens: tuple[str, ...] = ()
    """The stems of its words in their order, and the words."""
    words: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    speaker: str = ""
    money: str = ""
    """Whether an amount in it was awarded, sought or paid."""
    has_medium: bool = False
    ordinals: frozenset[int] = frozenset()
    selector: Selector | None = None
    gap: Gap | None = None
    caveats: tuple[str, ...] = ()


def candidates_of(case: Case) -> tuple[Candidate, ...]:
    """Every recorded passage and every sentence in the order of the sources, then the empty slots."""
    cast = EntityResolver(case)
    spans: dict[Selector, SpanFacts] = {}
    for selector, fact in _facts(case):
        _tell(case, spans.setdefault(selector, SpanFacts()), fact)
    every: tuple[Fact, ...] = (*case.awards, *case.rulings, *case.lawsuits, *case.statements)
    for fact in (*every, *case.events, *case.parties):
        for first in (fact.described_as if isinstance(fact, Party) else fact.quote)[:1]:
            spans[first].asked += [(text, False) for text in questions_of(case, fact)]
    for question in case.questions:
        for selector in question.quote:
            spans.setdefault(selector, SpanFacts()).asked += [(text, True) for text in question.ask]
    for source in case.sources:
        for start, end in sentences(source.text):
            selector = make_selector(source.id, source.text, start, end)
            if not control_character_in(selector.exact):
                spans.setdefault(selector, SpanFacts()).kinds.add("sentence")
    passages = [_passage(cast, selector, spans) for selector in sorted(spans, key=lambda one: one.span)]
    return (*passages, *(_empty(cast, gap) for gap in gaps_of(case)))


def _facts(case: Case) -> Iterator[tuple[Selector, Fact]]:
    facts: tuple[Award | Ruling | Event | Statement, ...] = (
        *case.awards,
        *case.rulings,
        *case.events,
        *case.statements,
    )
    for fact in facts:
        yield from ((selector, fact) for selector in fact.quote)
    for suit in case.lawsuits:
        yield from (
            (selector, suit)
            for selector in (*suit.quote, *(one for status in suit.status for one in status.quote))
        )
    for statement in case.statements:
        yield from ((selector, statement) for selector in statement.quoted)
        long = (selector for selector in statement.cue if len(selector.exact.split()) >= LEAST_CUE)
        yield from ((selector, statement) for selector in long)
    for party in case.parties:
        yield from ((selector, party) for selector in party.described_as)


def _tell(case: Case, told: SpanFacts, fact: Fact) -> None:
    told.kinds.add(type(fact).__name__.lower())
    told.facts.append(fact)
    parties: tuple[str | None, ...] = ()
    said: tuple[str, ...] = ()
    match fact:
        case Award():
            parties, said = (fact.to, fact.against), (OF_AWARDS[fact.kind], "money amount")
            told.money = told.money or fact.kind
        case Ruling():
            parties, said = (fact.against, fact.decider), (OF_OUTCOMES[fact.outcome], fact.claim)
        case Lawsuit():
            parties = (*fact.plaintiffs, *fact.defendants, fact.court)
            status = fact.current_status.value if fact.current_status else ""
            said = (fact.label, fact.case_name or "", *fact.cause, status, "lawsuit sued plaintiff")
            told.lawsuits.add(fact.id)
        case Event():
            parties, said = fact.participants, (fact.label,)
        case Statement():
            parties, said = (fact.speaker,), (fact.medium or "", fact.sequence or "")
            told.speaker = told.speaker or fact.speaker
            told.has_medium = told.has_medium or bool(fact.medium)
        case Party():
            parties, said = (fact.id,), fact.roles
    if isinstance(fact, LawsuitFact):
        told.lawsuits |= set(fact.lawsuits)
        said = (*said, *(case.lawsuit_by_id[suit].label for suit in fact.lawsuits))
    told.parties |= {party for party in parties if party}
    told.words += [*said, *(name for party in parties if party for name in _names(case, party))]


def _passage(cast: EntityResolver, selector: Selector, spans: Mapping[Selector, SpanFacts]) -> Candidate:
    """A passage; a sentence says what the facts within it say, a clause only what the facts on it do."""
    case, own = cast.case, spans[selector]
    text = case.source_by_id[selector.source].text
    inside = [told for one, told in spans.items() if selector.contains(one)]
    said = [word for told in inside for word in told.words]
    touched = (told.speaker for one, told in spans.items() if told.speaker and one.overlaps(selector))
    speaker = own.speaker or next(touched, "")
    cut = tuple(words(selector.exact))
    around = paragraph_around(text, selector.start, selector.end)
    parties = {party for told in inside for party in told.parties} | cast.named(selector.exact)
    names = _names(case, speaker) if speaker else ()
    return Candidate(
        asked=tuple(known_question(cast, asked, noted=noted) for asked, noted in own.asked),
        parties=frozenset(parties | ({speaker} if speaker else set())),
        lawsuits=frozenset(suit for told in inside for suit in told.lawsuits),
        own=frozenset(stems(selector.exact)),
        told=frozenset(stems(" ".join((*said, *names)))),
        around=frozenset(stems(_text(text, around))),
        tokens=tuple(map(stem, cut)),
        words=cut,
        kinds=frozenset(kind for told in (*inside, own) for kind in told.kinds)
        | ({"statement"} if speaker else set()),
        speaker=speaker,
        money=next((told.money for told in inside if told.money), ""),
        has_medium=any(told.has_medium for told in inside),
        ordinals=frozenset(
            ORDINALS[word] for word in words(" ".join((selector.exact, *said))) if word in ORDINALS
        ),
        selector=selector,
        caveats=tuple(
            dict.fromkeys(caveat for told in inside for fact in told.facts for caveat in fact.caveats)
        ),
    )


def _empty(cast: EntityResolver, gap: Gap) -> Candidate:
    asked = tuple(known_question(cast, text, noted=gap.noted) for text in gap.asked)
    return Candidate(asked, gap.parties, gap.lawsuits, gap=gap)


def _names(case: Case, party: str) -> tuple[str, ...]:
    return (case.party_by_id[party].name, *case.party_by_id[party].aliases)


def _text(text: str, span: Span) -> str:
    return text[span.start : span.end]
