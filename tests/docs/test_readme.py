"""The README and the developers' guide show what there is."""

from __future__ import annotations

import argparse
import re
import subprocess
import tomllib
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
    listed = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  -- as above
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
    assert count == 6
    assert "the first six are pure" in text_of(README)
    assert [code(name).replace("/", ".") for name, _ in rows[:count]] == pure["source_modules"]


def test_the_layers_of_the_developers_guide_are_those_of_the_contracts() -> None:
    guide = " ".join(text_of(DEVELOPERS).split())
    surfaces, said = (one["layers"] for one in contracts() if one["type"] == "layers")
    for layers, marks in ((surfaces[:-1], "- Surfaces: {}, and below these"), (said, "- What is said: {}.")):
        names = [layer.replace("bot.", "").replace(" | ", "` beside `") for layer in layers]
        assert marks.format(", ".join(f"`{name}`" for name in names)) in guide
    ground = surfaces[-1].replace("bot.", "").split(" | ")
    assert "`{}`, `{}` and `{}`, which do not know each other".format(*ground) in guide


def test_the_readme_and_the_developers_guide_show_the_drawing() -> None:
    assert "](docs/house.svg)" in text_of(README)
    assert "](../house.svg)" in text_of(DEVELOPERS)


def test_every_file_that_the_developers_guide_names_is_there() -> None:
    for path in (DEVELOPERS, ROOT / "CONTRIBUTING.md", README):
        named = re.findall(r"`((?:bot|docs|tests|benchmarks)/[\w/.]+)`", text_of(path))
        assert named
        for name in named:
            assert (ROOT / name).exists(), f"{path.name}: {name}"


def test_pictures_are_small_enough_to_load_at_once() -> None:
    pictures = list((ROOT / "docs/images").iterdir())
    assert pictures
    assert all(picture.stat().st_size < LARGEST_PICTURE for picture in pictures)
