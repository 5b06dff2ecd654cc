"""Whatever is typed, looking it up gives passages or none, and never an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checking.verdicts import match_claim
from bot.search.archive import Archive
from tests.proofs import tries

ROOT = Path(__file__).parent.parent.parent
EMPTY = ["", " ", "\n\t", "?!", "…", "“”", "((((", "\u200b", "\u0301", "\x00", "\x1b", "\ud800"]
ODD = [
    "x" * 10_000,
    "carroll " * 1_250,
    "?" * 10_000,
    '"' * 9_999,
    "[" * 10_000,
    ".*+?^$()[]{}|\\",
    "(a+)+$",
    'case:x AND (title:"carroll OR ~1',
    "+carroll -trump ^2 carroll~ car*ol /re/",
    "[a TO z] {a TO z} carroll^0 *:* NOT",
    "Carroll Кэрролл كارول 卡罗尔 キャロル 캐럴 קרול कैरोल",
    "C\u0430rroll",
    "carroll\x00trump",
    "\x1b[31mcarroll\x1b[0m\x07\x08\x7f\x85",
    "carroll\ud800\udfff",
    "\u202ecarroll\u202c \u2066trump\u2069",
    "'; DROP TABLE cases; --",
    "\U0001f469\u200d\U0001f680 carroll",
    "\ufeffcarroll\u00ad",
]


def look_up(archive: Archive, typed: str) -> int:
    """Ask in every way; gives how many passages a search found."""
    for speaker in ("", typed):
        archive.complete(typed, 25, speaker=speaker)
        archive.match_phrase(typed, 8, speaker)
        archive.match_terms(typed, 8, speaker)
        archive.find(typed, 5, speaker=speaker)
        list(archive.recorded(typed))
    archive.by_id(typed)
    archive.correct_spelling(typed)
    assert match_claim(archive, typed).kind
    return len(archive.find(typed, 5))


@pytest.mark.parametrize("typed", EMPTY, ids=ascii)
def test_nothing_to_look_for_finds_nothing(archive: Archive, typed: str) -> None:
    assert look_up(archive, typed) == 0
    assert match_claim(archive, typed).kind == "not_found"


@pytest.mark.parametrize("typed", ODD, ids=lambda typed: ascii(typed[:20]))
def test_odd_texts_are_looked_up_as_words(archive: Archive, typed: str) -> None:
    look_up(archive, typed)


@pytest.mark.parametrize("typed", ["+carroll -awarded", "carroll\x00awarded", "(carroll) [awarded]"])
def test_signs_of_query_languages_are_no_more_than_marks(archive: Archive, typed: str) -> None:
    [best, *_] = archive.find(typed, 5)
    assert "Carroll was awarded" in best.selector.exact


@settings(max_examples=tries(150, 50), deadline=None)
@given(st.text(st.characters(), max_size=80) | st.text('carolwded "*:[]…', max_size=80))
def test_any_text_is_looked_up(archive: Archive, typed: str) -> None:
    look_up(archive, typed)
