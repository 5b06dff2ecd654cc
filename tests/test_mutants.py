"""What `make mutants` tries is there: its modules and their tests."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.proofs import LONG

ROOT = Path(__file__).parent.parent
LISTED = """
import ast, json, sys
from itertools import islice
from _mutations import mutants_of
from mutants import TESTS
named = json.loads(sys.argv[1])

def listed(path):
    source = open(path, encoding="utf-8").read()
    if named is None:
        return mutants_of(source)
    if path not in named:
        return islice(mutants_of(source), 1)
    tree = ast.parse(source)
    tree.body = [one for one in tree.body if getattr(one, "name", "module") in named[path]]
    return mutants_of(ast.unparse(tree))

for path, tests in TESTS.items():
    for test in tests:
        open(test).close()
    names = [mutant.name for mutant in listed(path)]
    assert len(names) == len(set(names)) > 0, path
    for name in names:
        print(path, name, sep="\t")
"""
"""Lists all mutants, or those of the functions that its argument names and one of each other module."""


def test_every_module_has_mutants_and_tests_and_those_that_were_reviewed_are_among_them() -> None:
    reviewed = tomllib.loads((ROOT / "benchmarks/equivalent_mutants.toml").read_text("utf-8"))
    excused = [(path, one["mutant"]) for path, mutants in reviewed.items() for one in mutants]
    named: dict[str, list[str]] = {}
    for path, mutant in excused:
        named.setdefault(path, []).append(mutant.partition(":")[0].partition(".")[0])
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}"}
    command = [sys.executable, "-c", LISTED, json.dumps(None if LONG else named)]
    listed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  -- our own script
    assert listed.stderr == ""
    assert set(excused) <= {tuple(line.split("\t")) for line in listed.stdout.split("\n")}
    assert all(one["reason"] for mutants in reviewed.values() for one in mutants)


PLANTED = """
from planted import planted
for one in planted():
    compile(one.source, one.module, "exec")
    for test in one.tests:
        file, _, name = test.partition("::")
        assert f"def {name}" in open(file, encoding="utf-8").read(), test
    print(one.area, one.would, sep="\\t")
"""


def test_every_planted_mistake_has_its_place_and_its_tests() -> None:
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}"}
    command = [sys.executable, "-c", PLANTED]
    listed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  -- our own script
    assert listed.stderr == ""
    areas = [line.split("\t")[0] for line in listed.stdout.splitlines()]
    assert len(areas) >= 30
    assert set(areas) == {"delivery", "permissions", "privacy", "replay", "reload"}
