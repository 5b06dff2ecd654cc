"""The sentence encoder: turns a text into a vector, so that texts of like meaning have a high cosine.

A transformer of six layers (Devlin and others, 2018; all-MiniLM-L6-v2), taught further with questions about
lawsuits by ``benchmarks/teach_encoder.py``. ``encoder.npz`` has its weights, as eight-bit integers with a
scale for each row. The forward pass is written out here, so that numpy is all it needs.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from itertools import groupby
from threading import Lock
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from bot.qa.wordpieces import WordPieces

FloatArray = NDArray[np.float32]
HEADS = 12
"""Attention heads of each layer."""
EPSILON = 1e-12
"""Added to a variance in layer normalisation, so that none is divided by zero."""
BATCH_SIZE = 64
"""Texts of one length in tokens that are encoded together."""
GELU_CUBIC = 0.044715
"""The cubic coefficient of the tanh approximation to GELU (Hendrycks and Gimpel, 2016)."""
CODE = (("bot.qa", "encoder.py"), ("bot.qa", "wordpieces.py"), ("bot.search", "folding.py"))
"""The modules, by their package, whose code decides which vector a text has."""
LOAD_LOCK = Lock()
"""Answers are made in threads: the first to come loads the weights, the others wait for it."""


class Encoder:
    """Encodes texts with the weights of a file, given as arrays by their names in it."""

    def __init__(self, numbers: Mapping[str, NDArray[np.generic]]) -> None:
        self._pieces = WordPieces(bytes(numbers["pieces"]).decode().split("\n"))
        self._words = numbers["words"], _floats(numbers["words.scale"])
        self._positions = _floats(numbers["spots"])
        self._entry = _floats(numbers["entry.gain"]), _floats(numbers["entry.offset"])
        layers = 1 + max(int(name.split(".")[1]) for name in numbers if name.startswith("layer."))
        self._layers = [Layer(numbers, f"layer.{number}") for number in range(layers)]

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """The vectors of texts, a row of float32 each, of length 1: their product is their cosine."""
        cut = [self._pieces.token_ids(text) for text in texts]
        found: FloatArray = np.empty((len(texts), self._positions.shape[1]), np.float32)
        by_length = sorted(range(len(cut)), key=lambda at: len(cut[at]))
        for _, group in groupby(by_length, key=lambda at: len(cut[at])):
            same = list(group)
            for start in range(0, len(same), BATCH_SIZE):
                some = same[start : start + BATCH_SIZE]
                found[some] = self._encode_batch(np.array([cut[at] for at in some]))
        return found

    def _encode_batch(self, token_ids: NDArray[np.int64]) -> FloatArray:
        """The vectors of texts of one length, given as their token ids, a row each."""
        words, scale = self._words
        state = words[token_ids].astype(np.float32) * scale[token_ids][..., None]
        state = _layer_norm(state + self._positions[: token_ids.shape[1]], *self._entry)
        for layer in self._layers:
            state = layer.forward(state)
        mean: FloatArray = state.mean(axis=1)
        unit: FloatArray = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return unit


class Layer:
    """One transformer layer: self-attention, then a feed-forward network, each with a residual and norm."""

    def __init__(self, numbers: Mapping[str, NDArray[np.generic]], name: str) -> None:
        def part(which: str) -> tuple[FloatArray, FloatArray]:
            weights = _floats(numbers[f"{name}.{which}"]) * _floats(numbers[f"{name}.{which}.scale"])[:, None]
            return np.ascontiguousarray(weights.T), _floats(numbers[f"{name}.{which}.bias"])

        def scaled(which: str) -> tuple[FloatArray, FloatArray]:
            return _floats(numbers[f"{name}.{which}.gain"]), _floats(numbers[f"{name}.{which}.offset"])

        self._attention, self._attention_output = part("attention"), part("attended")
        self._intermediate, self._output = part("wide"), part("narrow")
        self._attention_norm, self._output_norm = scaled("after_attention"), scaled("after_neurons")

    def forward(self, state: FloatArray) -> FloatArray:
        """The layer's output for the states of shape (texts, tokens, size) from the layer below."""
        state = _layer_norm(
            state + _linear(self._attend(state), self._attention_output), *self._attention_norm
        )
        neurons = _linear(_gelu(_linear(state, self._intermediate)), self._output)
        return _layer_norm(state + neurons, *self._output_norm)

    def _attend(self, state: FloatArray) -> FloatArray:
        texts, pieces, size = state.shape
        split = _linear(state, self._attention).reshape(texts, pieces, 3, HEADS, size // HEADS)
        query, key, value = (split[:, :, which].swapaxes(1, 2) for which in range(3))
        scores = query @ key.swapaxes(2, 3) / np.float32(math.sqrt(size // HEADS))
        powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
        seen = (powers / powers.sum(axis=-1, keepdims=True)) @ value
        joined: FloatArray = seen.swapaxes(1, 2).reshape(texts, pieces, size)
        return joined


def encoder() -> Encoder:
    """The encoder of ``encoder.npz``, about 60 MB, loaded once for all threads of the process."""
    with LOAD_LOCK:
        return _stored()


@cache
def _stored() -> Encoder:
    with as_file(files(__package__).joinpath("encoder.npz")) as path, np.load(path) as numbers:
        return Encoder(numbers)


@cache
def encoder_identity() -> str:
    """A digest that changes with the weights of ``encoder.npz`` and with the code that applies them."""
    digest = hashlib.sha256()
    with as_file(files(__package__).joinpath("encoder.npz")) as path, ZipFile(path) as numbers:
        for member in numbers.infolist():
            digest.update(f"{member.filename} {member.file_size} {member.CRC}\n".encode())
    for package, module in CODE:
        digest.update(files(package).joinpath(module).read_bytes())
    return digest.hexdigest()


def _floats(numbers: NDArray[np.generic]) -> FloatArray:
    return numbers.astype(np.float32)


def _linear(state: FloatArray, layer: tuple[FloatArray, FloatArray]) -> FloatArray:
    weights, bias = layer
    through: FloatArray = state @ weights + bias
    return through


def _layer_norm(state: FloatArray, gain: FloatArray, offset: FloatArray) -> FloatArray:
    centred = state - state.mean(axis=-1, keepdims=True)
    variance = (centred * centred).mean(axis=-1, keepdims=True)
    normal: FloatArray = centred / np.sqrt(variance + np.float32(EPSILON)) * gain + offset
    return normal


def _gelu(state: FloatArray) -> FloatArray:
    inner = np.float32(math.sqrt(2 / math.pi)) * (state + np.float32(GELU_CUBIC) * state * state * state)
    smooth: FloatArray = np.float32(0.5) * state * (1 + np.tanh(inner))
    return smooth
