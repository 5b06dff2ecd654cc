"""The shorter ways to a claim give what the longer ones do: among many passages, and without markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checking import verdicts
from bot.checking.parts import TextPart
from bot.checking.report import check
from bot.checking.unwrapping import HEADING, LIST_MARK, RULES, Unwrapped, unwrap
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.search import stretches
from bot.search.archive import Archive

CASES = Path(__file__).parent.parent / "cases_invented"
SPOKEN = " ".join(path.read_text("utf-8") for path in sorted(CASES.glob("*/sources/*.txt"))).split()
MARKS = "&<>[](){}*_~|‖`\\#'\",.;:!?-–—•1²⁷\u00ad\u200b\u200f\u202e\u2060\ufeff\n\t "
TEXT = st.text(st.sampled_from(f"{MARKS}abTu"), max_size=40)


@pytest.fixture(scope="module")
def invented() -> Archive:
    return open_archive(ContentRepository(CASES).read(), None)


@given(TEXT)
def test_no_rule_takes_anything_off_a_text_that_is_left_alone(text: str) -> None:
    found = unwrap(text)
    if found.taken:
        return
    plain = Unwrapped.plain(text)
    assert not plain.rewritten("heading", HEADING).taken
    assert not plain.rewritten("list_mark", LIST_MARK).taken
    assert not any(plain.rewritten(what, pattern, new).taken for what, pattern, new in RULES)


@given(
    at=st.integers(0, len(SPOKEN) - 24),
    count=st.integers(6, 24),
    changed=st.none() | st.tuples(st.integers(0, 23), st.sampled_from(["umbrella", "the", "not"])),
    most=st.sampled_from([1, 2, 16]),
)
def test_a_claim_of_words_that_many_passages_have_gets_the_verdict_of_any_other(
    invented: Archive, at: int, count: int, changed: tuple[int, str] | None, most: int
) -> None:
    claim = list(SPOKEN[at : at + count])
    if changed:
        claim[changed[0] % count] = changed[1]
    part = TextPart(" ".join(claim).strip("\"“”‘’'"))
    expected = check(invented, [part])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretches, "LEAST_COMMON", 1)
        patch.setattr(stretches, "COMMON_IN", 10**9)
        patch.setattr(verdicts, "MOST_WITH_STRETCH", most)
        found = check(invented, [part])
    assert [one.verdict for one in found.claims] == [one.verdict for one in expected.claims]
