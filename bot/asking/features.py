"""How each slot of a case stands to a question, in numbers of about 0 to 1."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.asking.asked import Asked, Terms, likeness, overlap
from bot.asking.cast import Cast
from bot.asking.forms import Wanted, similarity
from bot.asking.lexicon import SYNONYM, stem
from bot.asking.marks import marks
from bot.asking.question import Question, Term
from bot.asking.slots import Slot
from bot.search.words import words

KINDS: Mapping[Wanted, frozenset[str]] = {
    Wanted.AMOUNT: frozenset({"award"}),
    Wanted.FINDING: frozenset({"ruling"}),
    Wanted.SAID: frozenset({"statement"}),
    Wanted.REASON: frozenset({"statement"}),
    Wanted.NAME: frozenset({"party"}),
    Wanted.WHO: frozenset({"party", "lawsuit", "event"}),
    Wanted.DATE: frozenset({"event", "lawsuit"}),
    Wanted.MEDIUM: frozenset({"statement"}),
}
"""The facts that give each kind of answer."""
SPOKEN = frozenset({Wanted.SAID, Wanted.REASON, Wanted.MEDIUM})
AWARDED = (
    *("award", "win", "won", "get", "receiv", "order", "owe", "pay", "damag"),
    *("verdict", "payout", "judgment", "lose", "lost", "jury"),
)
OF_MONEY: Mapping[str, frozenset[str]] = {
    "sought": frozenset(["seek", "ask", "demand", "want", "new", "second", "claim", "sought", "request"]),
    "awarded": frozenset(AWARDED),
    "paid": frozenset(["paid", "settl", "settlement", "refund", "pay"]),
}
"""The words that tell which kind of amount is meant, tried in this order."""
NAME = 0.35
"""The weight of a name: the case is full of it."""
WINDOW, BESIDE = 14, 4
"""Words within which a question is held to be spoken of, and two words to belong together."""
AFTER, BEFORE = 4, 3

Numbers = dict[str, float]


@dataclass(frozen=True)
class Rare:
    """How much each stem tells among known questions: the fewer have it the more."""

    counts: Mapping[str, int]
    questions: int

    @cached_property
    def weights(self) -> dict[str, float]:
        """The weights of the stems that occur."""
        return {one: math.log(1 + self.questions / (1 + count)) for one, count in self.counts.items()}

    def of(self, one: str) -> float:
        """The weight of a stem."""
        return self.weights.get(one) or math.log(1 + self.questions)

    def total(self, question: Question) -> float:
        """The weight of a whole question."""
        return sum(count * self.of(one) for one, count in question.bag.items())


@dataclass(frozen=True)
class Asking:
    """A question held against one case: the weight of its words there, and whom it means."""

    question: Question
    weights: Mapping[Term, float]
    terms: Terms
    """The terms but for the names."""
    parties: frozenset[str]
    speakers: frozenset[str]
    agents: frozenset[str]
    mentioned: frozenset[str]
    lawsuits: frozenset[str]
    absent: float
    """The share of the question, by weight, that the case has no word for."""
    agent_names: frozenset[str]
    rare: Rare
    """How much a stem tells among the questions that are known for the case."""

    @cached_property
    def total(self) -> float:
        """The weight of its stems among the known questions."""
        return self.rare.total(self.question)

    @cached_property
    def whole(self) -> float:
        """The weight of all its words."""
        return sum(self.weights.values()) or 1.0

    @cached_property
    def money(self) -> str:
        """Whether it asks for an amount that is sought, awarded or paid."""
        have = {term.stem for term in self.question.terms} | set(self.question.text.split())
        kinds = (kind for kind, telling in OF_MONEY.items() if have & telling)
        return next(kinds, "") if self.question.wanted is Wanted.AMOUNT else ""


def asking(question: Question, cast: Cast, slots: Sequence[Slot], rare: Rare) -> Asking:
    """Weigh a question's words by how rare they are, in English and in the case, and find whom it means."""
    passages = [slot for slot in slots if not slot.gap]
    known = Counter(one for slot in passages for one in slot.own)
    told = frozenset(one for slot in passages for one in slot.own | slot.told)
    parties = cast.named(question.text)
    loose = cast.meant(question.main)
    names, names_of_all = cast.name_words(parties), cast.name_words(parties | loose)
    top = math.log(1 + len(passages))

    def weight(term: Term) -> float:
        spread = math.log(1 + len(passages) / (1 + known[term.stem])) / top
        return NAME if term.word in names else term.weight * (0.4 + 0.6 * spread)

    weights = {term: weight(term) for term in question.terms}
    whole = sum(weights.values()) or 1.0
    speakers = cast.named(question.speaker) | cast.meant(question.speaker)
    agents = cast.named(question.agent) | cast.meant(question.agent)
    return Asking(
        question,
        weights,
        Terms.of(
            (term for term in question.terms if term.word not in names_of_all), lambda term: term.weight
        ),
        parties,
        speakers,
        agents,
        parties | speakers | agents | loose,
        cast.lawsuits(question.main),
        sum(amount for term, amount in weights.items() if not term.alike & told) / whole,
        cast.name_words(agents),
        rare,
    )


def features(one: Asking, slots: Sequence[Slot]) -> list[Numbers]:
    """The features of each slot, and how it stands to the others."""
    likes = [Likeness.best(one, slot) for slot in slots]
    top = max((like.words for like in likes), default=0.0)
    return [
        _of_gap(like, slot, is_top=like.words == top)
        if slot.gap
        else _of_passage(one, slot, like, is_top=like.words == top)
        for slot, like in zip(slots, likes, strict=True)
    ]


def of_nothing(one: Asking) -> Numbers:
    """The features of “none of these”."""
    return {
        "nothing": 1.0,
        "nothing_absent": one.absent,
        "nothing_few": 1 / (1 + len(one.weights)),
        "nothing_empty": float(not one.weights),
        f"nothing_{one.question.wanted}": 1.0,
    }


@dataclass(frozen=True)
class Likeness:
    """How like a question is to the most like of those that a slot is asked by, each 0 to 1."""

    terms: float = 0.0
    words: float = 0.0
    pairs: float = 0.0
    noted_terms: float = 0.0
    noted_words: float = 0.0
    noted_pairs: float = 0.0
    party: float = 0.0
    wanted: float = 0.0
    lawsuit: float = 0.0

    @classmethod
    def best(cls, one: Asking, slot: Slot) -> Likeness:
        """The most that any of the questions reaches, on each count."""
        best = 0.0
        party = wanted = lawsuit = 0.0
        most: dict[bool, list[float]] = {True: [0.0] * 3, False: [0.0] * 3}
        for asked in slot.asked:
            score, of_party, of_kind, of_suit = _compared(one, slot, asked)
            question, other = one.question, asked.question
            weight = one.total + one.rare.total(other)
            of_pairs = question.pairs.total() + other.pairs.total()
            shares = (
                score,
                overlap(question.bag, other.bag, one.rare.of, weight),
                overlap(question.pairs, other.pairs, _even, of_pairs),
            )
            for noted in {False, asked.noted}:
                most[noted] = [max(pair) for pair in zip(most[noted], shares, strict=True)]
            if score > best:
                best, party, wanted, lawsuit = score, of_party, of_kind, of_suit
        any_terms, any_words, any_pairs = most[False]
        terms, told, pairs = most[True]
        return cls(any_terms, any_words, any_pairs, terms, told, pairs, party, wanted, lawsuit)


def _even(_: object) -> float:
    return 1.0


def _compared(one: Asking, slot: Slot, asked: Asked) -> tuple[float, float, float, float]:
    """How like in what it is about, with whom, in what it wants, and in which lawsuit it means."""
    like = likeness(one.terms, asked.terms)
    of = asked.parties | (slot.parties if slot.gap else frozenset())
    party = len(of & one.mentioned) / len(of) if of else 0.5
    others = bool(of) and bool(one.mentioned) and not of & one.mentioned
    wanted = similarity(one.question.wanted, asked.question.wanted)
    suits = asked.lawsuits | (slot.lawsuits if slot.gap else frozenset())
    same = bool(suits & one.lawsuits)
    lawsuit = float(same) - float(bool(suits or one.lawsuits) and not same)
    score = (
        like
        * (0.55 + 0.45 * wanted)
        * (0.6 if others else 1.0)
        * (0.9 + 0.1 * party)
        * (0.7 if lawsuit < 0 else 1.0)
    )
    return score, party * like, wanted * like, lawsuit


def _of_gap(like: Likeness, slot: Slot, *, is_top: bool) -> Numbers:
    noted = slot.gap is not None and slot.gap.noted
    return {"gap": 1.0, "gap_noted": float(noted), "gap_top": float(is_top), **_named("gap", like)}


def _named(prefix: str, like: Likeness) -> Numbers:
    return {f"{prefix}_{name}": value for name, value in vars(like).items()}


def _of_passage(one: Asking, slot: Slot, like: Likeness, *, is_top: bool) -> Numbers:
    question = one.question
    assert slot.selector is not None  # noqa: S101  -- a slot without a gap is a passage
    text = slot.selector.exact
    mark = marks().get(question.wanted)
    is_marked = mark is not None and mark.search(text) is not None
    window, pair = _windows(one, slot)
    spoken = question.wanted in SPOKEN and bool(one.speakers)
    other_suit = bool(one.lawsuits) and bool(slot.lawsuits) and not one.lawsuits & slot.lawsuits
    wants_name, wants_amount = question.wanted is Wanted.NAME, question.wanted is Wanted.AMOUNT
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
        "unspoken": float(question.wanted is Wanted.SAID and not slot.speaker),
        "agent": _agent(one, slot),
        "other_parties": float(
            bool(one.parties | one.speakers) and not (one.parties | one.speakers) & slot.parties
        ),
        "ordinal": float(question.ordinal in slot.ordinals),
        "money": float(bool(one.money) and slot.money == one.money),
        "other_money": float(bool(one.money) and slot.money not in {"", one.money}),
        "lawsuit": float(bool(one.lawsuits & slot.lawsuits)),
        "other_lawsuit": float(other_suit),
        "medium": float(question.wanted is Wanted.MEDIUM and slot.has_medium),
        "nameless": float(wants_name and not any(word[0].isupper() for word in text.split()[1:])),
        "given_away": float(wants_amount and _gives_nothing_new(question, text)),
        "asked_top": float(is_top),
        **_named("asked", like),
    }


def _share(one: Asking, have: frozenset[str]) -> float:
    found = (
        weight * (1.0 if term.stem in have else SYNONYM if term.alike & have else 0.0)
        for term, weight in one.weights.items()
    )
    return sum(found) / one.whole


def _windows(one: Asking, slot: Slot) -> tuple[float, bool]:
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


def _spots(one: Asking, slot: Slot) -> Iterator[tuple[int, Term, float]]:
    for at, token in enumerate(slot.tokens):
        for term in one.weights:
            if token in term.alike:
                yield at, term, 1.0 if token == term.stem else SYNONYM


def _agent(one: Asking, slot: Slot) -> float:
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


def _near(question: Question, text: str, mark: re.Pattern[str] | None) -> float:
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


def _gives_nothing_new(question: Question, text: str) -> bool:
    """Whether the only numbers in a text are those that the question itself names."""
    asked = {word for word in question.text.split() if word[0].isdigit()}
    known = asked | {word.removesuffix("k") for word in asked} | {word.replace("k", "000") for word in asked}
    return bool(asked) and {word for word in words(text) if word[0].isdigit()} <= known
