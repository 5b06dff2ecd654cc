"""The README and the developers' guide show what there is."""

from __future__ import annotations

import argparse
import re
import subprocess
from pathlib import Path

import pytest

from bot.answers.commands import COMMANDS
from bot.cli.main import _parser
from tests.docs.documents import (
    DOCUMENTS,
    GUIDES,
    OPERATORS,
    README,
    ROOT,
    blocks,
    code,
    printed,
    shown_commands,
    table_rows,
    text_of,
)

LARGEST_PICTURE = 250_000
IN_CHECKOUT = [README, OPERATORS]
DEVELOPERS = GUIDES / "developers.md"


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


def test_the_layers_are_shown_in_their_order() -> None:
    inward = "cases search asking answers rendering store preferences digests service platforms web"
    layers = [*inward.split(), "app / cli"]
    for path in (README, DEVELOPERS):
        assert "  ←  ".join(layers) + "\n" in blocks(path, "")
    contract = text_of(ROOT / "pyproject.toml").partition("\nlayers = [")[2].partition("]")[0]
    assert re.findall(r"bot\.(\w+)", contract)[2:] == layers[-2::-1]


def test_every_module_that_the_developers_guide_names_is_there() -> None:
    named = re.findall(
        r"`((?:bot/)?(?:cases|search|answers|rendering|store|preferences|digests|platforms|web)/\w+\.py)`",
        text_of(DEVELOPERS),
    )
    assert len(named) > 10
    for name in named:
        assert (ROOT / "bot" / name.removeprefix("bot/")).is_file(), name


def test_pictures_are_small_enough_to_load_at_once() -> None:
    pictures = list((ROOT / "docs/images").iterdir())
    assert pictures
    assert all(picture.stat().st_size < LARGEST_PICTURE for picture in pictures)
