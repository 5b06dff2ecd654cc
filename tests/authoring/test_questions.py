"""Proposed questions: what they are about, what they never take for granted, and what a tick becomes."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring.cards import cards_of
from bot.authoring.case_file import ArticlePage
from bot.authoring.decided_file import decided_case, decided_text
from bot.authoring.deciding import decided
from bot.authoring.decisions import (
    Accept,
    DecisionRefused,
    EditFields,
    LinkParty,
    Reject,
    Review,
)
from bot.authoring.propose import propose
from bot.authoring.question_words import AWARDS, OUTCOMES
from bot.authoring.questions import MOST, ProposedQuestion, every_question, proposed_questions
from bot.authoring.ticks import QuestionTick, TickQuestions
from bot.cases.outcomes import RulingOutcome
from bot.cases.reported import Award
from tests.authoring.test_decisions import GOLD, PAGE, TEXT, begun, card_of, party_of

CRIMINAL = {"convicted", "guilty", "not_guilty"}
"""The outcomes of a criminal court after which a verdict of guilt can be asked for."""


def all_accepted(text: str = TEXT, published: str = "2025-03-04") -> Review:
    """A review in which everything that can be accepted is, rulings with a claim."""
    review = Review(text, cards_of(text, propose(text, date.fromisoformat(published))))
    for card in review.cards:
        fields = {"claim": "the claim"} if card.kind == "ruling" else {}
        try:
            review = decided(review, EditFields(card.id, fields, accept=True))
        except DecisionRefused:
            continue
    return review


def questions(review: Review) -> dict[str, ProposedQuestion]:
    return {one.id: one for one in proposed_questions(review, "2025-03-04")}


def ticks(question: ProposedQuestion, **changes: Any) -> TickQuestions:
    tick = QuestionTick(question.id, "right", question.ask, question.cards, question.spans)
    return TickQuestions((replace(tick, **changes),))


def test_nothing_is_asked_about_what_was_not_accepted() -> None:
    assert {one.kind for one in questions(begun()).values()} == {"gap"}


def test_questions_expect_the_words_of_the_facts_that_they_are_about() -> None:
    review = all_accepted()
    found = questions(review)
    assert [TEXT[slice(*one)] for one in found["awards.awarded"].spans] == [
        "Ben Stone, a fisherman, was awarded $5 million in damages."
    ]
    assert "when was it decided" not in found["rulings"].ask
    appeals = [TEXT[slice(*one)] for one in found["appeals"].spans]
    assert "We will appeal," in appeals
    by_kind = {one.kind for one in found.values()}
    assert by_kind >= {"outcome", "how_much", "court", "status", "who", "reaction", "gap"}
    for one in found.values():
        assert one.english
        assert all(card in review.by_id for card in one.cards)
        assert bool(one.cards) == bool(one.spans) == (one.kind != "gap")


def test_a_name_that_two_share_is_asked_for_in_full() -> None:
    found = questions(all_accepted())
    asked = [wording for one in found.values() for wording in one.ask if "Stone" in wording]
    assert asked
    assert all(re.search(r"(?:Ada|Ben) Stone", wording) for wording in asked)


def test_the_day_of_a_ruling_is_asked_for_and_of_an_event_what_happened_then() -> None:
    review = begun()
    ruling = card_of(review, "found Gull Bakery liable", "ruling")
    review = decided(review, EditFields(ruling.id, {"claim": "the pies"}, accept=True))
    day = card_of(review, "3 March 2025", "date")
    dated = decided(review, EditFields(day.id, {"of": ruling.id}, accept=True))
    assert [one.ask[0] for one in questions(dated).values() if one.kind == "when"] == ["when was it decided"]
    event = decided(review, EditFields(day.id, {"label": "Finding"}, accept=True))
    assert [one.ask for one in questions(event).values() if one.kind == "when"] == [
        ("what happened on 3 March 2025", "was geschah am 3. März 2025")
    ]
    [planned] = [one for one in proposed_questions(event, "2025-03-01") if one.kind == "when"]
    assert planned.ask[0] == "what is planned on 3 March 2025"


def test_an_accusation_is_no_decision_and_a_liable_party_is_never_asked_about_as_guilty() -> None:
    guilty = {one for one, wordings in OUTCOMES.items() if re.search("guilty|schuldig ges", str(wordings))}
    assert guilty <= {*CRIMINAL, "pleaded_guilty", "pleaded_not_guilty"}
    review = begun()
    ruling = card_of(review, "found Gull Bakery liable", "ruling")
    fields = {"claim": "the pies", "on": "charge", "outcome": "charged"}
    charged = questions(decided(review, EditFields(ruling.id, fields, accept=True)))
    assert "rulings" not in charged
    assert not any("decided" in wording for one in charged.values() for wording in one.ask)


def test_every_outcome_but_other_and_every_kind_of_amount_is_asked_for() -> None:
    assert set(RulingOutcome.__args__) - {"other"} == OUTCOMES.keys()  # type: ignore[attr-defined]
    assert set(Award.__annotations__["kind"].__args__) == AWARDS.keys()


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLD.glob("*-a.txt")))
def test_questions_are_bounded_and_no_wording_is_in_two_of_them(name: str) -> None:
    text = (GOLD / f"{name}.txt").read_text("utf-8")
    published = json.loads((GOLD / f"{name}.json").read_text("utf-8"))["published"]
    found = proposed_questions(all_accepted(text, published), published)
    counts = Counter(one.kind for one in found)
    assert all(counts[kind] <= MOST[kind] for kind in counts)
    wordings = [wording.casefold() for one in found for wording in one.ask]
    assert len(wordings) == len(set(wordings))
    assert not [wording for wording in wordings if "{" in wording or "  " in wording]
    assert len({one.id for one in found}) == len(found)


def test_what_the_article_says_is_no_gap() -> None:
    gaps = {one.id for one in questions(begun()).values() if one.kind == "gap"}
    assert "gap.judge" in gaps
    assert not gaps & {"gap.appeal", "gap.court", "gap.jury"}, "no jury is taken for granted either"
    assert "gap.amount" not in gaps
    award = card_of(begun(), "$5 million", "award")
    assert "gap.amount" in questions(decided(begun(), Reject(award.id)))


def test_a_right_answer_is_listed_a_gap_has_no_words_and_a_wrong_one_is_a_comment() -> None:
    review = all_accepted()
    found = questions(review)
    review = decided(review, ticks(found["awards.awarded"]))
    review = decided(review, ticks(found["gap.judge"], tick="absent"))
    review = decided(review, ticks(found["rulings"], tick="wrong", spans=()))
    text = decided_text(PAGE, review)
    case = decided_case(PAGE, "stone-v-gull", text)
    award, judge = case.questions
    assert award.ask == found["awards.awarded"].ask
    assert award.quote[0].exact == "Ben Stone, a fisherman, was awarded $5 million in damages."
    assert (judge.ask, judge.quote) == (found["gap.judge"].ask, ())
    assert f"#   - ask: {found['rulings'].ask[0]}\n" in text + "\n"
    again = decided(review, ticks(found["rulings"], tick="wrong", spans=found["rulings"].spans[:1]))
    assert len(decided_case(PAGE, "stone-v-gull", decided_text(PAGE, again)).questions) == 3


def test_a_tick_is_dropped_when_its_fact_changes_and_a_gap_when_a_fact_fills_it() -> None:
    review = all_accepted()
    found = questions(review)
    right = decided(review, ticks(found["awards.awarded"]))
    other = decided(right, EditFields("award-1", {"kind": "sought"}, accept=True))
    assert not decided_case(PAGE, "stone-v-gull", decided_text(PAGE, other)).questions
    back = decided(other, EditFields("award-1", {"kind": "awarded"}, accept=True))
    assert decided_case(PAGE, "stone-v-gull", decided_text(PAGE, back)).questions
    poor = decided(begun(), Reject("award-1"))
    gap = ticks(questions(poor)["gap.amount"], tick="absent", spans=())
    poor = decided(poor, gap)
    assert decided_case(PAGE, "stone-v-gull", decided_text(PAGE, poor)).questions
    rich = decided(poor, Accept("award-1"))
    assert not decided_case(PAGE, "stone-v-gull", decided_text(PAGE, rich)).questions


def test_a_party_that_gets_another_name_opens_its_questions_again() -> None:
    review = all_accepted()
    ada, ben = party_of(review, "Ada Stone"), party_of(review, "Ben Stone")
    said = next(one for one in questions(review).values() if one.id == f"{ada.id}.said")
    review = decided(review, ticks(said, spans=said.spans[:1]))
    merged = decided(review, LinkParty(ada.id, ben.id))
    assert not decided_case(PAGE, "stone-v-gull", decided_text(PAGE, merged)).questions


WORDINGS = st.lists(st.text(st.characters(categories=["L", "Nd", "P", "Zs"]), max_size=40), max_size=4)
SPANS = st.lists(st.tuples(st.integers(-2, len(TEXT) + 2), st.integers(-2, len(TEXT) + 2)), max_size=3)


@given(st.sampled_from(["right", "absent", "wrong"]), WORDINGS, SPANS)
def test_whatever_is_ticked_is_refused_or_leaves_a_case_that_the_loader_accepts(
    tick: Any, ask: list[str], spans: list[tuple[int, int]]
) -> None:
    page: ArticlePage = PAGE
    one = QuestionTick("own.1", tick, tuple(ask), (), tuple(spans))
    try:
        review = decided(begun(), TickQuestions((one,)))
    except DecisionRefused:
        return
    case = decided_case(page, "stone-v-gull", decided_text(page, review))
    is_listed = tick != "wrong" or bool(spans)
    assert len(case.questions) == is_listed
    assert bool(is_listed and spans) == any(one.quote for one in case.questions)


def test_every_question_names_only_cards_that_were_accepted() -> None:
    review = all_accepted()
    accepted = {card.id for card in review.accepted}
    assert all(set(one.cards) <= accepted for one in every_question(review, "2025-03-04"))
