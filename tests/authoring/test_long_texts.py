"""A text four times as long takes about four times as long, whatever it repeats."""

import time
from datetime import date

import pytest

from bot.authoring.propose import propose

FEW = 150
TIMES = 4
MOST = 9.0
"""The longer text takes about 4 times as long where the rules are linear, and 16 times where they are not."""


def processor_seconds(text: str) -> float:
    """The shorter of two runs, in seconds of the processor, so that a busy machine changes little."""
    taken = []
    for _ in range(2):
        before = time.process_time()
        propose(text, date(2024, 5, 16))
        taken.append(time.process_time() - before)
    return min(taken)


@pytest.mark.parametrize(
    "words",
    [
        '"a" said. ',
        "'a ",
        "x ‘a ",
        "‘dogs’ ",
        "“It,” ",
        "“It is so,” she said. ",
        "Ann Boggis said “a b.” ",
        "The judge said “a b”. ",
        "“It is so.”\n\n",
        "he paid £5 and ",
        "the motion was denied and ",
        "she wrote: “a.” ",
    ],
)
def test_time_grows_as_the_text(words: str) -> None:
    assert processor_seconds(words * FEW * TIMES) < MOST * max(processor_seconds(words * FEW), 0.005)


def test_long_sentences_are_cut_between_words() -> None:
    text = "Ann Boggis, 50, sued and " * 200
    found = propose(text, date(2024, 5, 16))
    assert [(one.name, one.aliases) for one in found.parties] == [("Ann Boggis", ())]
