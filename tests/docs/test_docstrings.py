"""Every public part of the bot says what it is, in words that are enough where nothing else is seen."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch

from tests.docs.documents import ROOT, text_of

LEAST = 30
"""Characters: what is shorter says no more than the name does."""
EXCEPTIONS: Mapping[str, str] = {
    "bot.db.migrations.versions.*.upgrade": "Alembic names it; the module says what it brings",
}
"""Reviewed by hand, each with its reason."""


def public_parts() -> Iterator[tuple[str, str]]:
    """Modules, classes, functions and methods with their docstrings, by dotted names."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        yield from parts_of(ast.parse(text_of(path)), module)


def parts_of(
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, name: str
) -> Iterator[tuple[str, str]]:
    yield name, ast.get_docstring(node) or ""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return  # what stands in a function is nobody's but its own
    for part in node.body:
        if not isinstance(part, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if not part.name.startswith("_"):
            yield from parts_of(part, f"{name}.{part.name}")


def test_every_public_part_has_a_docstring_that_says_something() -> None:
    short = [
        f"{name}: {words!r}"
        for name, words in public_parts()
        if len(words) < LEAST and not any(fnmatch(name, exception) for exception in EXCEPTIONS)
    ]
    assert not short, f"{len(short)} docstrings under {LEAST} characters:\n" + "\n".join(short)


def test_every_exception_is_needed() -> None:
    short = [name for name, words in public_parts() if len(words) < LEAST]
    for exception in EXCEPTIONS:
        assert any(fnmatch(name, exception) for name in short), exception
