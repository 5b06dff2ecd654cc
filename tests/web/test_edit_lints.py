"""What the review page says of a card is what ``check --review`` says of its entry: one set of lints."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.authoring.case_file import ArticlePage
from bot.authoring.decisions import Accept, Add, Decision, DecisionRefused, EditFields, LinkParty, MoveEnd
from bot.authoring.propose import propose
from bot.cli.main import main
from bot.corpus.drafts.folder import DraftFolder
from bot.web.editing.card_lints import problems_of
from bot.web.editing.draft_review import DraftReview, NotValid
from bot.web.editing.draft_reviews import NO_VERSION, DraftReviews

TEXT = """\
Gull Bakery must pay a fisherman, a court rules
The Harbour Court in Port Wick found Gull Bakery liable for nuisance, but not for negligence.
The court opened its hearing on Tuesday in Port Wick.
"They tasted of wall," Ada Stone told the court. "I lost two teeth," she added.
Ben Stone, a fisherman, was awarded $5 million in damages.
"We will appeal," said Ben Stone.
Gull Bakery had offered him €2,000 in the spring, and later £400 and $500.
"""


@pytest.fixture
def reviews(tmp_path: Path) -> DraftReviews:
    page = ArticlePage(
        text=TEXT, file="sources/a.txt", published="2025-03-06", revised="2025-03-06", title="Stone v. Gull"
    )
    folder = DraftFolder(tmp_path / "drafts")
    folder.begin("gull", page, propose(TEXT, date(2025, 3, 6)))
    (tmp_path / "content").mkdir()
    return DraftReviews(folder, tmp_path / "content")


def card(now: DraftReview, kind: str, words: str) -> str:
    return next(
        one.id
        for one in now.review.cards
        if one.kind == kind and any(words in TEXT[slice(*span)] for span in one.spans)
    )


def take(reviews: DraftReviews, *decisions: Decision) -> DraftReview:
    now = reviews.read("gull")
    for decision in decisions:
        now = reviews.decide("gull", decision, by="ada", seen=reviews.read("gull").number)
    return now


@pytest.mark.parametrize(
    ("code", "about", "fields"),
    [
        ("award-kind", ("award", "$5 million"), {"kind": "sought"}),
        ("outcome", ("ruling", "liable"), {"outcome": "dismissed", "claim": "nuisance"}),
        ("weekday", ("date", "Tuesday"), {"edtf": "2025-03-05"}),
        ("speaker", ("statement", "They tasted"), {"speaker": "Ben Stone"}),
        ("turned", ("ruling", "liable"), {"claim": "nuisance"}),
    ],
)
def test_the_page_warns_of_what_the_check_warns_of(
    code: str,
    about: tuple[str, str],
    fields: dict[str, str],
    reviews: DraftReviews,
    capsys: pytest.CaptureFixture[str],
) -> None:
    begun = reviews.read("gull")
    at = card(begun, *about)
    if code == "speaker":
        both = [card(begun, "party", name) for name in ("Ada Stone", "Ben Stone")]
        now = take(reviews, *map(Accept, both), LinkParty(at, both[1]))
    elif code == "turned":
        now = take(reviews, MoveEnd(at, "end", -4), EditFields(at, fields, accept=True))
    else:
        now = take(reviews, EditFields(at, fields, accept=True))
    shown = problems_of(now, now.review.by_id[at])
    reviews.save("gull", NO_VERSION)
    assert main(["check", "--review", "--json", str(reviews.content / "gull")]) == 0
    warned = [one["message"] for one in json.loads(capsys.readouterr().out) if one["code"] == code]
    assert warned
    assert set(warned) <= set(shown)


def test_a_currency_against_the_words_and_a_cut_word_are_mistakes(reviews: DraftReviews) -> None:
    now = reviews.read("gull")
    with pytest.raises(NotValid, match="currency"):
        take(reviews, EditFields(card(now, "award", "$5 million"), {"currency": "EUR"}, accept=True))
    with pytest.raises(DecisionRefused, match="cut"):
        take(reviews, Add("statement", TEXT.index("isherman"), TEXT.index("isherman") + 8))
    assert reviews.read("gull").entries == ()


@pytest.mark.parametrize(
    ("words", "fields", "said"),
    [
        ("€2,000", {"kind": "offered", "value": "2000", "currency": "EUR"}, "“€2,000” is in EUR"),
        (
            "£400 and $500",
            {"kind": "offered", "value": "500", "currency": "USD"},
            "“£400 and $500” names “£” beside USD",
        ),
    ],
)
def test_an_amount_in_two_currencies_or_in_another_than_its_suit_is_told_by_both(
    words: str,
    fields: dict[str, str],
    said: str,
    reviews: DraftReviews,
    capsys: pytest.CaptureFixture[str],
) -> None:
    begun = reviews.read("gull")
    first = EditFields(card(begun, "award", "$5 million"), {"kind": "awarded"}, accept=True)
    at = TEXT.index(words)
    now = take(reviews, first, Add("award", at, at + len(words)))
    added = f"added-{now.review.added}"
    now = take(reviews, EditFields(added, fields))
    [waiting] = problems_of(now, now.review.by_id[added])
    assert said in waiting
    now = take(reviews, Accept(added))
    assert problems_of(now, now.review.by_id[added]) == (waiting,)
    reviews.save("gull", NO_VERSION)
    assert main(["check", "--review", "--json", str(reviews.content / "gull")]) == 0
    found = [one["message"] for one in json.loads(capsys.readouterr().out) if one["code"] == "currency"]
    assert [one.partition(";")[0] for one in found] == [waiting]
