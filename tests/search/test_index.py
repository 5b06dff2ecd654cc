from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.corpus.index_files import BrokenIndex, build_index, open_index
from bot.search.entries import IndexEntry
from bot.search.index import Hit, PassageIndex

PASSAGES = {
    "1": "The judge called the appeal a travesty of justice.",
    "2": "The jury awarded $5,000,000 in damages to the plaintiff.",
    "3": "A second appeal was filed in Dublin in 2019.",
    "4": "The plaintiff's lawyers didn't want to testify.",
}


def entries(texts: dict[str, str] | None = None, case: str = "one") -> list[IndexEntry]:
    return [
        IndexEntry(key, f"id-{key}", text, case, "Jane Roe" if key == "1" else "")
        for key, text in (texts or PASSAGES).items()
    ]


@pytest.fixture
def index(tmp_path: Path) -> PassageIndex:
    return build_index(tmp_path / "index", entries())


def keys(hits: Iterable[Hit]) -> list[str]:
    return [hit.key for hit in hits]


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("travesty of justice", "1"),
        ("travsty justcie", "1"),
        ("TRAVESTY", "1"),
        ("trav", "1"),
        ("$5,000,000", "2"),
        ("plaintiffs lawyer", "4"),
        ("didnt testify", "4"),
        ('"appeal was filed"', "3"),
        ("2019 appeal", "3"),
    ],
)
def test_the_passage_that_is_meant_comes_first(index: PassageIndex, typed: str, best: str) -> None:
    assert keys(index.search(typed, 3))[0] == best


@pytest.mark.parametrize(
    "typed", ["", " ", "?!", "zebra", "5000001", '""', "\x00", "*", "case:one", "/re/", "(", "a AND"]
)
def test_what_nothing_has_finds_nothing_and_no_character_is_syntax(index: PassageIndex, typed: str) -> None:
    hits = keys(index.search(typed, 3))
    assert hits == [] or typed in {"a AND", "case:one"}


def test_what_has_every_word_comes_before_what_has_some(index: PassageIndex) -> None:
    assert keys(index.search("appeal", 3)) == ["1", "3"]
    assert keys(index.search("appeal dublin", 3)) == ["3", "1"]


def test_what_has_some_words_is_left_out_where_it_is_much(
    index: PassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.search.index.MANY_PASSAGES", 2)
    assert keys(index.search("appeal", 3)) == ["1", "3"]
    assert keys(index.search("appeal dublin", 3)) == ["3"]
    assert set(keys(index.search("plaintiff dublin", 3))) == {"2", "3", "4"}


@pytest.mark.parametrize(
    "typed", ["appeals Dublin", "dublinn appeal", "appealing dubl", "dublin appeal dublin"]
)
def test_another_form_of_a_word_or_what_it_is_taken_for_counts_as_the_word(
    index: PassageIndex, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.search.index.MANY_PASSAGES", 0)
    assert keys(index.search(typed, 3)) == ["3"]


@pytest.mark.parametrize(
    ("typed", "found"), [("appealing", ["1", "3"]), ("award", ["2"]), ("testified", ["4"])]
)
def test_a_form_that_nothing_has_is_looked_for_by_its_stem(
    index: PassageIndex, typed: str, found: list[str]
) -> None:
    assert keys(index.search(typed, 3)) == found


@pytest.mark.parametrize("typed", ["$5,000", "201", "20190", "5"])
def test_a_number_is_not_taken_for_another(index: PassageIndex, typed: str) -> None:
    assert keys(index.search(typed, 3)) == []


def test_a_number_is_found_with_letters_after_it(tmp_path: Path) -> None:
    index = build_index(tmp_path, entries({"1": "In the 1990s.", "2": "On 19901 days."}))
    assert keys(index.search("1990", 3)) == ["1"]


def test_where_nothing_has_every_word_what_has_some_is_found(index: PassageIndex) -> None:
    assert keys(index.search("travesty dublin", 3)) in (["1", "3"], ["3", "1"])
    assert keys(index.search("dublin zebra", 3)) == ["3"]


def test_words_beside_a_phrase_are_wanted_and_not_required(index: PassageIndex) -> None:
    assert keys(index.search('"appeal was filed" travesty', 3)) == ["3"]


def test_a_phrase_in_quotation_marks_is_exact(index: PassageIndex) -> None:
    assert keys(index.search('"appeal a travesty"', 3)) == ["1"]
    assert keys(index.search('"travesty appeal"', 3)) == []
    assert keys(index.search("“appeal”", 3)) == keys(index.search('"appeal"', 3))


def test_filters_hold(index: PassageIndex) -> None:
    assert keys(index.search("the appeal", 9, speaker="roe")) == ["1"]
    assert keys(index.search("the appeal", 9, speaker="doe")) == []
    assert keys(index.search("the appeal", 9, case="other")) == []


def test_completion_takes_beginnings_first_then_any_words(index: PassageIndex) -> None:
    assert keys(index.complete("The judge called th", 5)) == ["1"]
    assert keys(index.complete("damages to the pl", 5)) == ["2"]
    assert set(keys(index.complete("a", 5))) >= {"1", "3"}
    assert keys(index.complete("th", 1)) != []
    assert keys(index.complete("zebr", 5)) == []
    assert keys(index.complete("", 5)) == []
    assert keys(index.complete("the appeal", 5, speaker="jane")) == ["1"]


def test_an_index_is_opened_again_from_its_folder(tmp_path: Path) -> None:
    build_index(tmp_path / "index", entries())
    again = open_index(tmp_path / "index")
    assert again.passages == 4
    assert keys(again.search("travesty", 1)) == ["1"]


def test_an_update_takes_cases_away_and_adds_others_while_the_old_reader_goes_on(tmp_path: Path) -> None:
    old = build_index(tmp_path / "index", [*entries(), *entries({"5": "Nothing to see."}, "two")])
    new = old.updated(entries({"6": "A new travesty."}, "one"), ["one"])
    assert keys(new.search("travesty", 5)) == ["6"]
    assert keys(new.search("nothing", 5)) == ["5"]
    assert keys(old.search("travesty", 5)) == ["1"]


def test_told_hears_how_many_are_in(tmp_path: Path) -> None:
    heard: list[int] = []
    many = entries({str(number): f"word{number}" for number in range(2_500)})
    build_index(tmp_path / "index", many, heard.append)
    assert heard == [1_000, 2_000]


@pytest.mark.parametrize("spoil", ["missing", "empty", "meta"])
def test_an_index_that_cannot_be_read_says_so(tmp_path: Path, spoil: str) -> None:
    folder = tmp_path / "index"
    if spoil != "missing":
        folder.mkdir()
    if spoil == "meta":
        (folder / "meta.json").write_text("{half", encoding="utf-8")
    with pytest.raises(BrokenIndex):
        open_index(folder)
