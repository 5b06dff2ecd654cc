"""The features by which a candidate is weighed for a question: numbers, mostly between 0 and 1.

Their names are the keys of ``weights.json``. Each earns its place on articles that no weight was fitted to
(``benchmarks/fit_asking.py``); forty-five others did not.
"""

import math
import re
from collections.abc import Sequence

from bot.qa.answer_types import AnswerType, type_cues
from bot.qa.candidates import Candidate
from bot.qa.gaps import Gap
from bot.qa.interpretation import Interpretation
from bot.qa.lexicon import SYNONYM_MATCH, stem
from bot.qa.parsed_question import ParsedQuestion
from bot.qa.similarity import Similarity
from bot.search.words import words

AFTER, BEFORE = 4, 3
"""Words after and before a cue that are compared with the question's terms."""
LEAST_CHANCE = 1e-4
"""The least probability that counts as more than none."""
NOT_WEIGHED = frozenset({"own", "nothing_far", "nothing_absent", "nothing_empty"})
"""What has no weight, but decides which passage is shown where no answer is given."""

FeatureValues = dict[str, float]


def features(
    interpretation: Interpretation, candidates: Sequence[Candidate], similarities: Sequence[Similarity]
) -> list[FeatureValues]:
    """The features of each candidate, in the order of the candidates."""
    return [
        _of_gap(similarity, candidate.gap)
        if candidate.gap
        else _of_passage(interpretation, candidate, similarity)
        for candidate, similarity in zip(candidates, similarities, strict=True)
    ]


def features_of_none(interpretation: Interpretation, similarities: Sequence[Similarity]) -> FeatureValues:
    """The features of “none of these”: that no candidate answers the question."""
    nearest = max((similarity.nearest for similarity in similarities), default=0.0)
    return {
        "nothing": 1.0,
        "nothing_far": 1 - nearest,
        "nothing_absent": interpretation.absent,
        "nothing_empty": float(not interpretation.weights),
    }


def _of_gap(similarity: Similarity, gap: Gap) -> FeatureValues:
    return {
        "gap": 1.0,
        "gap_noted": float(gap.listed),
        "gap_terms": similarity.terms,
        "gap_noted_terms": similarity.noted_terms,
        "gap_nearest": similarity.nearest,
        "gap_meant": similarity.meant,
    }


def _of_passage(
    interpretation: Interpretation, candidate: Candidate, similarity: Similarity
) -> FeatureValues:
    question = interpretation.question
    assert candidate.selector is not None  # noqa: S101  -- a candidate without a gap is a passage
    text = candidate.compared.rstrip()
    cue = type_cues().get(question.answer_type)
    named = interpretation.parties | interpretation.speakers
    every_stem = candidate.own_stems | candidate.paragraph_stems
    wants_name = question.answer_type is AnswerType.NAME
    return {
        "own": _share(interpretation, candidate.own_stems),
        "around": _share(interpretation, every_stem),
        "unmarked": float(cue is not None and not cue.search(text)),
        "near": _near(question, text, cue),
        "other_parties": float(bool(named) and not named & candidate.parties),
        "nameless": float(wants_name and not any(word[0].isupper() for word in text.split()[1:])),
        "asked_noted_terms": similarity.noted_terms,
        "asked_wanted": similarity.wanted,
        "asked_nearest": similarity.nearest,
        "asked_meant": similarity.meant,
        "asked_words": similarity.words,
        "asked_telling_words": similarity.telling_words,
        "asked_even_words": similarity.even_words,
        "asked_words_before": similarity.words_before,
        "asked_words_after": similarity.words_after,
        "asks": float(text.endswith("?")),
        "asked_chance": _by_logarithm(similarity.chance),
    }


def _by_logarithm(chance: float) -> float:
    """A probability by its logarithm: LEAST_CHANCE and less is 0, certainty is 1."""
    return 1 - math.log(max(chance, LEAST_CHANCE)) / math.log(LEAST_CHANCE)


def _share(interpretation: Interpretation, have: frozenset[str]) -> float:
    found = (
        weight * (1.0 if term.stem in have else SYNONYM_MATCH if term.synonyms & have else 0.0)
        for term, weight in interpretation.weights.items()
    )
    return sum(found) / interpretation.total


def _near(question: ParsedQuestion, text: str, cue: re.Pattern[str] | None) -> float:
    """How near a cue of the answer type stands to a term of the question: 1 beside it, 0 if nowhere."""
    if cue is None:
        return 0.0
    cut = [(found.start(), found.end(), found.group()) for found in re.finditer(r"[\w’'-]+", text)]
    synonyms = frozenset(one for term in question.terms for one in term.synonyms)
    best = 0.0
    for found in cue.finditer(text):
        after = [word for start, _, word in cut if start >= found.end() - 1][:AFTER]
        before = [word for _, end, word in cut if end <= found.start() + 1][-BEFORE:]
        for distance, word in (*enumerate(after), *enumerate(reversed(before))):
            if any(stem(one) in synonyms for one in words(word)[:1]):
                best = max(best, 1 / (1 + distance))
    return best
