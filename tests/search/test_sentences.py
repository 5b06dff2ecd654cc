from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.sentences import Span, paragraph_around, paragraphs, sentences

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | st.text(
    'aB.!? \n\r"’…(Mr', max_size=60
)


@given(TEXTS)
def test_sentences_and_paragraphs_are_in_order_apart_and_leave_nothing_out(text: str) -> None:
    for spans in (list(paragraphs(text)), list(sentences(text))):
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))
        covered = {at for span in spans for at in range(span.start, span.end)}
        assert [
            at for at, character in enumerate(text) if at not in covered and not character.isspace()
        ] == []
        assert not any(text[span.start].isspace() or text[span.end - 1].isspace() for span in spans)


@given(TEXTS)
def test_no_sentence_runs_over_a_paragraph(text: str) -> None:
    assert not any("\n" in text[span.start : span.end].strip() for span in sentences(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He won. She lost.", ["He won.", "She lost."]),
        ("Mr. Stone met Dr. A. Bell. They left.", ["Mr. Stone met Dr. A. Bell.", "They left."]),
        ('"I won." She left! “Why?” No…', ['"I won."', "She left!", "“Why?”", "No…"]),
        ("It cost 5.5 million. approx. nothing.", ["It cost 5.5 million. approx. nothing."]),
        ("The U.S. Court met. Only I. Then all.", ["The U.S. Court met.", "Only I.", "Then all."]),
        ("One\r\n\r\nTwo. Three.\r\n", ["One", "Two.", "Three."]),
        ("Er sagte: „Nein.“ Sie ging.", ["Er sagte: „Nein.“", "Sie ging."]),
        ("Er sagte: »Nein.« Sie ging.", ["Er sagte: »Nein.«", "Sie ging."]),
        ("Er ging. „Nie“, rief sie. »Doch«, sagt er.", ["Er ging.", "„Nie“, rief sie.", "»Doch«, sagt er."]),
        ("Am 26. Mai entschied der 3. Senat. Schluss.", ["Am 26. Mai entschied der 3. Senat.", "Schluss."]),
        ("Nr. 5 kostet 2 Mio. Euro. „Dr. Au kam.“", ["Nr. 5 kostet 2 Mio. Euro.", "„Dr. Au kam.“"]),
        ("I am 26. He won by 7. So be it.", ["I am 26.", "He won by 7.", "So be it."]),
        ("He left. “Never.” She left.", ["He left.", "“Never.”", "She left."]),
        ("Wait… (Then he spoke.) Done.", ["Wait…", "(Then he spoke.)", "Done."]),
        ("", []),
    ],
)
def test_a_text_is_cut_where_a_reader_would_cut_it(text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in sentences(text)] == expected


@given(TEXTS, st.data())
def test_the_paragraph_around_a_span_holds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    around = paragraph_around(text, start, end)
    assert around.start <= start
    assert end <= around.end <= len(text)


def test_the_paragraphs_of_a_long_span_are_all_around_it() -> None:
    text = "One one.\n\nTwo two.\n\nThree."
    assert paragraph_around(text, 4, 12) == Span(0, 18)
    assert paragraph_around(text, 8, 9) == Span(8, 9)
