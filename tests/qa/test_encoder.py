"""The encoder: its arithmetic beside the same written out number by number, and what it has learnt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.qa.encoder import EPSILON, HEADS, Encoder, encoder
from bot.qa.wordpieces import WordPieces

SIZE, NEURONS, LAYERS, WORD_SIZE = 2 * HEADS, 30, 2, 8
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "who", "sued", "##s", "whom", "?"]
NEAR = 1e-4

Row = list[float]
Named = Mapping[str, Any]


def small_network() -> dict[str, Any]:
    made = np.random.default_rng(7)

    def matrix(name: str, outputs: int, inputs: int) -> dict[str, Any]:
        return {
            name: made.integers(-127, 128, (outputs, inputs), np.int8),
            f"{name}.scale": made.uniform(0.001, 0.004, outputs).astype(np.float32),
        }

    def vector(name: str, size: int, around: float = 0.0) -> dict[str, Any]:
        return {name: (around + made.normal(0, 0.2, size)).astype(np.float16)}

    numbers = {"pieces": np.frombuffer("\n".join(PIECES).encode(), np.uint8)}
    numbers |= matrix("words", len(PIECES), SIZE)
    numbers |= {"spots": made.normal(0, 0.2, (128, SIZE)).astype(np.float16)}
    numbers |= vector("entry.gain", SIZE, 1) | vector("entry.offset", SIZE)
    for layer in (f"layer.{number}" for number in range(LAYERS)):
        for part, outputs, inputs in (
            ("attention", 3 * SIZE, SIZE),
            ("attended", SIZE, SIZE),
            ("wide", NEURONS, SIZE),
            ("narrow", SIZE, NEURONS),
        ):
            numbers |= matrix(f"{layer}.{part}", outputs, inputs) | vector(f"{layer}.{part}.bias", outputs)
        for part in ("after_attention", "after_neurons"):
            numbers |= vector(f"{layer}.{part}.gain", SIZE, 1) | vector(f"{layer}.{part}.offset", SIZE)
    numbers |= matrix("word_vector", WORD_SIZE, SIZE) | vector("word_vector.bias", WORD_SIZE)
    numbers |= matrix("likeness", SIZE, SIZE)
    numbers |= vector("word_weight", SIZE) | {"scales": np.array([9.0, 8.0, 7.0, 0.5], np.float32)}
    return numbers


def through(numbers: Named, name: str, row: Row) -> Row:
    """What a linear part makes of a row, one number after the other."""
    weights, scale, bias = numbers[name], numbers[f"{name}.scale"], numbers[f"{name}.bias"]
    return [
        sum(int(weight) * float(scale[out]) * value for weight, value in zip(weights[out], row, strict=True))
        + float(bias[out])
        for out in range(len(weights))
    ]


def of_length_one(row: Row) -> Row:
    return [one / math.hypot(*row) for one in row]


def by_hand(numbers: Named, text: str) -> list[Row]:
    """The last layer's states of a text, a row for each piece, one number after the other."""

    def normal(name: str, row: Row) -> Row:
        mean = sum(row) / len(row)
        spread = math.sqrt(sum((one - mean) ** 2 for one in row) / len(row) + EPSILON)
        gain, offset = numbers[f"{name}.gain"], numbers[f"{name}.offset"]
        return [
            (one - mean) / spread * float(g) + float(o) for one, g, o in zip(row, gain, offset, strict=True)
        ]

    def plus(one: Sequence[float], other: Sequence[float]) -> Row:
        return [a + b for a, b in zip(one, other, strict=True)]

    def attend(layer: str, rows: list[Row]) -> list[Row]:
        mixed = [through(numbers, f"{layer}.attention", row) for row in rows]
        each = SIZE // HEADS
        joined: list[Row] = [[] for _ in rows]
        for head in range(HEADS):
            at = slice(head * each, (head + 1) * each)
            asked, offered, given_on = (
                [row[which * SIZE : (which + 1) * SIZE][at] for row in mixed] for which in range(3)
            )
            for index, query in enumerate(asked):
                scores = [math.fsum(map(float.__mul__, query, key)) / math.sqrt(each) for key in offered]
                powers = [math.exp(score) for score in scores]
                shares = [power / sum(powers) for power in powers]
                joined[index] += [
                    sum(share * value[place] for share, value in zip(shares, given_on, strict=True))
                    for place in range(each)
                ]
        return [through(numbers, f"{layer}.attended", row) for row in joined]

    def gelu(value: float) -> float:
        return 0.5 * value * (1 + math.tanh(math.sqrt(2 / math.pi) * (value + 0.044715 * value**3)))

    token_ids = WordPieces(PIECES).token_ids(text)
    rows = [
        normal(
            "entry",
            [
                int(n) * float(numbers["words.scale"][place]) + float(s)
                for n, s in zip(word, spot, strict=True)
            ],
        )
        for place, spot in zip(token_ids, numbers["spots"], strict=False)
        for word in [numbers["words"][place]]
    ]
    for layer in (f"layer.{number}" for number in range(LAYERS)):
        rows = [
            normal(f"{layer}.after_attention", plus(row, seen))
            for row, seen in zip(rows, attend(layer, rows), strict=True)
        ]
        wide = [list(map(gelu, through(numbers, f"{layer}.wide", row))) for row in rows]
        neurons = [through(numbers, f"{layer}.narrow", row) for row in wide]
        rows = [
            normal(f"{layer}.after_neurons", plus(row, added))
            for row, added in zip(rows, neurons, strict=True)
        ]
    return rows


@pytest.mark.parametrize("text", ["who sued whom?", "", "🙂", "whoss sued ? ? who"])
def test_the_arithmetic_is_that_of_the_network(text: str) -> None:
    numbers = small_network()
    rows = by_hand(numbers, text)
    mean = of_length_one([sum(column) / len(rows) for column in zip(*rows, strict=True)])
    inner = rows[1:-1]
    words = [of_length_one(through(numbers, "word_vector", row)) for row in inner]
    weights = [
        math.fsum(float(w) * x for w, x in zip(numbers["word_weight"], row, strict=True)) for row in inner
    ]
    whole = math.fsum(map(math.exp, weights))
    assert Encoder(numbers).vectors([text])[0] == pytest.approx(mean, abs=NEAR)
    [encoding] = Encoder(numbers).encodings([text])
    assert encoding.vector == pytest.approx(mean, abs=NEAR)
    assert encoding.words == pytest.approx(np.array(words).reshape(-1, WORD_SIZE), abs=NEAR)
    assert encoding.shares == pytest.approx([math.exp(one) / whole for one in weights], abs=NEAR)


def test_questions_are_compared_as_their_own_part_turns_them() -> None:
    numbers = small_network()
    vectors = Encoder(numbers).vectors(["who sued whom?", "who sued"])
    without_bias = numbers | {"likeness.bias": np.zeros(SIZE)}
    turned = [of_length_one(through(without_bias, "likeness", row.tolist())) for row in vectors]
    assert Encoder(numbers).as_question(vectors) == pytest.approx(np.array(turned), abs=NEAR)
    assert Encoder(numbers).as_question(vectors[0]) == pytest.approx(turned[0], abs=NEAR)


def test_a_text_has_the_same_vector_alone_and_among_others_in_any_order() -> None:
    texts = ["who sued whom?", "who", "", "sued ? ?", "who"] * 30
    together = Encoder(small_network()).vectors(texts)
    for text, row in zip(texts, together, strict=True):
        assert row == pytest.approx(Encoder(small_network()).vectors([text])[0], abs=NEAR)


@given(st.text(max_size=200))
def test_any_text_has_a_vector_of_length_one(text: str) -> None:
    assert float(np.linalg.norm(encoder().vectors([text])[0])) == pytest.approx(1, abs=NEAR)


def test_no_text_has_no_vector() -> None:
    assert encoder().vectors([]).shape[0] == 0


@pytest.mark.parametrize(
    ("question", "same", "other"),
    [
        ("how much did she get", "what was the payout", "who is the judge"),
        ("did he go to the trial himself", "was he ever in the courtroom", "how long did the trial take"),
        ("is he taking it to a higher court", "is there an appeal", "does she want more money"),
        ("wich app did he post on", "where did he publish that", "what day did he post"),
    ],
)
def test_questions_for_the_same_thing_lie_nearer_than_others(question: str, same: str, other: str) -> None:
    asked, near, far = encoder().as_question(encoder().vectors([question, same, other]))
    assert float(asked @ near) > float(asked @ far)
