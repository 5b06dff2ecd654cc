"""Teaches the encoder of /ask what questions about lawsuits mean: bot/qa/encoder.npz and known.npz.

It starts from all-MiniLM-L6-v2 (sentence-transformers, Apache 2.0), whose files are in the folder BASE.
For each case that has questions to learn from (tests/questions/<case>.taught.jsonl), a classifier on top of
the encoder tells which passage a question asks for, or that none answers it; what the case's known questions
ask for is learnt too, and that a passage is about itself. Then the classifiers are thrown away: /ask compares
vectors. So that it also learns how questions go with passages that it has not seen, the sentence that answers
a question must lie nearest to it, in those cases but for the first and in invented articles
(articles.taught.jsonl). The questions that weights are fitted to (fit_asking.py) and those held back are not
among the lessons.

Needs torch and safetensors, which nothing else here does; half an hour on two cores.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import _known
import numpy as np
import torch
from _encoder_lessons import Lesson, Subject, subjects_taught
from rich.progress import track
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from bot.qa.encoder import EPSILON, HEADS
from bot.qa.frequencies import frequencies
from bot.qa.semantic_index import TEMPERATURE
from bot.qa.wordpieces import CONTINUATION, END, MAX_TOKENS, START, UNKNOWN, WordPieces

WRITTEN = Path("bot/qa/encoder.npz")
COMMON_WORDS = 12_000
"""How many words of English keep all their pieces in the vocabulary."""
NUMBER = re.compile(r"\d[\d.,]")
"""Matches the beginning of a number of several digits."""
SIZE, NEURONS, LAYERS = 384, 1536, 6
EPOCHS, BATCH, WARM_UP = 8, 50, 100
RATE_OF_ENCODER, RATE_OF_CLASSIFIER, DECAY, DROPPED = 1e-4, 3e-3, 0.01, 0.1
SHARPNESS = 8.0
"""The length to which vectors are scaled for the classifiers."""
MISTYPED = 0.25
"""The share of questions that get a typing error, a new one each time."""
LEAST_MISTYPED = 8
PADDING = 0
NEAR = 0.5
"""The least cosine of an answer, before training adjusts it."""


def main() -> None:
    """Train the encoder, and write its weights and the vectors of known questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path, metavar="BASE", help="the folder of all-MiniLM-L6-v2")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    random.seed(given.seed)
    torch.manual_seed(given.seed)
    subjects = list(subjects_taught())
    texts = [text for one in subjects for text in (*one.passages, *(lesson.text for lesson in one.lessons))]
    pieces, network = _from_base(given.base, texts)
    print(f"{sum(len(one.lessons) for one in subjects):,} lessons, {len(pieces):,} pieces")
    _teach(network, WordPieces(pieces), subjects)
    np.savez_compressed(WRITTEN, **_numbers(network, pieces))
    _known.write()


def _from_base(base: Path, texts: Sequence[str]) -> tuple[list[str], Any]:
    """The pieces that are kept, and the network with the weights of the base model."""
    every = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    whole, ids = WordPieces(every), {piece: token_id for token_id, piece in enumerate(every)}
    kept = {ids[piece] for piece in ("[PAD]", UNKNOWN, START, END)}
    common = islice((word for word in frequencies() if not NUMBER.match(word)), COMMON_WORDS)
    kept |= {token_id for text in (*common, *texts) for token_id in whole.token_ids(text)}
    kept |= {
        token_id
        for piece, token_id in ids.items()
        if len(piece.removeprefix(CONTINUATION)) == 1 and piece.isascii()
    }
    chosen = sorted(kept)
    given = load_file(base / "model.safetensors")
    network = nn.ModuleDict(
        {
            "words": nn.Embedding.from_pretrained(
                given["embeddings.word_embeddings.weight"][chosen].clone(), freeze=False
            ),
            "spots": nn.Embedding.from_pretrained(
                (
                    given["embeddings.position_embeddings.weight"][:MAX_TOKENS]
                    + given["embeddings.token_type_embeddings.weight"][0]
                ).clone(),
                freeze=False,
            ),
            "entry": nn.LayerNorm(SIZE, eps=EPSILON),
            "layers": nn.ModuleList(_layer() for _ in range(LAYERS)),
        }
    )
    _take(network["entry"], given, "embeddings.LayerNorm")
    for number, layer in enumerate(network["layers"]):
        _fill(layer, given, f"encoder.layer.{number}")
    return [every[token_id] for token_id in chosen], network


def _layer() -> Any:
    return nn.TransformerEncoderLayer(
        SIZE,
        HEADS,
        NEURONS,
        DROPPED,
        partial(functional.gelu, approximate="tanh"),
        layer_norm_eps=EPSILON,
        batch_first=True,
    )


def _fill(layer: Any, given: Any, name: str) -> None:
    attention = [f"{name}.attention.self.{which}" for which in ("query", "key", "value")]
    with torch.no_grad():
        layer.self_attn.in_proj_weight.copy_(torch.cat([given[f"{one}.weight"] for one in attention]))
        layer.self_attn.in_proj_bias.copy_(torch.cat([given[f"{one}.bias"] for one in attention]))
    _take(layer.self_attn.out_proj, given, f"{name}.attention.output.dense")
    _take(layer.norm1, given, f"{name}.attention.output.LayerNorm")
    _take(layer.linear1, given, f"{name}.intermediate.dense")
    _take(layer.linear2, given, f"{name}.output.dense")
    _take(layer.norm2, given, f"{name}.output.LayerNorm")


def _take(part: Any, given: Any, name: str) -> None:
    with torch.no_grad():
        part.weight.copy_(given[f"{name}.weight"])
        part.bias.copy_(given[f"{name}.bias"])


def _classifier(network: Any, cut: WordPieces, passages: Sequence[str]) -> Any:
    """A row for each passage, which starts as half its vector, and one for “none of these”."""
    network.eval()
    classifier = nn.Linear(SIZE, len(passages) + 1)
    with torch.no_grad():
        classifier.weight.zero_()
        classifier.weight[:-1] = _read(network, cut, passages) / 2
        classifier.bias.zero_()
    return classifier


def _read(network: Any, cut: WordPieces, texts: Sequence[str]) -> Any:
    token_ids = [torch.tensor(cut.token_ids(text)) for text in texts]
    padded = nn.utils.rnn.pad_sequence(token_ids, batch_first=True, padding_value=PADDING)
    lengths = torch.tensor([len(one) for one in token_ids])
    is_padding = torch.arange(padded.shape[1])[None] >= lengths[:, None]
    state = network["words"](padded) + network["spots"](torch.arange(padded.shape[1]))
    state = functional.dropout(network["entry"](state), DROPPED, network.training)
    for layer in network["layers"]:
        state = layer(state, src_key_padding_mask=is_padding)
    mean = state.masked_fill(is_padding[..., None], 0).sum(1) / lengths[:, None]
    return functional.normalize(mean, dim=-1)


def _teach(network: Any, cut: WordPieces, subjects: Sequence[Subject]) -> None:
    heads = nn.ModuleDict(
        {
            str(number): _classifier(network, cut, one.passages)
            for number, one in enumerate(subjects)
            if one.has_classifier
        }
    )
    nothing = nn.Parameter(torch.tensor(NEAR))
    optimizer = torch.optim.AdamW(
        [
            {"params": network.parameters(), "lr": RATE_OF_ENCODER},
            {"params": [*heads.parameters(), nothing], "lr": RATE_OF_CLASSIFIER},
        ],
        weight_decay=DECAY,
    )
    steps = EPOCHS * len(_batches(subjects))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, step / WARM_UP) * max(0.02, 1 - step / steps)
    )
    network.train()
    for epoch in range(EPOCHS):
        lost = []
        for number, batch in track(_batches(subjects), f"Teaching, {epoch + 1} of {EPOCHS}"):
            means = _read(network, cut, [_mistyped(one.text) for one in batch])
            if subjects[number].has_classifier:
                scores = heads[str(number)](functional.dropout(SHARPNESS * means, DROPPED))
            else:
                near = means @ _read(network, cut, subjects[number].passages).T
                scores = torch.cat([near, nothing.expand(len(batch), 1)], 1) / TEMPERATURE
            loss = _loss(scores, batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            lost.append(loss.item())
        print(f"mean loss {np.mean(lost):.3f}, nothing at {nothing.item():.2f}", flush=True)


def _batches(subjects: Sequence[Subject]) -> list[tuple[int, list[Lesson]]]:
    """Batches of lessons on one subject and of similar length, in random order."""
    batches: list[tuple[int, list[Lesson]]] = []
    for number, subject in enumerate(subjects):
        by_length = sorted(subject.lessons, key=lambda one: len(one.text) + 15 * random.random())  # noqa: S311  -- no secret
        batches += ((number, by_length[at : at + BATCH]) for at in range(0, len(by_length), BATCH))
    random.shuffle(batches)
    return batches


def _loss(scores: Any, batch: Sequence[Lesson]) -> Any:
    chances = functional.log_softmax(scores, -1)
    right = torch.zeros_like(chances, dtype=torch.bool)
    for row, one in enumerate(batch):
        right[row, list(one.right) or [-1]] = True
    return -chances.masked_fill(~right, -math.inf).logsumexp(-1).mean()


def _mistyped(text: str) -> str:
    if len(text) < LEAST_MISTYPED or random.random() > MISTYPED:  # noqa: S311  -- no secret
        return text
    at = random.randrange(1, len(text) - 1)  # noqa: S311  -- no secret
    one, other = text[at], text[at + 1]
    return text[:at] + random.choice([other, other + one, one + one + other]) + text[at + 2 :]  # noqa: S311  -- no secret


def _numbers(network: Any, pieces: Sequence[str]) -> dict[str, Any]:
    """The weights by the names under which ``bot.qa.encoder`` loads them."""
    numbers: dict[str, Any] = {"pieces": np.frombuffer("\n".join(pieces).encode(), np.uint8)}
    numbers |= _eight_bits("words", network["words"].weight)
    numbers |= {"spots": _half(network["spots"].weight), **_scaled("entry", network["entry"])}
    for number, layer in enumerate(network["layers"]):
        name, attention = f"layer.{number}", layer.self_attn
        numbers |= _eight_bits(f"{name}.attention", attention.in_proj_weight)
        numbers |= {f"{name}.attention.bias": _half(attention.in_proj_bias)}
        for which, part in (
            ("attended", attention.out_proj),
            ("wide", layer.linear1),
            ("narrow", layer.linear2),
        ):
            numbers |= _eight_bits(f"{name}.{which}", part.weight)
            numbers |= {f"{name}.{which}.bias": _half(part.bias)}
        numbers |= _scaled(f"{name}.after_attention", layer.norm1)
        numbers |= _scaled(f"{name}.after_neurons", layer.norm2)
    return numbers


def _eight_bits(name: str, weights: Any) -> dict[str, np.ndarray]:
    given = weights.detach().numpy()
    scale = np.abs(given).max(axis=1) / 127
    return {name: np.rint(given / scale[:, None]).astype(np.int8), f"{name}.scale": scale.astype(np.float32)}


def _scaled(name: str, part: Any) -> dict[str, np.ndarray]:
    return {f"{name}.gain": _half(part.weight), f"{name}.offset": _half(part.bias)}


def _half(numbers: Any) -> np.ndarray:
    rounded: np.ndarray = numbers.detach().numpy().astype(np.float16)
    return rounded


if __name__ == "__main__":
    main()
