"""Answers a free question about one case: ranks its passages and decides whether they answer it."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from threading import Lock

from bot.cases.model import Case
from bot.cases.selectors import Selector
from bot.cases.succession import is_superseded
from bot.qa.answer_types import asks_for_opinion
from bot.qa.candidates import Candidate, candidates_of
from bot.qa.entities import EntityResolver
from bot.qa.facts_asked import is_undisclosed, is_unreported, passages_meant
from bot.qa.features import FeatureValues, features, features_of_none
from bot.qa.frequencies import frequency
from bot.qa.gaps import Gap
from bot.qa.interpretation import Interpretation, interpret
from bot.qa.known_question_index import KnownQuestionIndex
from bot.qa.lexicon import spelt_otherwise, stem, vocabulary
from bot.qa.parsed_question import ParsedQuestion, SpellCorrector, parse_question
from bot.search.spelling import Spelling
from bot.search.vector_store import VectorStore
from bot.search.words import words

ANSWER_THRESHOLD = 0.55
"""The least probability of a question to be answered; high, since a wrong answer is worse than none."""
FURTHER_SHARE = 0.12
"""The least share of the answer's probability that a passage after the first needs to be shown."""
MAX_PASSAGES = 3
"""How many passages an answer has at most."""
OFF_TOPIC_DISTANCE = 0.3
"""The least cosine distance from all that is known at which a strange question is off topic.

A question is strange where the case has none of its words.
"""
ALL_ABSENT = 0.999
"""The share of a question's words from which on the case counts as having none of them."""
MIN_CLOSEST_OVERLAP = 0.3
"""The least share of a question's words in a passage that is shown as closest, without answering."""
COMMON_FREQUENCY = 3.2
"""On Zipf's scale: a word that is more frequent in English is not corrected to another."""
NEWER_WEIGHT = 1.0
"""By how much newer articles count more, as the logarithm of a factor; that of the oldest one is 1."""
ABOUT_THE_PAST = re.compile(
    r"\b(?:original(?:ly)?|initial(?:ly)?|earlier|previous(?:ly)?|before|at first|used to|back then|formerly"
    r"|first (?:article|report|edition|version|say|said|award|awarded))\b"
)
"""Matches words that ask for what was reported first; in plain lower-case words."""
MAX_PREPARED = 16
"""How many prepared cases are kept in memory."""


@dataclass(frozen=True)
class QaResult:
    """The passages for a question and the probability that they answer it.

    Where ``is_answer`` is false, ``passages`` has the closest one at most, and ``gap`` what the question asks
    for where the case is known not to say it. ``caveats`` are ids of the case's caveats on the passages.
    """

    passages: tuple[Selector, ...]
    is_answer: bool
    probability: float
    gap: Gap | None = None
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class PreparedCase:
    """A case with all that answering questions about it needs: candidates, known questions, vectors."""

    case: Case
    resolver: EntityResolver
    candidates: tuple[Candidate, ...]
    corrected: SpellCorrector
    questions: KnownQuestionIndex

    @classmethod
    def of(cls, case: Case, store: VectorStore | None = None) -> PreparedCase:
        """Prepare a case: under a second where the store has the vectors of its texts, else several."""
        candidates = candidates_of(case)
        return cls(
            case, EntityResolver(case), candidates, _corrector(case), KnownQuestionIndex(candidates, store)
        )

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
        question = parse_question(typed, self.corrected)
        asked = self._interpret(question)
        rows, none = self._features(asked)
        chances = probabilities([*rows, none], weights(listed=bool(self.case.questions)))
        if not ABOUT_THE_PAST.search(question.text):
            chances = self._newer_first(chances)
        ranked = sorted(zip(chances, self.candidates, rows, strict=False), key=lambda one: -one[0])
        passages = [(probability, candidate) for probability, candidate, _ in ranked if not candidate.gap]
        answered = math.fsum(probability for probability, _ in passages)
        is_strange = none["nothing_empty"] or none["nothing_absent"] >= ALL_ABSENT
        says_nothing = is_strange and none["nothing_far"] > OFF_TOPIC_DISTANCE
        gap = ranked[0][1].gap if ranked and not says_nothing else None
        meant = passages_meant(self.case, asked)
        if not meant and gap and is_undisclosed(self.case, gap.closest):
            meant = gap.closest
        if meant or is_unreported(self.case, asked):
            answered = max(answered, ANSWER_THRESHOLD) if meant else 0.0
        if answered >= ANSWER_THRESHOLD and not asks_for_opinion(question.text):
            shown = self._shown(passages, FURTHER_SHARE * answered, meant)
            caveats = (
                caveat
                for _, candidate in passages
                if candidate.selector in shown
                for caveat in candidate.caveats
            )
            return QaResult(
                shown, is_answer=True, probability=answered, caveats=tuple(dict.fromkeys(caveats))
            )
        near = [
            (probability, candidate)
            for probability, candidate, row in ranked
            if not candidate.gap
            and (row["own"] >= MIN_CLOSEST_OVERLAP or (probability >= FURTHER_SHARE and not says_nothing))
        ]
        return QaResult(self._shown(near[:1], 0.0), is_answer=False, probability=answered, gap=gap)

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

    def _shown(
        self, passages: list[tuple[float, Candidate]], least: float, meant: tuple[Selector, ...] = ()
    ) -> tuple[Selector, ...]:
        """What a question means, or the best passage, with those that do not overlap and are likely enough.

        Superseded passages, which give way to others, do not count among the most that are shown.
        """
        taken: list[Selector] = []
        for known in meant:
            if not any(one.overlaps(known) for one in taken):
                taken.append(known)
        if meant:
            return tuple(taken)
        counted = 0
        for probability, candidate in passages:
            selector = candidate.selector
            if selector is None or counted == MAX_PASSAGES or (taken and probability < least):
                break
            if not any(one.overlaps(selector) for one in taken):
                taken.append(selector)
                counted += not is_superseded(self.case, selector)
        return tuple(taken)


class PreparedCases:
    """The cases that were asked about last, prepared; safe for threads.

    Threads that ask about one case wait while one of them prepares it; those that ask about another do not.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._entries: OrderedDict[Case, _Entry] = OrderedDict()
        """By the case's content, so that a case that is read again unchanged is not prepared again."""

    def get(self, case: Case, store: VectorStore | None = None) -> PreparedCase:
        """The prepared case; it is prepared now, with the vectors of ``store``, if it is not kept."""
        with self._lock:
            entry = self._entries.setdefault(case, _Entry())
            self._entries.move_to_end(case)
            if len(self._entries) > self._most:
                self._entries.popitem(last=False)
        with entry.lock:
            if entry.prepared is None:
                entry.prepared = PreparedCase.of(case, store)
            return entry.prepared


@dataclass
class _Entry:
    lock: Lock = field(default_factory=Lock)
    prepared: PreparedCase | None = None


PREPARED = PreparedCases(MAX_PREPARED)
"""The prepared cases of this process, for ``prepared``."""


def prepared(case: Case, store: VectorStore | None = None) -> PreparedCase:
    """The case from this process's prepared cases, prepared now if it is not among them."""
    return PREPARED.get(case, store)


def probabilities(rows: list[FeatureValues], weighed: Mapping[str, float]) -> list[float]:
    """The probability of each row of features: the softmax of its weighted sum."""
    scores = [math.fsum(weighed.get(name, 0.0) * value for name, value in row.items()) for row in rows]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    whole = math.fsum(powers)
    return [power / whole for power in powers]


@cache
def weights(*, listed: bool) -> Mapping[str, float]:
    """The weight of each feature, by its name, as ``benchmarks/fit_asking.py`` fitted it.

    Cases whose file lists how people ask have weights of their own (``listed``): there the words of a passage
    count less.
    """
    text = files(__package__).joinpath("weights.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, float]] = json.loads(text)
    return loaded["listed" if listed else "unlisted"]


def _corrector(case: Case) -> SpellCorrector:
    """Corrects a word that neither English nor the case knows to the nearest of the lexicon or the case.

    A number is never corrected to another.
    """
    occurring = Counter(word for source in case.sources for word in words(source.text))
    spelling = Spelling({**dict.fromkeys(vocabulary(), 1), **occurring}.items())
    stems = {stem(word) for word in (*occurring, *vocabulary())}

    def corrected(word: str) -> str:
        if word[0].isdigit() or word in occurring:
            return word
        if spelt := next((one for one in spelt_otherwise(word) if one in occurring), None):
            return spelt
        singular = word.removesuffix("s")
        if (
            word not in occurring
            and singular in occurring
            and frequency(word) < COMMON_FREQUENCY + 1
            and singular != word
        ):
            return singular
        if spelling.count(word) or stem(word) in stems or frequency(word) > COMMON_FREQUENCY:
            return word
        near = (one for one in spelling.neighbours(word, 5) if one[0] == word[0])
        return next(near, word)

    return corrected
