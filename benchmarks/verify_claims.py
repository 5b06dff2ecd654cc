"""Verdicts on claimed quotations at 100,000 real passages, beside scanning every source for the exact words.

Each case has one source of twenty passages. Claims are true quotations of a source, the same with one
letter or digit edited in ten ways, and passages that no source holds.
"""

from __future__ import annotations

import gc
import hashlib
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from _corpus import passages
from _measure import p50, p99, table

from bot.cases.library import Library
from bot.cases.model import Case, Source
from bot.checking.verdicts import match_claim
from bot.console import progress
from bot.corpus.index_files import open_archive
from bot.search.archive import Archive
from bot.search.folding import fold

PASSAGES, PER_SOURCE, CLAIMS, EDITS = 100_000, 20, 1_000, 10
BRACKETED = re.compile(r"\[[^\]]*\]")
VERBATIM = {"exact", "typography", "elided"}


def main() -> None:
    """Measure at 100,000 passages, or at as many as the argument says."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PASSAGES
    texts = passages(count + CLAIMS)
    known, unknown = texts[:count], texts[count:]
    library = Library({case.id: case for case in _cases(known)}, folder="content")
    generator = random.Random(7)  # noqa: S311  -- the same claims in every run
    true = [_stretch(known, generator) for _ in range(CLAIMS)]
    altered = [_edited(claim, generator) for claim in true for _ in range(EDITS)]
    with tempfile.TemporaryDirectory() as folder:
        archive = open_archive(library, Path(folder))
        match_claim(archive, true[0])
        gc.collect()
        gc.freeze()  # As the bot does once it has loaded its cases.
        rows = [
            _row("true quotations", archive, true, VERBATIM),
            _row("one letter or digit edited", archive, altered, {"altered", "not_found"}),
            _row("in no source", archive, unknown, {"altered", "not_found"}),
        ]
    scanned = [fold(case.sources[0].text) for case in library.cases.values()]
    found = _timed(lambda claim: any(fold(claim) in text for text in scanned), true[:100], "Scanning")
    head = (f"claims at {count:,} passages", "p50 ms", "p99 ms", "judged so", "called verbatim")
    scan = ("baseline: true quotations, every source scanned", _ms(p50(found)), _ms(p99(found)), "–", "–")
    table(head, [*rows, scan])


def _row(name: str, archive: Archive, claims: Sequence[str], right: set[str]) -> tuple[str, ...]:
    kinds: list[str] = []
    seconds = _timed(lambda claim: kinds.append(match_claim(archive, claim).kind), claims, name)
    share = sum(kind in right for kind in kinds) / len(kinds)
    for claim, kind in zip(claims, kinds, strict=True):
        if kind not in right:
            print(f"judged {kind}: {claim!r}", file=sys.stderr)
    verbatim = sum(kind in VERBATIM for kind in kinds)
    return name, _ms(p50(seconds)), _ms(p99(seconds)), f"{share:.3f}", f"{verbatim:,} of {len(kinds):,}"


def _timed(work: Callable[[str], object], claims: Sequence[str], what: str) -> list[float]:
    seconds = []
    with progress(what) as show:
        for done, claim in enumerate(claims, start=1):
            begin = time.perf_counter()
            work(claim)
            seconds.append(time.perf_counter() - begin)
            show(done, len(claims))
    return seconds


def _cases(known: Sequence[str]) -> Iterator[Case]:
    for number, start in enumerate(range(0, len(known), PER_SOURCE)):
        text = "\n\n".join(known[start : start + PER_SOURCE])
        digest = hashlib.sha256(text.encode()).hexdigest()
        source = Source(id="a", file="a.txt", sha256=digest, date_published="2024-01-01", text=text)
        yield Case(id=f"case-{number}", title=f"Case {number}", revised="2024-01-01", sources=(source,))


def _stretch(known: Sequence[str], generator: random.Random) -> str:
    """Most of a passage, in whole words."""
    words = known[generator.randrange(len(known))].split()
    length = generator.randint(min(6, len(words)), len(words))
    start = generator.randint(0, len(words) - length)
    return " ".join(words[start : start + length])


def _edited(claim: str, generator: random.Random) -> str:
    """The claim with one letter or digit inside it replaced, dropped or doubled.

    Not inside square brackets: what stands there is held to be put in by whoever quotes.
    """
    bracketed = {at for found in BRACKETED.finditer(claim) for at in range(*found.span())}
    places = [at for at, letter in enumerate(claim) if letter.isalnum() and at not in bracketed][1:-1]
    at = generator.choice(places)
    letters = "0123456789" if claim[at].isdigit() else "abcdefghijklmnopqrstuvwxyz"
    other = generator.choice([one for one in letters if one != claim[at].lower()])
    return claim[:at] + generator.choice((other, "", claim[at] * 2)) + claim[at + 1 :]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f}"


if __name__ == "__main__":
    main()
