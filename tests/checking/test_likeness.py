"""Claims that stand nowhere as they are: by what they are compared, and with how much."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from bot.cases.library import Library
from bot.cases.model import Case, Source
from bot.checking.verdicts import match_claim
from bot.corpus.index_files import open_archive
from bot.search.archive import Archive

ArchiveOf = Callable[..., Archive]
WORDS = (
    *("harvest", "lantern", "meadows", "bracken", "cottage", "pilgrim", "thunder", "sparrow"),
    *("granite", "orchard", "velvety", "whisper", "compass", "juniper", "foxtail", "ribbons"),
    *("kettles", "drummer", "mustard", "windows", "blanket", "feather", "gallery", "hammock"),
)
"""Words of seven letters, each quite unlike the others."""
FILLER = "\n\n" + "\n\n".join(["Nobody said much else."] * 60) + "\n\n"
"""More text than a region reaches."""


def misspelt(word: str) -> str:
    return word[:3] + "x" + word[4:]


def with_others(made: Callable[[str], str], *changed: int) -> str:
    """The words in one sentence, those at these positions made into others."""
    return " ".join(made(word) if at in changed else word for at, word in enumerate(WORDS))


@pytest.mark.parametrize(("length", "kind"), [(159, "altered"), (160, "altered"), (161, "not_found")])
def test_a_claim_of_more_than_160_code_points_is_compared_by_its_words(
    archive_of: ArchiveOf, length: int, kind: str
) -> None:
    claim = " ".join(map(misspelt, WORDS[:20])).ljust(length, "s")
    assert len(claim) == length
    archive = archive_of(f"{FILLER}{' '.join(WORDS)}.{FILLER}")
    assert match_claim(archive, claim).kind == kind


@pytest.mark.parametrize(("words", "same", "kind"), [(20, 6, "altered"), (24, 7, "not_found")])
def test_a_long_claim_has_three_in_ten_of_the_words(
    archive_of: ArchiveOf, words: int, same: int, kind: str
) -> None:
    unchanged = {*range((same + 1) // 2), *range(words - same // 2, words)}
    claim = " ".join(word if at in unchanged else f"{word}s" for at, word in enumerate(WORDS[:words]))
    archive = archive_of(f"{FILLER}Then {' '.join(WORDS[:words])} again.{FILLER}")
    assert match_claim(archive, claim).kind == kind


def test_of_two_places_a_long_claim_is_taken_to_be_the_one_with_more_of_its_words(
    archive_of: ArchiveOf,
) -> None:
    fewer = with_others(misspelt, 3, 8, 13, 18)
    more = with_others(lambda word: word[::-1], 5, 15)
    for first, second in ((fewer, more), (more, fewer)):
        match = match_claim(archive_of(f"{first}.{FILLER}{second}."), " ".join(WORDS))
        assert [place.selector.exact for place in match.places] == [more]


@pytest.mark.parametrize("hidden", [0, 3, 4])
def test_what_cannot_be_shown_is_passed_over(archive_of: ArchiveOf, hidden: int) -> None:
    """A terminal would obey a control character, so that words around one are never shown."""
    unshown = "A cold evening came. The court\x07 met on a cold evening."
    text = "".join(f"{unshown}{FILLER}" for _ in range(hidden)) + "The court met on a cold morning."
    match = match_claim(archive_of(text), "the court met on a cold evening")
    assert match.kind == "altered"
    assert [place.selector.exact for place in match.places] == ["The court met on a cold morning"]


def test_a_claim_is_looked_for_in_eight_passages() -> None:
    digest = hashlib.sha256(b"The owl sat down.").hexdigest()
    sources = tuple(
        Source(
            id=f"s{at}",
            file=f"{at}.txt",
            sha256=digest,
            date_published="2024-01-01",
            text="The owl sat down.",
        )
        for at in range(10)
    )
    case = Case(id="owl", title="Owl", revised="2024-01-01", sources=sources)
    match = match_claim(open_archive(Library({"owl": case}, folder="content"), None), "owl sat")
    assert (match.kind, len(match.places)) == ("exact", 8)


def test_of_places_that_are_equally_like_a_claim_the_first_is_shown(archive_of: ArchiveOf) -> None:
    text = f"The owl sat down.{FILLER}The owl sat down."
    [place] = match_claim(archive_of(text), "the owl sat dawn").places
    assert place.selector.start == 0


def other(word: str) -> str:
    return f"{word[0]}{'0123456789' * 2}{word[-1]}"


LIKEST = with_others(other, 4, 9, 14, 19)
"""Like the words in five of six, but not so like them letter by letter."""


@pytest.mark.parametrize(
    ("second", "nearer"),
    [(with_others(misspelt, 3, 7, 11, 15, 19), 1), (with_others(other, 3, 7, 11, 15, 19), 0), (LIKEST, 0)],
)
def test_of_two_places_with_many_of_the_words_that_with_more_of_the_letters_is_shown(
    archive_of: ArchiveOf, second: str, nearer: int
) -> None:
    text = f"{LIKEST}.{FILLER}{second}."
    [place] = match_claim(archive_of(text), " ".join(WORDS)).places
    assert place.selector.start == (text.rindex(second) if nearer else 0)
