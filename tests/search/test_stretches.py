from hypothesis import given
from hypothesis import strategies as st

from bot.search.stretches import MOST_STRETCH_WORDS, telling_stretches

COMMON = {"the": 900, "of": 800, "court": 40, "met": 30, "evening": 9}


def counted(text: str, *, passages: int = 1_000_000) -> tuple[tuple[str, ...], ...]:
    found = telling_stretches(
        text, lambda word: COMMON.get(word, 0 if word.startswith("zz") else 5), passages
    )
    return tuple(one.words for one in found)


def test_of_each_half_the_stretch_with_the_rarest_word_is_taken_the_rarest_first() -> None:
    text = "the court of the valley met the court of the evening"
    assert counted(text) == (("court", "of", "the", "valley"), ("court", "of", "the", "evening"))


def test_no_stretch_has_a_word_that_occurs_nowhere_or_crosses_the_end_of_a_sentence() -> None:
    found = counted("The court met the evening. The zzyzx judge rose of the valley, the bridge.")
    assert found == (("judge", "rose", "of", "the"), ("court", "met", "the", "evening"))


def test_a_short_text_has_none() -> None:
    assert counted("the court met of evening") == ()


def test_a_stretch_of_common_words_alone_is_longer_but_stays_in_its_half_and_sentence() -> None:
    text = "the of the of the of the of the of. the of the court of the of the of the"
    assert counted(text, passages=1_000) == (
        ("the", "of", "the", "court"),
        ("the", "of", "the", "of", "the", "of", "the", "of"),
    )


WORD = st.sampled_from(["valley", "court", "the", "of", "met", "rose", "bridge", "lamp"])


@given(st.lists(WORD, min_size=6, max_size=30), st.integers(0, 29), st.sampled_from([1_000, 1_000_000]))
def test_whoever_changes_one_word_leaves_a_stretch_as_it_was(
    spoken: list[str], at: int, passages: int
) -> None:
    changed = [*spoken]
    changed[at % len(spoken)] = "other"
    joined = f" {' '.join(changed)} "
    found = counted(" ".join(spoken), passages=passages)
    assert found
    assert all(len(one) <= MOST_STRETCH_WORDS for one in found)
    assert len(found) < 2 or any(f" {' '.join(one)} " in joined for one in found)
