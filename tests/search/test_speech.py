from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.sentences import Span, paragraphs
from bot.search.speech import speeches


def quoted(text: str) -> list[str]:
    return [text[span.start : span.end] for part in paragraphs(text) for span in speeches(text, part)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"I won," she said. "They lied."', ['"I won,"', '"They lied."']),
        ("“One. Two,” he said.", ["“One. Two,”"]),
        ("„Eins“, »zwei« und «trois».", ["„Eins“", "»zwei«", "«trois»"]),
        ("‘It’s true,’ he said. It's Stone’s.", ["‘It’s true,’"]),
        ("'It's true,' he said of the dogs' owner.", ["'It's true,'"]),
        ("“He said ‘no’ to me.”", ["“He said ‘no’ to me.”"]),
        ('A 6" nail and a 7" nail.', []),
        ('"Never closed.\nNext line.', ['"Never closed.']),
        ("No marks at all.", []),
    ],
)
def test_speech_is_told_by_its_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@given(st.text("ab. \"'“”‘’„»«", max_size=40))
def test_speeches_are_in_order_apart_and_inside_the_paragraph(text: str) -> None:
    spans = list(speeches(text, Span(0, len(text))))
    ends = [0, *(at for span in spans for at in span), len(text)]
    assert ends == sorted(ends)
