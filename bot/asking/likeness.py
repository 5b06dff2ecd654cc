"""How like a question is to those by which something is known to be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.asking.asked import Asked, likeness, overlap
from bot.asking.forms import similarity
from bot.asking.held import Asking
from bot.asking.slots import Slot


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
