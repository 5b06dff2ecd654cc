from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.voices import voice_of
from bot.search.passages import passages_of

CaseOf = Callable[..., Case]


def sentences_found(case: Case) -> list[str]:
    return [passage.selector.exact for passage in passages_of(case) if not passage.recorded]


def test_every_passage_is_proven_and_none_comes_twice(library: Library) -> None:
    for case in library.cases.values():
        passages = list(passages_of(case))
        assert all(one.selector.proves(case.source_by_id[one.selector.source].text) for one in passages)
        assert len({one.selector.span for one in passages}) == len(passages)
        ids = {one.selector.id for one in passages}
        assert len(ids) == len(passages)


def test_no_sentence_of_the_real_articles_gives_a_speakers_words_to_the_publisher(library: Library) -> None:
    for case in library.cases.values():
        spoken = [words for statement in case.statements for words in statement.spoken]
        for passage in passages_of(case):
            if voice_of(case, passage.selector).asserted_by == "publisher":
                cut = [w for w in spoken if w.overlaps(passage.selector) and not passage.selector.contains(w)]
                assert cut == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"One. Two. Three," she said. She left.', ["She left."]),
        ('"I did nothing." She left.', ["She left."]),
        ('"I won," she said.', ['"I won," she said.']),
        ("“One. Two. She left.", []),
        ("‘One. It’s two. Three,’ he said. He left.", ["He left."]),
        ('A 6" nail fell. "One. Two. Three," he said.', ['A 6" nail fell.']),
    ],
)
def test_a_piece_of_speech_is_no_sentence_of_the_publisher_though_nobody_recorded_it(
    case_of: CaseOf, text: str, expected: list[str]
) -> None:
    assert sentences_found(case_of("", {"a.txt": text})) == expected


def test_a_piece_of_recorded_words_without_marks_is_no_sentence_either(case_of: CaseOf) -> None:
    text = "The court met.\nQ. Who are you?\nA. I am Ada Stone. I lost. I came back.\nThe court rose."
    body = (
        "parties: [{id: stone, name: Ada Stone, kind: person, described_as: Ada Stone}]\n"
        "statements: [{speaker: stone, quote_type: direct, quote: I am Ada Stone. I lost. I came back.}]\n"
    )
    found = sentences_found(case_of(body, {"a.txt": text}))
    assert found[0] == "The court met."
    assert found[-1] == "The court rose."
    assert not any("lost" in sentence or "came" in sentence for sentence in found)


def test_recorded_quotations_come_first_in_the_order_of_the_source(case_of: CaseOf) -> None:
    events = "events: [{label: A, quote: Bell Works will appeal.}, {label: B, quote: In May a court}]\n"
    passages = list(passages_of(case_of(events)))
    assert [(one.selector.exact, one.recorded) for one in passages[:3]] == [
        ("In May a court", True),
        ("Bell Works will appeal.", True),
        ("Ada Stone sued Bell Works in 2024 over a broken promise.", False),
    ]


def test_a_sentence_with_a_control_character_is_not_offered(case_of: CaseOf) -> None:
    assert sentences_found(case_of("", {"a.txt": "She \x1b[31mleft. He stayed.\rHe ran. All is well."})) == [
        "He stayed.",
        "He ran.",
        "All is well.",
    ]
