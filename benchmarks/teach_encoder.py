"""Teaches the encoder of /ask which sentence answers a question: bot/qa/encoder.npz and known.npz.

It starts from the weights of all-MiniLM-L6-v2 (sentence-transformers, Apache 2.0), whose files are in the
folder BASE, for the word pieces of the encoder.npz that is there. Each step takes one article: of its
sentences and “none of these” the right one must get the highest sum of two scores, the cosine of the whole
texts and the mean likeness of each word of the question to the nearest word of the sentence (late
interaction: Khattab and Zaharia, 2020, “ColBERT”). Every article counts the same, but one about which there
are hundreds of questions comes more than once in an epoch. The vectors of word pieces before the first layer
stay as they are; all other weights are rounded while they are taught as they are stored.

In one of five questions the sentences that answer are taken away, and then nothing answers it. A second loss
reads an article as one for which questions are listed: its other questions stand beside its sentences among
what can be nearest, and those of the lexicon of gaps that it may leave open. What is written is the running
mean of the weights. After each epoch it prints how the tuned part of the lessons is answered by these scores
alone, and it writes the epoch that does best there. The blind part is not read. With --start it goes on from
another encoder.npz, or from the mean of several. With --without a case is left out of the lessons.

Needs torch and safetensors, which nothing else here does; on two cores two seconds an article and epoch, half
of that where they compute with bfloat16. MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=16000000000 saves a third.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import _known
import numpy as np
import torch
from _encoder_lessons import Lesson, Subject, off_topic_taught, subjects, subjects_taught
from _torch_encoder import Network, numbers_of_base
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from bot.qa.lexicon import unanswered
from bot.qa.wordpieces import WordPieces

WRITTEN = Path("bot/qa/encoder.npz")
EPOCHS, WARM_UP, CLIPPED = 4, 40, 1.0
HAS_BFLOAT16 = (
    "avx512_bf16" in Path("/proc/cpuinfo").read_text("ascii") if Path("/proc/cpuinfo").exists() else False
)
"""Whether this processor computes with bfloat16: one that only imitates it takes several times as long."""
RATE_OF_ENCODER, RATE_OF_SCORES, DECAY = 8e-5, 1e-3, 0.01
OF_AN_ARTICLE, BESIDE = 44, 3
"""Questions about an article in a step at most, and questions about something else."""
QUESTIONS_OF_A_TURN = 70
"""Questions about an article for each time that it comes in an epoch; it comes once at least."""
COSINE_SHARE = 0.4
"""How much the loss by cosine alone counts beside that by both scores."""
MISTYPED, LEAST_MISTYPED = 0.25, 8
"""The share of questions that get a typing error, a new one each time, and the least length of such."""
WITHOUT_ANSWER = 0.2
"""The share of questions whose answer is taken out of the article, so that nothing answers them."""
LISTED_SHARE, AWAY, GAPS = 0.6, 0.4, 40
"""How much the loss with other questions counts, the share of these that is away, and how many are gaps’."""
AVERAGED = 0.98
"""How much of the running mean of all weights is kept in each step: what is written is this mean."""
TAKEN = -1e9
"""The score of what cannot be chosen."""
PROJECTED_FROM = 300


class Teacher:
    """A network that is taught, with the texts of lessons cut into pieces."""

    def __init__(self, network: Network, cut: WordPieces, taught: Sequence[Subject]) -> None:
        self.network, self.cut = network, cut
        self.turns = [
            one for one in taught for _ in range(max(1, round(len(one.lessons) / QUESTIONS_OF_A_TURN)))
        ]
        self.beside = off_topic_taught()
        self.gaps = {subject: _open_gaps(subject) for subject in taught}
        heads = [*network.project.parameters(), *network.weigh.parameters()]
        scales = [network.scales, network.nothing]
        beside = set(map(id, (*heads, *scales)))
        encoder = [one for one in network.parameters() if one.requires_grad and id(one) not in beside]
        self.mean = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED))
        self.optimizer = torch.optim.AdamW(
            [
                {"params": encoder, "lr": RATE_OF_ENCODER},
                {"params": heads, "lr": RATE_OF_SCORES},
                {"params": scales, "lr": 20 * RATE_OF_SCORES, "weight_decay": 0.0},
            ],
            weight_decay=DECAY,
        )

    def epoch(self, schedule: Any) -> float:
        """Teach the articles of an epoch in random order; gives the mean loss."""
        self.network.train()
        lost = []
        for subject in random.sample(self.turns, len(self.turns)):
            loss = self._loss(subject)
            self.optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), CLIPPED)
            self.optimizer.step()
            schedule.step()
            self.mean.update_parameters(self.network)
            lost.append(loss.item())
        return float(np.mean(lost))

    def _loss(self, subject: Subject) -> Any:
        some = random.sample(subject.lessons, min(OF_AN_ARTICLE, len(subject.lessons)))
        lessons = [*some, *(Lesson(text, ()) for text in random.sample(self.beside, BESIDE))]
        asked = [self.cut.token_ids(_mistyped(one.text)) for one in lessons]
        gaps = self.gaps[subject]
        known = random.sample(gaps, min(GAPS, len(gaps)))
        with torch.autocast("cpu", torch.bfloat16, enabled=HAS_BFLOAT16):
            passages = self.network(list(map(self.cut.token_ids, subject.passages)))
            every = self.network(asked + [self.cut.token_ids(text) for text in known])
        questions = type(every)(*(part[: len(lessons)] for part in every))
        logits = self.network.logits(questions, passages)
        cosines = 20 * (questions.vectors @ passages.vectors.T)
        none = self.network.nothing.expand(len(cosines), 1)
        is_gone = torch.rand(len(lessons), 1) < WITHOUT_ANSWER
        gone = _right(lessons, logits.shape[1]) & is_gone
        by_cosine = torch.cat([cosines, none], 1)
        lost = [_loss(one.float().masked_fill(gone, TAKEN), lessons) for one in (logits, by_cosine)]
        of_questions = 20 * (questions.vectors @ every.vectors.T)
        with_list = torch.cat([cosines.masked_fill(gone[:, :-1], TAKEN), of_questions, none], 1).float()
        of_list = _loss_with_list(with_list, cosines.shape[1], lessons, is_gone)
        return lost[0] + COSINE_SHARE * lost[1] + LISTED_SHARE * of_list

    def measured(self, tuned: Sequence[Subject]) -> tuple[float, ...]:
        """Right first, right among the first two, and AUC of “is answered”, the mean by article."""
        mean = self.mean.module.eval()
        found = []
        for subject in tuned:
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=HAS_BFLOAT16):
                passages = mean(list(map(self.cut.token_ids, subject.passages)))
                questions = mean([self.cut.token_ids(one.text) for one in subject.lessons])
                chances = mean.logits(questions, passages).float().softmax(-1).numpy()
            found.append(_judged(chances, subject.lessons))
        return tuple(float(one) for one in np.mean(found, axis=0))


def _judged(chances: np.ndarray, lessons: Sequence[Lesson]) -> tuple[float, ...]:
    first = np.argsort(-chances[:, :-1], axis=1)
    answered = np.array([bool(one.right) for one in lessons])
    ranked = [[at in one.right for at in first[row, :2]] for row, one in enumerate(lessons) if one.right]
    yes, no = 1 - chances[answered, -1], 1 - chances[~answered, -1]
    area = (yes[:, None] > no[None]).mean()
    return float(np.mean([one[0] for one in ranked])), float(np.mean([any(one) for one in ranked])), area


def _right(lessons: Sequence[Lesson], size: int) -> Any:
    """Which sentences answer each question, a row each; a question that none answers has none."""
    right = torch.zeros(len(lessons), size, dtype=torch.bool)
    for row, one in enumerate(lessons):
        right[row, list(one.right)] = True
    return right


def _loss(logits: Any, lessons: Sequence[Lesson]) -> Any:
    """The loss for questions whose answers may have been taken away: then none of the others is right."""
    right = _right(lessons, logits.shape[1]) & (logits > TAKEN / 2)
    right[:, -1] = ~right.any(1)
    chances = functional.log_softmax(logits, -1)
    return -chances.masked_fill(~right, TAKEN).logsumexp(-1).mean()


def _loss_with_list(scores: Any, sentences: int, lessons: Sequence[Lesson], is_gone: Any) -> Any:
    """The loss where sentences, then all questions, those of gaps last, then “none of these” can be nearest.

    Right are an answer's sentences and the other questions that it answers; of a question without an answer
    those of gaps, the others without one, and “none of these”. Where an answer is taken away, so are they.
    """
    own = slice(sentences, sentences + len(lessons))
    right = _right(lessons, sentences)
    is_open = ~right.any(1)
    answers = torch.zeros(scores.shape, dtype=torch.bool)
    answers[:, :sentences] = right
    answers[:, own] = (right.float() @ right.float().T) > 0
    unanswered = torch.ones(scores.shape[1], dtype=torch.bool)
    unanswered[:sentences] = False
    unanswered[own] = is_open
    away = answers & is_gone
    away[:, sentences:-1] |= torch.rand(1, scores.shape[1] - 1 - sentences) < AWAY
    away[:, own] |= torch.eye(len(lessons), dtype=torch.bool)
    chosen = torch.where(is_open[:, None] | is_gone, unanswered, answers) & ~away
    chances = functional.log_softmax(scores.masked_fill(away, TAKEN), -1)
    return -chances.masked_fill(~chosen, TAKEN).logsumexp(-1).mean()


def _open_gaps(subject: Subject) -> list[str]:
    """The questions of the lexicon for what an article may leave open, by its words."""
    whole = " ".join(subject.passages).lower()
    return [text for told_by, asked in unanswered() if not told_by.search(whole) for text in asked]


def mean_of(files: Sequence[Path]) -> dict[str, np.ndarray]:
    """The mean of the weights of several encoder.npz of the same word pieces."""
    every = [_read(file) for file in files]
    networks = list(map(Network, every))
    with torch.no_grad():
        for part, *others in zip(*(one.parameters() for one in networks), strict=True):
            part.copy_(sum(others, part) / len(networks))
    return networks[0].numbers(bytes(every[0]["pieces"]).decode().split("\n"))


def _read(file: Path) -> dict[str, np.ndarray]:
    with np.load(file) as stored:
        return dict(stored)


def _mistyped(text: str) -> str:
    if len(text) < LEAST_MISTYPED or random.random() > MISTYPED:  # noqa: S311  -- no secret
        return text
    at = random.randrange(1, len(text) - 1)  # noqa: S311  -- no secret
    one, other = text[at], text[at + 1]
    return text[:at] + random.choice([other, other + one, one + one + other]) + text[at + 2 :]  # noqa: S311  -- no secret


def main() -> None:
    """Teach the encoder, and write its weights and the vectors of known questions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("base", type=Path, metavar="BASE", help="the folder of all-MiniLM-L6-v2")
    parser.add_argument("--start", type=Path, nargs="+", help="the encoder.npz to go on from, or several")
    parser.add_argument("--without", default="", help="a case whose questions are not taught")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--rate", type=float, default=1.0, help="a factor of all rates of learning")
    parser.add_argument("--articles", type=int, help="teach so many articles only")
    parser.add_argument("--to", type=Path, default=WRITTEN, help="the file to write")
    given = parser.parse_args()
    random.seed(given.seed)
    torch.manual_seed(given.seed)
    taught, tuned = list(subjects_taught(given.without))[: given.articles], list(subjects("tuned"))
    numbers = mean_of(given.start or [WRITTEN])
    pieces = bytes(numbers["pieces"]).decode().split("\n")
    cut, network = (
        WordPieces(pieces),
        Network(numbers if given.start else numbers_of_base(given.base, pieces)),
    )
    if not given.start:
        passages = [cut.token_ids(text) for one in taught for text in one.passages]
        network.start_projection(passages[:PROJECTED_FROM])
    teacher = Teacher(network, cut, taught)
    print(f"{len(taught)} articles, {len(pieces):,} pieces", flush=True)
    print("before:", *(f"{one:.3f}" for one in teacher.measured(tuned)), flush=True)
    steps = given.epochs * len(teacher.turns)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        teacher.optimizer, lambda step: given.rate * min(1, step / WARM_UP) * max(0.02, 1 - step / steps)
    )
    best, began = 0.0, time.monotonic()
    for epoch in range(given.epochs):
        lost = teacher.epoch(schedule)
        figures = teacher.measured(tuned)
        print(
            f"epoch {epoch + 1}, {(time.monotonic() - began) / 60:.1f} min:",
            f"lost {lost:.3f},",
            "scales",
            *(f"{one:.2f}" for one in network.scales.tolist()),
            "tuned",
            *(f"{one:.3f}" for one in figures),
            flush=True,
        )
        if sum(figures) >= best:
            best = sum(figures)
            # Compressed it would be a tenth smaller, and take three times as long to read.
            np.savez(given.to, **teacher.mean.module.numbers(pieces))
    if given.to == WRITTEN:
        _known.write()


if __name__ == "__main__":
    main()
