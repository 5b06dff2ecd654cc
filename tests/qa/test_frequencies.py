"""How frequent words are: what was read from wordfreq before there was a table of our own."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.qa import frequencies as module
from bot.qa.frequencies import frequencies, frequency

FOLDER = Path(module.__file__).parent
ROOT = FOLDER.parent.parent


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("the", 7.73),
        ("thing", 5.72),
        ("lawyer", 4.67),
        ("mediator", 3.29),
        ("café", 3.75),
        ("o'neill", 3.68),
        ("1st", 4.83),
        ("💰", 3.01),
    ],
)
def test_known_words_have_the_frequencies_of_the_list(word: str, expected: float) -> None:
    assert frequency(word) == expected


@pytest.mark.parametrize("word", ["", " ", "defamacion", "law法", "½", "²", "km²defamacion", "🦕"])
def test_a_word_that_is_not_known_is_never_met(word: str) -> None:
    assert frequency(word) == 0


@pytest.mark.parametrize(
    ("word", "expected"),
    [("m²", 5.39), ("½m", 5.39), ("km³", 4.37), ("law²law", 5.16), ("h₂o", 4.79), ("co₂emissions", 4.04)],
)
def test_superscripts_and_fractions_only_part_a_word(word: str, expected: float) -> None:
    assert frequency(word) == expected


def test_the_list_is_whole_and_the_most_frequent_words_come_first() -> None:
    known = frequencies()
    assert len(known) == 28_917
    assert list(known)[:5] == ["the", "to", "and", "of", "a"]
    assert list(known.values()) == sorted(known.values(), reverse=True)
    assert min(known.values()) == 3.01


def test_threads_that_come_first_at_once_wait_for_one_that_reads() -> None:
    module._stored.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: id(frequencies()), range(8)))
    assert len(found) == 1
    assert module._stored.cache_info().misses == 1


def test_nothing_is_read_before_a_frequency_is_asked_for() -> None:
    program = "from bot.qa import answering, frequencies as one; print(one._stored.cache_info().currsize)"
    printed = subprocess.run(  # noqa: S603  -- our own program
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert printed.stdout.split() == ["0"]


def test_the_list_keeps_its_licence_and_the_credit_of_its_sources_beside_it() -> None:
    text = (FOLDER / "frequencies.LICENSE").read_text(encoding="utf-8")
    assert "Attribution-ShareAlike 4.0 International Public License" in re.sub(r"\s+", " ", text)
    assert [
        one for one in ("wordfreq", "Robyn Speer", "Google Books", "SUBTLEX", "OPUS") if one not in text
    ] == []
