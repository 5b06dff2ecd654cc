"""The lessons' articles as the cases that an editor makes of what is proposed, within ten minutes.

All names are accepted, then all that is sure, then each card that the loader takes as it was proposed (a
ruling with “the claim” as its claim).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from _lessons import load, span_of
from _questions import Typed

from bot.authoring.cards import TextRange, cards_of
from bot.authoring.case_file import ArticlePage
from bot.authoring.decided_file import decided_case, decided_text
from bot.authoring.deciding import decided
from bot.authoring.decisions import Accept, AcceptSure, Decision, DecisionRefused, EditFields, Review
from bot.authoring.propose import propose
from bot.authoring.questions import ProposedQuestion, QuestionKind, proposed_questions
from bot.authoring.ticks import QuestionTick, TickQuestions
from bot.cases.model import Case
from bot.cases.problems import CaseFileError
from bot.qa.answering import PreparedCase
from bot.qa.result import QaResult

PUBLISHED = "2026-01-05"
"""The day of every article: the lessons have none."""
TYPES: Mapping[QuestionKind, frozenset[str]] = {
    "outcome": frozenset({"status", "appeal", "court", "other"}),
    "how_much": frozenset({"how_much"}),
    "when": frozenset({"when"}),
    "court": frozenset({"court"}),
    "status": frozenset({"status", "appeal"}),
    "who": frozenset({"who"}),
    "reaction": frozenset({"statement"}),
    "denial": frozenset({"statement", "status"}),
}
"""The types of the lessons' questions that a kind of question is one of."""
TYPES_OF_GAPS: Mapping[str, str] = {"gap.court": "court", "gap.appeal": "appeal", "gap.amount": "how_much"}
"""The gaps of which a lesson's answerable question says that there is none."""


class Editor:
    """Makes a case of an article, and ticks the questions about it."""

    def __init__(self, article: Mapping[str, Any]) -> None:
        self.id: str = article["id"]
        self.text: str = article["text"]
        self.page = ArticlePage(
            text=self.text,
            file="sources/a.txt",
            published=PUBLISHED,
            revised=PUBLISHED,
            title=article["title"],
        )
        proposals = propose(self.text, date.fromisoformat(PUBLISHED))
        self.review = Review(self.text, cards_of(self.text, proposals))
        self.evidence: dict[str, list[TextRange]] = {}
        for one in article["questions"]:
            places = [span_of(self.text, evidence) for evidence in one["evidence"]]
            self.evidence.setdefault(one["type"], []).extend(places)
        self.ticks: dict[str, int] = {}

    @property
    def case(self) -> Case:
        """The case as the decisions make it."""
        return decided_case(self.page, self.id, decided_text(self.page, self.review))

    def take(self, decisions: Sequence[Decision]) -> None:
        """Take those decisions that leave a valid case: all at once where that does, else by halves."""
        after = self.review
        for one in decisions:
            with suppress(DecisionRefused):
                after = decided(after, one)
        try:
            decided_case(self.page, self.id, decided_text(self.page, after))
            self.review = after
        except CaseFileError:
            half = len(decisions) // 2
            for part in (decisions[:half], decisions[half:]) if half else ():
                self.take(part)

    def accept(self) -> None:
        """Accept names, then all that is sure, then what the loader takes as it was proposed."""
        cards = self.review.cards
        self.take([Accept(card.id) for card in cards if card.kind == "party"])
        self.take([AcceptSure()])
        others = [card for card in cards if card.kind not in {"party", "statement"}]
        claims = {card.id: {"claim": "the claim"} if card.kind == "ruling" else {} for card in others}
        self.take([EditFields(name, fields, accept=True) for name, fields in claims.items()])

    def tick(self, known: PreparedCase) -> None:
        """Tick each proposed question of which the evidence says what is right of its answer."""
        ticks = [
            made
            for one in proposed_questions(self.review, PUBLISHED)
            if (made := self._tick(one, known.find(one.ask[0])))
        ]
        self.take([TickQuestions((one,)) for one in ticks])

    def _tick(self, question: ProposedQuestion, found: QaResult) -> QuestionTick | None:
        made = QuestionTick(question.id, "absent", question.ask, question.cards)
        if question.kind == "gap":
            is_said = bool(self.evidence.get(TYPES_OF_GAPS.get(question.id, "")))
            return None if is_said else self._counted(made)
        known = [one for kind in TYPES[question.kind] for one in self.evidence.get(kind, ())]
        right = [one for one in question.spans if overlap(one, known)]
        first = [(one.start, one.end) for one in found.passages[:1]] if found.is_answer else []
        if any(overlap(one, right) for one in first):
            return self._counted(replace(made, tick="right", spans=tuple(first)))
        return self._counted(replace(made, tick="wrong", spans=tuple(right[:3]))) if right else None

    def _counted(self, tick: QuestionTick) -> QuestionTick:
        self.ticks[tick.tick] = self.ticks.get(tick.tick, 0) + 1
        return tick


def overlap(place: TextRange, others: Sequence[TextRange]) -> bool:
    """Whether a span shares a code point with one of others."""
    return any(place[0] < end and start < place[1] for start, end in others)


def drafted_cases(part: str) -> Iterator[tuple[Case, list[Typed]]]:
    """Each English article of a part as its editor's case, with the questions in English."""
    for article in load(part):
        if article["language"] == "en":
            editor = Editor(article)
            editor.accept()
            case = editor.case
            asked = (one for one in article["questions"] if one["language"] == "en")
            yield case, [_typed(case, article["text"], one) for one in asked]


def _typed(case: Case, text: str, question: Mapping[str, Any]) -> Typed:
    source = case.sources[0].id
    places = tuple((source, *span_of(text, evidence)) for evidence in question["evidence"])
    return Typed(case.id, question["question"], bool(places), places)
