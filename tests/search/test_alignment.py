import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.search.alignment import MARKS_AT_ENDS, AlignableText, Difference, differences
from bot.search.folding import fold
from bot.search.seams import is_whole
from tests.proofs import tries

ARTICLE = (
    (Path(__file__).parent.parent.parent / "content/carroll-v-trump/sources/2023-07-12.txt")
    .read_bytes()
    .decode()
)
TEXT = AlignableText(ARTICLE)


def found(claim: str) -> list[tuple[str, str]]:
    """The likeness and the words of every exact place, or else of the nearest."""
    exact = list(TEXT.exact(claim))
    nearest = None if exact else TEXT.nearest(claim)
    places = exact or ([nearest] if nearest else [])
    return [(place.likeness, ARTICLE[place.start : place.end]) for place in places]


@pytest.mark.parametrize(
    ("claim", "likeness", "words"),
    [
        ("Carroll was awarded $5 million", "exact", "Carroll was awarded $5 million"),
        ("writer E. Jean Carroll", "exact", "writer E. Jean Carroll"),
        ("“Carroll was awarded $5 million”", "exact", "Carroll was awarded $5 million"),
        ("I didn’t Rape her", "exact", "I didn’t Rape her"),
        ("I didn't rape her", "typography", "I didn’t Rape her"),
        ("we are strongly  appealing", "typography", "WE ARE STRONGLY APPEALING"),
        ("ANYTHING ABOUT HER....", "exact", "ANYTHING ABOUT HER"),
        ("Carroll was awarded $50 million", "altered", "Carroll was awarded $5 million"),
        ("Trump was not held liable", "altered", "Trump was held liable"),
        ("$5,000,00", "altered", "$5,000,000"),
        ("5 million in damages", "altered", "$5 million in damages"),
        ("cleared of the rap", "altered", "cleared of the rape"),
        ("TRAVESTY OF JUSTIC", "altered", "TRAVESTY OF JUSTICE"),
    ],
)
def test_a_claim_is_found_and_told_apart(claim: str, likeness: str, words: str) -> None:
    assert found(claim)[0] == (likeness, words)


def test_every_place_of_a_claim_is_found() -> None:
    assert [words for _, words in found("hostile")] == ["hostile"] * 3


@pytest.mark.parametrize("claim", ["", "   ", "…", "!?", "the moon is made of cheese and she knew it"])
def test_what_is_nowhere_is_not_found(claim: str) -> None:
    assert found(claim) == []


def test_nothing_is_found_in_an_empty_text() -> None:
    assert AlignableText("").nearest("anything") is None


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        ("awarded $50 million", "awarded $5 million", [Difference("$50", "$5")]),
        ("was not held liable", "was held liable", [Difference("not", "")]),
        ("was held liable", "was not held liable", [Difference("", "not")]),
        ("in the 1980s", "in the 1990s", [Difference("1980s", "1990s")]),
        ("I didn't Rape her", "I didn’t rape her", []),
        ("a b, c", "a b c", [Difference(",", "")]),
        ("She did it! No.", "She did it? No", [Difference("!", "?")]),
        ("She did it! Yes.", "She did it? No", [Difference("Yes", "No")]),
    ],
)
def test_differences_are_told_word_by_word(claim: str, source: str, expected: list[Difference]) -> None:
    assert list(differences(claim, source)) == expected


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, str]:
    """A stretch of whole words of the article, and the same with one letter or digit edited."""
    words = [match.span() for match in re.finditer(r"\S+", ARTICLE)]
    first = draw(st.integers(0, len(words) - 4))
    last = draw(st.integers(first + 3, min(first + 40, len(words) - 1)))
    start, end = words[first][0], words[last][1]
    assume(is_whole(ARTICLE, start, end))
    original = ARTICLE[start:end]
    # An edit of the first or last letter can leave other whole words of the article.
    at = draw(st.sampled_from([i for i, character in enumerate(original) if character.isalnum()][1:-1]))
    letter = draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789"))
    edit = draw(st.sampled_from(("insert", "delete", "replace")))
    kept = at if edit == "insert" else at + 1
    return original, original[:at] + ("" if edit == "delete" else letter) + original[kept:]


@settings(max_examples=tries(2_000, 300), deadline=None)
@given(mutations())
def test_one_edited_letter_or_digit_is_never_verbatim(pair: tuple[str, str]) -> None:
    original, mutated = pair
    assert "exact" in {place.likeness for place in TEXT.exact(original)}
    if fold(mutated) != fold(original):
        stands = re.search(rf"(?<![\w$]){re.escape(fold(mutated).strip(MARKS_AT_ENDS))}(?!\w)", fold(ARTICLE))
        assert stands or list(TEXT.exact(mutated)) == []


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("he was found guilty of rape", [Difference("guilty of rape", "liable")]),
        (
            "against me is a Miscarriage of Justice and a total Scam, The trial was very unfair",
            [Difference("", "Trump wrote")],
        ),
        ("Trump was awarded $5 million in damages", [Difference("Trump", "Carroll")]),
        ("In damages Carroll was awarded $50", [Difference("In damages", ""), Difference("$50", "$5")]),
        ("I have no idea what she looks like", [Difference("", "WHO SHE IS")]),
        ("On Wednesday he fired back", [Difference("he", "")]),
        ("The trial was fair", [Difference("fair", "very unfair")]),
    ],
)
def test_words_that_the_source_has_too_are_not_told_of_as_added(
    claim: str, expected: list[Difference]
) -> None:
    place = TEXT.nearest(claim)
    assert place
    assert list(differences(claim, ARTICLE[place.start : place.end])) == expected
