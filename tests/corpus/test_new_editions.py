"""An edition that is accepted is written once, with the version before; nothing that is served is lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from bot.corpus.articles.new_editions import ChangedArticle, EditionRefused, add_edition
from bot.corpus.articles.writing import CaseChanged
from bot.corpus.content import ContentRepository
from bot.corpus.loader import load_case
from tests.web.second_articles import CASE, CASE_FILE, EDITION, FIRST, CaseUnderReview, of_the_herald

TODAY = "2021-09-21"
CHANGED = ChangedArticle(CASE, "gazette", EDITION, "2021-09-20")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return CaseUnderReview(tmp_path).content


def test_of_editors_who_accept_at_once_one_writes_it_and_the_article_stays(tmp_path: Path) -> None:
    for number in range(8):
        content = CaseUnderReview(tmp_path / str(number)).content
        together = Barrier(4)

        def accept(content: Path = content, together: Barrier = together) -> bool:
            together.wait()
            try:
                return not add_edition(content, CHANGED, TODAY)
            except CaseChanged:
                return False

        with ThreadPoolExecutor(4) as pool:
            assert any(one.result() for one in [pool.submit(accept) for _ in range(4)])
        library = ContentRepository(content).read()
        assert not library.problems
        assert [one.text for one in library.cases[CASE].sources] == [FIRST, EDITION]


def test_accepted_again_it_is_there_once(content: Path) -> None:
    assert add_edition(content, CHANGED, TODAY) == ()
    after = (content / CASE / "case.yaml").read_bytes()
    assert add_edition(content, CHANGED, TODAY) == ()
    assert (content / CASE / "case.yaml").read_bytes() == after


def test_the_version_before_is_kept_and_the_notice_is_quoted(content: Path) -> None:
    add_edition(content, CHANGED, TODAY)
    assert (content / CASE / "versions/2021-05-07.yaml").read_text("utf-8") == CASE_FILE
    [_, new] = load_case(content / CASE).sources
    assert [one.exact.partition(",")[0] for one in new.correction] == ["Correction"]
    assert new.from_page == ("date_modified",)


def test_words_that_another_article_has_as_well_stay_those_of_the_edition(tmp_path: Path) -> None:
    under_review = CaseUnderReview(tmp_path)
    draft = under_review.begin()
    under_review.decide(*of_the_herald(under_review.reviews.read(draft)))
    under_review.save()
    said = f"{EDITION}\nThe company filed its appeal on 21 June.\n"
    assert add_edition(under_review.content, ChangedArticle(CASE, "gazette", said, "2021-09-20"), TODAY) == ()
    [filed] = [one for one in load_case(under_review.content / CASE).events if one.label == "Appeal filed"]
    assert [one.source for one in filed.quote] == ["herald"]


def test_an_edition_is_not_older_than_the_newest_one(content: Path) -> None:
    add_edition(content, CHANGED, TODAY)
    older = ChangedArticle(CASE, "gazette", EDITION.replace("three years", "four years"), "2021-09-19")
    with pytest.raises(EditionRefused, match="newest edition in the case is of 2021-09-20"):
        add_edition(content, older, TODAY)


def test_what_a_crash_has_left_under_its_name_stops_no_edition(content: Path) -> None:
    left = content / CASE / "sources/2021-09-20-gazette-edition-2.txt"
    left.write_text("half of it", "utf-8")
    assert add_edition(content, CHANGED, TODAY) == ()
    assert load_case(content / CASE).source_by_id["gazette-edition-2"].text == EDITION
    assert left.read_text("utf-8") == "half of it"
