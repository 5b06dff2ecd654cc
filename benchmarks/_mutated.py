"""Runs tests with other source in the place of a module, in a child of this process; no file is changed.

What the tests import from elsewhere is imported here, once: with one child after the other that takes longer
than most of the tests.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis
import pytest

OURS = ("bot", "tests", "conftest")
# Assertions that are not rewritten say less, which nobody reads, and leave what is imported here as it is.
OPTIONS = ("-q", "-x", "-p", "no:cacheprovider", "--assert=plain", "--hypothesis-seed=0")


class _Loader(SourceFileLoader):
    def __init__(self, fullname: str, path: str, source: str) -> None:
        super().__init__(fullname, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  -- it loads one module
        return compile(self._source, self.path, "exec", dont_inherit=True)


@dataclass(frozen=True)
class Replaced(MetaPathFinder):
    """Finds a module by its name, and has it run this source."""

    name: str
    source: str

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where Python would find it, with another loader; None for every other module."""
        spec = PathFinder.find_spec(fullname, path, target) if fullname == self.name else None
        if spec and spec.origin:
            spec.loader = _Loader(fullname, spec.origin, self.source)
        return spec


def start(tests: Sequence[str], replaced: Replaced, seconds: int, imported: Path | None = None) -> int:
    """Start a child that runs tests; gives its id. Its status is 0 where all passed within these seconds.

    It writes the names of all modules that it has imported to ``imported``.
    """
    child = os.fork()
    if child:
        return child
    status = 70
    try:
        signal.alarm(seconds)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        sys.meta_path.insert(0, replaced)
        # An example that tells a mutant from the module must not be tried again ever after.
        hypothesis.settings.register_profile("mutants", database=None)
        hypothesis.settings.load_profile("mutants")
        status = pytest.main([*OPTIONS, *tests])
        if imported:
            imported.write_text("\n".join(sys.modules), "utf-8")
    finally:
        os._exit(status)


def import_others(imported: Path) -> None:
    """Import what a child has imported, but for what is ours."""
    for name in imported.read_text("utf-8").split():
        if name.partition(".")[0] not in OURS:
            # Some can be imported only by those that they belong to.
            with warnings.catch_warnings(action="ignore"), contextlib.suppress(Exception):
                importlib.import_module(name)
