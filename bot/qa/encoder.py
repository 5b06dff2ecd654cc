"""What a question means, as a vector: what is asked for in other words lies near it.

A transformer of six layers (Devlin and others, 2018; all-MiniLM-L6-v2), taught further with questions about
lawsuits by ``benchmarks/teach_encoder.py``. ``encoder.npz`` has its numbers, whole ones of eight bits with a
scale for each row. Its arithmetic is written out here, so that numpy is all it needs.
"""

from __future__ import annotations

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
TINY = 1e-12
"""Added to a variance, so that none is divided by zero."""
AT_ONCE = 64
"""Texts of one length that are read together."""
CUBIC = 0.044715
"""Of the usual approximation to the Gaussian error linear unit."""
CODE = (("bot.qa", "encoder.py"), ("bot.qa", "wordpieces.py"), ("bot.search", "folding.py"))
"""The modules, by their package, that decide which vector a text has."""
READING = Lock()
"""Answers are made in threads: those that come first at once wait for one that reads the file."""


class Encoder:
    """Reads texts by the numbers of a file, by name."""

    def __init__(self, numbers: Mapping[str, NDArray[np.generic]]) -> None:
        self._pieces = WordPieces(bytes(numbers["pieces"]).decode().split("\n"))
        self._words = numbers["words"], _floats(numbers["words.scale"])
        self._spots = _floats(numbers["spots"])
        self._entry = _floats(numbers["entry.gain"]), _floats(numbers["entry.offset"])
        layers = 1 + max(int(name.split(".")[1]) for name in numbers if name.startswith("layer."))
        self._layers = [Layer(numbers, f"layer.{number}") for number in range(layers)]

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """A row for each text, of length 1: the cosine of two is their product."""
        cut = [self._pieces.places(text) for text in texts]
        found: FloatArray = np.empty((len(texts), self._spots.shape[1]), np.float32)
        by_length = sorted(range(len(cut)), key=lambda at: len(cut[at]))
        for _, group in groupby(by_length, key=lambda at: len(cut[at])):
            same = list(group)
            for start in range(0, len(same), AT_ONCE):
                some = same[start : start + AT_ONCE]
                found[some] = self._read(np.array([cut[at] for at in some]))
        return found

    def _read(self, places: NDArray[np.int64]) -> FloatArray:
        """Texts of one length, as the places of their pieces, a row each."""
        words, scale = self._words
        state = words[places].astype(np.float32) * scale[places][..., None]
        state = _normal(state + self._spots[: places.shape[1]], *self._entry)
        for layer in self._layers:
            state = layer.read(state)
        mean: FloatArray = state.mean(axis=1)
        unit: FloatArray = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return unit


class Layer:
    """Attention of each piece to all others, then two layers of neurons; each is added to what came in."""

    def __init__(self, numbers: Mapping[str, NDArray[np.generic]], name: str) -> None:
        def part(which: str) -> tuple[FloatArray, FloatArray]:
            weights = _floats(numbers[f"{name}.{which}"]) * _floats(numbers[f"{name}.{which}.scale"])[:, None]
            return np.ascontiguousarray(weights.T), _floats(numbers[f"{name}.{which}.bias"])

        def scaled(which: str) -> tuple[FloatArray, FloatArray]:
            return _floats(numbers[f"{name}.{which}.gain"]), _floats(numbers[f"{name}.{which}.offset"])

        self._attention, self._attended = part("attention"), part("attended")
        self._wide, self._narrow = part("wide"), part("narrow")
        self._after_attention, self._after_neurons = scaled("after_attention"), scaled("after_neurons")

    def read(self, state: FloatArray) -> FloatArray:
        """The state of each piece of each text, from the layer below."""
        state = _normal(state + _through(self._attend(state), self._attended), *self._after_attention)
        neurons = _through(_gelu(_through(state, self._wide)), self._narrow)
        return _normal(state + neurons, *self._after_neurons)

    def _attend(self, state: FloatArray) -> FloatArray:
        texts, pieces, size = state.shape
        split = _through(state, self._attention).reshape(texts, pieces, 3, HEADS, size // HEADS)
        query, key, value = (split[:, :, which].swapaxes(1, 2) for which in range(3))
        scores = query @ key.swapaxes(2, 3) / np.float32(math.sqrt(size // HEADS))
        powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
        seen = (powers / powers.sum(axis=-1, keepdims=True)) @ value
        joined: FloatArray = seen.swapaxes(1, 2).reshape(texts, pieces, size)
        return joined


def encoder() -> Encoder:
    """The encoder, read once, also where several threads ask first: about 60 MB."""
    with READING:
        return _stored()


@cache
def _stored() -> Encoder:
    with as_file(files(__package__).joinpath("encoder.npz")) as path, np.load(path) as numbers:
        return Encoder(numbers)


@cache
def encoder_identity() -> str:
    """Changes with the numbers of ``encoder.npz`` and with the code that computes vectors from them."""
    digest = hashlib.sha256()
    with as_file(files(__package__).joinpath("encoder.npz")) as path, ZipFile(path) as numbers:
        for member in numbers.infolist():
            digest.update(f"{member.filename} {member.file_size} {member.CRC}\n".encode())
    for package, module in CODE:
        digest.update(files(package).joinpath(module).read_bytes())
    return digest.hexdigest()


def _floats(numbers: NDArray[np.generic]) -> FloatArray:
    return numbers.astype(np.float32)


def _through(state: FloatArray, layer: tuple[FloatArray, FloatArray]) -> FloatArray:
    weights, bias = layer
    through: FloatArray = state @ weights + bias
    return through


def _normal(state: FloatArray, gain: FloatArray, offset: FloatArray) -> FloatArray:
    centred = state - state.mean(axis=-1, keepdims=True)
    variance = (centred * centred).mean(axis=-1, keepdims=True)
    normal: FloatArray = centred / np.sqrt(variance + np.float32(TINY)) * gain + offset
    return normal


def _gelu(state: FloatArray) -> FloatArray:
    inner = np.float32(math.sqrt(2 / math.pi)) * (state + np.float32(CUBIC) * state * state * state)
    smooth: FloatArray = np.float32(0.5) * state * (1 + np.tanh(inner))
    return smooth
