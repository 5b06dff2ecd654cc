"""How each slot of a case stands to a question, in numbers that are mostly between 0 and 1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.qa.answer_types import AnswerType
from bot.qa.candidates import Candidate
from bot.qa.gaps import Gap
from bot.qa.interpretation import Interpretation
from bot.qa.lexicon import SYNONYM, stem
from bot.qa.parsed_question import ParsedQuestion, Term
from bot.qa.similarity import Similarity
from bot.qa.type_cues import type_cues
from bot.search.words import words

KINDS: Mapping[AnswerType, frozenset[str]] = {
    AnswerType.AMOUNT: frozenset({"award"}),
    AnswerType.FINDING: frozenset({"ruling"}),
    AnswerType.SAID: frozenset({"statement"}),
    AnswerType.REASON: frozenset({"statement"}),
    AnswerType.NAME: frozenset({"party"}),
    AnswerType.WHO: frozenset({"party", "lawsuit", "event"}),
    AnswerType.DATE: frozenset({"event", "lawsuit"}),
    AnswerType.MEDIUM: frozenset({"statement"}),
}
"""The facts that give each kind of answer."""
SPOKEN = frozenset({AnswerType.SAID, AnswerType.REASON, AnswerType.MEDIUM})
WINDOW, BESIDE = 14, 4
"""Words within which a question is held to be spoken of, and two words to belong together."""
AFTER, BEFORE = 4, 3

FeatureValues = dict[str, float]


def features(
    one: Interpretation, slots: Sequence[Candidate], likes: Sequence[Similarity]
) -> list[FeatureValues]:
    """The features of each slot, how like its questions are among them."""
    return [
        _of_gap(like, slot.gap) if slot.gap else _of_passage(one, slot, like)
        for slot, like in zip(slots, likes, strict=True)
    ]


def of_nothing(one: Interpretation, likes: Sequence[Similarity]) -> FeatureValues:
    """The features of “none of these”."""
    nearest = max((like.nearest for like in likes), default=0.0)
    return {
        "nothing_far": 1 - nearest,
        "nothing": 1.0,
        "nothing_absent": one.absent,
        "nothing_few": 1 / (1 + len(one.weights)),
        "nothing_empty": float(not one.weights),
        f"nothing_{one.question.wanted}": 1.0,
    }


def _of_gap(like: Similarity, gap: Gap) -> FeatureValues:
    return {"gap": 1.0, "gap_noted": float(gap.noted), **_named("gap", like)}


def _named(prefix: str, like: Similarity) -> FeatureValues:
    return {f"{prefix}_{name}": value for name, value in vars(like).items()}


def _of_passage(one: Interpretation, slot: Candidate, like: Similarity) -> FeatureValues:
    question = one.question
    assert slot.selector is not None  # noqa: S101  -- a slot without a gap is a passage
    text = slot.selector.exact
    mark = type_cues().get(question.wanted)
    is_marked = mark is not None and mark.search(text) is not None
    window, pair = _windows(one, slot)
    spoken = question.wanted in SPOKEN and bool(one.speakers)
    other_suit = bool(one.lawsuits) and bool(slot.lawsuits) and not one.lawsuits & slot.lawsuits
    wants_name, wants_amount = question.wanted is AnswerType.NAME, question.wanted is AnswerType.AMOUNT
    return {
        "own": _share(one, slot.own),
        "told": _share(one, slot.own | slot.told),
        "around": _share(one, slot.own | slot.told | slot.around),
        "window": window,
        "pair": float(pair),
        "marked": float(is_marked),
        "unmarked": float(mark is not None and not is_marked),
        "near": _near(question, text, mark),
        "kind": float(bool(KINDS.get(question.wanted, frozenset()) & slot.kinds)),
        "recorded": float(slot.kinds != {"sentence"}),
        "speaker": float(spoken and slot.speaker in one.speakers),
        "other_speaker": float(spoken and slot.speaker not in one.speakers),
        "unspoken": float(question.wanted is AnswerType.SAID and not slot.speaker),
        "agent": _agent(one, slot),
        "other_parties": float(
            bool(one.parties | one.speakers) and not (one.parties | one.speakers) & slot.parties
        ),
        "ordinal": float(question.ordinal in slot.ordinals),
        "money": float(bool(one.money) and slot.money == one.money),
        "other_money": float(bool(one.money) and slot.money not in {"", one.money}),
        "lawsuit": float(bool(one.lawsuits & slot.lawsuits)),
        "other_lawsuit": float(other_suit),
        "medium": float(question.wanted is AnswerType.MEDIUM and slot.has_medium),
        "nameless": float(wants_name and not any(word[0].isupper() for word in text.split()[1:])),
        "given_away": float(wants_amount and _gives_nothing_new(question, text)),
        **_named("asked", like),
    }


def _share(one: Interpretation, have: frozenset[str]) -> float:
    found = (
        weight * (1.0 if term.stem in have else SYNONYM if term.alike & have else 0.0)
        for term, weight in one.weights.items()
    )
    return sum(found) / one.whole


def _windows(one: Interpretation, slot: Candidate) -> tuple[float, bool]:
    """The most of a question within a few words, facts included; and whether two of them are neighbours."""
    spots = list(_spots(one, slot))
    told = {term: 0.6 for term in one.weights if term.alike & slot.told}
    best = sum(one.weights[term] * match for term, match in told.items())
    side_by_side = False
    for index, (start, first, _) in enumerate(spots):
        have = dict(told)
        for at, term, match in spots[index:]:
            if at - start >= WINDOW:
                break
            have[term] = max(have.get(term, 0.0), match)
            side_by_side = side_by_side or (term != first and at - start <= BESIDE)
        best = max(best, sum(one.weights[term] * match for term, match in have.items()))
    return best / one.whole, side_by_side


def _spots(one: Interpretation, slot: Candidate) -> Iterator[tuple[int, Term, float]]:
    for at, token in enumerate(slot.tokens):
        for term in one.weights:
            if token in term.alike:
                yield at, term, 1.0 if token == term.stem else SYNONYM


def _agent(one: Interpretation, slot: Candidate) -> float:
    """Whether whoever is asked about as doing something speaks here, or stands before what is done."""
    if not one.agents:
        return 0.0
    if slot.speaker in one.agents:
        return 1.0
    at = next((index for index, word in enumerate(slot.words) if word in one.agent_names), None)
    if at is None:
        return 0.4 if one.agents & slot.parties else 0.0
    done = [spot for spot, term, _ in _spots(one, slot) if term.word not in one.agent_names]
    return float(not done or at < max(done))


def _near(question: ParsedQuestion, text: str, mark: re.Pattern[str] | None) -> float:
    """How near what is wanted stands to a word that was asked: 1 beside it, 0 where there is none."""
    if mark is None:
        return 0.0
    cut = [(found.start(), found.end(), found.group()) for found in re.finditer(r"[\w’'-]+", text)]
    alike = frozenset(one for term in question.terms for one in term.alike)
    best = 0.0
    for found in mark.finditer(text):
        after = [word for start, _, word in cut if start >= found.end() - 1][:AFTER]
        before = [word for _, end, word in cut if end <= found.start() + 1][-BEFORE:]
        for distance, word in (*enumerate(after), *enumerate(reversed(before))):
            if any(stem(one) in alike for one in words(word)[:1]):
                best = max(best, 1 / (1 + distance))
    return best


def _gives_nothing_new(question: ParsedQuestion, text: str) -> bool:
    """Whether the only numbers in a text are those that the question itself names."""
    asked = {word for word in question.text.split() if word[0].isdigit()}
    known = asked | {word.removesuffix("k") for word in asked} | {word.replace("k", "000") for word in asked}
    return bool(asked) and {word for word in words(text) if word[0].isdigit()} <= known
