"""An editor's decisions: what each does to the cards, what it does to later ones, and the file they make."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.authoring.cards import ReviewCard, cards_of, moved
from bot.authoring.case_file import ArticlePage
from bot.authoring.decided_file import decided_case, decided_text, entry_text
from bot.authoring.deciding import decided, reviewed
from bot.authoring.decisions import (
    Accept,
    AcceptSure,
    Add,
    Decision,
    DecisionRefused,
    EditFields,
    LinkParty,
    MoveEnd,
    Reject,
    Review,
    Undo,
)
from bot.authoring.propose import propose
from bot.authoring.ticks import QuestionTick, Tick, TickQuestions
from tests.proofs import tries

TEXT = """\
Gull Bakery must pay a fisherman, a court rules
The 🦀 Harbour Court in Port Wick found Gull Bakery liable on 3 March 2025 for selling pies made of plaster.
"They tasted of wall," Ada Stone told the court. "I lost two teeth," she added.
Ben Stone, a fisherman, was awarded $5 million in damages.
"We will appeal," said Ada Stone. "Nobody eats walls."
Stone said the bakery had lied. "It was 🥧 glorious," said the mayor.
"""
PAGE = ArticlePage(
    text=TEXT,
    file="sources/2025-03-04.txt",
    published="2025-03-04",
    revised="2026-01-02",
    title="Stone v. Gull",
)
GOLD = Path(__file__).parent / "gold"


def begun(text: str = TEXT) -> Review:
    return Review(text, cards_of(text, propose(text, date(2025, 3, 4))))


def card_of(review: Review, words: str, kind: str = "statement") -> ReviewCard:
    return next(
        one
        for one in review.cards
        if one.kind == kind and any(words in review.text[slice(*span)] for span in one.spans)
    )


def party_of(review: Review, name: str) -> ReviewCard:
    return next(one for one in review.parties if one.fields["name"] == name)


def test_names_come_first_then_all_else_in_the_order_of_the_article() -> None:
    kinds = [card.kind == "party" for card in begun().cards]
    assert kinds == sorted(kinds, reverse=True)
    others = [card.at for card in begun().cards if card.kind != "party"]
    assert others == sorted(others)
    assert {card.state for card in begun().cards} == {"open"}


def test_an_accepted_statement_takes_up_its_speaker_and_passes_the_loader() -> None:
    review = begun()
    card = card_of(review, "They tasted of wall,")
    review = decided(review, Accept(card.id))
    assert party_of(review, "Ada Stone").state == "accepted"
    case = decided_case(PAGE, "stone-v-gull", decided_text(PAGE, review))
    assert case.statements[0].quote[0].exact == "They tasted of wall,"


def test_linking_a_speaker_takes_the_card_up_and_tells_later_cards_of_the_name_alone() -> None:
    review = begun()
    mayor = card_of(review, "It was")
    ben = party_of(review, "Ben Stone")
    after = decided(review, LinkParty(mayor.id, ben.id))
    assert after.by_id[mayor.id].state == "accepted"
    assert after.by_id[mayor.id].fields["speaker"] == ben.id
    first = card_of(review, "They tasted")
    after = decided(review, LinkParty(first.id, ben.id))
    later = [one for one in after.cards if one.named == first.named and one.id != first.id]
    assert later
    assert {one.fields["speaker"] for one in later} == {ben.id}
    assert {one.state for one in later} == {"open"}


def test_a_merged_name_is_an_alias_and_its_statements_are_the_partys() -> None:
    review = begun()
    ada, ben = party_of(review, "Ada Stone"), party_of(review, "Ben Stone")
    review = decided(review, LinkParty(ada.id, ben.id))
    assert "Ada Stone" in review.by_id[ben.id].fields["aliases"].split("; ")
    assert ada.id not in {one.fields.get("speaker") for one in review.cards}
    assert ada.id not in {one.id for one in review.accepted}


def test_nothing_inferred_and_nobody_who_was_not_accepted_is_taken_up_in_bulk() -> None:
    review = begun()
    with pytest.raises(DecisionRefused):
        decided(review, AcceptSure())
    review = decided(decided(review, Accept(party_of(review, "Ada Stone").id)), AcceptSure())
    taken = [one for one in review.accepted if one.kind == "statement"]
    assert taken
    assert all(one.sure and one.fields["attribution"] == "explicit" for one in taken)
    assert card_of(review, "It was").state == "open"


def test_a_rejected_party_opens_what_named_it() -> None:
    review = begun()
    card = card_of(review, "They tasted")
    review = decided(review, Accept(card.id))
    review = decided(review, Reject(card.fields["speaker"]))
    assert (review.by_id[card.id].state, review.by_id[card.id].fields["speaker"]) == ("open", "")


def test_what_is_missing_is_said_and_nothing_is_taken_up() -> None:
    review = begun()
    with pytest.raises(DecisionRefused, match="missing speaker"):
        decided(review, Accept(card_of(review, "It was").id))
    ruling = next(one for one in review.cards if one.kind == "ruling")
    with pytest.raises(DecisionRefused, match="missing claim"):
        decided(review, Accept(ruling.id))
    assert (
        decided(review, EditFields(ruling.id, {"claim": "the pies"}, accept=True)).by_id[ruling.id].state
        == "accepted"
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"outcome": "won"}, "no_value"),
        ({"id": "x"}, "no_field"),
        ({"against": "party-99"}, "no_party"),
    ],
)
def test_a_field_takes_nothing_that_a_case_file_would_not(fields: dict[str, str], sentence: str) -> None:
    ruling = next(one for one in begun().cards if one.kind == "ruling")
    with pytest.raises(DecisionRefused, match=sentence):
        decided(begun(), EditFields(ruling.id, fields))


def test_ends_move_by_words_within_the_line_in_code_points() -> None:
    start = TEXT.index("It was 🥧")
    place = (start, start + len("It was 🥧"))
    assert TEXT[slice(*moved(TEXT, place, "end", 1))] == "It was 🥧 glorious,"
    assert TEXT[slice(*moved(TEXT, place, "end", -1))] == "It was"
    assert TEXT[slice(*moved(TEXT, place, "start", 1))] == "was 🥧"
    assert TEXT[slice(*moved(TEXT, place, "start", -1))] == 'lied. "It was 🥧'
    line = TEXT.rindex("\n", 0, start) + 1
    assert moved(TEXT, place, "start", -99)[0] == line


def test_a_selection_becomes_a_card_in_its_place_without_the_spaces_around_it() -> None:
    start = TEXT.index(" It was 🥧") if " It was 🥧" in TEXT else TEXT.index("It was 🥧")
    review = decided(begun(), Add("statement", start, start + len("It was 🥧 glorious,")))
    added = review.by_id["added-1"]
    assert TEXT[slice(*added.at)] == "It was 🥧 glorious,"
    assert added.fields["quote_type"] == "direct"
    with pytest.raises(DecisionRefused):
        decided(review, Add("party", start, start + 1))


def test_a_date_belongs_to_a_fact_that_quotes_it_or_makes_an_event() -> None:
    review = begun()
    ruling = next(one for one in review.cards if one.kind == "ruling")
    day = card_of(review, "3 March 2025", "date")
    review = decided(review, EditFields(ruling.id, {"claim": "the pies"}, accept=True))
    dated = decided(review, EditFields(day.id, {"of": ruling.id}, accept=True))
    case = decided_case(PAGE, "a", decided_text(PAGE, dated))
    assert case.rulings[0].date is not None
    assert case.rulings[0].date.edtf == "2025-03-03"
    assert not case.events
    case = decided_case(PAGE, "a", decided_text(PAGE, decided(review, Accept(day.id))))
    assert case.events[0].date is not None


def test_what_is_open_stands_in_comments_and_coverage_counts_what_is_quoted() -> None:
    review = begun()
    text = decided_text(PAGE, review)
    assert "# " in text
    assert review.uncovered == review.to_cover
    for card in review.cards:
        review = reviewed(review, [Reject(card.id)])
    assert "open point" not in decided_text(PAGE, review)
    assert review.uncovered == review.to_cover


def decisions(review: Review) -> st.SearchStrategy[Decision]:
    ids = st.sampled_from([card.id for card in review.cards])
    offsets = st.integers(0, len(review.text))
    kinds = st.sampled_from(["party", "statement", "award", "ruling", "date"])
    return st.one_of(
        ids.map(Accept),
        ids.map(Reject),
        st.just(AcceptSure()),
        st.just(Undo()),
        st.builds(LinkParty, ids, ids),
        st.builds(MoveEnd, ids, st.sampled_from(["start", "end"]), st.integers(-2, 2)),
        st.builds(Add, kinds, offsets, offsets),
        st.builds(EditFields, ids, st.just({"claim": "the pies"}), st.booleans()),
        st.builds(_tick, ids, st.sampled_from(["right", "absent", "wrong"]), offsets, offsets),
    )


def _tick(card: str, tick: Tick, start: int, end: int) -> TickQuestions:
    spans = ((start, end),) if start < end else ()
    return TickQuestions((QuestionTick(f"{card}.who", tick, ("who is it",), (card,), spans),))


START = begun()


@settings(max_examples=tries(60, 30))
@given(st.lists(decisions(START), max_size=25))
def test_any_decisions_make_a_review_that_undo_takes_back_whole(made: list[Decision]) -> None:
    review = reviewed(START, made)
    for card in review.accepted:
        assert not card.missing
        entry_text(review, card)
        for name in ("speaker", "to", "against"):
            if named := card.fields.get(name):
                assert review.by_id[named] in review.parties
    assert reviewed(START, [*made, *[Undo()] * len(made)]) == START
