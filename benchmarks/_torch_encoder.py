"""The encoder of /ask in PyTorch, to be taught: from the numbers of encoder.npz, and back into them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from bot.qa.encoder import EPSILON, HEADS

SIZE, WORD_SIZE, DROPPED = 384, 128, 0.1
"""Numbers of a state and of a word vector, and the share of states that is dropped while teaching."""
SPOTS = 128
"""How many word pieces of a text are read, each with its place."""
LINEAR = {"attended": "attention.output.dense", "wide": "intermediate.dense", "narrow": "output.dense"}
"""The parts of a layer besides the attention, with their names in the base model."""
PARTS = ("attention", *LINEAR)
NORMS = ("after_attention", "after_neurons")


class Encoded(NamedTuple):
    """Texts as the network reads them: their vectors, and the vectors of their word pieces."""

    vectors: Any
    """A row for each text, of length 1."""
    words: Any
    """Of shape (texts, pieces, size), each of length 1, without those of the marks around a text."""
    present: Any
    """Which of the pieces there are; the others fill up the shorter texts."""
    weights: Any
    """How much each piece of a text counts in a question, before they are made to sum to 1."""


class Network(nn.Module):  # type: ignore[misc]  # torch is not installed where this is checked
    """The transformer, the projection to word vectors, and the scales by which both scores are added."""

    def __init__(self, numbers: Mapping[str, np.ndarray]) -> None:
        super().__init__()
        self.layers = 1 + max(int(name.split(".")[1]) for name in numbers if name.startswith("layer."))
        words = _floats(numbers["words"]) * _floats(numbers["words.scale"])[:, None]
        self.words = nn.Embedding.from_pretrained(words, freeze=True)
        given: dict[str, Any] = {"spots": _floats(numbers["spots"])}
        for name, part in numbers.items():
            if name.startswith(("entry.", "layer.")) and not name.endswith(".scale"):
                scale = numbers.get(f"{name}.scale")
                given[name] = _floats(part) if scale is None else _floats(part) * _floats(scale)[:, None]
        self.given = nn.ParameterDict({_key(name): nn.Parameter(part) for name, part in given.items()})
        self.project = nn.Linear(SIZE, WORD_SIZE)
        self.weigh = nn.Linear(SIZE, 1, bias=False)
        nn.init.zeros_(self.weigh.weight)
        self.scales = nn.Parameter(torch.tensor([12.0, 12.0, 10.0, 0.25]))
        """The factors of the word score and of the cosine, the score of “none of these”, and how much less a
        word counts that stands in the sentence before."""
        self.nothing = nn.Parameter(torch.tensor(10.0))
        """The score of “none of these” where the cosine alone counts."""

        if "word_vector" in numbers:
            self._take_heads(numbers)

    def _take_heads(self, numbers: Mapping[str, np.ndarray]) -> None:
        """Go on from the word vectors and scales that were taught before."""
        rows = numbers["word_vector"].astype(np.float32) * numbers["word_vector.scale"][:, None]
        with torch.no_grad():
            self.project.weight.copy_(_floats(rows))
            self.project.bias.copy_(_floats(numbers["word_vector.bias"]))
            self.weigh.weight.copy_(_floats(numbers["word_weight"])[None])
            self.scales.copy_(_floats(numbers["scales"]))

    def part(self, name: str) -> Any:
        """The numbers of a part of the network, by their name in encoder.npz."""
        return self.given[_key(name)]

    def states(self, texts: Sequence[Sequence[int]]) -> tuple[Any, Any, Any]:
        """The last layer's states in rows, the place of each piece in them, and which places there are."""
        lengths = torch.tensor([len(one) for one in texts])
        spots = torch.arange(int(lengths.max()))
        present = spots[None] < lengths[:, None]
        places = (torch.cumsum(present.flatten(), 0).view(present.shape) - 1).clamp(min=0)
        ids = torch.tensor([one for text in texts for one in text])
        state = self.words(ids) + self.part("spots")[spots.expand(present.shape)[present]]
        state = self._dropped(self._norm(state, "entry"))
        for layer in range(self.layers):
            state = self._layer(state, f"layer.{layer}", places, present)
        return state, places, present

    def _layer(self, state: Any, name: str, places: Any, present: Any) -> Any:
        mixed = self._linear(state, f"{name}.attention")[places]
        split = mixed.view(*present.shape, 3, HEADS, SIZE // HEADS)
        query, key, value = (split[:, :, which].transpose(1, 2) for which in range(3))
        scores = (query @ key.transpose(2, 3)).float() / math.sqrt(SIZE // HEADS)
        shares = scores.masked_fill(~present[:, None, None], -1e9).softmax(-1)
        seen = (self._dropped(shares).to(value.dtype) @ value).transpose(1, 2)
        attended = self._linear(seen.reshape(*present.shape, SIZE)[present], f"{name}.attended")
        state = self._norm(state + self._dropped(attended), f"{name}.after_attention")
        neurons = functional.gelu(self._linear(state, f"{name}.wide"), approximate="tanh")
        added = self._dropped(self._linear(neurons, f"{name}.narrow"))
        return self._norm(state + added, f"{name}.after_neurons")

    def _linear(self, state: Any, name: str) -> Any:
        return functional.linear(state, _as_stored(self.part(name)), self.part(f"{name}.bias"))

    def _norm(self, state: Any, name: str) -> Any:
        gain, offset = self.part(f"{name}.gain"), self.part(f"{name}.offset")
        return functional.layer_norm(state.float(), (SIZE,), gain, offset, EPSILON)

    def _dropped(self, state: Any) -> Any:
        return functional.dropout(state, DROPPED, self.training)

    def forward(self, texts: Sequence[Sequence[int]]) -> Encoded:
        """Texts, given as their token ids."""
        state, places, present = self.states(texts)
        of_texts = state[places].masked_fill(~present[..., None], 0)
        vectors = functional.normalize(of_texts.sum(1) / present.sum(1, keepdim=True), dim=-1)
        inner = present[:, 1:].clone()
        inner[:, :-1] &= present[:, 2:]
        inner[:, -1] = False
        projected = functional.linear(state, _as_stored(self.project.weight), self.project.bias)
        words = functional.normalize(projected.float(), dim=-1)[places][:, 1:]
        weights = self.weigh(state).float()[places][:, 1:, 0]
        return Encoded(vectors, words, inner, weights)

    def scores(self, asked: Encoded, passages: Encoded) -> tuple[Any, Any]:
        """The word score and the cosine of each question, a row each, with each of an article's sentences."""
        pairs = torch.einsum("qih,pjh->qipj", asked.words, passages.words)
        best = pairs.masked_fill(~passages.present[None, None], -1).amax(-1)
        before = functional.pad(best[..., :-1], (1, 0), value=-1) - self.scales[3]
        best = torch.maximum(best, before)
        shares = asked.weights.masked_fill(~asked.present, -1e9).softmax(-1)
        return torch.einsum("qip,qi->qp", best, shares), asked.vectors @ passages.vectors.T

    def logits(self, asked: Encoded, passages: Encoded) -> Any:
        """The scores that the taught model gives to each passage and, last, to none of them."""
        by_words, cosines = self.scores(asked, passages)
        none = self.scales[2].expand(len(by_words), 1)
        return torch.cat([self.scales[0] * by_words + self.scales[1] * cosines, none], 1)

    def start_projection(self, texts: Sequence[Sequence[int]]) -> None:
        """Let word vectors begin as the principal components of the states of some texts."""
        with torch.no_grad():
            state = self.states(texts)[0].float()
            mean = state.mean(0)
            axes = torch.linalg.eigh((state - mean).T @ (state - mean))[1][:, -WORD_SIZE:].T
            self.project.weight.copy_(axes)
            self.project.bias.copy_(-axes @ mean)

    def numbers(self, pieces: Sequence[str]) -> dict[str, np.ndarray]:
        """The weights by the names under which ``bot.qa.encoder`` loads them."""
        numbers: dict[str, np.ndarray] = {"pieces": np.frombuffer("\n".join(pieces).encode(), np.uint8)}
        numbers |= eight_bits("words", self.words.weight)
        for key, part in self.given.items():
            name = key.replace("|", ".")
            is_matrix = name.split(".")[-1] in PARTS
            numbers |= eight_bits(name, part) if is_matrix else {name: _half(part)}
        numbers |= eight_bits("word_vector", self.project.weight)
        # What tells alike questions is taught after the rest (teach_likeness.py).
        numbers |= eight_bits("likeness", torch.eye(SIZE))
        numbers |= {"word_vector.bias": _half(self.project.bias), "word_weight": _half(self.weigh.weight[0])}
        return {**numbers, "scales": self.scales.detach().numpy().astype(np.float32)}


def numbers_of_base(base: Path, pieces: Sequence[str]) -> dict[str, np.ndarray]:
    """The weights of all-MiniLM-L6-v2, of some of its word pieces, by the names of encoder.npz."""
    given = load_file(base / "model.safetensors")
    every = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    place = {piece: at for at, piece in enumerate(every)}
    words = given["embeddings.word_embeddings.weight"][[place[one] for one in pieces]]
    spots = (
        given["embeddings.position_embeddings.weight"] + given["embeddings.token_type_embeddings.weight"][0]
    )
    numbers = {**eight_bits("words", words), "spots": _half(spots[:SPOTS])}
    numbers |= _norm_of(given, "embeddings.LayerNorm", "entry")
    for layer in range(
        1 + max(int(name.split(".")[2]) for name in given if name.startswith("encoder.layer."))
    ):
        of_base, own = f"encoder.layer.{layer}", f"layer.{layer}"
        three = [f"{of_base}.attention.self.{one}" for one in ("query", "key", "value")]
        numbers |= eight_bits(f"{own}.attention", torch.cat([given[f"{one}.weight"] for one in three]))
        numbers[f"{own}.attention.bias"] = _half(torch.cat([given[f"{one}.bias"] for one in three]))
        for name, source in LINEAR.items():
            numbers |= eight_bits(f"{own}.{name}", given[f"{of_base}.{source}.weight"])
            numbers[f"{own}.{name}.bias"] = _half(given[f"{of_base}.{source}.bias"])
        for name, source in zip(NORMS, ("attention.output", "output"), strict=True):
            numbers |= _norm_of(given, f"{of_base}.{source}.LayerNorm", f"{own}.{name}")
    return numbers


def _norm_of(given: Mapping[str, Any], source: str, name: str) -> dict[str, np.ndarray]:
    return {
        f"{name}.gain": _half(given[f"{source}.weight"]),
        f"{name}.offset": _half(given[f"{source}.bias"]),
    }


def _as_stored(weights: Any) -> Any:
    """Weights rounded as they are stored, with the gradients of unrounded ones."""
    scale = weights.detach().abs().amax(1, keepdim=True) / 127
    return weights + (torch.round(weights.detach() / scale) * scale - weights.detach())


def _key(name: str) -> str:
    return name.replace(".", "|")


def _floats(numbers: np.ndarray) -> Any:
    return torch.tensor(numbers.astype(np.float32))


def eight_bits(name: str, weights: Any) -> dict[str, np.ndarray]:
    """Weights by their names in encoder.npz: as eight-bit integers, with a scale for each row."""
    given = weights.detach().numpy()
    scale = np.abs(given).max(axis=1) / 127
    return {name: np.rint(given / scale[:, None]).astype(np.int8), f"{name}.scale": scale.astype(np.float32)}


def _half(numbers: Any) -> np.ndarray:
    rounded: np.ndarray = numbers.detach().numpy().astype(np.float16)
    return rounded
