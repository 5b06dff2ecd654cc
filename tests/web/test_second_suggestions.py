"""What is suggested of an article older than the case, or an edition of one: nothing old becomes current."""

from pathlib import Path

import pytest

from bot.authoring.cards import ReviewCard
from bot.authoring.decisions import EditFields, Relate
from bot.authoring.pairs import pairs_of
from bot.cases.succession import current
from bot.corpus.drafts.additions import PageRefused
from bot.corpus.loader import load_case
from bot.web.editing.draft_review import DraftReview
from tests.web.second_articles import CASE, DRAFT, FIRST, SECOND, CaseUnderReview, card_of, key_of, page_of

OLDER = """Tram firm ordered to pay over bell
By Edwin Marsh
1 March 2021

A court found Marmalade Lane Tramways liable for nuisance and awarded Odalys Quillfeather $400 on Monday.

A clerk awarded her $450 on Tuesday.
"""
NOTICE = (
    "Correction, 20 September 2021: An earlier version of this article gave the wrong amount. "
    "It was $1,150, not $1,250."
)
CORRECTED = f"""{FIRST.replace("$1,250", "$1,150").replace("Tramways liable", "Tramways not liable")}
{NOTICE}
"""


@pytest.fixture
def under_review(tmp_path: Path) -> CaseUnderReview:
    return CaseUnderReview(tmp_path)


def suggested(now: DraftReview, kind: str) -> list[tuple[str, str]]:
    cards = [one for one in now.review.cards if one.kind == kind]
    return [(pair.suggested, pair.how) for one in cards for pair in pairs_of(now.review, one)]


def test_what_an_older_article_reports_was_replaced_and_never_replaces(under_review: CaseUnderReview) -> None:
    under_review.begin(page_of(OLDER, "2021-03-01"))
    now = under_review.reviews.read(DRAFT)
    assert suggested(now, "award") == [("replaced", "increases")] * 2
    key = key_of(now, "awarded Odalys")
    for words in ("$400", "$450"):
        card = card_of(now, words, "award")
        under_review.decide(
            Relate(card, "replaced", key, "increases"),
            EditFields(card, {"lawsuit": "case.bell", "kind": "awarded"}, accept=True),
        )
    under_review.save()
    case = load_case(under_review.content / CASE)
    assert [one.amount and one.amount.raw for one in current(case, case.awards)] == ["$1,250"]
    assert [(one.fact, one.how) for one in case.awards[0].supersedes] == [
        (case.awards[1].id, "increases"),
        (case.awards[2].id, "increases"),
    ]
    assert "reviewed: unrelated" not in under_review.file.read_text("utf-8")


def test_an_edition_corrects_what_it_says_otherwise(under_review: CaseUnderReview) -> None:
    under_review.begin(page_of(CORRECTED, "2021-09-20"), is_edition=True)
    now = under_review.reviews.read(DRAFT)
    assert suggested(now, "award") == [("replaces", "corrects")]
    assert suggested(now, "ruling")[0] == ("replaces", "corrects")


def test_the_notice_of_an_edition_is_no_card_and_names_that_stay_can_be_named(
    under_review: CaseUnderReview,
) -> None:
    under_review.begin(page_of(CORRECTED, "2021-09-20"), is_edition=True)
    now = under_review.reviews.read(DRAFT)
    assert now.draft.page.correction == NOTICE

    def is_whole(card: ReviewCard) -> bool:
        named = [card.fields.get(name) for name in ("to", "against", "speaker")]
        return all(name in now.review.by_id for name in named if name)

    at = now.review.text.index(NOTICE)
    assert all(is_whole(one) and one.at[0] < at for one in now.review.cards)
    award = now.review.by_id[card_of(now, "$1,150", "award")]
    assert award.fields["to"] == "case.quillfeather"


@pytest.mark.parametrize(
    "given", [{"url": "javascript:alert(1)"}, {"headline": "a\u202eb"}, {"publisher": "x" * 900}], ids=str
)
def test_a_page_that_the_check_would_not_take_is_said_before_anything_is_decided(
    under_review: CaseUnderReview, given: dict[str, str]
) -> None:
    with pytest.raises(PageRefused):
        under_review.begin(page_of(SECOND, "2021-09-14", **given))
    assert under_review.drafts.ids() == ()
