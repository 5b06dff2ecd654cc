"""What stands in square brackets is nobody's words: it may say who is meant, and nothing else."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from bot.cases.library import Library
from bot.cases.model import Case, Party, Source
from bot.cases.selectors import make_selector
from bot.checking.parts import TextPart
from bot.checking.report import Report, check
from bot.corpus.index_files import open_archive

SENTENCE = "The firm paid the tenants what it owed them in March, and Mara Quill signed for all of them."
ARTICLE = (
    f"A judge read the order aloud. {SENTENCE} Nobody appealed, though Odo Brandt seldom wavered quietly."
)
FOREIGN = (
    *("secretly", "quietly", "allegedly", "the thief", "not", "never", "nobody", "nine", "44", "in Havana"),
    *("Kross", "his wife", "Odo Kross", "and stole it", "laughing", "un", "almost all of"),
)
BORNE_OUT = (
    *(
        "Mara Quill",
        "Odo Brandt",
        "Brandt",
        "the tenants",
        "The Firm",
        "of the judge",
        "Quill's",
        "the Harbour Board",
    ),
    *("sic", "emphasis added", "Emphasis mine"),
)


DIGEST = hashlib.sha256(ARTICLE.encode()).hexdigest()
SOURCE = Source(id="a", file="a.txt", sha256=DIGEST, date_published="2024-01-01", text=ARTICLE)
BOARD = Party(
    id="board", name="Harbour Board", kind="organization", described_as=(make_selector("a", ARTICLE, 2, 7),)
)

CASE = Case(id="firm", title="Firm", revised="2024-01-01", sources=(SOURCE,), parties=(BOARD,))
ARCHIVE = open_archive(Library({"firm": CASE}, folder="content"), None)
GAPS = range(1, SENTENCE.count(" ") + 2)


def reported(insertion: str, gap: int) -> Report:
    """The report on the sentence with an insertion after so many of its words."""
    spoken = SENTENCE.split(" ")
    text = " ".join((*spoken[:gap], f"[{insertion}]", *spoken[gap:]))
    return check(ARCHIVE, (TextPart(f"“{text}”"),))


@given(st.sampled_from(FOREIGN), st.sampled_from(GAPS))
def test_words_that_the_article_does_not_have_there_alter_it_and_are_named(insertion: str, gap: int) -> None:
    [judged] = reported(insertion, gap).claims
    assert judged.verdict == "altered"
    assert "insertion" in judged.changes or "negation" in judged.changes
    assert f"[{insertion}]" in [one.claimed for one in judged.differences]


@given(st.sampled_from(BORNE_OUT), st.sampled_from(GAPS))
def test_who_is_meant_in_the_words_of_the_article_alters_nothing(insertion: str, gap: int) -> None:
    [judged] = reported(insertion, gap).claims
    assert judged.verdict == "elided"
