"""Fits by which questions /ask shows findings and denials together: bot/qa/guilt_weights.json.

A logistic model on the encoder's vectors: does a question ask whether somebody did what is alleged? It learns
from ``tests/questions/guilt.taught.txt``, questions in general words about no case that is held here, and
from the same questions about somebody with a name. Prints how many it tells rightly in five-fold
cross-validation; ``--write`` then fits it to all: ``PYTHONPATH=. python benchmarks/fit_guilt.py --write``,
after the encoder was taught anew.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from _measure import ROOT

from bot.qa.encoder import encoder

TAUGHT = ROOT / "tests/questions/guilt.taught.txt"
WEIGHTS = Path("bot/qa/guilt_weights.json")
SUBJECTS = (
    *(
        "the company",
        "the bank",
        "the hospital",
        "the city",
        "the minister",
        "the singer",
        "the boss",
        "the paper",
    ),
    *(
        "dr morgan",
        "mrs lindqvist",
        "peter hall",
        "anna kowalski",
        "smith",
        "okafor",
        "delgado",
        "winterbourne",
    ),
    *(
        "acme",
        "northgate foods",
        "vertexa",
        "hollis & sons",
        "blue harbour rail",
        "the landlord",
        "the old lady",
    ),
)
"""Whom the questions are asked about in place of a pronoun."""
PRONOUNS = frozenset({"he", "she", "they"})
NAMED, FOLDS, ROUNDS, RATE, RIDGE = 2, 5, 600, 0.05, 0.0005


def main() -> None:
    """Print the shares that are told rightly; with ``--write``, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write bot/qa/guilt_weights.json")
    write = parser.parse_args().write
    asked = list(_questions())
    texts = [text for _, text, _ in asked]
    rows = np.hstack([encoder().vectors(texts), np.ones((len(texts), 1), np.float32)])
    is_guilt = np.array([guilt for *_, guilt in asked])
    fold = np.array([number % FOLDS for number, *_ in asked])
    scores = np.zeros(len(asked))
    for held in range(FOLDS):
        scores[fold == held] = rows[fold == held] @ fit(rows[fold != held], is_guilt[fold != held])
    for kind, which in (("about guilt", is_guilt), ("about else", ~is_guilt)):
        print(f"{kind}: {which.sum()} questions, {((scores > 0) == is_guilt)[which].mean():.3f} told rightly")
    if write:
        weights = [round(float(one), 4) for one in fit(rows, is_guilt)]
        WEIGHTS.write_text(json.dumps({"weights": weights}) + "\n", encoding="utf-8")


def _questions() -> Iterator[tuple[int, str, bool]]:
    """Each question with its number and whether it is about guilt, as it stands and about others."""
    drawn = random.Random(0)  # noqa: S311  -- no secret
    number = 0
    for line in TAUGHT.read_text("utf-8").splitlines():
        kind, _, listed = line.partition(": ")
        for text in listed.split(" / ") if not line.startswith("#") else ():
            yield number, text, kind == "guilt"
            words = text.split()
            at = next((at for at, word in enumerate(words) if word in PRONOUNS), -1)
            for _ in range(NAMED if at >= 0 else 0):
                yield (
                    number,
                    " ".join([*words[:at], drawn.choice(SUBJECTS), *words[at + 1 :]]),
                    kind == "guilt",
                )
            number += 1


def fit(rows: np.ndarray, is_guilt: np.ndarray) -> np.ndarray:
    """The weights with the highest likelihood, less a penalty for large ones; by Adam, whole batches.

    Both kinds of questions count alike.
    """
    shares = np.where(is_guilt, 0.5 / is_guilt.mean(), 0.5 / (1 - is_guilt.mean()))
    penalised = np.append(np.ones(rows.shape[1] - 1), 0)
    weights = np.zeros(rows.shape[1])
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, ROUNDS + 1):
        chances = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ ((is_guilt - chances) * shares) / len(rows) - 2 * RIDGE * penalised * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        weights = weights + RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return weights


if __name__ == "__main__":
    main()
