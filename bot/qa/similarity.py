"""How like a question is to those by which a slot of a case is known to be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.qa.answer_types import similarity
from bot.qa.candidates import Candidate
from bot.qa.interpretation import Interpretation
from bot.qa.known_question import KnownQuestion


@dataclass(frozen=True)
class Similarity:
    """How like a question is to the most like of those that a slot is asked by, mostly 0 to 1."""

    terms: float = 0.0
    """In what it is about."""
    noted_terms: float = 0.0
    """The same, among the questions that an editor listed."""
    party: float = 0.0
    wanted: float = 0.0
    lawsuit: float = 0.0
    """1 for the same, -1 for another, 0 where none is meant."""
    nearest: float = 0.0
    """How near in meaning, as in ``bot.qa.semantic_index``."""
    meant: float = 0.0
    """How much of what is near in meaning it is."""


@dataclass
class Best:
    """The most that any of a slot's questions reaches, on each count."""

    score: float = 0.0
    noted: float = 0.0
    of_the_best: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def take(self, one: Interpretation, slot: Candidate, asked: KnownQuestion, like: float) -> None:
        """Take in one of its questions, by how like it is in what it is about."""
        score, *of_it = _compared(one, slot, asked, like)
        if score > self.score:
            self.score, self.of_the_best = score, (of_it[0], of_it[1], of_it[2])
        if asked.noted:
            self.noted = max(self.noted, score)

    @property
    def likeness(self) -> Similarity:
        """All of it, as numbers."""
        return Similarity(self.score, self.noted, *self.of_the_best)


def _compared(
    one: Interpretation, slot: Candidate, asked: KnownQuestion, like: float
) -> tuple[float, float, float, float]:
    """How like in what it is about, with whom, in what it wants, and in which lawsuit it means."""
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
