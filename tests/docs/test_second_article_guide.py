"""The guide's second article on the review page: its keys, pressed on the cards, make what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.authoring.decisions import Accept, Add, Decision, EditFields, LinkParty, Reject, Relate
from bot.corpus.loader import load_case
from bot.web.editing.card_views import CardView, FieldView, card_view
from bot.web.editing.draft_review import DraftReview
from bot.web.editing.pair_views import RELATIONS
from tests.docs.documents import EDITORS, code, printed, shown_commands, table_rows, text_of
from tests.web.second_articles import CASE, DRAFT, SECOND, CaseUnderReview, card_of

ROWS = [(row[0], *row[1:3]) for row in table_rows(text_of(EDITORS), "card")]
ADDED = {"t": "status", "v": "caveat", "l": "lawsuit", "f": "relief"}
KINDS_OF_KEYS = {key: kind for kind, (key, _) in RELATIONS.items()}


class Hands:
    """Presses the keys of the guide on the cards of the draft, as the page's script does."""

    def __init__(self, under_review: CaseUnderReview) -> None:
        self.under_review = under_review

    def view(self, card: str) -> CardView:
        now = self.under_review.reviews.read(DRAFT)
        return card_view(now, now.review.by_id[card])

    def decide(self, decision: Decision) -> DraftReview:
        return self.under_review.decide(decision)

    def card(self, named: str, key: str) -> str:
        now = self.under_review.reviews.read(DRAFT)
        if named.startswith("“"):
            words = named.strip("“”")
            at = SECOND.index(words)
            now = self.decide(Add(ADDED[key], at, at + len(words)))  # type: ignore[arg-type]
            return f"added-{now.review.added}"
        kind, _, words = named.partition(": ")
        return card_of(now, words, kind)

    def press(self, card: str, key: str) -> None:
        view = self.view(card)
        if key in KINDS_OF_KEYS:
            pair = next(one for one in view.pairs.pairs if not one.decided)
            how = pair.how if key == ">" else ""
            self.decide(Relate(card, KINDS_OF_KEYS[key], pair.key, how))
        elif key.isdigit():
            link = next(one for one in view.links if one.key == key)
            if not link.field:
                self.decide(LinkParty(card, link.card))
            else:
                accept = link.field == "of" or (link.field == "lawsuit" and not view.card.missing)
                self.decide(EditFields(card, {link.field: link.value}, accept=accept))
        else:
            self.decide({"a": Accept, "x": Reject}[key](card))

    def fill(self, card: str, fields: str) -> None:
        view = self.view(card)
        forms = {field.name: field for field in view.fields}
        given = {field.name: field.value for field in view.fields}
        for part in re.split(r", (?=\w+: )", fields):
            name, _, words = part.partition(": ")
            given[name] = chosen(forms[name], words)
        self.decide(EditFields(card, given, accept=True))


def chosen(field: FieldView, words: str) -> str:
    return next((value for value, label in field.choices if label == words), words)


def keys(cell: str) -> Iterator[str]:
    yield from re.findall(r"`(.)`", cell)


@pytest.fixture
def saved(tmp_path: Path) -> CaseUnderReview:
    under_review = CaseUnderReview(tmp_path)
    under_review.begin()
    hands = Hands(under_review)
    for named, pressed, fields in ROWS:
        wanted = list(keys(pressed))
        card = hands.card(named, wanted[0] if wanted else "")
        for key in wanted[1:] if named.startswith("“") else wanted:
            hands.press(card, key)
        if fields:
            hands.fill(card, fields)
    assert {one.state for one in under_review.reviews.read(DRAFT).review.cards} == {"accepted", "rejected"}
    under_review.save()
    return under_review


def test_the_keys_of_the_guide_make_the_case_that_it_tells_of(saved: CaseUnderReview) -> None:
    case = load_case(saved.content / CASE)
    award = case.awards[-1]
    assert [(one.fact, award.how) for one in award.supersedes] == [("awarded-2021-05-06", "reduces")]
    assert (award.lawsuits, award.date and award.date.edtf) == (("bell",), "2021-09-13")
    assert [one.value for one in case.lawsuits[1].status] == ["pending", "dismissed"]
    assert case.events[-1].how == "fulfils"
    assert [(one.outcome, one.lawsuits) for one in case.rulings[1:]] == [
        ("affirmed", ("bell",)),
        ("dismissed", ("colour",)),
    ]
    assert case.rulings[-1].caveats == (case.caveats[-1].id,)
    lines = saved.file.read_text("utf-8")
    for _, _, written in table_rows(text_of(EDITORS).partition("### A second article")[2], "key")[:1]:
        assert all(f"{word}:" in lines for word in re.findall(r"`(\w+)`", written))


def test_the_commands_print_what_the_guide_shows(saved: CaseUnderReview, tmp_path: Path) -> None:
    drafted, reviewed = shown_commands(EDITORS, "console page")
    assert printed(reviewed.command, saved.folder) == reviewed.output
    fresh = CaseUnderReview(tmp_path / "fresh")
    (fresh.folder / "var").mkdir()
    (fresh.folder / "var/herald.txt").write_text(SECOND, "utf-8")
    assert printed(drafted.command, fresh.folder) == drafted.output


def test_each_relation_has_a_key_in_the_guide() -> None:
    listed = {code(row[0]) for row in table_rows(text_of(EDITORS), "key")}
    assert {key for key, _ in RELATIONS.values()} <= listed
