"""How often a check calls a misquotation true, or a true quotation altered, by kind; beside two peers.

Articles: those of the repository and invented ones, half of which were never looked at while the checker was
tuned (``_invented.py``): nobody has seen a claim of theirs that was judged wrongly, only counts are printed.
``--quick`` makes a small run of it. ``--json`` writes the counts with their day, as the page
``/about/accuracy`` shows them (``bot/web/accuracy.json``). Where a run must not take long, ``--share 4`` with
the seeds 1 to 4 makes it in four parts, whose files ``--add`` adds up.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from _claims import (
    MUTATIONS,
    Article,
    article_of,
    attributed,
    joined,
    misattributed,
    omitted,
    spliced,
    stretch,
)
from _invented import FOLDERS, blind_half, open_half, written
from _measure import ROOT, p50, p99, table
from _wrappings import wrapped
from rapidfuzz.fuzz import partial_ratio, partial_ratio_alignment

from bot.cases.library import Library
from bot.cases.model import Case
from bot.checking.parts import TextPart
from bot.checking.report import check
from bot.console import progress
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.search.archive import Archive

CLAIMS, SPLICES, PEER_CLAIMS = 100_000, 2_000, 3_000
MISQUOTATIONS = 105_000
"""Misquotations that are tried: of some stretches none of a kind can be made, and 100,000 are wanted."""
SEED = 17
QUICK = 100
"""By what a quick run divides these numbers."""
INVENTED = 15
"""Articles made from patterns of each half, besides those of the repository and those written one by one."""
TRUE = frozenset(("verbatim", "typography", "elided"))
PEER_LIKENESS = 90.0
NAMED_AS = {"brackets": {"insertion", "negation", "number", "name"}}
"""The kinds of change that a check may name for a kind of misquotation that is called otherwise here."""


@dataclass
class Score:
    """What claims of one kind were called."""

    verdicts: Counter[str] = field(default_factory=Counter)
    named: int = 0
    altered: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many claims were judged."""
        return self.verdicts.total()

    @property
    def true(self) -> int:
        """How many were called verbatim, typography or elided."""
        return sum(self.verdicts[verdict] for verdict in TRUE)


@dataclass(frozen=True)
class Measured:
    """The articles of both halves, the archive of all, and the generator of the claims."""

    archive: Archive
    halves: dict[str, list[Article]]
    every: str
    said: frozenset[tuple[str, str]]
    generator: random.Random

    def recorded(self, half: str) -> list[Article]:
        """The articles of a half of which it is recorded who says what."""
        return [article for article in self.halves[half] if article.said]

    def check(self, text: str) -> tuple[str, set[str]]:
        """The verdict on a text, and the kinds of change that it names."""
        report = check(self.archive, (TextPart(text),))
        return report.verdict, {change for one in report.claims for change in one.changes}


def main() -> int:
    """Measure, print the tables, and return 1 where a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a hundredth of all claims")
    parser.add_argument("--failures", action="store_true", help="show failures of the open half")
    parser.add_argument("--share", type=int, default=1, help="measure one in so many of all claims")
    parser.add_argument("--seed", type=int, default=SEED, help="of the claims that are made")
    parser.add_argument(
        "--add", type=Path, nargs="+", help="add up the counts of these files, and measure none"
    )
    parser.add_argument("--json", type=Path, help="write the counts to this file")
    arguments = parser.parse_args()
    share = QUICK if arguments.quick else arguments.share
    if arguments.add:
        parts = [json.loads(path.read_text("utf-8")) for path in arguments.add]
        text = json.dumps(_added(parts), indent=1, ensure_ascii=False)
        (arguments.json or Path("/dev/stdout")).write_text(f"{text}\n", encoding="utf-8")
        return 0
    measured = prepare(arguments.seed)
    false_yes, right = mutations(measured, MISQUOTATIONS // share), true_quotations(measured, CLAIMS // share)
    joins, gaps = splices(measured, SPLICES // share * (5 if arguments.quick else 1))
    _print(measured, false_yes, right, joins, gaps)
    compared = peers(measured, PEER_CLAIMS // share * (5 if arguments.quick else 1))
    if arguments.json:
        counts = exported(measured, false_yes, right, joins, gaps)
        text = json.dumps({**counts, "checkers": compared}, indent=1, ensure_ascii=False)
        arguments.json.write_text(f"{text}\n", encoding="utf-8")
    if arguments.failures:
        for score in (*false_yes.values(), *right.values(), joins["open"], gaps["open"]):
            for line in score.wrong[:40]:
                print(line, file=sys.stderr)
    return 0 if passes(false_yes, right, joins, gaps) else 1


def _added(parts: Sequence[Any]) -> Any:
    """The counts of several parts of a run added up; what is no count is that of the last part."""
    last = parts[-1]
    if isinstance(last, dict):
        return {
            key: last[key] if key == "articles" else _added([part[key] for part in parts]) for key in last
        }
    if isinstance(last, list):
        return [_added(list(each)) for each in zip(*parts, strict=True)]
    return sum(parts) if isinstance(last, int) else last


def prepare(seed: int = SEED) -> Measured:
    """The articles, in one archive."""
    repository = [
        case for folder in FOLDERS for case in ContentRepository(ROOT / folder).read().cases.values()
    ]
    to_look_at, unseen = written()
    opened = [*repository, *to_look_at, *open_half(INVENTED)]
    blind = [*unseen, *blind_half(INVENTED + len(repository))]
    cases: list[Case] = [*opened, *blind]
    archive = open_archive(Library({case.id: case for case in cases}, folder="content"), None)
    halves = {
        "open": [article for case in opened for article in article_of(case)],
        "blind": [article for case in blind for article in article_of(case)],
    }
    every = "|".join(article.words for articles in halves.values() for article in articles)
    said = frozenset(one for articles in halves.values() for article in articles for one in article.said)
    return Measured(archive, halves, every, said, random.Random(seed))  # noqa: S311  -- the same claims in every run


def mutations(measured: Measured, count: int) -> dict[str, Score]:
    """The scores of misquotations by kind, and by half; every second one is wrapped."""
    scores: dict[str, Score] = {}
    kinds = (*MUTATIONS, "speaker")
    for done, (half, article) in enumerate(_articles(measured, count, "Misquotations")):
        kind = kinds[done // 2 % len(kinds)]
        if kind == "speaker":
            article = measured.generator.choice(measured.recorded(half))  # noqa: PLW2901  -- others have none
        text = _misquoted(kind, article, measured)
        score = scores.setdefault(f"{half} {kind}", Score())
        if text is None:
            continue
        claim = text
        if kind != "speaker" and measured.generator.random() < 0.5:  # noqa: PLR2004  -- a share
            claim = wrapped(text, measured.generator)[0]
        verdict, changes = measured.check(claim)
        score.verdicts[verdict] += 1
        score.altered += verdict == "altered"
        is_named = not changes.isdisjoint(NAMED_AS.get(kind, {kind}))
        score.named += is_named
        if half == "open" and verdict != "misattributed" and not is_named:
            score.wrong.append(f"{kind} {verdict} {sorted(changes)}: {claim!r}")
    return scores


def _misquoted(kind: str, article: Article, measured: Measured) -> str | None:
    generator = measured.generator
    for _ in range(60):
        if kind == "speaker":
            text = misattributed(article, generator, measured.said)
        else:
            true = stretch(article, generator)
            text = MUTATIONS[kind](true, article, generator)
        if text and (kind == "speaker" or joined(text) not in measured.every):
            return text
    return None


def true_quotations(measured: Measured, count: int) -> dict[str, Score]:
    """The scores of true quotations in wrappings, by half."""
    scores = {"open": Score(), "blind": Score()}
    for half, article in _articles(measured, count, "True quotations"):
        named = attributed(article, measured.generator) if measured.generator.random() < 0.1 else None  # noqa: PLR2004  -- a share
        text, names = (
            (named, ("speaker",))
            if named
            else wrapped(stretch(article, measured.generator), measured.generator)
        )
        verdict, _ = measured.check(text)
        scores[half].verdicts[verdict] += 1
        if half == "open" and verdict not in TRUE:
            scores[half].wrong.append(f"{verdict} {names}: {text!r}")
        elif verdict not in TRUE:
            scores[half].wrong.append(f"blind {verdict} {names}")
    return scores


def splices(measured: Measured, count: int) -> tuple[dict[str, Score], dict[str, Score]]:
    """The scores of joined clauses of different subjects, and of honest ellipses, by half."""
    found: list[dict[str, Score]] = []
    for make in (spliced, omitted):
        scores = {"open": Score(), "blind": Score()}
        while sum(score.total for score in scores.values()) < count:
            half = "open" if scores["open"].total <= scores["blind"].total else "blind"
            text = make(measured.generator.choice(measured.halves[half]), measured.generator)
            if text is None or joined(text) in measured.every:
                continue
            verdict, changes = measured.check(text)
            scores[half].verdicts[verdict] += 1
            if half == "open" and verdict != ("altered" if make is spliced else "elided"):
                scores[half].wrong.append(f"{make.__name__} {verdict} {sorted(changes)}: {text!r}")
        found.append(scores)
    return found[0], found[1]


def _articles(measured: Measured, count: int, what: str) -> Iterator[tuple[str, Article]]:
    """An article of each half in turn."""
    with progress(what) as show:
        for done in range(count):
            half = "open" if done % 2 else "blind"
            yield half, measured.generator.choice(measured.halves[half])
            if done % 500 == 0:
                show(done, count)


def passes(
    false_yes: dict[str, Score], right: dict[str, Score], joins: dict[str, Score], gaps: dict[str, Score]
) -> bool:
    """Whether every limit is kept: no misquotation called true, .98 named, .999 right, .99 and .97."""
    altered = sum(score.altered for kind, score in false_yes.items() if "speaker" not in kind)
    named = sum(score.named for kind, score in false_yes.items() if "speaker" not in kind)
    return (
        not any(score.true for score in false_yes.values())
        and named >= 0.98 * altered
        and _share(right.values(), *TRUE) >= 0.999  # noqa: PLR2004
        and _share(joins.values(), "altered") >= 0.99  # noqa: PLR2004
        and _share(gaps.values(), "elided") >= 0.97  # noqa: PLR2004
    )


def _share(scores: Iterable[Score], *verdicts: str) -> float:
    every = list(scores)
    return sum(score.verdicts[verdict] for score in every for verdict in verdicts) / sum(
        score.total for score in every
    )


def _print(
    measured: Measured,
    false_yes: dict[str, Score],
    right: dict[str, Score],
    joins: dict[str, Score],
    gaps: dict[str, Score],
) -> None:
    articles = ", ".join(f"{len(one)} {half}" for half, one in measured.halves.items())
    rows = [
        (
            kind,
            f"{score.total:,}",
            f"{score.true:,}",
            f"{score.altered / max(1, score.total):.4f}",
            f"{score.verdicts['not_found']:,}",
            f"{score.named / max(1, score.altered):.4f}" if "speaker" not in kind else "–",
        )
        for kind, score in sorted(false_yes.items())
    ]
    table(
        (
            f"misquotations ({articles} articles)",
            "claims",
            "called true",
            "altered",
            "not found",
            "kind named, of the altered",
        ),
        rows,
    )
    shares = [
        (
            f"{half} {name}",
            f"{score.total:,}",
            f"{score.verdicts[best] if best else score.true:,}",
            f"{(score.verdicts[best] if best else score.true) / max(1, score.total):.4f}",
        )
        for name, scores, best in (
            ("true quotations in wrappings", right, ""),
            ("splices", joins, "altered"),
            ("honest ellipses", gaps, "elided"),
        )
        for half, score in scores.items()
    ]
    table(("claims", "claims", "right", "share"), shares)


def exported(
    measured: Measured,
    false_yes: dict[str, Score],
    right: dict[str, Score],
    joins: dict[str, Score],
    gaps: dict[str, Score],
) -> dict[str, Any]:
    """The counts as plain data, with the day on which they were measured."""
    kinds = sorted({name.split()[1] for name in false_yes})
    return {
        "measured_on": f"{datetime.now(UTC):%Y-%m-%d}",
        "articles": {half: len(articles) for half, articles in measured.halves.items()},
        "misquotations": {
            kind: {half: _misquotations(false_yes[f"{half} {kind}"]) for half in measured.halves}
            for kind in kinds
        },
        "true_quotations": {half: _rightly(score, *TRUE) for half, score in right.items()},
        "splices": {half: _rightly(score, "altered") for half, score in joins.items()},
        "honest_omissions": {half: _rightly(score, "elided") for half, score in gaps.items()},
    }


def _misquotations(score: Score) -> dict[str, int]:
    return {
        "claims": score.total,
        "called_true": score.true,
        "altered": score.altered,
        "misattributed": score.verdicts["misattributed"],
        "not_found": score.verdicts["not_found"],
        "kind_named": score.named,
    }


def _rightly(score: Score, *verdicts: str) -> dict[str, int]:
    return {"claims": score.total, "right": sum(score.verdicts[verdict] for verdict in verdicts)}


def peers(measured: Measured, count: int) -> list[dict[str, Any]]:
    """Print and return how often this checker and two peers call misquotations true, and true ones false.

    The peers are given the article that a claim is of, which is more than anybody can know.
    """
    rows: list[tuple[str, ...]] = []
    compared: list[dict[str, Any]] = []
    generator = measured.generator
    articles = [article for half in measured.halves.values() for article in half]
    kinds = [*MUTATIONS]
    chosen = [generator.choice(articles) for _ in range(count)]
    false = [
        (article, text)
        for at, article in enumerate(chosen)
        if (text := _misquoted(kinds[at % len(kinds)], article, measured))
    ]
    true = [(article, wrapped(stretch(article, generator), generator)[0]) for article in chosen]
    plain = [(article, stretch(article, generator)) for article in chosen]
    checkers: dict[str, Callable[[Article, str], bool]] = {
        "this checker": lambda _, text: measured.check(text)[0] in TRUE,
        "difflib ratio ≥ .9": _by_difflib,
        "rapidfuzz partial_ratio ≥ 90": lambda article, text: (
            partial_ratio(text, article.text) >= PEER_LIKENESS
        ),
    }
    for name, says in checkers.items():
        begin = time.perf_counter()
        yes, no, plain_no = (sum(says(*claim) for claim in claims) for claims in (false, true, plain))
        compared.append(
            {
                "name": name,
                "misquotations": {"claims": len(false), "called_true": yes},
                "wrapped": {"claims": len(true), "right": no},
                "plain": {"claims": len(plain), "right": plain_no},
            }
        )
        milliseconds = (time.perf_counter() - begin) * 1000 / (len(false) + len(true) + len(plain))
        rows.append(
            (
                name,
                f"{yes / len(false):.4f}",
                f"{1 - no / len(true):.4f}",
                f"{1 - plain_no / len(plain):.4f}",
                f"{milliseconds:.2f}",
            )
        )
    table(
        (f"{count:,} claims of each", "false yes", "false no, wrapped", "false no, plain", "ms a claim"), rows
    )
    seconds, busy = [], []
    for _, text in (*false, *true):
        begin, begun = time.perf_counter(), time.process_time()
        measured.check(text)
        seconds.append(time.perf_counter() - begin)
        busy.append(time.process_time() - begun)
    for what, times in (("one claim", seconds), ("of it computing", busy)):
        print(f"\n{what}: p50 {p50(times) * 1000:.2f} ms, p99 {p99(times) * 1000:.2f} ms")
    return compared


def _by_difflib(article: Article, text: str) -> bool:
    """As quotation checkers do it: the ratio with the most similar stretch of the article."""
    found = partial_ratio_alignment(text, article.text)
    window = article.text[found.dest_start : found.dest_end] if found else ""
    return SequenceMatcher(None, text, window, autojunk=False).ratio() >= PEER_LIKENESS / 100


if __name__ == "__main__":
    sys.exit(main())
