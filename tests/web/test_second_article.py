"""A second article on a case that exists: what is added, what stays to the byte, and what answers say."""

import difflib
import re
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.authoring.decisions import Accept, DecisionRefused, EditFields, Reject, Relate, Undo
from bot.cases.document import read_document
from bot.cases.review.warnings import warnings_of
from bot.cases.spans import selectors_of
from bot.corpus.corpus import Corpus
from bot.corpus.drafts.additions import LikeSource, NoSuchSource, SameText
from bot.corpus.loader import load_case
from bot.web.editing.draft_reviews import OpenAgain, SavedElsewhere
from tests.web.second_articles import (
    AGAIN,
    CASE,
    CASE_FILE,
    DRAFT,
    EDITION,
    FIRST,
    HERALD,
    SECOND,
    CaseUnderReview,
    card_of,
    key_of,
    of_the_herald,
    page_of,
)
from tests.web.test_editing import HERE, secret_of, site_in


@pytest.fixture
def under_review(tmp_path: Path) -> CaseUnderReview:
    return CaseUnderReview(tmp_path)


@pytest.fixture
def saved(under_review: CaseUnderReview) -> CaseUnderReview:
    under_review.begin()
    under_review.decide(*of_the_herald(under_review.reviews.read(DRAFT)))
    under_review.save()
    return under_review


def warnings(under_review: CaseUnderReview) -> list[str]:
    document = read_document(under_review.file.read_bytes(), "case.yaml")
    found = warnings_of(load_case(under_review.content / CASE), document, "", "case.yaml")
    return [f"{one.code}: {one.problem.message}" for one in found if not one.answer]


def test_of_the_old_file_only_pinned_lines_and_the_day_change_and_comments_stay(
    under_review: CaseUnderReview,
) -> None:
    commented = CASE_FILE.replace("  - kind: awarded\n", "  # the first\n  - kind: awarded  # by the jury\n")
    under_review.file.write_text(commented, "utf-8")
    under_review.begin()
    under_review.decide(*of_the_herald(under_review.reviews.read(DRAFT)))
    under_review.save()
    changed = [
        line[1:]
        for line in difflib.unified_diff(
            commented.splitlines(), under_review.file.read_text("utf-8").splitlines()
        )
        if line.startswith("-") and not line.startswith("---")
    ]
    assert changed == [
        "revised: 2021-05-07",
        "    described_as: Odalys Quillfeather",
        "    described_as: Marmalade Lane Tramways",
    ]
    assert (
        "  # the first\n  - kind: awarded  # by the jury\n    id: awarded-2021-05-06\n"
        in under_review.file.read_text("utf-8")
    )


def test_old_quotations_stay_pinned_to_their_article_byte_for_byte(under_review: CaseUnderReview) -> None:
    before = load_case(under_review.content / CASE)
    under_review.begin()
    under_review.decide(*of_the_herald(under_review.reviews.read(DRAFT)))
    under_review.save()
    after = load_case(under_review.content / CASE)
    assert set(selectors_of(before)) <= set(selectors_of(after))
    assert (under_review.content / CASE / "sources/2021-05-06.txt").read_text("utf-8") == FIRST
    assert (under_review.content / CASE / "sources/2021-09-14.txt").read_text("utf-8") == SECOND
    assert (under_review.content / CASE / "versions/2021-05-07.yaml").read_text("utf-8") == CASE_FILE


def test_what_was_decided_stands_in_the_file(saved: CaseUnderReview) -> None:
    case = load_case(saved.content / CASE)
    assert [one.id for one in case.sources] == ["gazette", "herald"]
    award = case.awards[-1]
    assert [(one.fact, award.how) for one in award.supersedes] == [("awarded-2021-05-06", "reduces")]
    assert (case.awards[0].id, str(award.amount and award.amount.value)) == ("awarded-2021-05-06", "800")
    assert [one.value for one in case.lawsuits[1].status] == ["pending", "dismissed"]
    assert case.rulings[-1].lawsuit == "colour"
    assert case.rulings[1].lawsuit_candidates == ("bell",)
    assert case.events[-1].how == "fulfils"
    assert case.statements[-1].cue[0].exact == "the company's lawyer said"


def test_the_review_asks_nothing_more_but_what_nobody_quoted(saved: CaseUnderReview) -> None:
    assert warnings(saved) == [
        "uncovered-date: no entry quotes the date “2019”",
    ]


def test_what_is_open_stands_in_comments_at_the_end(under_review: CaseUnderReview) -> None:
    under_review.file.write_text(f"{CASE_FILE}\n# 1 open point of the first article\n", "utf-8")
    under_review.begin()
    dismissed = card_of(under_review.reviews.read(DRAFT), "A judge dismissed", "ruling")
    under_review.decide(
        EditFields(dismissed, {"lawsuit": "case.colour", "claim": "the colour", "prejudice": "with"}),
        Accept(dismissed),
        Reject(card_of(under_review.reviews.read(DRAFT), "21 June", "date")),
    )
    under_review.save()
    file = under_review.file.read_text("utf-8")
    _, left = file.split("# 1 open point of the first article\n")
    assert left.startswith("\n# Left open in “herald”, sources/2021-09-14.txt:\n# ")
    assert all(line.startswith("#") for line in left.strip().splitlines())
    assert "#     amount: {value: 800, currency: USD, raw: " in left
    assert "A rounding error" in left
    assert "A judge dismissed" not in left
    assert "21 June" not in left
    assert len(load_case(under_review.content / CASE).rulings) == len(CASE_FILE.split("outcome:"))
    first = under_review.file.read_bytes()
    under_review.save()
    assert under_review.file.read_bytes() == first


def test_without_open_cards_there_are_no_comments(under_review: CaseUnderReview) -> None:
    under_review.begin()
    now = under_review.reviews.read(DRAFT)
    under_review.decide(*(Reject(one.id) for one in now.review.cards))
    under_review.save()
    assert "#" not in under_review.file.read_text("utf-8").removeprefix(CASE_FILE.splitlines()[0])


def test_saving_again_adds_nothing_twice_and_undo_takes_it_back(saved: CaseUnderReview) -> None:
    first = saved.file.read_bytes()
    saved.save()
    assert saved.file.read_bytes() == first
    saved.decide(Undo(), Undo())
    saved.save()
    assert [one.value for one in load_case(saved.content / CASE).lawsuits[1].status] == ["pending"]
    assert [one.name for one in (saved.content / CASE / "versions").iterdir()] == ["2021-05-07.yaml"]


def test_each_pair_needs_a_decision_before_the_card_is_taken(under_review: CaseUnderReview) -> None:
    under_review.begin()
    now = under_review.reviews.read(DRAFT)
    card = card_of(now, "$800", "award")
    with pytest.raises(DecisionRefused, match="undecided awarded: \\$1,250"):
        under_review.decide(Accept(card))
    with pytest.raises(DecisionRefused, match="no_how"):
        under_review.decide(Relate(card, "replaces", key_of(now, "awarded Odalys"), "shrinks"))
    with pytest.raises(DecisionRefused, match="no_fact_of_case"):
        under_review.decide(Relate(card, "same", "awards/zzzzzz"))
    under_review.decide(Relate(card, "nothing"), Accept(card))


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("replaces", "supersedes: awarded-2021-05-06"),
        ("contradicts", "contradicts: [awarded-2021-05-06]"),
        ("same", "same_as: awarded-2021-05-06"),
        ("adds", "it adds to awarded: $1,250"),
        ("nothing", "it has nothing to do with awarded: $1,250"),
    ],
)
def test_each_relation_is_written_as_the_model_names_it(
    under_review: CaseUnderReview, kind: str, wanted: str
) -> None:
    under_review.begin()
    card = card_of(under_review.reviews.read(DRAFT), "$800", "award")
    suit = EditFields(card, {"lawsuit": "case.bell"})
    under_review.decide(Relate(card, kind), suit, Accept(card))  # type: ignore[arg-type]
    under_review.save()
    assert wanted in under_review.file.read_text("utf-8")
    assert not [one for one in warnings(under_review) if one.startswith("unrelated")]


def test_the_second_editor_sees_the_difference_and_saves_upon_it(under_review: CaseUnderReview) -> None:
    under_review.begin()
    under_review.decide(*of_the_herald(under_review.reviews.read(DRAFT)))
    seen = under_review.reviews.version(CASE)
    edited = CASE_FILE.replace("The suit over the colour\n", "The suit over the paint\n")
    under_review.file.write_text(edited, "utf-8")
    with pytest.raises(SavedElsewhere) as changed:
        under_review.reviews.save(DRAFT, seen)
    assert "+  - id: herald" in changed.value.diff
    assert under_review.file.read_text("utf-8") == edited
    under_review.save()
    case = load_case(under_review.content / CASE)
    assert (str(case.lawsuits[1].label), len(case.sources)) == ("The suit over the paint", 2)
    later = under_review.file.read_text("utf-8").replace("Appeal filed", "The appeal")
    under_review.file.write_text(later, "utf-8")
    with pytest.raises(SavedElsewhere):
        under_review.save()
    assert under_review.file.read_text("utf-8") == later


def test_what_a_card_named_and_somebody_took_out_is_open_again_and_not_dropped(
    under_review: CaseUnderReview,
) -> None:
    under_review.begin()
    under_review.decide(*of_the_herald(under_review.reviews.read(DRAFT)))
    block = CASE_FILE[CASE_FILE.index("awards:\n") : CASE_FILE.index("statements:\n")]
    edited = CASE_FILE.replace(block, "")
    edited = re.sub(r"  - ask: \[how much.*\n.*\n", "", edited)
    under_review.file.write_text(edited, "utf-8")
    with pytest.raises(OpenAgain) as again:
        under_review.save()
    assert [one.fields["value"] for one in again.value.cards] == ["800"]
    assert under_review.file.read_text("utf-8") == edited


def test_an_article_that_is_there_already_is_asked_about(under_review: CaseUnderReview) -> None:
    with pytest.raises(SameText):
        under_review.begin(page_of(FIRST, "2021-05-06"))
    with pytest.raises(LikeSource) as like:
        under_review.begin(AGAIN)
    assert (like.value.source, like.value.share > 0.9) == ("gazette", True)
    with pytest.raises(NoSuchSource):
        under_review.begin(HERALD, is_edition=True)
    assert under_review.begin(AGAIN, anyway=True) == DRAFT


def test_the_same_article_changed_is_an_edition_and_only_what_changed_is_proposed(
    under_review: CaseUnderReview,
) -> None:
    under_review.begin(AGAIN, is_edition=True)
    now = under_review.reviews.read(DRAFT)
    words = {now.review.text[slice(*one.at)] for one in now.review.cards}
    assert "2019" in words
    assert not {"$1,250", "Odalys Quillfeather"} & words
    date = card_of(now, "2019", "date")
    under_review.decide(EditFields(date, {"lawsuit": "case.bell", "label": "Quillfeather sued"}, accept=True))
    under_review.save()
    source = load_case(under_review.content / CASE).sources[-1]
    assert (source.id, source.edition_of, source.day) == ("gazette-2021-09-20", "gazette", "2021-09-20")
    assert source.correction[0].exact in EDITION
    assert source.correction[0].exact.startswith("Correction, 20 September 2021")
    assert (source.publisher, source.date_published) == ("The Nowhere Gazette", "2021-05-06")
    assert CASE_FILE.replace("2021-05-07", "2021-09-15").split("\nsources:")[
        0
    ] in under_review.file.read_text("utf-8")


def test_a_rejected_card_is_written_nowhere_and_names_of_the_case_stay_linked(
    under_review: CaseUnderReview,
) -> None:
    under_review.begin()
    now = under_review.reviews.read(DRAFT)
    linked = next(one for one in now.review.cards if one.fields.get("name") == "Odalys Quillfeather")
    assert (linked.state, linked.merged_into) == ("accepted", "case.quillfeather")
    with pytest.raises(DecisionRefused, match="no_card"):
        under_review.decide(Reject("case.quillfeather"))
    under_review.decide(Reject(card_of(now, "Osgood Trill", "party")))
    under_review.save()
    assert [one.id for one in load_case(under_review.content / CASE).parties] == [
        "quillfeather",
        "tramways",
        "lawyer",
    ]


async def test_the_page_asks_whether_a_like_article_is_an_edition(
    under_review: CaseUnderReview, corpus: Corpus
) -> None:
    async with TestClient(TestServer(site_in(under_review.folder, corpus))) as client:
        form = {"csrf": await secret_of(client), "into": CASE, "published": "2021-09-20", "text": EDITION}

        async def begin(**more: str) -> tuple[int, str]:
            response = await client.post("/edit", data=form | more, headers=HERE, allow_redirects=False)
            return response.status, await response.text()

        status, page = await begin()
        assert (status, "stands in “gazette” of the case already" in page) == (409, True)
        assert f"<option selected>{CASE}</option>" in page
        assert (await begin(text=FIRST))[0] == 422
        assert (await begin(text=SECOND, edition="yes"))[0] == 422
        assert (await begin(into="nobody-v-nobody"))[0] == 422
        assert (await begin(edition="yes"))[0] == 303
        review = await (await client.get(f"/edit/{DRAFT}")).text()
        assert f"A changed edition of an article of the case {CASE}." in review
        assert "<h1>Quillfeather v. Marmalade Lane Tramways</h1>" in review
