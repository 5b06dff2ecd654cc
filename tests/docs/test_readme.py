"""The README and the developers' guide show what there is."""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answers.commands import COMMANDS
from bot.cli.main import _parser
from tests.docs.documents import (
    DOCUMENTS,
    GUIDES,
    OPERATORS,
    README,
    ROOT,
    code,
    printed,
    shown_commands,
    table_rows,
    text_of,
)

LARGEST_PICTURE = 250_000
IN_CHECKOUT = [README, OPERATORS]
DEVELOPERS = GUIDES / "developers.md"
NUMBERS = {10: "ten"}
OPENS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "iterdir",
    "glob",
    "fromfile",
    "memmap",
}
OWN_DATA = {"files", "catalogues"}
"""Functions that give the data of the package itself, as importlib.resources finds it."""
DECISIONS = ROOT / "docs/decisions"
NAMING_FILES = [
    README,
    ROOT / "CONTRIBUTING.md",
    DEVELOPERS,
    ROOT / "docs/mutants.md",
    *sorted(DECISIONS.glob("*.md")),
]
NAMED_FILE = re.compile(r"(?<![\w/.-])((?:bot|docs|tests|benchmarks)/[\w/.*-]*\w)")


def contracts() -> list[dict[str, Any]]:
    """What import-linter holds."""
    found: list[dict[str, Any]] = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["importlinter"][
        "contracts"
    ]
    return found


def subcommands() -> set[str]:
    """What ``python -m bot`` knows."""
    actions = _parser()._actions
    [choices] = [one.choices for one in actions if isinstance(one, argparse._SubParsersAction)]
    return set(choices)


def test_the_command_table_of_the_readme_is_the_command_table_of_the_bot() -> None:
    rows = [row for row in table_rows(text_of(README), "command") if row[0].startswith("`/")]
    shown = [(code(usage), description) for usage, description in rows]
    assert shown == [(command.usage, command.description) for command in COMMANDS.values()]


def test_every_subcommand_is_documented_and_no_other() -> None:
    rows = table_rows(text_of(README), "command")
    listed = {code(row[0]).split()[3] for row in rows if row[0].startswith("`python -m bot")}
    assert listed == subcommands()
    named = {name for path in DOCUMENTS for name in re.findall(r"python -m bot ([a-z]+)", text_of(path))}
    assert named == subcommands()


def test_the_readme_begins_with_an_answer_and_the_two_commands() -> None:
    beginning = text_of(README).partition("\n## ")[0]
    assert "make run" in beginning
    assert "make test" in beginning
    assert '$ python -m bot say "/case damages"' in beginning


@pytest.mark.parametrize("path", IN_CHECKOUT, ids=lambda path: path.name)
def test_what_a_document_shows_is_what_the_terminal_prints(path: Path) -> None:
    shown = list(shown_commands(path))
    assert shown
    for command, output in shown:
        assert printed(command, ROOT) == output, command


def test_the_targets_of_make_are_shown_as_make_lists_them() -> None:
    [shown] = shown_commands(DEVELOPERS)
    # Under `make test` this make is a make within another, which names the folders it enters.
    make = ["make", "--no-print-directory", "help"]
    listed = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  -- make, on our own Makefile
    assert (shown.command, shown.output) == ("make help", listed.stdout.rstrip("\n"))


def test_the_readme_says_of_every_package_what_it_does_and_of_no_other() -> None:
    rows = table_rows(text_of(README), "package")
    listed = [code(name) for names, _ in rows for name in names.split(", ")]
    assert sorted(listed) == sorted(
        f"bot/{path.parent.name}" for path in (ROOT / "bot").glob("*/__init__.py")
    )
    assert all(description for _, description in rows)


def test_the_packages_that_the_readme_calls_pure_are_those_of_the_contract() -> None:
    [pure] = [one for one in contracts() if "is pure" in one["name"]]
    rows = table_rows(text_of(README), "package")
    count = len(pure["source_modules"])
    assert count == 7
    assert "the first seven are pure" in text_of(README)
    assert [code(name).replace("/", ".") for name, _ in rows[:count]] == pure["source_modules"]


def files_opened(tree: ast.AST) -> Iterator[int]:
    """The lines that open, read or list files other than the data of their own package."""
    for call in ast.walk(tree):
        match call:
            case ast.Call(func=ast.Name(id="open")):
                yield call.lineno
            case ast.Call(func=ast.Attribute(value, name)) if name in OPENS:
                called = {ast.unparse(one.func) for one in ast.walk(value) if isinstance(one, ast.Call)}
                if not called & OWN_DATA:
                    yield call.lineno
            case _:
                pass


def test_no_module_of_the_pure_packages_opens_a_file() -> None:
    [pure] = [one for one in contracts() if "is pure" in one["name"]]
    folders = [ROOT / name.replace(".", "/") for name in pure["source_modules"]]
    modules = [path for folder in folders for path in folder.rglob("*.py")]
    assert len(modules) > len(folders)
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules
        for line in files_opened(ast.parse(text_of(path)))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "opens"),
    [
        ("open(path)", True),
        ("gzip.open(path)", True),
        ("path.read_text()", True),
        ("(folder / name).read_bytes()", True),
        ("files(package).joinpath(name).read_text()", False),
        ("catalogues().iterdir()", False),
        ("opened(path)", False),
    ],
)
def test_whatever_opens_a_file_is_seen(source: str, *, opens: bool) -> None:
    assert any(files_opened(ast.parse(source))) is opens


def test_the_layers_of_the_developers_guide_are_those_of_the_contracts() -> None:
    guide = " ".join(text_of(DEVELOPERS).split())
    assert f"are {NUMBERS[len(contracts())]} contracts in `pyproject.toml`" in guide
    surfaces, said = (one["layers"] for one in contracts() if one["type"] == "layers")
    for layers, marks in ((surfaces[:-1], "- Surfaces: {}, and below these"), (said, "- What is said: {}.")):
        names = [layer.replace("bot.", "").replace(" | ", "` beside `") for layer in layers]
        assert marks.format(", ".join(f"`{name}`" for name in names)) in guide
    ground = surfaces[-1].replace("bot.", "").split(" | ")
    assert "`{}`, `{}` and `{}`, which do not know each other".format(*ground) in guide


def test_the_readme_and_the_developers_guide_show_the_drawing() -> None:
    assert "](docs/house.svg)" in text_of(README)
    assert "](../house.svg)" in text_of(DEVELOPERS)


@pytest.mark.parametrize("path", NAMING_FILES, ids=lambda path: path.name)
def test_every_file_that_a_document_names_is_there(path: Path) -> None:
    """In prose and in code blocks alike; a name with a star stands for one file at least."""
    named = NAMED_FILE.findall(text_of(path))
    assert named or path.parent == DECISIONS
    missing = [name for name in named if not list(ROOT.glob(name))]
    assert not missing, f"{path.name}: {missing}"


def test_a_name_is_seen_wherever_it_stands() -> None:
    text = "`bot/a.py`, (tests/b/c.py).\n```\npytest tests/d.py\n```\nhttps://x.org/bot/e.py tests/*.jsonl"
    assert NAMED_FILE.findall(text) == ["bot/a.py", "tests/b/c.py", "tests/d.py", "tests/*.jsonl"]


def test_pictures_are_small_enough_to_load_at_once() -> None:
    pictures = list((ROOT / "docs/images").iterdir())
    assert pictures
    assert all(picture.stat().st_size < LARGEST_PICTURE for picture in pictures)
