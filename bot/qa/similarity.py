"""Measures how similar a question is to the known questions of a candidate."""

from dataclasses import dataclass

from bot.qa.answer_types import type_similarity
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
    """The greatest ``terms`` among the known questions that an editor listed, not of the lexicon."""
    wanted: float = 0.0
    """By how similar the answer types are."""
    nearest: float = 0.0
    """``SemanticSimilarity.nearest``: the greatest cosine."""
    meant: float = 0.0
    """``SemanticSimilarity.share``: the share of what is near in meaning."""
    words: float = 0.0
    """``SemanticSimilarity.words``: how near the words are to those of the passage."""
    telling_words: float = 0.0
    """``SemanticSimilarity.telling_words``: the same, by the words that tell most."""
    even_words: float = 0.0
    """``SemanticSimilarity.even_words``: the same, by all words alike."""
    words_before: float = 0.0
    """``SemanticSimilarity.words_before``: the same of the passage before."""
    words_after: float = 0.0
    """``SemanticSimilarity.words_after``: the same of the passage after."""
    chance: float = 0.0
    """``SemanticSimilarity.chance``: the probability that the passage answers."""


@dataclass
class BestMatch:
    """The best of a candidate's known questions so far, for one question."""

    score: float = 0.0
    listed_score: float = 0.0
    wanted: float = 0.0

    def add(self, interpretation: Interpretation, asked: KnownQuestion, term_overlap: float) -> None:
        """Compare one more known question, whose terms overlap this much."""
        score, wanted = _compared(interpretation, asked, term_overlap)
        if score > self.score:
            self.score, self.wanted = score, wanted
        if asked.listed:
            self.listed_score = max(self.listed_score, score)

    @property
    def similarity(self) -> Similarity:
        """The similarity by terms; the fields by meaning are left at 0."""
        return Similarity(self.score, self.listed_score, self.wanted)


def _compared(
    interpretation: Interpretation, asked: KnownQuestion, term_overlap: float
) -> tuple[float, float]:
    """The similarity to a known question as a whole, and by answer type."""
    mentioned, suits = interpretation.mentioned, interpretation.lawsuits
    party = len(asked.parties & mentioned) / len(asked.parties) if asked.parties else 0.5
    is_about_others = bool(asked.parties and mentioned) and not asked.parties & mentioned
    is_about_other_suits = bool(asked.lawsuits or suits) and not asked.lawsuits & suits
    wanted = type_similarity(interpretation.question.answer_type, asked.question.answer_type)
    score = (
        term_overlap
        * (0.55 + 0.45 * wanted)
        * (0.6 if is_about_others else 1.0)
        * (0.9 + 0.1 * party)
        * (0.7 if is_about_other_suits else 1.0)
    )
    return score, wanted * term_overlap
