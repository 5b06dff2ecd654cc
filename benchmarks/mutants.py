"""Mutation tests: which small mistakes in the modules that must not err no test would see.

``mutants.py`` tries the mutants of all modules below, ``mutants.py schedule keys`` those of modules whose
path contains a word. What was found is kept in ``var/mutants.jsonl`` until the module or one of its tests
changes, so that a run can be stopped and taken up again. It ends with 1 where a mutant survives that nobody
has reviewed; those that change nothing are listed, each with the reason, in ``equivalent_mutants.toml``.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from _measure import table
from _mutated import Replaced, import_others, start
from _mutations import Mutant, mutants_of
from rich.console import Console
from rich.progress import Progress

ROOT = Path(__file__).parent.parent
REMEMBERED = ROOT / "var" / "mutants.jsonl"
EQUIVALENT = Path(__file__).parent / "equivalent_mutants.toml"
CHECKING = (
    "tests/checking/test_elisions.py",
    "tests/checking/test_verdicts.py",
    "tests/checking/test_likeness.py",
    "tests/answers/test_verify.py",
)
TESTS: dict[str, tuple[str, ...]] = {
    "bot/platforms/discord/permissions.py": (
        "tests/platforms/discord/test_permissions.py",
        "tests/platforms/discord/test_sender.py",
    ),
    "bot/platforms/slack/signature.py": ("tests/platforms/slack/test_signature.py",),
    "bot/service/replay_cache.py": ("tests/platforms/slack/test_signature.py",),
    "bot/digests/delivery/keys.py": ("tests/digests/test_keys.py",),
    "bot/digests/schedule.py": (
        "tests/digests/test_schedule_edges.py",
        "tests/digests/test_schedule_parser.py",
        "tests/digests/test_schedule.py",
    ),
    "bot/rendering/gate.py": ("tests/rendering/test_proof.py", "tests/rendering/test_gate.py"),
    "bot/rendering/proof.py": (
        "tests/rendering/test_proof.py",
        "tests/rendering/test_gate.py",
        "tests/rendering/test_html.py",
    ),
    "bot/cases/selectors.py": (
        "tests/cases/test_selector_places.py",
        "tests/cases/test_refusals.py",
        "tests/corpus/test_sources.py",
        "tests/checking/test_anchoring.py",
        "tests/cases/test_selectors.py",
        "tests/cases/test_graphemes.py",
    ),
    "bot/checking/regions.py": ("tests/checking/test_regions.py", *CHECKING),
    "bot/checking/elisions.py": CHECKING,
    "bot/checking/verdicts.py": CHECKING,
}
"""The modules, each with the tests that shall see every mistake in it, those first that see most."""
SLOWER, START = 4, 20
"""A mutant is seen where the tests take so many times as long as without it, and so many seconds."""
LONGEST = 600
"""Seconds that the tests of a module may take."""
AT_ONCE = int(os.environ.get("JOBS", "1"))
"""Mutants that are tried side by side."""


@dataclass
class Module:
    """A module, its mutants, and of which of these the tests see nothing."""

    path: str
    mutants: tuple[Mutant, ...]
    equivalent: dict[str, str]
    seen: dict[str, bool]

    @property
    def survivors(self) -> list[Mutant]:
        """The mutants that no test sees and that nobody has reviewed."""
        return [one for one in self.mutants if not self.seen[one.name] and one.name not in self.equivalent]


def main() -> None:
    """Try the mutants of the modules that were asked for, and print a table and the survivors."""
    asked = [path for path in TESTS if not sys.argv[1:] or any(word in path for word in sys.argv[1:])]
    reviewed = tomllib.loads(EQUIVALENT.read_text("utf-8"))
    modules = [
        tried(path, {one["mutant"]: one["reason"] for one in reviewed.get(path, ())}) for path in asked
    ]
    table(("module", "mutants", "killed", "change nothing", "survived"), map(row, modules))
    for module in modules:
        for line in remarks(module):
            print(line)
    sys.exit(any(module.survivors for module in modules))


def remarks(module: Module) -> Iterator[str]:
    """A line for each mutant that was not killed: that it survived, or why it changes nothing."""
    for mutant in module.survivors:
        yield f"- `{module.path}`, line {mutant.line}, survived: {mutant.name}"
    for name, reason in module.equivalent.items():
        killed = " (it is killed, or gone)" if module.seen.get(name, True) else ""
        yield f"- `{module.path}`, {name}: {reason}{killed}"


def row(module: Module) -> list[str]:
    """A line of the table."""
    number, killed, left = len(module.mutants), sum(module.seen.values()), len(module.survivors)
    return [f"`{module.path}`", *map(str, (number, killed, number - killed - left, left))]


def tried(path: str, equivalent: dict[str, str]) -> Module:
    """Run the tests with each mutant of a module that was not tried before."""
    source = (ROOT / path).read_text("utf-8")
    mutants = tuple(mutants_of(source))
    stamp = stamp_of(source, TESTS[path])
    seen = remembered(path, stamp)
    new = [one for one in mutants if one.name not in seen]
    if new:
        limit = SLOWER * without_mutant(path, source) + START
        for mutant, found in run(path, new, round(limit)):
            seen[mutant.name] = found
            remember({"path": path, "stamp": stamp, "mutant": mutant.name, "seen": found})
    return Module(path, mutants, equivalent, {one.name: seen[one.name] for one in mutants})


def without_mutant(path: str, source: str) -> float:
    """Seconds that the tests of a module take; raises SystemExit where they fail without a mutant."""
    began = time.perf_counter()
    with tempfile.NamedTemporaryFile() as file:
        child = start(TESTS[path], Replaced(named(path), source), LONGEST, Path(file.name))
        _, status = os.waitpid(child, 0)
        if status:
            raise SystemExit(f"The tests of {path} fail by themselves, or take more than {LONGEST} s.")
        took = time.perf_counter() - began
        import_others(Path(file.name))
    return took


def run(path: str, mutants: Sequence[Mutant], limit: int) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant, with whether the tests of its module fail with it or do not end in time."""
    waiting, running = list(reversed(mutants)), dict[int, Mutant]()
    with Progress(console=Console(stderr=True), auto_refresh=False) as progress:
        bar = progress.add_task(path, total=len(mutants))
        while waiting or running:
            while waiting and len(running) < AT_ONCE:
                mutant = waiting.pop()
                running[start(TESTS[path], Replaced(named(path), mutant.source), limit)] = mutant
            child, status = os.wait()
            progress.advance(bar)
            progress.refresh()
            yield running.pop(child), status != 0


def named(path: str) -> str:
    """The name of the module in a file."""
    return path.removesuffix(".py").replace("/", ".")


def stamp_of(source: str, tests: Iterable[str]) -> str:
    """Names a module and its tests as they are now."""
    texts = [source, *((ROOT / test).read_text("utf-8") for test in tests)]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def remembered(path: str, stamp: str) -> dict[str, bool]:
    """What is known of the mutants of a module from earlier runs."""
    if not REMEMBERED.exists():
        return {}
    known = map(json.loads, REMEMBERED.read_text("utf-8").splitlines())
    return {one["mutant"]: one["seen"] for one in known if (one["path"], one["stamp"]) == (path, stamp)}


def remember(result: dict[str, object]) -> None:
    """Keep what became of a mutant."""
    REMEMBERED.parent.mkdir(exist_ok=True)
    with REMEMBERED.open("a", encoding="utf-8") as file:
        file.write(json.dumps(result, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
