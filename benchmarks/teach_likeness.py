"""Teaches when two questions ask for the same: the part “likeness” of bot/qa/encoder.npz, then known.npz.

The encoder is taught which sentence answers a question, and forgets by that which questions are alike. So the
vectors of questions are compared with each other behind one more linear part, which is taught here, from the
identity on, with the encoder as it is: of all known questions of a case, those of a sentence that answers
must be nearest, or those of its gaps where no sentence does. In each step a third of the known questions is
away, and a question is never compared with its own words. A case comes as often as the root of the number of
questions about it. What it prints is the AUC of “is answered” by likeness to known questions alone, on the
questions that the weights are fitted to, before and after. With --without a case is left out.

Needs torch, which nothing else here does; two minutes, most of them for encoding.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import _known
import numpy as np
import torch
from _questions import Typed, cases, taught, tuned
from _torch_encoder import eight_bits
from torch.nn import functional

from bot.cases.model import Case
from bot.qa.candidates import Candidate, candidates_of
from bot.qa.encoder import Encoder
from bot.qa.semantic_index import TEMPERATURE

WRITTEN = Path("bot/qa/encoder.npz")
STEPS, RATE, PULLED_BACK = 1200, 2e-3, 1e-4
"""Steps, the highest rate of learning, and how much the distance from the identity counts."""
OF_A_CASE, AWAY = 128, 0.3
"""Questions in a step at most, and the share of known questions that are away in it."""
TAKEN = -1e9
"""The score of what cannot be chosen."""


class Lessons(NamedTuple):
    """Questions about a case, and its known questions."""

    asked: Any
    """The vectors of the questions, a row each."""
    known: Any
    """The vectors of the known questions, a row each."""
    right: Any
    """Which known questions ask for what answers each question, a row each."""
    same: Any
    """Which of them have the very words of the question."""
    gaps: Any
    """Which of them ask for a gap."""
    answered: Any
    """Which questions a sentence answers."""


def lessons(encoder: Encoder, case: Case, questions: Sequence[Typed]) -> Lessons:
    """The vectors of questions about a case and of its known questions, with what is right."""
    known = [(one, asked.question.typed) for one in candidates_of(case) for asked in one.asked]
    texts = [text for _, text in known]
    right = [[_is_right(one, question) for one, _ in known] for question in questions]
    same = [[text == question.question for text in texts] for question in questions]
    return Lessons(
        torch.tensor(encoder.vectors([one.question for one in questions])),
        torch.tensor(encoder.vectors(texts)),
        torch.tensor(right),
        torch.tensor(same),
        torch.tensor([one.gap is not None for one, _ in known]),
        torch.tensor([one.answerable for one in questions]),
    )


def _is_right(candidate: Candidate, question: Typed) -> bool:
    if candidate.selector is None:
        return not question.answerable
    return question.overlap(candidate.selector) > 0


def taught_part(subjects: Sequence[Lessons], steps: int) -> Any:
    """The weights of the linear part, taught with cases."""
    size = subjects[0].asked.shape[1]
    weights = torch.nn.Parameter(torch.eye(size))
    optimizer = torch.optim.AdamW([weights], lr=RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps)
    shares = [len(one.asked) ** 0.5 for one in subjects]
    for subject in random.choices(subjects, shares, k=steps):  # noqa: S311  -- no secret
        loss = _loss(subject, weights) + PULLED_BACK * ((weights - torch.eye(size)) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return weights.detach()


def _loss(subject: Lessons, weights: Any) -> Any:
    some = torch.randperm(len(subject.asked))[:OF_A_CASE]
    away = subject.same[some] | (torch.rand(1, len(subject.known)) < AWAY)
    scores = _cosines(subject.asked[some], subject.known, weights) / TEMPERATURE
    right = subject.right[some] & ~away
    chances = functional.log_softmax(scores.masked_fill(away, TAKEN), 1)
    lost = -chances.masked_fill(~right, TAKEN).logsumexp(1)
    return lost[right.any(1)].mean()


def _cosines(asked: Any, known: Any, weights: Any) -> Any:
    one, other = (functional.normalize(vectors @ weights.T) for vectors in (asked, known))
    return one @ other.T


def area(subjects: Sequence[Lessons], weights: Any) -> float:
    """The AUC of “is answered” by how much nearer known questions of sentences are than those of gaps."""
    yes, no = [], []
    for one in subjects:
        scores = (_cosines(one.asked, one.known, weights) / TEMPERATURE).masked_fill(one.same, TAKEN)
        nearer = scores[:, ~one.gaps].logsumexp(1) - scores[:, one.gaps].logsumexp(1)
        yes.append(nearer[one.answered])
        no.append(nearer[~one.answered])
    return float((torch.cat(yes)[:, None] > torch.cat(no)[None]).float().mean())


def main() -> None:
    """Teach the part, and write it and the vectors of known questions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--without", default="", help="a case whose questions are not taught")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--to", type=Path, default=WRITTEN, help="the encoder.npz to go on from and to write")
    given = parser.parse_args()
    random.seed(given.seed)
    torch.manual_seed(given.seed)
    with np.load(given.to) as stored:
        numbers = dict(stored)
    encoder = Encoder(numbers)
    subjects = [
        lessons(encoder, one, taught(one)) for one in cases() if taught(one) and one.id != given.without
    ]
    listed = [lessons(encoder, one, tuned(one)) for one in cases() if one.questions and tuned(one)]
    size = subjects[0].asked.shape[1]
    before = area(listed, torch.eye(size))
    weights = taught_part(subjects, given.steps)
    print(f"{len(subjects)} cases; AUC {before:.3f} before, {area(listed, weights):.3f} after")
    np.savez(given.to, **numbers | eight_bits("likeness", weights))
    if given.to == WRITTEN:
        _known.write()


if __name__ == "__main__":
    main()
