"""What published work on anchoring quotations tests, in our words: only what is exact is verbatim.

The kinds of cases are those of the Hypothesis client's quote matching (exact, approximate, ordered by
likeness, told apart by what stands around, empty, at the ends of the text) and of W3C's TextQuoteSelector.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.cases.model import Case
from bot.cases.selectors import Selector, make_selector
from bot.search.alignment import AlignableText

HARBOUR = (
    "The harbour froze early that winter, and the ferry stayed at its pier. "
    "The mayor blamed the weather, the crew blamed the mayor, and the owners blamed nobody. "
    "In March the ice broke, the ferry left its pier, and nobody blamed the weather again."
)
PIER, NEXT_PIER = HARBOUR.index("its pier"), HARBOUR.rindex("its pier")


def placed(claim: str, text: str = HARBOUR) -> str | None:
    """The words of the text at the place most like a claim."""
    found = AlignableText(text).nearest(claim)
    return text[found.start : found.end] if found else None


def test_words_that_stand_there_are_found_where_they_stand() -> None:
    [place] = AlignableText(HARBOUR).exact("the crew blamed the mayor")
    assert (place.likeness, place.score) == ("exact", 100.0)
    assert HARBOUR[place.start : place.end] == "the crew blamed the mayor"


def test_words_that_stand_there_several_times_are_found_at_every_place() -> None:
    assert [place.start for place in AlignableText(HARBOUR).exact("its pier")] == [PIER, NEXT_PIER]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("the captain blamed the mayor", "the crew blamed the mayor"),
        ("In April the ice broke", "In March the ice broke"),
        ("the ferry stayed on its pier", "the ferry stayed at its pier"),
        ("nobody blamed the whether again", "nobody blamed the weather again"),
        ("The harbor froze early", "The harbour froze early"),
    ],
)
def test_without_an_exact_place_the_most_similar_is_found_and_is_never_exact(
    claim: str, expected: str
) -> None:
    assert not list(AlignableText(HARBOUR).exact(claim))
    assert placed(claim) == expected
    place = AlignableText(HARBOUR).nearest(claim)
    assert place
    assert place.likeness == "altered"
    assert place.score < 100


def test_the_less_a_claim_is_like_the_text_the_lower_is_its_score() -> None:
    claims = [
        "the harbour froze early that winter",
        "the harbour froze erly that winter",
        "the harbour froze late that winter",
        "the river froze late that winter",
        "the river froze late last winter",
    ]
    places = [AlignableText(HARBOUR).nearest(claim) for claim in claims]
    scores = [place.score for place in places if place]
    assert len(scores) == len(claims)
    assert all(after < before for before, after in pairwise(scores))


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("A goat ate the contract on live television", HARBOUR),
        (HARBOUR, "It rained. Nothing else happened in the whole of that long and quiet year."),
        ("", HARBOUR),
        (" \n\t ", HARBOUR),
        ("…", HARBOUR),
        ("the ferry", ""),
    ],
)
def test_where_nothing_is_like_the_claim_there_is_no_place(claim: str, text: str) -> None:
    assert not list(AlignableText(text).exact(claim))
    assert placed(claim, text) is None


@pytest.mark.parametrize(
    "claim",
    ["the  mayor\nblamed the\tweather", "\u00a0The mayor blamed\u2009the weather ", "THE MAYOR BLAMED"],
)
def test_other_spacing_and_capitals_are_typography(claim: str) -> None:
    [place] = AlignableText(HARBOUR).exact(claim)
    assert place.likeness == "typography"


@pytest.mark.parametrize("claim", ["The harbour froze early", "blamed the weather again", HARBOUR])
def test_the_beginning_the_end_and_the_whole_of_a_text_are_found(claim: str) -> None:
    assert [HARBOUR[place.start : place.end] for place in AlignableText(HARBOUR).exact(claim)] == [
        claim.rstrip(".")
    ]


def test_a_long_quotation_with_one_word_changed_is_placed_whole() -> None:
    article = "\n\n".join(f"Paragraph {number}. {HARBOUR}" for number in range(40))
    claim = article[500:6_000].replace("Paragraph 9", "Paragraph 6")
    place = AlignableText(article).nearest(claim)
    assert place
    assert 490 <= place.start <= 510
    assert 5_990 <= place.end <= 6_010


# A case file: what stands around a quotation chooses its place, and only if it stands there exactly.

EVENT = "events: [{{label: Event, quote: {{exact: {exact}, prefix: {prefix!r}, suffix: {suffix!r}}}}}]\n"


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix", "start"),
    [
        ("its pier", "stayed at ", "", PIER),
        ("its pier", "left ", "", NEXT_PIER),
        ("its pier", "", ". The mayor", PIER),
        ("its pier", "", ", and nobody", NEXT_PIER),
        ("blamed", "the crew ", " the mayor", HARBOUR.index("blamed the mayor")),
        ("The harbour", "", " froze", 0),
        ("weather again.", "the ", "", HARBOUR.index("weather again.")),
    ],
)
def test_prefix_and_suffix_choose_among_places(
    case_of: Callable[..., Case], exact: str, prefix: str, suffix: str, start: int
) -> None:
    case = case_of(EVENT.format(exact=exact, prefix=prefix, suffix=suffix), {"a.txt": HARBOUR})
    [selector] = case.events[0].quote
    assert (selector.start, selector.exact) == (start, exact)
    assert selector.proves(HARBOUR)


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix", "sentence"),
    [
        ("its pier", "", "", "ambiguous: these words stand 2 times"),
        ("its pier", "stay at ", "", "not with this prefix and suffix directly around them"),
        ("its pier", "", ", but nobody", "not with this prefix and suffix directly around them"),
        ("The harbour", "In those years ", "", "not with this prefix and suffix directly around them"),
        ("weather again.", "", " The end.", "not with this prefix and suffix directly around them"),
        ("it's pier", "", "", "not verbatim in sources/a.txt"),
        ("'  '", "", "", "an empty quotation proves nothing"),
    ],
)
def test_what_is_nearly_around_a_quotation_is_refused(
    mistakes_in: Callable[..., list[str]], exact: str, prefix: str, suffix: str, sentence: str
) -> None:
    found = mistakes_in(EVENT.format(exact=exact, prefix=prefix, suffix=suffix), {"a.txt": HARBOUR})
    assert any(sentence in mistake for mistake in found), found


# A later version of an article: the same words where what stands around them agrees longest.


def of(words: str, nth: int = 0) -> Selector:
    start = [PIER, NEXT_PIER][nth] if words == "its pier" else HARBOUR.index(words)
    return make_selector("a", HARBOUR, start, start + len(words))
