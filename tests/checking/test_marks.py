"""Which words stand in quotation marks: families of marks, marks as they are typed, and what is no mark."""

import pytest

from bot.checking.extraction import extract
from bot.checking.parts import TextPart
from bot.checking.unwrapping import unwrap


def claimed(text: str) -> list[str]:
    return [claim.text for claim in extract(TextPart(text), unwrap(text), lambda _: False).claims]


@pytest.mark.parametrize(
    "marked",
    [
        *("’the judge was bribed’", "»the judge was bribed»", "″the judge was bribed″"),
        *("〈the judge was bribed〉", "《the judge was bribed》", "⹂the judge was bribed”"),
        *("<<the judge was bribed>>", ",,the judge was bribed“", ",,the judge was bribed''"),
        *("``the judge was bribed''", "''the judge was bribed''", '\\"the judge was bribed\\"'),
        *("&laquo;the judge was bribed&raquo;", "&bdquo;the judge was bribed&ldquo;"),
        *("&lsaquo;the judge was bribed&rsaquo;", "&sbquo;the judge was bribed&lsquo;"),
    ],
)
def test_a_second_quotation_is_found_in_whatever_marks_it_is_typed(marked: str) -> None:
    assert claimed(f"“a total Scam” and {marked}") == ["a total Scam", "the judge was bribed"]


@pytest.mark.parametrize(
    "text",
    [
        "The judges’ rules and the jurors’ votes were read",
        "a << b and c >> d are shifts of bits",
        "It is 6′ 2″ tall and 5″ wide by all accounts",
    ],
)
def test_apostrophes_and_signs_are_no_marks(text: str) -> None:
    assert claimed(text) == [text]


def test_three_marks_before_the_rest_of_a_message_are_no_guillemets() -> None:
    assert claimed(">>> My lawyers, due to their respect") == ["My lawyers, due to their respect"]
