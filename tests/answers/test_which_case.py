"""Which of several cases a question is about, where it names none."""

from __future__ import annotations

import pytest

from bot.answers.which_case import case_meant
from bot.cases.library import Library
from bot.cases.model import Case, Source
from bot.search.archive import Archive, index_entries
from bot.search.index import PassageIndex

TEXTS = {
    "rooster": "The Hallorans sued a neighbour over a rooster. Judge Ines Voss heard the witnesses in May.",
    "kelp": "Morvane Kelp sued the harbour over a licence. Judge Odo Finch heard the witnesses in June.",
    "lime": "The state sued a lime burner over dust. Judge Tamsin Reeve heard the witnesses in July.",
    "violin": "A violinist sued the orchestra over a seat. Judge Piet Lasko heard the witnesses in March.",
}


@pytest.fixture(scope="module")
def archive() -> Archive:
    def case(name: str, text: str) -> Case:
        source = Source(id="a", file="a.txt", sha256="0" * 64, date_published="2024-01-01", text=text)
        return Case(id=name, title=name.title(), revised="2024-01-01", sources=(source,))

    library = Library({name: case(name, text) for name, text in TEXTS.items()})
    return Archive(library, PassageIndex.in_memory(index_entries(library, library.cases)))


@pytest.mark.parametrize(
    ("question", "case"),
    [
        ("what did the neighbour say about the rooster", "rooster"),
        ("how much does morvane get", "kelp"),
        ("who is judge lasko", "violin"),
        ("was the lime dust bad", "lime"),
    ],
)
def test_a_word_that_one_case_has_tells_it(archive: Archive, question: str, case: str) -> None:
    assert case_meant(archive, question) == case


@pytest.mark.parametrize(
    "question", ["who is the judge", "who sued", "when were the witnesses heard", "?", "🎻"]
)
def test_words_that_all_cases_have_tell_none(archive: Archive, question: str) -> None:
    assert case_meant(archive, question) is None


def test_a_question_that_names_two_cases_is_asked_back(archive: Archive) -> None:
    assert case_meant(archive, "the rooster or the violinist") is None
