import pytest

from bot.checking.claims import insertions_in, negates, parts_of


@pytest.mark.parametrize(
    ("claim", "parts"),
    [
        ("he was … liable", ("he was", "liable")),
        ("he [Trump] was cleared", ("he", "was cleared")),
        ("he was [...] cleared (…) of it....", ("he was", "cleared", "of it")),
        ("plain words", ("plain words",)),
        ("… …", ()),
    ],
)
def test_a_claim_is_taken_apart_where_words_are_left_out_or_put_in(
    claim: str, parts: tuple[str, ...]
) -> None:
    assert parts_of(claim) == parts


def test_what_is_put_in_stands_in_square_brackets() -> None:
    assert insertions_in("he [Trump] was [not] there […]") == ("Trump", "not", "…")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("not", True),
        ("they didn’t", True),
        ("NEVER", True),
        ("a note", False),
        ("nothing", True),
        ("", False),
    ],
)
def test_words_that_turn_a_sentence_round_are_known(words: str, *, expected: bool) -> None:
    assert negates(words) is expected
