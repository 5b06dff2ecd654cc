from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.corpus.spelling_file import SpellingFile
from bot.search.spelling import LEAST_LENGTH, Spelling

WORDS = st.text("abcde", min_size=1, max_size=8)


def test_a_known_word_is_counted_and_an_unknown_one_is_not() -> None:
    spelling = Spelling([("travesty", 3), ("justice", 5)])
    assert [spelling.count(word) for word in ("travesty", "justice", "zebra", "")] == [3, 5, 0, 0]


def test_a_neighbour_is_one_edit_away_and_the_commonest_comes_first() -> None:
    spelling = Spelling([("lawsuit", 2), ("lawsuits", 9), ("lawyer", 7)])
    assert spelling.neighbours("lawsuiit", 5) == ["lawsuit"]
    assert spelling.neighbours("lawsuti", 5) == ["lawsuit"]
    assert spelling.neighbours("lawsuitz", 5) == ["lawsuits", "lawsuit"]
    assert spelling.neighbours("lawsuitz", 1) == ["lawsuits"]


def test_numbers_and_short_words_are_never_corrected() -> None:
    spelling = Spelling([("5000000", 1), ("not", 1), ("1990s", 1)])
    assert spelling.neighbours("50000000", 5) == []
    assert spelling.neighbours("1980s", 5) == []
    assert spelling.neighbours("nut", 5) == []


@given(st.dictionaries(WORDS, st.integers(1, 9), max_size=30), WORDS)
def test_neighbours_are_exactly_the_words_one_edit_away(known: dict[str, int], word: str) -> None:
    expected = {
        other
        for other in known
        if len(word) >= LEAST_LENGTH and len(other) >= LEAST_LENGTH and OSA.distance(word, other) == 1
    }
    assert set(Spelling(known.items()).neighbours(word, 100)) == expected


@given(st.dictionaries(WORDS, st.integers(1, 9)), st.dictionaries(WORDS, st.integers(1, 9)), WORDS)
def test_words_that_come_later_are_as_good_as_those_known_before(
    known: dict[str, int], later: dict[str, int], word: str
) -> None:
    grown = Spelling(known.items()).with_added({}).with_added(later)
    whole = Spelling((later | known).items())
    assert grown.neighbours(word, 100) == whole.neighbours(word, 100)
    assert [grown.count(one) for one in later] == [whole.count(one) for one in later]


def test_hashes_are_kept_on_disk_and_used_for_these_very_words_alone(tmp_path: Path) -> None:
    kept = tmp_path / "spelling.kept"
    for known in ([("lawsuit", 2)], [("lawsuit", 2)], [("lawyer", 2)]):
        spelling = Spelling(known, SpellingFile(kept))
        assert [path.name for path in tmp_path.iterdir()] == ["spelling.kept"]
        assert spelling.neighbours(f"{known[0][0]}z", 1) == [known[0][0]]
    whole = kept.read_bytes()
    for spoilt in (b"", whole[:-1], whole[:-1] + b"\xff", b"\xff" * len(whole)):
        kept.write_bytes(spoilt)
        assert Spelling([("lawyer", 2)], SpellingFile(kept)).neighbours("lawyerz", 1) == ["lawyer"]
        assert kept.read_bytes() == whole
    assert Spelling([("lawyer", 2)], SpellingFile(tmp_path / "nowhere/file")).neighbours("lawyerz", 1) == [
        "lawyer"
    ]


def test_hashes_that_cannot_be_kept_leave_no_unfinished_file(tmp_path: Path) -> None:
    in_the_way = tmp_path / "spelling.kept"
    in_the_way.mkdir()
    assert Spelling([("lawyer", 2)], SpellingFile(in_the_way)).neighbours("lawyerz", 1) == ["lawyer"]
    assert list(tmp_path.iterdir()) == [in_the_way]
