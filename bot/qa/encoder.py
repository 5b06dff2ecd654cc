"""The sentence encoder: turns a text into a vector, so that texts of like meaning have a high cosine.

A transformer of six layers (Devlin and others, 2018; all-MiniLM-L6-v2), taught further with questions about
lawsuits by ``benchmarks/teach_encoder.py``. Each piece of a text has a vector as well, so that a question can
be compared with a passage word by word. ``encoder.npz`` has its weights, as eight-bit integers with a scale
for each row. The forward pass is written out here, so that numpy is all it needs.
"""

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from itertools import groupby
from threading import Lock
from typing import NamedTuple
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from bot.qa.wordpieces import WordPieces

FloatArray = NDArray[np.float32]
Lengths = Sequence[tuple[int, int]]
"""The lengths of texts in tokens, each with how many texts have it, in the order of the texts."""
HEADS = 12
"""Attention heads of each layer."""
EPSILON = 1e-12
"""Added to a variance in layer normalisation, so that none is divided by zero."""
BATCH_TOKENS = 1024
"""Tokens that are encoded together: fewer read the weights from memory more often, more leave the cache."""
GELU_CUBIC = 0.044715
"""The cubic coefficient of the tanh approximation to GELU (Hendrycks and Gimpel, 2016)."""
CODE = (("bot.qa", "encoder.py"), ("bot.qa", "wordpieces.py"), ("bot.search", "folding.py"))
"""The modules, by their package, whose code decides which vector a text has."""
LOAD_LOCK = Lock()
"""Answers are made in threads: the first to come loads the weights, the others wait for it."""


class Encoding(NamedTuple):
    """A text as the encoder reads it."""

    vector: FloatArray
    """The vector of the whole text, of length 1."""
    words: FloatArray
    """The vectors of its word pieces, a row each, of length 1."""
    shares: FloatArray
    """How much each of its pieces counts where the text is a question; they sum to 1."""


class Scales(NamedTuple):
    """By what the scores of a passage are multiplied so that their sum is its logit, as it was taught."""

    words: float
    """Of the likeness word by word."""
    cosine: float
    """Of the cosine of the whole texts."""
    none: float
    """The logit of “no passage answers”."""
    before: float
    """By how much less a word counts that stands in the sentence before; no factor, but a difference."""


class Encoder:
    """Encodes texts with the weights of a file, given as arrays by their names in it."""

    def __init__(self, numbers: Mapping[str, NDArray[np.generic]]) -> None:
        self._pieces = WordPieces(bytes(numbers["pieces"]).decode().split("\n"))
        self._words = numbers["words"], _floats(numbers["words.scale"])
        self._positions = _floats(numbers["spots"])
        self._entry = _floats(numbers["entry.gain"]), _floats(numbers["entry.offset"])
        layers = 1 + max(int(name.split(".")[1]) for name in numbers if name.startswith("layer."))
        self._layers = [Layer(numbers, f"layer.{number}") for number in range(layers)]
        self._word_vector = _part(numbers, "word_vector")
        self._likeness = _scaled(numbers, "likeness")
        self._word_weight = _floats(numbers["word_weight"])
        self.scales = Scales(*map(float, numbers["scales"]))

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """The vectors of texts, a row of float32 each, of length 1: their product is their cosine."""
        found: FloatArray = np.empty((len(texts), self._positions.shape[1]), np.float32)
        for places, state, lengths in self._batches(texts):
            found[places] = _mean_vectors(state, lengths)
        return found

    def as_question(self, vectors: FloatArray) -> FloatArray:
        """Vectors of questions as they are compared with those of other questions, each of length 1.

        Whether two questions ask for the same thing is not whether the words of one answer the other.
        """
        return _unit(vectors @ self._likeness)

    def encodings(self, texts: Sequence[str]) -> list[Encoding]:
        """The vectors of texts and of their word pieces, without those of the marks around a text."""
        found: dict[int, Encoding] = {}
        for places, state, lengths in self._batches(texts):
            vectors = _mean_vectors(state, lengths)
            words = _unit(_linear(state, self._word_vector))
            weights = state @ self._word_weight
            ends = np.cumsum([length for length, count in lengths for _ in range(count)])
            for at, vector, start, end in zip(places, vectors, (0, *ends), ends, strict=False):
                inner = slice(start + 1, end - 1)
                found[at] = Encoding(vector, words[inner], _softmax(weights[inner]))
        return [found[at] for at in range(len(texts))]

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], FloatArray, Lengths]]:
        """The last layer's states of some texts at a time, with the places of these, shorter ones first."""
        cut = [self._pieces.token_ids(text) for text in texts]
        batch: list[int] = []
        for at in sorted(range(len(cut)), key=lambda at: len(cut[at])):
            if batch and (len(batch) + 1) * len(cut[at]) > BATCH_TOKENS:
                yield batch, *self._states([cut[one] for one in batch])
                batch = []
            batch.append(at)
        if batch:
            yield batch, *self._states([cut[one] for one in batch])

    def pieces(self, text: str) -> tuple[int, ...]:
        """The ids of a text's word pieces, without those that mark its beginning and its end."""
        return self._pieces.token_ids(text)[1:-1]

    def piece_vectors(self, ids: Sequence[int]) -> FloatArray:
        """The vectors of word pieces by themselves, a row each, as the first layer is given them."""
        words, scale = self._words
        chosen = list(ids)
        found: FloatArray = words[chosen].astype(np.float32) * scale[chosen][:, None]
        return found

    def _states(self, texts: Sequence[Sequence[int]]) -> tuple[FloatArray, Lengths]:
        """The last layer's states of texts, given as their token ids, the shorter ones first."""
        words, scale = self._words
        token_ids = [one for text in texts for one in text]
        positions = [at for text in texts for at in range(len(text))]
        state = words[token_ids].astype(np.float32) * scale[token_ids][:, None]
        state = _layer_norm(state + self._positions[positions], *self._entry)
        lengths = tuple((length, len(list(same))) for length, same in groupby(map(len, texts)))
        for layer in self._layers:
            state = layer.forward(state, lengths)
        return state, lengths


def _groups(state: FloatArray, lengths: Lengths) -> Iterator[FloatArray]:
    """The states of the texts of each length, of shape (texts, tokens, size)."""
    start = 0
    for length, count in lengths:
        end = start + length * count
        yield state[start:end].reshape(count, length, state.shape[-1])
        start = end


def _mean_vectors(state: FloatArray, lengths: Lengths) -> FloatArray:
    return _unit(np.concatenate([one.mean(axis=1) for one in _groups(state, lengths)]))


class Layer:
    """One transformer layer: self-attention, then a feed-forward network, each with a residual and norm."""

    def __init__(self, numbers: Mapping[str, NDArray[np.generic]], name: str) -> None:
        def part(which: str) -> tuple[FloatArray, FloatArray]:
            return _part(numbers, f"{name}.{which}")

        def scaled(which: str) -> tuple[FloatArray, FloatArray]:
            return _floats(numbers[f"{name}.{which}.gain"]), _floats(numbers[f"{name}.{which}.offset"])

        self._attention, self._attention_output = part("attention"), part("attended")
        self._intermediate, self._output = part("wide"), part("narrow")
        self._attention_norm, self._output_norm = scaled("after_attention"), scaled("after_neurons")

    def forward(self, state: FloatArray, lengths: Lengths) -> FloatArray:
        """The layer's output for the states from the layer below, a row for each token of all texts."""
        attended = np.concatenate(list(map(_attend, _groups(_linear(state, self._attention), lengths))))
        state = _layer_norm(state + _linear(attended, self._attention_output), *self._attention_norm)
        neurons = _linear(_gelu(_linear(state, self._intermediate)), self._output)
        return _layer_norm(state + neurons, *self._output_norm)


def _attend(projected: FloatArray) -> FloatArray:
    """What attention makes of texts of one length, a row for each token, from queries, keys and values."""
    texts, pieces, size = projected.shape
    size //= 3
    split = projected.reshape(texts, pieces, 3, HEADS, size // HEADS)
    query, key, value = (split[:, :, which].swapaxes(1, 2) for which in range(3))
    scores = query @ key.swapaxes(2, 3) / np.float32(math.sqrt(size // HEADS))
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    seen = (powers / powers.sum(axis=-1, keepdims=True)) @ value
    joined: FloatArray = seen.swapaxes(1, 2).reshape(texts * pieces, size)
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


def _part(numbers: Mapping[str, NDArray[np.generic]], name: str) -> tuple[FloatArray, FloatArray]:
    """The weights of a linear part, a column for each of its outputs, and their offsets."""
    return _scaled(numbers, name), _floats(numbers[f"{name}.bias"])


def _scaled(numbers: Mapping[str, NDArray[np.generic]], name: str) -> FloatArray:
    """The weights of a linear part, a column for each of its outputs."""
    # Turned while they are widened, and scaled in place: each further copy would take as long again.
    weights: FloatArray = numbers[name].T.astype(np.float32, order="C")
    weights *= _floats(numbers[f"{name}.scale"])
    return weights


def _unit(rows: FloatArray) -> FloatArray:
    made: FloatArray = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return made


def _softmax(weights: FloatArray) -> FloatArray:
    powers = np.exp(weights - weights.max(initial=0.0))
    made: FloatArray = powers / max(powers.sum(), np.float32(EPSILON))
    return made


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
    # In place: as many arrays of this size as terms would cost as much as the matrix product before.
    smooth: FloatArray = state * state
    smooth *= np.float32(math.sqrt(2 / math.pi) * GELU_CUBIC)
    smooth += np.float32(math.sqrt(2 / math.pi))
    smooth *= state
    np.tanh(smooth, out=smooth)
    smooth += np.float32(1)
    smooth *= state
    smooth *= np.float32(0.5)
    return smooth
