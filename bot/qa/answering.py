"""Answers a free question about one case: ranks its passages and decides whether they answer it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.cases.caveats import caveats_on
from bot.cases.editions import in_last_edition
from bot.cases.model import Case, Question
from bot.cases.selectors import Selector
from bot.cases.succession import is_superseded
from bot.qa import weighing
from bot.qa.answer_types import asks_for_opinion
from bot.qa.candidates import Candidate, candidates_of
from bot.qa.chosen import FURTHER_SHARE, Ranked, borne_out, is_between_two, longest, shown
from bot.qa.confidence import Confidence
from bot.qa.corrector import corrector_of
from bot.qa.counted import asks_for_one_too_many
from bot.qa.entities import EntityResolver
from bot.qa.facts_asked import is_undisclosed, is_unreported, passages_meant, passages_named
from bot.qa.features import FeatureValues, features, features_of_none
from bot.qa.gaps import Gap
from bot.qa.interpretation import Interpretation, interpret
from bot.qa.known_question_index import KnownQuestionIndex
from bot.qa.namesakes import is_about_a_stranger
from bot.qa.one_language import for_articles_of
from bot.qa.parsed_question import ParsedQuestion, SpellCorrector, parse_question
from bot.qa.premises import false_premise
from bot.qa.result import QaResult
from bot.qa.roles_asked import people_meant
from bot.search.entries import stems
from bot.search.vector_store import VectorStore

ANSWER_THRESHOLD = 0.58
"""The least probability of a question to be answered; high, since a wrong answer is worse than none."""
UNLISTED_THRESHOLD = 0.7
"""The same for a case whose file does not list how people ask: there as many questions are kept with it as
abstained from, on articles that no weight was fitted to."""
LEAST_LISTED = 50
"""How many questions a case lists from which on the weights for cases with lists hold.

The lists that they were fitted to have 60 and more. With the dozen that an editor ticks, questions in other
words are answered worse by them.
"""
LEAST_UNCLEAR, MOST_UNCLEAR = 0.3, 2
"""The probability from which on it is open whether a source answers, and the passages that are shown then.

From there to the threshold every second question is answered on such articles, below it every sixth.
"""
LEAST_BORNE_OUT = 0.05
"""The least probability of the passages of a fact whose words fit a question, for the fact to decide.

Of facts that an editor took as they were proposed, nine of ten below it are wrong, and one of four above.
"""
OFF_TOPIC_DISTANCE = 0.3
"""The least cosine distance from all that is known at which a strange question is off topic.

A question is strange where the case has none of its words.
"""
ALL_ABSENT = 0.999
"""The share of a question's words from which on the case counts as having none of them."""
MIN_CLOSEST_OVERLAP = 0.3
"""The least share of a question's words in a passage that is shown as closest, without answering."""
NEWER_WEIGHT = 1.0
"""By how much newer articles count more, as the logarithm of a factor; that of the oldest one is 1."""
ABOUT_THE_PAST = re.compile(
    r"\b(?:original(?:ly)?|initial(?:ly)?|earlier|previous(?:ly)?|before|at first|used to|back then|formerly"
    r"|first (?:article|report|edition|version|say|said|award|awarded))\b"
)
"""Matches words that ask for what was reported first; in plain lower-case words."""
ENCODED_CANDIDATES = (24, 16)
"""How many of the likeliest candidates are encoded in each round, where vectors are still missing."""


class _Decided(NamedTuple):
    """What a case file decides about a question, as far as it does."""

    meant: tuple[Selector, ...]
    """The words of the facts that are asked for, or of the answer that an editor listed."""
    gap: Gap | None
    """What no article says, where that is asked."""
    is_settled: bool
    """Whether that is all: without words that are meant, no passage answers."""
    is_listed: bool
    """Whether an editor listed the question."""
    is_false_premise: bool
    """Whether the question takes for granted what did not happen."""


@dataclass(frozen=True)
class PreparedCase:
    """A case with all that answering questions about it needs: candidates, known questions, vectors."""

    case: Case
    resolver: EntityResolver
    candidates: tuple[Candidate, ...]
    corrected: SpellCorrector
    questions: KnownQuestionIndex

    @classmethod
    def of(cls, case: Case, store: VectorStore | None = None, *, lazily: bool = False) -> PreparedCase:
        """Prepare a case: under a second where the store has the vectors of its texts, else several.

        With ``lazily`` those that the store lacks are left to ``complete``, and to the questions.
        """
        candidates = candidates_of(case)
        index = KnownQuestionIndex(candidates, store, lazily=lazily)
        return cls(case, EntityResolver(case), candidates, corrector_of(case), index)

    @property
    def is_complete(self) -> bool:
        """Whether every text of the case has its vector; if not, an answer may change when it has."""
        return self.questions.is_complete

    def complete(self) -> bool:
        """Encode some of the texts that have no vector yet; gives whether there are none left."""
        return self.questions.complete()

    @property
    def threshold(self) -> float:
        """The least probability from which on a question is answered."""
        return ANSWER_THRESHOLD if len(self.case.questions) >= LEAST_LISTED else UNLISTED_THRESHOLD

    def _interpret(self, question: ParsedQuestion) -> Interpretation:
        return interpret(question, self.resolver, self.candidates)

    def features(
        self, question: ParsedQuestion, exclude: str | None = None
    ) -> tuple[list[FeatureValues], FeatureValues]:
        """The features of each candidate and of “none of these”.

        Known questions that read ``exclude`` are left out, as if nobody had listed them.
        """
        return self._features(self._interpret(question), exclude)

    def _features(
        self, interpretation: Interpretation, exclude: str | None = None
    ) -> tuple[list[FeatureValues], FeatureValues]:
        similarities = self.questions.similarities(interpretation, exclude)
        of_candidates = features(interpretation, self.candidates, similarities)
        return of_candidates, features_of_none(interpretation, similarities)

    def find(self, typed: str) -> QaResult:
        """The passages that answer a question, or the closest one, for the question as it was typed."""
        typed = for_articles_of(self.case, typed)
        question = parse_question(typed, self.corrected)
        asked = self._interpret(question)
        rows, none, chances = self._compared(asked)
        if not ABOUT_THE_PAST.search(question.text):
            chances = self._newer_first(chances)
        ranked = sorted(zip(chances, self.candidates, rows, strict=False), key=lambda one: -one[0])
        passages = [(probability, candidate) for probability, candidate, _ in ranked if not candidate.gap]
        is_strange = none["nothing_empty"] or none["nothing_absent"] >= ALL_ABSENT
        says_nothing = is_strange and none["nothing_far"] > OFF_TOPIC_DISTANCE
        gap = ranked[0][1].gap if ranked and not says_nothing else None
        decided = self._decided(typed, asked, passages, gap)
        likely = math.fsum(probability for probability, _ in passages)
        answered = max(likely, self.threshold) if decided.meant else 0.0 if decided.is_settled else likely
        is_opinion = asks_for_opinion(question.text)
        if answered >= self.threshold and not is_opinion:
            return self._answered(passages, answered, decided)
        near = [
            (probability, candidate)
            for probability, candidate, row in ranked
            if not candidate.gap
            and (row["own"] >= MIN_CLOSEST_OVERLAP or (probability >= FURTHER_SHARE and not says_nothing))
        ]
        is_unclear = answered >= LEAST_UNCLEAR and not (is_opinion or decided.gap or says_nothing)
        return QaResult(
            shown(self.case, near[: MOST_UNCLEAR if is_unclear else 1]),
            Confidence.UNCLEAR if is_unclear else Confidence.NOT_SAID,
            probability=answered,
            gap=decided.gap,
            is_false_premise=decided.is_false_premise,
        )

    def _answered(self, passages: Ranked, answered: float, decided: _Decided) -> QaResult:
        found = longest(decided.meant) or shown(self.case, passages, FURTHER_SHARE * answered)
        is_either = not decided.meant and is_between_two(passages)
        return QaResult(
            found,
            Confidence.EITHER if is_either else Confidence.ANSWERED,
            probability=answered,
            caveats=caveats_on(self.case, found),
            is_of_facts=bool(decided.meant) and not decided.is_listed,
            certainty=borne_out(passages, found[:1]),
        )

    def _decided(self, typed: str, asked: Interpretation, passages: Ranked, gap: Gap | None) -> _Decided:
        """What the case file decides about a question, as far as it does, whatever the passages' likeness."""
        supposed = false_premise(self.case, asked)
        meant = supposed.otherwise if supposed else self._meant(asked, passages)
        if not (meant or supposed) and gap and is_undisclosed(self.case, gap.closest):
            meant = gap.closest
        if listed := self._listed.get(parse_question(typed).text) if self._listed else None:
            own = (in_last_edition(self.case, words) for words in listed.quote)
            meant = tuple(dict.fromkeys((*own, *(meant if listed.quote else ()))))
            gap = None if meant else Gap(listed.ask, closest=listed.closest, listed=True)
        is_unknown = (
            asked.question.is_vague
            or asks_for_one_too_many(self.case, asked.question, self.candidates)
            or is_unreported(self.case, asked)
            or is_about_a_stranger(self.case, asked.question)
        )
        is_settled = bool(meant or supposed or listed or is_unknown)
        return _Decided(meant, gap, is_settled, bool(listed), bool(supposed))

    def _meant(self, asked: Interpretation, passages: Ranked) -> tuple[Selector, ...]:
        """The words of the facts that are asked for by their kind, or by words that likeness bears out."""
        if named := passages_named(self.case, asked):
            return named
        meant = passages_meant(self.case, asked)
        return meant if borne_out(passages, meant) >= LEAST_BORNE_OUT else people_meant(self.case, asked)

    def _compared(self, asked: Interpretation) -> tuple[list[FeatureValues], FeatureValues, list[float]]:
        """The features of each candidate and of “none of these”, and the probability of each, in this order.

        Where vectors are still missing, the texts of the likeliest candidates are encoded, and then those of
        the ones that are likeliest by these, so that estimates decide as little as possible.
        """
        weighed = weighing.weights(listed=len(self.case.questions) >= LEAST_LISTED)
        for most in () if self.is_complete else ENCODED_CANDIDATES:
            rows, none = self._features(asked)
            chances = weighing.probabilities([*rows, none], weighed)
            self.questions.encode(sorted(range(len(rows)), key=lambda at: -chances[at])[:most])
        rows, none = self._features(asked)
        return rows, none, weighing.probabilities([*rows, none], weighed)

    @cached_property
    def _listed(self) -> Mapping[str, Question]:
        """What the case file lists, by its parsed wordings: asked so, it is answered as listed."""
        wordings = [
            (parse_question(for_articles_of(self.case, words)).text, one)
            for one in self.case.questions
            for words in one.ask
        ]
        return dict(reversed(wordings))

    def knows_words_of(self, typed: str) -> bool:
        """Whether the case or the lexicon has each word of a question that says what it is about."""
        return all(
            term.synonyms & self._stems or len(term.synonyms) > 1
            for term in parse_question(typed, self.corrected).terms
        )

    @cached_property
    def _stems(self) -> frozenset[str]:
        names = (name for party in self.case.parties for name in (party.name, *party.aliases))
        labels = (*(one.label for one in self.case.lawsuits), *(one.label for one in self.case.events))
        known = stems(" ".join((self.case.title, *names, *labels)))
        return frozenset(known).union(*(one.own_stems for one in self.candidates))

    def guilt_probability(self, typed: str) -> float:
        """How likely a question, as it was typed, asks whether somebody did what is alleged."""
        # Imported here, since it loads numpy.
        from bot.qa.semantic_index import guilt_probability  # noqa: PLC0415

        return guilt_probability(typed)

    def nearness(self, typed: str) -> Callable[[Selector], float]:
        """Tells the greatest cosine of a question with the passages that overlap a passage."""
        nearest = self.questions.nearest(typed)
        return lambda passage: max((nearest[at] for at in self._overlapping(passage)), default=0.0)

    def _overlapping(self, passage: Selector) -> tuple[int, ...]:
        """The places of the candidates whose passages overlap a passage."""
        known = self._places
        if passage.span not in known:
            known[passage.span] = tuple(
                at
                for at, one in enumerate(self.candidates)
                if one.selector and one.selector.overlaps(passage)
            )
        return known[passage.span]

    @cached_property
    def _places(self) -> dict[tuple[str, int, int], tuple[int, ...]]:
        return {}

    def _newer_first(self, chances: list[float]) -> list[float]:
        """The probabilities, those of current passages of newer articles higher; their sum stays as it is."""
        factors = self._newness
        before = math.fsum(chances[at] for at in factors)
        after = math.fsum(chances[at] * factor for at, factor in factors.items())
        scale = before / after if after else 1.0
        return [
            chance * factors[at] * scale if at in factors else chance for at, chance in enumerate(chances)
        ]

    @cached_property
    def _newness(self) -> Mapping[int, float]:
        """By how much each current passage counts more for being newer, by its place among the candidates."""
        days = sorted({source.day for source in self.case.sources})
        return {
            at: math.exp(NEWER_WEIGHT * days.index(self.case.source_by_id[passage.source].day) / len(days))
            for at, passage in enumerate(candidate.selector for candidate in self.candidates)
            if passage and not is_superseded(self.case, passage)
        }
