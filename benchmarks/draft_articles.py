"""Measures what the proposer finds in the invented articles of ``gold`` and ``gold_others``, by kind.

Both folders stand in ``tests/authoring``. In each, half of the articles were kept apart while the rules were
made (by the SHA-256 of their names). Their figures are printed with ``--blind`` only, and never a mistake of
theirs: how often they were looked at stands in the README of the folder. ``--gold`` and ``--gold-others``
measure one folder alone, ``--articles`` prints the figures of each article, and ``--mistakes`` prints every
miss in the articles that are not kept apart.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.authoring.proposals import Proposals
from bot.authoring.propose import propose

AUTHORING = Path(__file__).resolve().parent.parent / "tests" / "authoring"
FOLDERS = {"--gold": AUTHORING / "gold", "--gold-others": AUTHORING / "gold_others"}
"""The option that chooses a folder of articles alone, and the folder."""
Entry = dict[str, Any]


@dataclass
class Score:
    """How many entries the gold has, how many are proposed, and how many of each find their like."""

    gold: int = 0
    found: int = 0
    proposed: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The share of what is proposed that the gold has."""
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        """The share of the gold that is proposed."""
        return self.found / self.gold if self.gold else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))


def overlap(one: Entry, other: Entry) -> bool:
    """Whether two spans share at least half of the shorter one."""
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return bool(shared * 2 >= min(one["end"] - one["start"], other["end"] - other["start"]) > 0)


def plain(name: str | None) -> str | None:
    """A speaker's name for comparing: without an article and capitals."""
    if name is None:
        return None
    words = name.casefold().replace("’", "'").split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)


def same_amount(one: Entry, other: Entry) -> bool:
    """Whether two amounts begin at one place and are the same sum."""
    same = float(one["value"] or 0) == float(other["value"] or 0) and one["currency"] == other["currency"]
    return bool(same and one["start"] == other["start"])


KINDS: dict[str, tuple[str, Callable[[Entry], bool], Callable[[Entry, Entry], bool]]] = {
    "quotation starts": (
        "quotations",
        lambda e: e["kind"] == "direct",
        lambda a, b: a["start"] == b["start"],
    ),
    "quotation spans": (
        "quotations",
        lambda e: e["kind"] == "direct",
        lambda a, b: (a["start"], a["end"]) == (b["start"], b["end"]),
    ),
    "speakers": (
        "quotations",
        lambda e: e["kind"] == "direct",
        lambda a, b: a["start"] == b["start"] and plain(a["speaker"]) == plain(b["speaker"]),
    ),
    "indirect": ("quotations", lambda e: e["kind"] == "indirect", overlap),
    "speakers of these": (
        "quotations",
        lambda e: e["kind"] == "indirect",
        lambda a, b: overlap(a, b) and plain(a["speaker"]) == plain(b["speaker"]),
    ),
    "amounts": ("amounts", lambda _: True, same_amount),
    "kinds of amounts": (
        "amounts",
        lambda _: True,
        lambda a, b: same_amount(a, b) and a["kind"] == b["kind"],
    ),
    "who pays": ("amounts", lambda _: True, lambda a, b: same_amount(a, b) and a["by"] == b["by"]),
    "who is paid": ("amounts", lambda _: True, lambda a, b: same_amount(a, b) and a["to"] == b["to"]),
    "dates": ("dates", lambda _: True, overlap),
    "days": ("dates", lambda _: True, lambda a, b: overlap(a, b) and a["edtf"] == b["edtf"]),
    "parties": ("parties", lambda _: True, lambda a, b: plain(a["name"]) == plain(b["name"])),
    "ruling sentences": ("rulings", lambda _: True, overlap),
    "rulings": ("rulings", lambda _: True, lambda a, b: overlap(a, b) and a["outcome"] == b["outcome"]),
}
"""What is measured: the section, which of its entries, and when two are the same."""


def compared(
    gold: dict[str, Any], ours: dict[str, Any]
) -> Iterator[tuple[str, Score, list[Entry], list[Entry]]]:
    """Each kind with its score, what was missed, and what was proposed for nothing."""
    for kind, (section, wanted, same) in KINDS.items():
        theirs = [one for one in gold[section] if wanted(one)]
        mine = [one for one in ours[section] if wanted(one)]
        missed = [one for one in theirs if not any(same(one, it) for it in mine)]
        wrong = [one for one in mine if not any(same(it, one) for it in theirs)]
        yield (
            kind,
            Score(len(theirs), len(theirs) - len(missed), len(mine), len(mine) - len(wrong)),
            missed,
            wrong,
        )


def articles(folder: Path) -> Iterator[tuple[Path, bool]]:
    """The gold of each article of a folder, each with whether the article is one of those kept apart."""
    paths = sorted(folder.glob("*.json"))
    groups: dict[str, list[Path]] = {}
    for path in paths:
        pair = re.fullmatch(r"(.+)-[ab]", path.stem)
        groups.setdefault(pair[1] if pair else "", []).append(path)
    for group in groups.values():
        by_hash = sorted(group, key=lambda path: sha256(path.stem.encode()).hexdigest())
        blind = by_hash[: len(group) // 2]
        yield from ((path, path in blind) for path in group)


def read(path: Path) -> tuple[dict[str, Any], Proposals]:
    """The gold of an article, and what is proposed of it."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    return gold, propose(text, date.fromisoformat(gold["published"]))


def report(paths: Iterable[Path], *, mistakes: bool, by_article: bool, only: str = "") -> None:
    """Print the figures of some articles: by kind the mean over all entries, and the worst article."""
    scores: dict[str, dict[str, Score]] = {kind: {} for kind in KINDS}
    taken: dict[str, tuple[int, int]] = {}
    for path in paths:
        gold, proposals = read(path)
        taken[path.stem] = _sure(gold, proposals)
        for kind, score, missed, wrong in compared(gold, proposals.as_json()):
            scores[kind][path.stem] = score
            if mistakes and kind.startswith(only):
                for label, entries in (("missed", missed), ("wrong", wrong)):
                    for one in entries:
                        words = " ".join(str(value)[:70] for value in one.values())
                        print(f"  {path.stem}: {kind}: {label} {words}")
    if not only:
        speakers, wrongly = (sum(column) for column in zip(*taken.values(), strict=True))
        worst = max(taken, key=lambda name: taken[name][1])
        print(
            f"{'taken at once':18} {speakers} speakers, {wrongly} wrong (most in {worst}: {taken[worst][1]})"
        )
    for kind, by_name in scores.items():
        total = sum(by_name.values(), Score())
        worst = min(by_name, key=lambda name: min(by_name[name].precision, by_name[name].recall))
        low = by_name[worst]
        print(
            f"{kind:18} {total.precision:.2f} / {total.recall:.2f} of {total.gold:3}"
            f"   worst {low.precision:.2f} / {low.recall:.2f} ({worst})"
        )
        if by_article:
            for name, score in by_name.items():
                print(f"    {name:24} {score.precision:.2f} / {score.recall:.2f} of {score.gold:3}")


def _sure(gold: dict[str, Any], proposals: Proposals) -> tuple[int, int]:
    """How many speakers are taken without an editor's decision, and how many of these are wrong."""
    speakers = {one["start"]: one["speaker"] for one in gold["quotations"] if one["kind"] == "direct"}
    sure = [one for one in proposals.quotations if one.kind == "direct" and one.is_sure]
    return len(sure), sum(plain(speakers.get(one.start)) != plain(one.speaker) for one in sure)


if __name__ == "__main__":
    options = [one for one in sys.argv[1:] if one.startswith("--")]
    only = next((one for one in sys.argv[1:] if not one.startswith("--")), "")
    is_blind = "--blind" in options
    for folder in [FOLDERS[one] for one in options if one in FOLDERS] or FOLDERS.values():
        print(f"{folder.name}, {'kept apart' if is_blind else 'the rules are made with these'}")
        report(
            [path for path, blind in articles(folder) if blind == is_blind],
            mistakes="--mistakes" in options and not is_blind,
            by_article="--articles" in options,
            only=only,
        )
