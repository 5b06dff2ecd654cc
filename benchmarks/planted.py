"""Plants mistakes that would post twice, show what is private, or answer from old cases: each must be seen.

``planted.py`` plants all of ``planted_mutants.toml``, ``planted.py replay keys`` those of which the area or
the module contains a word. Each is put into its module as that is imported, in a child of this process, and
the tests run that should fail. It ends with 1 where one survives, or where tests fail without any mistake.
"""

from __future__ import annotations

import os
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from _measure import table
from _mutated import Replaced, start

ROOT = Path(__file__).parent.parent
LIST = Path(__file__).parent / "planted_mutants.toml"
LONGEST = 240
"""Seconds that the tests of one mistake may take."""


@dataclass(frozen=True)
class Planted:
    """A mistake: in the text of ``module``, ``was`` stands once and becomes ``becomes``."""

    area: str
    module: str
    was: str
    becomes: str
    would: str
    """What it would do to people."""
    tests: tuple[str, ...]

    @property
    def source(self) -> str:
        """The source of the module with the mistake. Raises ValueError where its place is not there once."""
        text = (ROOT / self.module).read_text("utf-8")
        if text.count(self.was) != 1:
            raise ValueError(f"{self.module} has {text.count(self.was)} times: {self.was}")
        return text.replace(self.was, self.becomes)


def planted() -> Iterator[Planted]:
    """The mistakes of the list."""
    for area, mistakes in tomllib.loads(LIST.read_text("utf-8")).items():
        for one in mistakes:
            yield Planted(area, **{**one, "tests": tuple(one["tests"])})


def passes(module: str, source: str, tests: tuple[str, ...]) -> bool:
    """Whether tests pass with this source in the place of a module."""
    name = module.removesuffix(".py").replace("/", ".")
    _, status = os.waitpid(start(tests, Replaced(name, source), LONGEST), 0)
    return status == 0


def main() -> None:
    """Plant the mistakes that were asked for, and print which were seen and how long that took."""
    asked = [
        one
        for one in planted()
        if not sys.argv[1:] or any(word in one.area + one.module for word in sys.argv[1:])
    ]
    began, rows, survived = time.perf_counter(), [], []
    for module, tests in dict.fromkeys((one.module, one.tests) for one in asked):
        if not passes(module, (ROOT / module).read_text("utf-8"), tests):
            raise SystemExit(f"These fail without any mistake: {' '.join(tests)}")
    for one in asked:
        since = time.perf_counter()
        survives = passes(one.module, one.source, one.tests)
        survived += [one] if survives else []
        took = f"{time.perf_counter() - since:.1f} s"
        rows.append([one.area, f"`{one.module}`", one.would, "SURVIVED" if survives else "killed", took])
        print(*rows[-1], sep=" | ", file=sys.stderr, flush=True)
    table(("area", "module", "what it would do", "", "took"), rows)
    print(f"\n{len(asked) - len(survived)} of {len(asked)} killed in {time.perf_counter() - began:.0f} s")
    sys.exit(bool(survived))


if __name__ == "__main__":
    main()
