"""The features by which a candidate is weighed for a question: numbers, mostly between 0 and 1.

Their names are the keys of ``weights.json``.
"""

import re
from collections.abc import Iterator, Sequence

from bot.qa.answer_types import AnswerType, type_cues
from bot.qa.candidates import Candidate
from bot.qa.gaps import Gap
from bot.qa.interpretation import Interpretation
from bot.qa.lexicon import SYNONYM_MATCH, stem, word_sets
from bot.qa.parsed_question import ParsedQuestion, Term
from bot.qa.similarity import Similarity
from bot.search.words import words

SPOKEN = frozenset({AnswerType.SAID, AnswerType.REASON, AnswerType.MEDIUM})
"""Answer types for which it matters who speaks."""
WINDOW, BESIDE = 14, 4
"""Words of a passage within which a question's terms are looked for together, and adjacent ones."""
AFTER, BEFORE = 4, 3
"""Words after and before a cue that are compared with the question's terms."""

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
        "nothing_far": 1 - nearest,
        "nothing": 1.0,
        "nothing_absent": interpretation.absent,
        "nothing_few": 1 / (1 + len(interpretation.weights)),
        "nothing_empty": float(not interpretation.weights),
        f"nothing_{interpretation.question.answer_type}": 1.0,
    }


def _of_gap(similarity: Similarity, gap: Gap) -> FeatureValues:
    return {"gap": 1.0, "gap_noted": float(gap.listed), **_prefixed("gap", similarity)}


def _prefixed(prefix: str, similarity: Similarity) -> FeatureValues:
    return {f"{prefix}_{name}": value for name, value in vars(similarity).items()}


def _of_passage(
    interpretation: Interpretation, candidate: Candidate, similarity: Similarity
) -> FeatureValues:
    question = interpretation.question
    assert candidate.selector is not None  # noqa: S101  -- a candidate without a gap is a passage
    text = candidate.selector.exact
    cue = type_cues().get(question.answer_type)
    is_marked = cue is not None and cue.search(text) is not None
    named = interpretation.parties | interpretation.speakers
    window, pair = _windows(interpretation, candidate)
    spoken = question.answer_type in SPOKEN and bool(interpretation.speakers)
    other_suit = (
        bool(interpretation.lawsuits)
        and bool(candidate.lawsuits)
        and not interpretation.lawsuits & candidate.lawsuits
    )
    wants_name = question.answer_type is AnswerType.NAME
    wants_amount = question.answer_type is AnswerType.AMOUNT
    return {
        "own": _share(interpretation, candidate.own_stems),
        "told": _share(interpretation, candidate.own_stems | candidate.fact_stems),
        "around": _share(
            interpretation, candidate.own_stems | candidate.fact_stems | candidate.paragraph_stems
        ),
        "window": window,
        "pair": float(pair),
        "marked": float(is_marked),
        "unmarked": float(cue is not None and not is_marked),
        "near": _near(question, text, cue),
        "kind": float(
            bool(word_sets("answer_kinds").get(question.answer_type, frozenset()) & candidate.kinds)
        ),
        "recorded": float(candidate.kinds != {"sentence"}),
        "speaker": float(spoken and candidate.speaker in interpretation.speakers),
        "other_speaker": float(spoken and candidate.speaker not in interpretation.speakers),
        "unspoken": float(question.answer_type is AnswerType.SAID and not candidate.speaker),
        "agent": _agent(interpretation, candidate),
        "other_parties": float(bool(named) and not named & candidate.parties),
        "ordinal": float(question.ordinal in candidate.ordinals),
        "money": float(bool(interpretation.money) and candidate.money == interpretation.money),
        "other_money": float(
            bool(interpretation.money) and candidate.money not in {"", interpretation.money}
        ),
        "lawsuit": float(bool(interpretation.lawsuits & candidate.lawsuits)),
        "other_lawsuit": float(other_suit),
        "medium": float(question.answer_type is AnswerType.MEDIUM and candidate.has_medium),
        "nameless": float(wants_name and not any(word[0].isupper() for word in text.split()[1:])),
        "given_away": float(wants_amount and _gives_nothing_new(question, text)),
        **_prefixed("asked", similarity),
    }


def _share(interpretation: Interpretation, have: frozenset[str]) -> float:
    found = (
        weight * (1.0 if term.stem in have else SYNONYM_MATCH if term.synonyms & have else 0.0)
        for term, weight in interpretation.weights.items()
    )
    return sum(found) / interpretation.total


def _windows(interpretation: Interpretation, candidate: Candidate) -> tuple[float, bool]:
    """The most of a question within a few words, facts included, and whether two terms are adjacent."""
    spots = list(_spots(interpretation, candidate))
    fact_matches = {term: 0.6 for term in interpretation.weights if term.synonyms & candidate.fact_stems}
    best = sum(interpretation.weights[term] * match for term, match in fact_matches.items())
    side_by_side = False
    for index, (start, first, _) in enumerate(spots):
        have = dict(fact_matches)
        for at, term, match in spots[index:]:
            if at - start >= WINDOW:
                break
            have[term] = max(have.get(term, 0.0), match)
            side_by_side = side_by_side or (term != first and at - start <= BESIDE)
        best = max(best, sum(interpretation.weights[term] * match for term, match in have.items()))
    return best / interpretation.total, side_by_side


def _spots(interpretation: Interpretation, candidate: Candidate) -> Iterator[tuple[int, Term, float]]:
    for at, token in enumerate(candidate.stem_sequence):
        for term in interpretation.weights:
            if token in term.synonyms:
                yield at, term, 1.0 if token == term.stem else SYNONYM_MATCH


def _agent(interpretation: Interpretation, candidate: Candidate) -> float:
    """1 where the agent of the question speaks here or stands before what is done; else less."""
    if not interpretation.agents:
        return 0.0
    if candidate.speaker in interpretation.agents:
        return 1.0
    at = next(
        (index for index, word in enumerate(candidate.words) if word in interpretation.agent_names), None
    )
    if at is None:
        return 0.4 if interpretation.agents & candidate.parties else 0.0
    done = [
        spot
        for spot, term, _ in _spots(interpretation, candidate)
        if term.word not in interpretation.agent_names
    ]
    return float(not done or at < max(done))


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


def _gives_nothing_new(question: ParsedQuestion, text: str) -> bool:
    """Whether a text has no number but those that the question itself names."""
    asked = {word for word in question.text.split() if word[0].isdigit()}
    known = asked | {word.removesuffix("k") for word in asked} | {word.replace("k", "000") for word in asked}
    return bool(asked) and {word for word in words(text) if word[0].isdigit()} <= known
