"""Lawsuits, relief, statuses, open points and cues of a new case by cards alone: no YAML by hand."""

from bot.authoring.cards import ReviewCard
from bot.authoring.decided_file import decided_case, decided_text
from bot.authoring.deciding import decided, reviewed
from bot.authoring.decisions import Accept, Add, Decision, EditFields, LinkParty, Reject, Review, SetCue
from bot.cases.model import Case
from tests.authoring.test_decisions import PAGE, TEXT, begun, card_of, party_of


def added(review: Review, card: str, words: str, **fields: str) -> Review:
    """The review with a card of some words of the article, its fields given and accepted."""
    at = TEXT.index(words)
    review = decided(review, Add(card, at, at + len(words)))  # type: ignore[arg-type]
    return decided(review, EditFields(f"added-{review.added}", fields, accept=True))


def ruled() -> Review:
    review = begun()
    ruling = next(one for one in review.cards if one.kind == "ruling")
    return decided(review, EditFields(ruling.id, {"claim": "the pies"}, accept=True))


def case_of(review: Review) -> Case:
    return decided_case(PAGE, "a", decided_text(PAGE, review))


def the(review: Review, kind: str) -> ReviewCard:
    return next(one for one in review.accepted if one.kind == kind)


LAWSUIT = "found Gull Bakery liable on 3 March 2025"
PLASTER = "selling pies made of plaster"


def test_the_only_lawsuit_is_that_of_every_fact_but_statements_read_from_the_context() -> None:
    review = added(ruled(), "lawsuit", LAWSUIT, label="The suit over the pies")
    review = decided(review, Accept(card_of(review, "They tasted").id))
    case = case_of(review)
    assert case.rulings[0].lawsuit_candidates == (case.lawsuits[0].id,) == ("pies",)
    assert case.statements[0].lawsuits == ()
    ruling = the(review, "ruling")
    stated = decided(review, EditFields(ruling.id, {"lawsuit_is": "stated"}))
    assert case_of(stated).rulings[0].lawsuit == "pies"


def test_of_two_lawsuits_one_is_chosen_and_taking_it_out_opens_what_needs_it() -> None:
    review = added(ruled(), "lawsuit", LAWSUIT, label="The suit over the pies")
    pies = the(review, "lawsuit").id
    review = added(review, "lawsuit", "Ben Stone, a fisherman", label="The suit over the teeth")
    assert case_of(review).rulings[0].lawsuits == ()
    review = decided(review, EditFields(the(review, "ruling").id, {"lawsuit": pies}))
    review = added(review, "status", PLASTER, lawsuit=pies, value="judgment")
    case = case_of(review)
    assert case.rulings[0].lawsuits == ("pies",)
    assert [one.value for one in case.lawsuits[0].status] == ["judgment"]
    status = the(review, "status").id
    review = decided(review, Reject(pies))
    assert (review.by_id[status].state, review.by_id[status].fields["lawsuit"]) == ("open", "")


def test_the_parties_and_the_day_of_a_lawsuit_are_chosen() -> None:
    review = begun()
    ada, ben = party_of(review, "Ada Stone").id, party_of(review, "Ben Stone").id
    review = added(review, "lawsuit", LAWSUIT, label="The suit", plaintiffs=f"{ada}; {ben}")
    day = card_of(review, "3 March 2025", "date").id
    review = decided(review, EditFields(day, {"of": the(review, "lawsuit").id}, accept=True))
    suit = case_of(review).lawsuits[0]
    assert len(suit.plaintiffs) == len({*suit.plaintiffs}) == 2
    assert suit.date_filed is not None
    assert suit.date_filed.edtf == "2025-03-03"
    merged = decided(review, LinkParty(ada, ben))
    assert case_of(merged).lawsuits[0].plaintiffs == (case_of(merged).parties[0].id,)


def test_an_open_point_is_about_the_entries_that_were_chosen_and_has_its_weight() -> None:
    review = ruled()
    ruling = the(review, "ruling").id
    words = "The article does not name the judge."
    review = added(review, "caveat", PLASTER, text=words, weight="key", about=ruling)
    case = case_of(review)
    assert (case.caveats[0].id, case.caveats[0].weight) == ("the-article-does-not", "key")
    assert case.rulings[0].caveats == ("the-article-does-not",)
    review = decided(review, Reject(ruling))
    assert (the(review, "caveat").fields["about"], case_of(review).caveats[0].text) == ("", words)


def test_relief_without_money_is_a_card() -> None:
    fields = {"kind": "injunction", "outcome": "granted", "what": "no more plaster", "deadline": "plaster"}
    relief = case_of(added(begun(), "relief", PLASTER, **fields)).relief[0]
    assert (relief.kind, relief.outcome, relief.deadline) == ("injunction", "granted", "plaster")


def test_the_words_that_name_the_speaker_are_chosen_and_taken_away() -> None:
    review = begun()
    card = card_of(review, "It was")
    at = TEXT.index("said the mayor")
    mayor: list[Decision] = [
        SetCue(card.id, at, at + len("said the mayor")),
        LinkParty(card.id, party_of(review, "Ben Stone").id),
    ]
    review = reviewed(review, mayor)
    assert [one.exact for one in case_of(review).statements[0].cue] == ["said the mayor"]
    review = decided(review, SetCue(card.id, 0, 0))
    assert case_of(review).statements[0].cue == ()
