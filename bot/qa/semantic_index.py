"""Compares the vector of a question with those of a case's known questions and passages."""

import json
import math
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from bot.cases.selectors import Selector
from bot.qa.candidates import Candidate
from bot.qa.encoder import Encoding, FloatArray, encoder
from bot.qa.text_vectors import TextVectors, encoded, table_of_questions
from bot.qa.word_vectors import WordVectors
from bot.search.vector_store import VectorStore

TEMPERATURE = 0.05
"""Of the softmax over cosines: a cosine lower by this much counts e times less."""
MIN_SHARE = 1e-4
"""The least share that counts as more than none."""
MAX_QUESTIONS = 64
"""How many of the last questions have their vectors kept."""
MOST_NEAREST = 96
"""Passages, and known questions, that are encoded while somebody waits, besides the likeliest candidates'."""
WORD_FIELDS = 6
"""Fields of SemanticSimilarity that rest on the words of passages: from ``words`` to ``chance``."""
NEAREST_PASSAGES = 16
"""Passages whose words are encoded while somebody waits, besides those of the likeliest candidates."""


@dataclass(frozen=True)
class SemanticSimilarity:
    """How near a question is to a candidate in meaning."""

    nearest: float
    """The greatest cosine of the question's vector with one of the candidate's."""
    share: float
    """The candidate's share of the softmax over all cosines, by its logarithm: 1e-4 is 0, all is 1."""
    words: float = 0.0
    """How near the question's words are to those of the candidate's passage; 0 for a gap."""
    telling_words: float = 0.0
    """The same, by the words that tell most."""
    even_words: float = 0.0
    """The same, by all words alike."""
    words_before: float = 0.0
    """``words`` of the passage that ends last before this one in its source; 0 where none does."""
    words_after: float = 0.0
    """``words`` of the passage of which this one is the one before; 0 where there is none."""
    chance: float = 0.0
    """The probability that its passage answers, as the encoder was taught; the rest is that none does."""


class SemanticIndex:
    """The vectors of a case's known questions and passages, candidate by candidate."""

    def __init__(
        self, candidates: Sequence[Candidate], store: VectorStore | None = None, *, lazily: bool = False
    ) -> None:
        texts = [
            (at, text, typed) for at, candidate in enumerate(candidates) for text, typed in _texts(candidate)
        ]
        self._texts = np.array([text for _, text, _ in texts], dtype=object)
        self._starts = np.searchsorted([at for at, _, _ in texts], range(len(candidates)))
        self._of_passages = [at for at, (_, text, _) in enumerate(texts) if not text]
        self._passages = [texts[at][0] for at in self._of_passages]
        """The places of the candidates that are passages."""
        self._before = _places_before([candidates[at].selector for at in self._passages])
        self._of_questions = [at for at, (_, text, _) in enumerate(texts) if text]
        self._asking = [texts[at][0] for at in self._of_questions]
        """The places of the candidates that known questions ask for."""
        spoken = [texts[at][2] for at in self._of_passages]
        self._words = WordVectors(spoken, self._before, store, lazily=True)
        self._vectors = TextVectors(spoken, self._words.vectors, store, lazily=lazily)
        self._questions = TextVectors(
            [texts[at][2] for at in self._of_questions],
            lambda some: encoder().vectors(some),
            store,
            lazily=lazily,
            turned=lambda some: encoder().as_question(some),
        )
        while not lazily and not self._words.complete():
            pass

    @property
    def is_complete(self) -> bool:
        """Whether every text has its vector, so that nothing is estimated."""
        return self._vectors.is_complete and self._questions.is_complete and self._words.is_complete

    def complete(self) -> bool:
        """Encode some of the texts that have no vector yet; gives whether there are none left."""
        return self._vectors.complete() and self._questions.complete() and self._words.complete()

    def encode(self, candidates: Iterable[int]) -> None:
        """Encode the texts of some candidates, by their places, as far as they have no vector yet."""
        chosen = frozenset(candidates)
        rows = [row for row, at in enumerate(self._passages) if at in chosen]
        self._vectors.encode(rows)
        self._questions.encode(row for row, at in enumerate(self._asking) if at in chosen)
        self._words.encode(rows)

    def similarities(self, typed: str, exclude: str | None = None) -> list[SemanticSimilarity]:
        """How near a question is to each candidate; known questions that read ``exclude`` are left out.

        Where vectors are still missing, some of it is estimated.
        """
        asked = question_encoding(typed)
        of_passages = self._vectors.likely(typed, asked.vector, MOST_NEAREST)
        cosines = np.empty(len(self._texts), np.float32)
        cosines[self._of_passages] = of_passages
        cosines[self._of_questions] = self._questions.likely(typed, asked.vector, MOST_NEAREST)
        if exclude is not None:
            cosines[self._texts == exclude] = -1.0
        nearest = np.maximum.reduceat(cosines, self._starts)
        powers = np.add.reduceat(np.exp((cosines - cosines.max()) / TEMPERATURE), self._starts)
        shares = 1 - np.log(np.maximum(powers / powers.sum(), MIN_SHARE)) / math.log(MIN_SHARE)
        of_words = np.zeros((WORD_FIELDS, len(nearest)), np.float32)
        if self._passages:
            of_words[:, self._passages] = self._of_words(asked, of_passages)
        found = zip(nearest, shares, *of_words, strict=True)
        return [SemanticSimilarity(*map(float, one)) for one in found]

    def _of_words(self, asked: Encoding, cosines: FloatArray) -> FloatArray:
        """The fields of passages that rest on words, a row each; some are estimated by the cosines."""
        if not self._words.is_complete:
            self._words.encode(map(int, np.argsort(-cosines)[:NEAREST_PASSAGES]))
        taught, telling, even = (_estimated(one, cosines) for one in self._words.scores(asked))
        before, after = np.zeros_like(taught), np.zeros_like(taught)
        for at, earlier in enumerate(self._before):
            if earlier >= 0:
                before[at], after[earlier] = taught[earlier], taught[at]
        return np.stack((taught, telling, even, before, after, _chances(taught, cosines)))

    def nearest(self, typed: str) -> list[float]:
        """The cosine of a question with each candidate's passage alone, in their order; gaps have none."""
        return [float(one) for one in self._vectors.cosines(question_vector(typed))]


def _places_before(passages: Sequence[Selector | None]) -> list[int]:
    """The place of the longest passage that ends last before each one in its source; -1 where none does."""
    spans = [one.span if one else ("", 0, 0) for one in passages]
    ends = sorted((source, end, -start, at) for at, (source, start, end) in enumerate(spans))
    places = []
    for source, start, _ in spans:
        last = bisect(ends, (source, start, math.inf)) - 1
        places.append(ends[last][3] if last >= 0 and ends[last][0] == source else -1)
    return places


def _estimated(scores: FloatArray, cosines: FloatArray) -> FloatArray:
    """The scores, where those that are missing are estimated by the cosines of the same passages."""
    missing = np.isnan(scores)
    if not missing.any():
        return scores
    slope, offset = np.polyfit(cosines[~missing], scores[~missing], 1)
    guessed = np.minimum(slope * cosines + offset, np.median(scores[~missing]))
    return np.where(missing, guessed, scores).astype(np.float32)


def _chances(words: FloatArray, cosines: FloatArray) -> FloatArray:
    """The probability of each passage to answer, by the scales that the encoder was taught with."""
    scales = encoder().scales
    logits = scales.words * words + scales.cosine * cosines
    top = max(float(logits.max()), scales.none)
    powers = np.exp(logits - top)
    chances: FloatArray = powers / (powers.sum() + math.exp(scales.none - top))
    return chances


@lru_cache(maxsize=MAX_QUESTIONS)
def question_encoding(typed: str) -> Encoding:
    """The encoding of a question, kept for what else its answer needs: encoding takes most of the time."""
    [encoding] = encoder().encodings([typed])
    for part in encoding:
        part.flags.writeable = False
    return encoding


def question_vector(typed: str) -> FloatArray:
    """The vector of a parsed question, of length one."""
    return question_encoding(typed).vector


@cache
def _weights_of_guilt() -> tuple[FloatArray, float]:
    text = files(__package__).joinpath("guilt_weights.json").read_text(encoding="utf-8")
    *weights, offset = json.loads(text)["weights"]
    return np.array(weights, np.float32), offset


def guilt_probability(typed: str) -> float:
    """How likely a question asks whether somebody did what is alleged, by a fitted logistic model."""
    weights, offset = _weights_of_guilt()
    return 1 / (1 + math.exp(-float(question_vector(typed) @ weights) - offset))


def vectors(texts: Sequence[str], store: VectorStore | None = None) -> FloatArray:
    """The vectors of texts, a row each: from the table or the store, and else from the encoder."""
    rows, table = table_of_questions()
    places = np.array([rows.get(text, -1) for text in texts], dtype=np.int64)
    found: FloatArray = table[places]
    unread = [at for at, place in enumerate(places) if place < 0]
    if unread:
        found[unread] = encoded([texts[at] for at in unread], store, encoder().vectors)
    return found


def _texts(candidate: Candidate) -> Iterator[tuple[str, str]]:
    """A candidate's known questions, as (parsed text, text to encode), and its passage, which has no text."""
    yield from ((asked.question.text, asked.question.typed) for asked in candidate.asked)
    if candidate.selector:
        yield "", candidate.compared
