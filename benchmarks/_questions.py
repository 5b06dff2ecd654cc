"""The questions with known answers, and the cases that they are about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.cases.model import Case
from bot.cases.selectors import Selector
from bot.corpus.loader import load_case

QUESTIONS = Path("tests/questions")
VECTORS = Path("var/vectors")
"""Where vectors are kept, so that those of the same texts are made once."""
FOLDERS = Path("content"), Path("tests/cases_invented")


@dataclass(frozen=True)
class Typed:
    """A question as somebody typed it, and the spans that answer it: source, start, end."""

    case: str
    question: str
    answerable: bool
    evidence: tuple[tuple[str, int, int], ...]

    def overlap(self, selector: Selector) -> float:
        """How much of the shorter of a passage and the evidence is in both, 0 to 1."""
        shares = (
            (min(selector.end, end) - max(selector.start, start))
            / min(end - start, selector.end - selector.start)
            for source, start, end in self.evidence
            if source == selector.source
        )
        return max(0.0, *shares, 0.0)


def cases() -> Iterator[Case]:
    """The cases that there are questions about."""
    return (case for root in FOLDERS for case in cases_in(root) if tuned(case) or held(case))


def cases_in(root: Path) -> Iterator[Case]:
    """The cases of a folder, by their names."""
    return (load_case(folder) for folder in sorted(root.iterdir()) if folder.is_dir())


def without_list(case: Case) -> Case:
    """The case as it would be had no editor listed how people ask."""
    return replace(case, questions=())


def tuned(case: Case) -> list[Typed]:
    """The questions that the weights are fitted to."""
    return _read(QUESTIONS / f"{case.id}.tuned.jsonl")


def taught(case: Case) -> list[Typed]:
    """The questions that the encoder learns from."""
    return _read(QUESTIONS / f"{case.id}.taught.jsonl")


def held(case: Case) -> list[Typed]:
    """The questions that nobody looks at while fitting."""
    return _read(QUESTIONS / f"{case.id}.held.jsonl")


def off_topic(half: str) -> list[str]:
    """Questions about nothing that any case knows, of one half."""
    return (QUESTIONS / f"off_topic.{half}.txt").read_text(encoding="utf-8").splitlines()


def _read(path: Path) -> list[Typed]:
    if not path.is_file():
        return []
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Typed(one["case"], one["question"], one["answerable"], tuple(tuple(span) for span in one["evidence"]))
        for one in lines
    ]
