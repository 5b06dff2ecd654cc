"""Two editors add an article each to one case: neither is turned away for good, and no entry is lost."""

import re
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.authoring.decisions import Accept, EditFields, Relate, Undo
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.drafts.additions import EarlierEdition
from bot.corpus.loader import load_case
from bot.web.editing.draft_reviews import OpenAgain
from tests.web.second_articles import (
    AGAIN,
    CASE,
    CASE_FILE,
    DRAFT,
    EDITION,
    CaseUnderReview,
    card_of,
    key_of,
    of_the_herald,
    page_of,
)
from tests.web.test_editing import HERE, secret_of, site_in

OTHER = """Court halves tram award
By Tilda Penhallow
14 September 2021

The Court of Appeal reduced the award to Odalys Quillfeather to $900 on Monday, Tilda Penhallow has learned.

"Nine hundred is not nothing," Quillfeather said.
"""
THEIRS = f"{CASE}-3"
PYM = page_of(OTHER, "2021-09-14", publisher="The Other Paper")


@pytest.fixture
def both(tmp_path: Path) -> CaseUnderReview:
    """A case with a draft of each editor, of which the first is decided on."""
    under_review = CaseUnderReview(tmp_path)
    under_review.begin()
    under_review.begin(PYM)
    under_review.decide(*of_the_herald(under_review.reviews.read(DRAFT)))
    return under_review


def reduce_it(under_review: CaseUnderReview, words: str = "awarded Odalys") -> None:
    now = under_review.reviews.read(THEIRS)
    card = card_of(now, "$900", "award")
    under_review.decide(
        Relate(card, "replaces", key_of(now, words), "reduces"),
        EditFields(card, {"lawsuit": "case.bell", "to": "case.quillfeather"}, accept=True),
        draft=THEIRS,
        by="grace",
    )


def test_of_one_day_and_of_one_newspaper_both_are_added(both: CaseUnderReview) -> None:
    same = both.begin(
        page_of(OTHER.replace("Nine hundred", "Not much"), "2021-09-14", publisher="The Quimby Herald")
    )
    for draft in (DRAFT, THEIRS, same):
        both.save(draft)
    library = ContentRepository(both.content).read()
    assert not library.problems
    sources = library.cases[CASE].sources
    assert [one.id for one in sources] == ["gazette", "herald", "paper", "herald-2"]
    assert len({one.file for one in sources}) == 4
    assert sources[2].text == OTHER


def test_what_another_article_replaced_meanwhile_is_decided_on_the_case_as_it_is(
    both: CaseUnderReview,
) -> None:
    reduce_it(both)
    both.save(DRAFT)
    written = both.file.read_bytes()
    with pytest.raises(OpenAgain) as again:
        both.save(THEIRS)
    assert [one.fields["value"] for one in again.value.cards] == ["900"]
    assert both.file.read_bytes() == written
    now = both.reviews.read(THEIRS)
    assert now.review.by_id[again.value.cards[0].id].state == "open"
    # What replaced the amount meanwhile stands beside it now.
    reduce_it(both, "cut the award")
    both.save(THEIRS)
    case = load_case(both.content / CASE)
    chain = {
        str(one.amount and one.amount.value): [old.fact for old in one.supersedes] for one in case.awards
    }
    assert chain == {"1250": [], "800": ["awarded-2021-05-06"], "900": ["awarded-2021-09-14"]}


def test_undo_takes_back_what_it_took_back_before_the_case_changed(both: CaseUnderReview) -> None:
    said = card_of(both.reviews.read(THEIRS), "Nine hundred", "statement")
    both.decide(Accept(said), draft=THEIRS)
    reduce_it(both)
    both.decide(Undo(), Undo(), draft=THEIRS)
    both.save(DRAFT)
    both.save(THEIRS)
    assert both.reviews.read(THEIRS).review.by_id[said].state == "accepted"
    assert "Nine hundred is not nothing," in both.file.read_text("utf-8")


def test_a_name_that_the_case_got_meanwhile_is_no_second_party(both: CaseUnderReview) -> None:
    now = both.reviews.read(THEIRS)
    both.decide(
        Accept(card_of(now, "Tilda Penhallow", "party")),
        EditFields(
            card_of(now, "Nine hundred", "statement"),
            {"speaker": card_of(now, "Tilda Penhallow", "party")},
            accept=True,
        ),
        draft=THEIRS,
    )
    named = "{exact: Tilda Penhallow, source: gazette}"
    party = f"  - id: reporter\n    name: Tilda Penhallow\n    kind: person\n    described_as: {named}\n"
    both.file.write_text(CASE_FILE.replace("parties:\n", f"parties:\n{party}"), "utf-8")
    both.save(THEIRS)
    case = load_case(both.content / CASE)
    assert [one.id for one in case.parties if str(one.name) == "Tilda Penhallow"] == ["reporter"]
    assert [one.speaker for one in case.statements if "Nine hundred" in one.quote[0].exact] == ["reporter"]


def test_a_field_that_named_what_somebody_took_out_is_open_again(both: CaseUnderReview) -> None:
    reduce_it(both)
    both.file.write_text(
        re.sub(r"  - id: quillfeather\n(?:    .*\n)*", "", CASE_FILE)
        .replace("to: quillfeather", "to: tramways")
        .replace("[quillfeather]", "[tramways]")
        .replace("speaker: quillfeather", "speaker: tramways"),
        "utf-8",
    )
    with pytest.raises(OpenAgain):
        both.save(THEIRS)


def test_an_edition_of_what_was_published_again_meanwhile_is_one_of_that(tmp_path: Path) -> None:
    under_review = CaseUnderReview(tmp_path)
    under_review.begin(AGAIN, is_edition=True)
    third = EDITION.replace("three years", "four years")
    later = under_review.begin(page_of(third, "2021-09-25"), is_edition=True)
    under_review.save(DRAFT)
    under_review.save(later)
    editions = {one.id: one.edition_of for one in load_case(under_review.content / CASE).sources}
    assert editions == {
        "gazette": None,
        "gazette-2021-09-20": "gazette",
        "gazette-2021-09-25": "gazette-2021-09-20",
    }


def test_an_edition_of_an_earlier_day_is_refused_before_anything_is_decided(tmp_path: Path) -> None:
    under_review = CaseUnderReview(tmp_path)
    with pytest.raises(EarlierEdition) as earlier:
        under_review.begin(page_of(EDITION, "2021-05-01"), is_edition=True)
    assert earlier.value.day == "2021-05-06"
    assert under_review.drafts.ids() == ()


def test_a_case_file_with_a_mark_of_its_encoding_takes_an_article(tmp_path: Path) -> None:
    under_review = CaseUnderReview(tmp_path)
    under_review.file.write_text(CASE_FILE, "utf-8-sig")
    under_review.begin()
    under_review.decide(*of_the_herald(under_review.reviews.read(DRAFT)))
    under_review.save()
    assert under_review.file.read_bytes().startswith(b"\xef\xbb\xbftitle:")
    assert len(load_case(under_review.content / CASE).awards) == 2


async def test_the_page_says_what_is_open_again_and_shows_the_case_as_it_is(
    both: CaseUnderReview, corpus: Corpus
) -> None:
    reduce_it(both)
    both.save(DRAFT)
    async with TestClient(TestServer(site_in(both.folder, corpus))) as client:
        secret = await secret_of(client)
        state = await (await client.get(f"/edit/{THEIRS}/state")).json()
        headers = {**HERE, "X-CSRF-Token": secret, "If-Match": f'"{state["version"]}"'}
        response = await client.post(f"/edit/{THEIRS}/save", headers=headers, json={})
        given = await response.json()
    assert response.status == 412
    assert "need another decision" in given["sentence"]
    assert "Amount “$900”" in given["sentence"]
    assert [one["state"] for one in given["cards"] if one["kind"] == "award"] == ["open"]
    assert given["version"] == state["version"]
