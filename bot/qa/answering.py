"""The words of a case that answer a question, or that it does not say."""

from __future__ import annotations

import json
import math
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from threading import Lock

from bot.cases.model import Case
from bot.cases.selectors import Selector
from bot.qa.answer_types import asks_for_opinion
from bot.qa.candidates import Candidate, candidates_of
from bot.qa.entities import EntityResolver
from bot.qa.features import FeatureValues, features, of_nothing
from bot.qa.frequencies import frequency
from bot.qa.gaps import Gap
from bot.qa.interpretation import interpret
from bot.qa.known_question_index import KnownQuestionIndex
from bot.qa.lexicon import stem, vocabulary
from bot.qa.parsed_question import Corrector, ParsedQuestion, parse_question
from bot.search.spelling import Spelling
from bot.search.vector_store import VectorStore
from bot.search.words import words

ENOUGH = 0.55
"""The probability from which on a question is held to be answered; a wrong answer is worse than none."""
ALSO = 0.12
"""The probability, of all that answers, from which on a further passage is shown."""
MOST_PASSAGES = 3
FAR = 0.3
"""How far from all that is known, by the cosine, a question without a word of the case is near nothing."""
WHOLLY = 0.999
"""The share of a question's words from which on the case is held to have none of them."""
LEAST_CLOSE = 0.3
"""The share of a question's words from which on a passage comes near it without answering."""
WELL_KNOWN = 3.2
"""On Zipf's scale: a word that is as frequent in English is not taken for another."""
MAX_PREPARED = 16
"""Prepared cases that are kept in memory."""


@dataclass(frozen=True)
class QaResult:
    """The best passages, whether they answer, and the empty slot that is asked for if they do not."""

    passages: tuple[Selector, ...]
    is_answer: bool
    probability: float
    gap: Gap | None = None
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class PreparedCase:
    """A case made ready to be asked."""

    case: Case
    cast: EntityResolver
    slots: tuple[Candidate, ...]
    corrected: Corrector
    questions: KnownQuestionIndex

    @classmethod
    def of(cls, case: Case, store: VectorStore | None = None) -> PreparedCase:
        """Prepare a case: under a second where the store has the vectors of its texts, else several."""
        slots = candidates_of(case)
        return cls(case, EntityResolver(case), slots, _corrector(case), KnownQuestionIndex(slots, store))

    def numbers(self, typed: str) -> tuple[list[FeatureValues], FeatureValues]:
        """The features of each slot and of “none of these”, for a question that is held to be new."""
        question = parse_question(typed, self.corrected)
        return self._held(question, but=question.text)

    def _held(
        self, question: ParsedQuestion, but: str | None = None
    ) -> tuple[list[FeatureValues], FeatureValues]:
        one = interpret(question, self.cast, self.slots)
        likes = self.questions.likenesses(one, but)
        return features(one, self.slots, likes), of_nothing(one, likes)

    def find(self, typed: str) -> QaResult:
        """What answers a question as it was typed."""
        question = parse_question(typed, self.corrected)
        numbers, nothing = self._held(question)
        chances = probabilities([*numbers, nothing], weights(listed=bool(self.case.questions)))
        ranked = sorted(zip(chances, self.slots, numbers, strict=False), key=lambda one: -one[0])
        passages = [(chance, slot) for chance, slot, _ in ranked if not slot.gap]
        answered = math.fsum(chance for chance, _ in passages)
        is_strange = nothing["nothing_empty"] or nothing["nothing_absent"] >= WHOLLY
        says_nothing = is_strange and nothing["nothing_far"] > FAR
        if answered >= ENOUGH and not asks_for_opinion(question.text):
            shown = _apart(passages, ALSO * answered)
            caveats = (caveat for _, slot in passages if slot.selector in shown for caveat in slot.caveats)
            return QaResult(
                shown, is_answer=True, probability=answered, caveats=tuple(dict.fromkeys(caveats))
            )
        gap = ranked[0][1].gap if ranked and not says_nothing else None
        near = [
            (chance, slot)
            for chance, slot, row in ranked
            if not slot.gap and (row["own"] >= LEAST_CLOSE or (chance >= ALSO and not says_nothing))
        ]
        return QaResult(_apart(near[:1], 0.0), is_answer=False, probability=answered, gap=gap)


class PreparedCases:
    """The cases that were asked about last, prepared; safe for threads.

    Threads that ask about one case wait while one of them prepares it; those that ask about another do not.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._entries: OrderedDict[Case, _Entry] = OrderedDict()
        """By all that a case says, so that one that is read again unchanged is not prepared again."""

    def get(self, case: Case, store: VectorStore | None = None) -> PreparedCase:
        """The case, prepared with the vectors of a store."""
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
"""The prepared cases of this process."""


def prepared(case: Case, store: VectorStore | None = None) -> PreparedCase:
    """The case from this process's prepared cases, prepared now if it is not among them."""
    return PREPARED.get(case, store)


def probabilities(rows: list[FeatureValues], weighed: Mapping[str, float]) -> list[float]:
    """What each is worth, as a probability: the softmax of the weighted features."""
    scores = [math.fsum(weighed.get(name, 0.0) * value for name, value in row.items()) for row in rows]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    whole = math.fsum(powers)
    return [power / whole for power in powers]


@cache
def weights(*, listed: bool) -> Mapping[str, float]:
    """What each feature counts, as fitted to questions of known answers.

    Apart for cases whose file lists how people ask: there the words of a passage count less.
    """
    text = files(__package__).joinpath("weights.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, float]] = json.loads(text)
    return loaded["listed" if listed else "unlisted"]


def _apart(passages: list[tuple[float, Candidate]], least: float) -> tuple[Selector, ...]:
    """The best passage, and those as good as ``least`` that do not overlap a better one."""
    taken: list[Selector] = []
    for chance, slot in passages:
        selector = slot.selector
        if selector is None or len(taken) == MOST_PASSAGES or (taken and chance < least):
            break
        if not any(one.overlaps(selector) for one in taken):
            taken.append(selector)
    return tuple(taken)


def _corrector(case: Case) -> Corrector:
    """Takes a word that neither English nor the case knows for the nearest of the field or the case.

    A number is never taken for another.
    """
    occurring = Counter(word for source in case.sources for word in words(source.text))
    spelling = Spelling({**dict.fromkeys(vocabulary(), 1), **occurring}.items())
    stems = {stem(word) for word in (*occurring, *vocabulary())}

    def corrected(word: str) -> str:
        if word[0].isdigit():
            return word
        singular = word.removesuffix("s")
        if (
            word not in occurring
            and singular in occurring
            and frequency(word) < WELL_KNOWN + 1
            and singular != word
        ):
            return singular
        if spelling.count(word) or stem(word) in stems or frequency(word) > WELL_KNOWN:
            return word
        near = (one for one in spelling.neighbours(word, 5) if one[0] == word[0])
        return next(near, word)

    return corrected
