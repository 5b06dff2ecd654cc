"""Measures what the proposer finds in the invented articles of three folders, by kind.

``gold``, ``gold_others`` and ``marked`` stand in ``tests/authoring``. In the first two, half of the articles
were kept apart while the rules were made (by the SHA-256 of their names), in ``marked``, which tells speakers
and rulings alone, those of ``kept.txt``. Their figures are printed with ``--blind`` only, and never a mistake
of theirs: how often they were looked at stands in the README of the folder. ``--gold``, ``--gold-others`` and
``--marked`` measure one folder alone, ``--articles`` prints the figures of each article, and ``--mistakes``
prints every miss in the articles that are not kept apart. ``--readers`` compares what a second reader found
in the articles of ``gold``, who saw their texts alone, with what the first one did: what is common of what
the second found, and of what the first found.
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
from typing import Any, NamedTuple

from bot.authoring.proposals import Proposals
from bot.authoring.propose import propose
from tests.authoring.marked_articles import MARKED, marked_articles

AUTHORING = Path(__file__).resolve().parent.parent / "tests" / "authoring"
FOLDERS = {"--gold": AUTHORING / "gold", "--gold-others": AUTHORING / "gold_others", "--marked": MARKED}
"""The option that chooses a folder of articles alone, and the folder."""
SECOND_READER = FOLDERS["--gold"] / "second_reader"
"""What a second reader found in the articles of ``gold``."""
OF_READERS = (
    "quotation starts",
    "speakers",
    "indirect",
    "amounts",
    "dates",
    "days",
    "ruling sentences",
    "rulings",
)
"""The kinds in which two readers are compared; what else there is they were not told to write alike."""
PUBLISHED = date(2024, 5, 16)
"""The day on which the articles of ``marked`` are read, whose gold tells no dates."""
OF_MARKED = frozenset({"quotation starts", "quotation spans", "speakers", "ruling sentences", "rulings"})
"""The kinds that the articles of ``marked`` have a gold for."""
Entry = dict[str, Any]


class Source(NamedTuple):
    """An article with what a reader finds in it."""

    name: str
    text: str
    gold: dict[str, Any]
    is_kept_apart: bool


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
    """Each kind that the gold tells, with its score, what was missed, and what was proposed for nothing."""
    for kind, (section, wanted, same) in KINDS.items():
        if kind not in gold.get("kinds", KINDS):
            continue
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


def sources(folder: Path) -> Iterator[Source]:
    """The articles of a folder with their gold, and whether each is one of those kept apart."""
    if folder == MARKED:
        yield from _marked()
        return
    groups: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.json")):
        pair = re.fullmatch(r"(.+)-[ab]", path.stem)
        groups.setdefault(pair[1] if pair else "", []).append(path)
    for group in groups.values():
        by_hash = sorted(group, key=lambda path: sha256(path.stem.encode()).hexdigest())
        blind = by_hash[: len(group) // 2]
        for path in group:
            gold = json.loads(path.read_text(encoding="utf-8"))
            yield Source(path.stem, path.with_suffix(".txt").read_text(encoding="utf-8"), gold, path in blind)


def _marked() -> Iterator[Source]:
    """The articles of ``marked``."""
    for path in sorted(MARKED.glob("*.txt")):
        for one in marked_articles(path):
            gold = {
                "published": PUBLISHED.isoformat(),
                "quotations": one.quotations,
                "rulings": one.rulings,
                "kinds": OF_MARKED,
            }
            yield Source(one.name, one.text, gold, path.stem == "kept")


def report(articles: Iterable[Source], *, mistakes: bool, by_article: bool, only: str = "") -> None:
    """Print the figures of some articles: by kind the mean over all entries, and the worst article."""
    scores: dict[str, dict[str, Score]] = {kind: {} for kind in KINDS}
    taken: dict[str, tuple[int, int]] = {}
    for article in articles:
        proposals = propose(article.text, date.fromisoformat(article.gold["published"]))
        taken[article.name] = _sure(article.gold, proposals)
        for kind, score, missed, wrong in compared(article.gold, proposals.as_json()):
            scores[kind][article.name] = score
            if mistakes and kind.startswith(only):
                for label, entries in (("missed", missed), ("wrong", wrong)):
                    for one in entries:
                        words = " ".join(str(value)[:70] for value in one.values())
                        print(f"  {article.name}: {kind}: {label} {words}")
    if not only:
        speakers, wrongly = (sum(column) for column in zip(*taken.values(), strict=True))
        worst = max(taken, key=lambda name: taken[name][1])
        print(
            f"{'taken at once':18} {speakers} speakers, {wrongly} wrong (most in {worst}: {taken[worst][1]})"
        )
    _print_scores(scores, by_article=by_article)


def compare_readers(*, by_article: bool) -> None:
    """Print how far a second reader of ``gold`` agrees with the first."""
    scores: dict[str, dict[str, Score]] = {kind: {} for kind in KINDS}
    for article in sources(FOLDERS["--gold"]):
        read = json.loads((SECOND_READER / f"{article.name}.json").read_text(encoding="utf-8"))
        for kind, score, _, _ in compared({**article.gold, "kinds": OF_READERS}, read):
            scores[kind][article.name] = score
    _print_scores(scores, by_article=by_article)


def _print_scores(scores: dict[str, dict[str, Score]], *, by_article: bool) -> None:
    """Print the precision and the recall of each kind, and the worst article."""
    for kind, by_name in scores.items():
        if not by_name:
            continue
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
    if "--readers" in options:
        print("a second reader of gold, beside the first")
        compare_readers(by_article="--articles" in options)
        sys.exit()
    for folder in [FOLDERS[one] for one in options if one in FOLDERS] or FOLDERS.values():
        print(f"{folder.name}, {'kept apart' if is_blind else 'the rules are made with these'}")
        report(
            [one for one in sources(folder) if one.is_kept_apart == is_blind],
            mistakes="--mistakes" in options and not is_blind,
            by_article="--articles" in options,
            only=only,
        )
