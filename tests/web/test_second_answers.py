"""What answers say of a case, now and as of its first article, after the page added a second one to it."""

import re

import pytest

from bot.answers.grammar import query
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.corpus.vector_file import VectorFile
from bot.rendering.render import Presentation, to_text
from bot.search.archive import Archive
from tests.questions_over_time import shown
from tests.web.second_articles import CASE, DRAFT, CaseUnderReview, of_the_herald

MAY, SEPTEMBER = "2021-05-06", "2021-09-14"


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory, vectors: VectorFile) -> Archive:
    under_review = CaseUnderReview(tmp_path_factory.mktemp("second"))
    under_review.begin()
    under_review.decide(*of_the_herald(under_review.reviews.read(DRAFT)))
    under_review.save()
    library = ContentRepository(under_review.content).read()
    assert library.problems == ()
    return open_archive(library, None, vectors=vectors)


def said(archive: Archive, command: str, day: str, **options: str) -> tuple[str, str]:
    """The answer as text, its current part and what stands under “Earlier”."""
    answer = respond(archive, query(command, {"case": CASE, "as-of": day, **options}))
    now, _, earlier = to_text(answer, Presentation()).partition("\nEarlier\n")
    return now, earlier


def test_damages_give_the_new_amount_and_the_old_one_as_earlier(added: Archive) -> None:
    now, earlier = said(added, "case damages", SEPTEMBER)
    assert ("$800" in now, "$1,250" in now) == (True, False)
    assert "reduced in the report of 14 September 2021" in earlier
    assert "awarded Odalys Quillfeather $1,250" in earlier
    now, earlier = said(added, "case damages", MAY)
    assert ("$1,250" in now, "$800" in now, earlier) == (True, False, "")


def test_status_gives_the_newest_and_the_history(added: Archive) -> None:
    now, earlier = said(added, "case status", SEPTEMBER, lawsuit="colour")
    assert "dismissed · no filing date stated" in now
    assert "with prejudice" in now
    assert "is pending." in earlier
    now, earlier = said(added, "case status", MAY, lawsuit="colour")
    assert ("pending" in now, "dismissed" in now, earlier) == (True, False, "")


@pytest.mark.parametrize(
    "question",
    ["how much did she get", "what is the payout", "how much must the tramways pay"],
)
def test_questions_are_answered_as_of_both_days(added: Archive, question: str) -> None:
    for day, wanted, gone in ((SEPTEMBER, "$800", "$1,250"), (MAY, "$1,250", "$800")):
        answer = respond(added, query("ask", {"case": CASE, "question": question, "as-of": day}))
        current = " ".join(one.text for one in shown(answer)[0])
        assert re.search(re.escape(wanted), current), (day, current)
        assert gone not in current
