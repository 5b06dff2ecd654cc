"""The kind of a change is named by the place that has most of a claim's words, whatever is hidden in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.checking.parts import TextPart
from bot.checking.report import check
from bot.search.archive import Archive

ARTICLE = """The report came five weeks later. An earlier trial ended without a verdict.

The appeal was rejected on Friday, which means that the firm must pay.

{apart}

The appeal was rejected on 3 October, which means that the town must pay.

The council had voted that the mill had relied on luck.

{apart}

Nobody said that he had not decided anything.
""".format(apart="Nothing else was heard of it in town. " * 20)
SPEECH = '"I sleep badly. I still own the mattress. No instalment pays for that," said Ann Orr of the {}.\n'


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("An earlier trial ended later without a verdict", "insertion"),
        ("was rejected on 3 which means that", "omission"),
        ("that he had decided", "negation"),
        ("earlier An trial end\u00aded without a verdict", "order"),
        ("[e]arlier trial verdict without a ended", "order"),
    ],
)
def test_a_change_is_named_by_the_place_that_has_most_of_the_words(
    archive_of: Callable[..., Archive], claim: str, kind: str
) -> None:
    [one] = check(archive_of(ARTICLE), (TextPart(f"“{claim}”"),)).claims
    assert (one.verdict, one.changes) == ("altered", (kind,))


def test_speech_that_nobody_recorded_is_found_among_many_sentences(
    archive_of: Callable[..., Archive],
) -> None:
    """Its pieces are few, which makes them long beside the mean of their field, and so their scores low."""
    sentences = [f"House {number} has a red door and a low wall." for number in range(500)]
    sentences += [f"They still own house {number}, and an instalment pays for that." for number in range(9)]
    archive = archive_of(SPEECH.format("mill") + "\n" + "\n\n".join(sentences))
    for claim, kind in (
        ("I still own the old mattress", "insertion"),
        ("still I own the mattress", "order"),
        ("No instalment ever pays for that", "insertion"),
    ):
        [one] = check(archive, (TextPart(f"“{claim}”"),)).claims
        assert (one.verdict, one.changes) == ("altered", (kind,))
