"""Measures how similar a question is to the known questions of a candidate."""

from dataclasses import dataclass

from bot.qa.answer_types import type_similarity
from bot.qa.candidates import Candidate
from bot.qa.interpretation import Interpretation
from bot.qa.known_question import KnownQuestion


@dataclass(frozen=True)
class Similarity:
    """The greatest similarity of a question to a candidate's known questions, mostly 0 to 1.

    The names of its fields are part of the keys of ``weights.json``.
    """

    terms: float = 0.0
    """By the terms, parties, answer type and lawsuits together."""
    noted_terms: float = 0.0
    """The greatest ``terms`` among the known questions that an editor listed, without those of templates."""
    party: float = 0.0
    """By the share of the known question's parties that are mentioned."""
    wanted: float = 0.0
    """By how similar the answer types are."""
    lawsuit: float = 0.0
    """1 for the same lawsuit, -1 for another, 0 where none is meant."""
    nearest: float = 0.0
    """``SemanticSimilarity.nearest``: the greatest cosine."""
    meant: float = 0.0
    """``SemanticSimilarity.share``: the share of what is near in meaning."""
    words: float = 0.0
    """``SemanticSimilarity.words``: how near the words are to those of the passage."""
    chance: float = 0.0
    """``SemanticSimilarity.chance``: the probability that the passage answers."""


@dataclass
class BestMatch:
    """The best of a candidate's known questions so far, for one question."""

    score: float = 0.0
    listed_score: float = 0.0
    rest: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def add(
        self, interpretation: Interpretation, candidate: Candidate, asked: KnownQuestion, term_overlap: float
    ) -> None:
        """Compare one more known question, whose terms overlap this much."""
        score, *rest = _compared(interpretation, candidate, asked, term_overlap)
        if score > self.score:
            self.score, self.rest = score, (rest[0], rest[1], rest[2])
        if asked.listed:
            self.listed_score = max(self.listed_score, score)

    @property
    def similarity(self) -> Similarity:
        """The similarity by terms; the fields by meaning are left at 0."""
        return Similarity(self.score, self.listed_score, *self.rest)


def _compared(
    interpretation: Interpretation, candidate: Candidate, asked: KnownQuestion, term_overlap: float
) -> tuple[float, float, float, float]:
    """The similarity to a known question as a whole, by party, by answer type, and by lawsuit."""
    parties = asked.parties | (candidate.parties if candidate.gap else frozenset())
    party = len(parties & interpretation.mentioned) / len(parties) if parties else 0.5
    about_others = bool(parties) and bool(interpretation.mentioned) and not parties & interpretation.mentioned
    wanted = type_similarity(interpretation.question.answer_type, asked.question.answer_type)
    suits = asked.lawsuits | (candidate.lawsuits if candidate.gap else frozenset())
    same_suit = bool(suits & interpretation.lawsuits)
    lawsuit = float(same_suit) - float(bool(suits or interpretation.lawsuits) and not same_suit)
    score = (
        term_overlap
        * (0.55 + 0.45 * wanted)
        * (0.6 if about_others else 1.0)
        * (0.9 + 0.1 * party)
        * (0.7 if lawsuit < 0 else 1.0)
    )
    return score, party * term_overlap, wanted * term_overlap, lawsuit
