"""The candidates of a case: its passages, with what the case file says of them, and its gaps."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from bot.cases.editions import in_last_edition
from bot.cases.facts import LawsuitFact
from bot.cases.model import Award, Case, Event, Lawsuit, Party, Relief, Ruling, Statement
from bot.cases.selectors import Selector, control_character_in, make_selector
from bot.qa.entities import EntityResolver
from bot.qa.gaps import Gap, gaps_of
from bot.qa.german import compared_words, for_articles_of
from bot.qa.known_question import CaseEntry, KnownQuestion, known_question, questions_of
from bot.qa.lexicon import fact_words, stem
from bot.qa.parsed_question import ORDINALS
from bot.search.entries import stems
from bot.search.sentences import Span, paragraph_around, paragraphs, sentences_of
from bot.search.words import words

MIN_CUE_WORDS = 5
"""How many words a statement's cue needs to be a candidate: “Trump said.” answers nothing."""

ENDS_A_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
"""Matches the end of a paragraph that ends as a sentence does."""
MOST_OF_A_HEADING = 8
"""How many words a paragraph has at most that is taken for a heading where it does not end as a sentence."""

Parser = Callable[[str, bool], KnownQuestion]
"""Parses a known question, given with whether an editor listed it."""


@dataclass
class SpanFacts:
    """What the facts of the case file say about one span of a source, collected fact by fact."""

    kinds: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    parties: set[str] = field(default_factory=set)
    lawsuits: set[str] = field(default_factory=set)
    speaker: str = ""
    money: str = ""
    has_medium: bool = False
    questions: list[tuple[str, bool]] = field(default_factory=list)
    """Questions that the span answers, and whether an editor listed them for this case."""
    facts: list[CaseEntry] = field(default_factory=list)


@dataclass(frozen=True)
class Candidate:
    """What a question can be about: a passage (``selector``) or a gap (``gap``), never both.

    ``kinds`` are the kinds of fact on the passage (“award”, “ruling”, …, “sentence”), ``speaker`` is the id
    of the party whose words it is, ``ordinals`` the order numbers in it, such as 2 for “second”.
    """

    asked: tuple[KnownQuestion, ...]
    """The questions that are known to ask for it."""
    parties: frozenset[str]
    """Ids of the parties that the passage names, or that its facts are about."""
    lawsuits: frozenset[str]
    """Ids of the lawsuits that its facts belong to."""
    own_stems: frozenset[str] = frozenset()
    """The stems of the passage's own words."""
    fact_stems: frozenset[str] = frozenset()
    """The stems of the words that its facts add, such as labels and names."""
    paragraph_stems: frozenset[str] = frozenset()
    """The stems of the words of the passage's paragraph."""
    stem_sequence: tuple[str, ...] = ()
    """The stems of the passage's words in their order; ``words`` are these words."""
    words: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    speaker: str = ""
    money: str = ""
    """The kind of award in the passage: “awarded”, “sought” or “paid”; empty where there is none."""
    has_medium: bool = False
    ordinals: frozenset[int] = frozenset()
    selector: Selector | None = None
    compared: str = ""
    """The passage's words as questions are compared with them: those of a German one are put into English."""
    gap: Gap | None = None
    caveats: tuple[str, ...] = ()


def candidates_of(case: Case) -> tuple[Candidate, ...]:
    """All candidates of a case: recorded passages and sentences in source order, then the gaps.

    A passage of an article that was published again is taken from the last edition that has its words. What
    stands above an article is none unless a fact quotes it: the article says better what its headline says.
    """
    resolver = EntityResolver(case)
    spans: dict[Selector, SpanFacts] = {}
    for selector, fact in _facts(case):
        _add_fact(case, spans.setdefault(in_last_edition(case, selector), SpanFacts()), fact)
    every: tuple[CaseEntry, ...] = (
        *case.awards,
        *case.rulings,
        *case.relief,
        *case.lawsuits,
        *case.statements,
    )
    for fact in (*every, *case.events, *case.parties):
        for first in (fact.described_as if isinstance(fact, Party) else fact.quote)[:1]:
            spans[in_last_edition(case, first)].questions += [
                (text, False) for text in questions_of(case, fact)
            ]
    for question in case.questions:
        for selector in question.quote:
            words = in_last_edition(case, selector)
            asked = [(for_articles_of(case, text), True) for text in question.ask]
            spans.setdefault(words, SpanFacts()).questions += asked
    for source in case.sources:
        for start, end in _said(source.text):
            selector = make_selector(source.id, source.text, start, end)
            is_repeated = in_last_edition(case, selector).source != source.id
            if not is_repeated and not control_character_in(selector.exact):
                spans.setdefault(selector, SpanFacts()).kinds.add("sentence")

    @cache  # several facts and gaps can be asked for by the same words
    def known(text: str, listed: bool) -> KnownQuestion:  # noqa: FBT001  -- a part of the key
        return known_question(resolver, text, listed=listed)

    in_order = sorted(spans, key=lambda one: one.span)
    near = _Near(spans)
    passages = [_passage(resolver, selector, spans, near, known) for selector in in_order]
    return (*passages, *(_of_gap(gap, known) for gap in gaps_of(case)))


def _said(text: str) -> Iterator[Span]:
    """The sentences of a text, from the first paragraph on that ends as one: a headline and a byline do not.

    A short paragraph that does not end so is a heading, and says less than what stands below it.
    """
    is_below_the_head = False
    for paragraph in paragraphs(text):
        words_of_it = text[slice(*paragraph)]
        is_prose = bool(ENDS_A_SENTENCE.search(words_of_it))
        is_below_the_head |= is_prose
        if is_below_the_head and (is_prose or len(words_of_it.split()) > MOST_OF_A_HEADING):
            yield from sentences_of(text, paragraph)


class _Near:
    """Finds the spans inside or beside a passage without a look at all spans of its source."""

    def __init__(self, spans: Mapping[Selector, SpanFacts]) -> None:
        places = list(enumerate(spans.items()))
        self._by_start = sorted(places, key=lambda place: (place[1][0].source, place[1][0].start))
        self._starts = [(one.source, one.start) for _, (one, _) in self._by_start]
        self._spoken = [(one, span.speaker) for one, span in spans.items() if span.speaker]

    def inside(self, selector: Selector) -> list[SpanFacts]:
        """What the facts say about the spans inside of a passage, in the order in which they were given."""
        first = bisect_left(self._starts, (selector.source, selector.start))
        last = bisect_left(self._starts, (selector.source, selector.end))
        found = [place for place in self._by_start[first:last] if selector.contains(place[1][0])]
        return [span for _, (_, span) in sorted(found, key=lambda place: place[0])]

    def speaker(self, selector: Selector) -> str:
        """The id of the first speaker some of whose words are in a passage; empty where nobody speaks."""
        return next((speaker for one, speaker in self._spoken if one.overlaps(selector)), "")


def _facts(case: Case) -> Iterator[tuple[Selector, CaseEntry]]:
    facts: tuple[Award | Ruling | Relief | Event | Statement, ...] = (
        *case.awards,
        *case.rulings,
        *case.relief,
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
        long = (selector for selector in statement.cue if len(selector.exact.split()) >= MIN_CUE_WORDS)
        yield from ((selector, statement) for selector in long)
    for party in case.parties:
        yield from ((selector, party) for selector in party.described_as)


def _add_fact(case: Case, span: SpanFacts, fact: CaseEntry) -> None:
    span.kinds.add(type(fact).__name__.lower())
    span.facts.append(fact)
    parties: tuple[str | None, ...] = ()
    said: tuple[str, ...] = ()
    match fact:
        case Award():
            parties, said = (
                (fact.to, fact.against),
                (_asked_as(fact.kind), fact.purpose or "", "money amount"),
            )
            span.money = span.money or fact.kind
        case Ruling():
            parties, said = (fact.against, fact.decider), (_asked_as(fact.outcome), fact.claim)
        case Relief():
            parties, said = (fact.to, fact.against), (fact.kind, fact.what, fact.outcome)
        case Lawsuit():
            parties = (*fact.plaintiffs, *fact.defendants, fact.court)
            status = fact.current_status.value if fact.current_status else ""
            said = (fact.label, fact.case_name or "", *fact.cause, status, "lawsuit sued plaintiff")
            span.lawsuits.add(fact.id)
        case Event():
            parties, said = fact.participants, (fact.label,)
        case Statement():
            parties, said = (fact.speaker,), (fact.medium or "", fact.sequence or "")
            span.speaker = span.speaker or fact.speaker
            span.has_medium = span.has_medium or bool(fact.medium)
        case Party():
            parties, said = (fact.id,), tuple(one.role for one in fact.roles)
    if isinstance(fact, LawsuitFact):
        span.lawsuits |= set(fact.lawsuits)
        said = (*said, *(case.lawsuit_by_id[suit].label for suit in fact.lawsuits))
    span.parties |= {party for party in parties if party}
    span.words += [*said, *(name for party in parties if party for name in _names(case, party))]


def _asked_as(value: str) -> str:
    """The words by which people ask for a kind of award or an outcome; its own name where none are listed."""
    return fact_words().get(value) or value.replace("_", " ")


def _passage(
    resolver: EntityResolver,
    selector: Selector,
    spans: Mapping[Selector, SpanFacts],
    near: _Near,
    known: Parser,
) -> Candidate:
    """The candidate of a span: of a sentence with all facts inside it, of a clause with its own alone."""
    case, own = resolver.case, spans[selector]
    source = case.source_by_id[selector.source]
    text = source.text
    compared = compared_words(selector.exact, source.in_language)
    inside = near.inside(selector)
    said = [word for span in inside for word in span.words]
    speaker = own.speaker or near.speaker(selector)
    cut = tuple(words(compared))
    around = paragraph_around(text, selector.start, selector.end)
    parties = {party for span in inside for party in span.parties} | resolver.named(selector.exact)
    names = _names(case, speaker) if speaker else ()
    return Candidate(
        asked=tuple(known(asked, listed) for asked, listed in own.questions),
        parties=frozenset(parties | ({speaker} if speaker else set())),
        lawsuits=frozenset(suit for span in inside for suit in span.lawsuits),
        own_stems=frozenset(stems(compared)),
        fact_stems=frozenset(stems(" ".join((*said, *names)))),
        paragraph_stems=_stems_of_paragraph(_text(text, around), source.in_language),
        stem_sequence=tuple(map(stem, cut)),
        words=cut,
        kinds=frozenset(kind for span in (*inside, own) for kind in span.kinds)
        | ({"statement"} if speaker else set()),
        speaker=speaker,
        money=next((span.money for span in inside if span.money), ""),
        has_medium=any(span.has_medium for span in inside),
        ordinals=frozenset(ORDINALS[word] for word in words(" ".join((compared, *said))) if word in ORDINALS),
        selector=selector,
        compared=compared,
        caveats=tuple(
            dict.fromkeys(caveat for span in inside for fact in span.facts for caveat in fact.caveats)
        ),
    )


@lru_cache(maxsize=4)  # its sentences follow each other, and it may be the whole article
def _stems_of_paragraph(paragraph: str, in_language: str) -> frozenset[str]:
    return frozenset(stems(compared_words(paragraph, in_language)))


def _of_gap(gap: Gap, known: Parser) -> Candidate:
    asked = tuple(known(text, gap.listed) for text in gap.asked)
    return Candidate(asked, gap.parties, gap.lawsuits, gap=gap)


def _names(case: Case, party: str) -> tuple[str, ...]:
    return (case.party_by_id[party].name, *case.party_by_id[party].aliases)


def _text(text: str, span: Span) -> str:
    return text[span.start : span.end]
