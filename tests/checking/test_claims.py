import pytest

from bot.checking.claims import insertions_in, negates, parts_of, quoted_in


@pytest.mark.parametrize(
    ("message", "claims"),
    [
        (
            'He said "a travesty of justice" and “no idea who she is”.',
            ("a travesty of justice", "no idea who she is"),
        ),
        ("«un travestissement total»", ("un travestissement total",)),
        ("„ein Hohn für alle“ sagte er", ("ein Hohn für alle",)),
        ('a "single" word, \'single marks\' and 5" of snow', ()),
        ("nothing quoted", ()),
        ('an "open mark', ()),
    ],
)
def test_quotations_of_two_words_or_more_are_taken_out_of_a_message(
    message: str, claims: tuple[str, ...]
) -> None:
    assert quoted_in(message) == claims


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
