"""Links lead somewhere, and no tracked file tells of one machine."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.documents import DOCUMENTS, FENCE, ROOT, text_of

LINK = re.compile(r"!?\[(?:[^\]\\]|\\.)*\]\((?P<target>[^)\s]+)\)")
RECORD = re.compile(r"docs/decisions/(?P<number>\d{4})(?P<rest>-[\w-]+\.md)?")
DECISIONS = ROOT / "docs/decisions"
PARTS = ("## Context", "## Decision", "## Evidence", "## Consequences")
LONGEST_RECORD = 60
# Written in pieces, so that this file does not hold what it looks for.
OF_ONE_MACHINE = re.compile(
    "|".join(
        [
            r"pypi\." + "org",
            "pythonhosted" + r"\.org",
            r"--(?:extra-)?index-" + "url[ =]",
            "/ro" + "ot/",
            r"/ho" + r"me/\w+",
            "/wo" + "rk/",
            "/Us" + r"ers/\w+",
            r"file:" + "///",
        ]
    )
)


def tracked() -> Iterator[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)  # noqa: S607  -- git, from the PATH of whoever runs the tests
    if listed.returncode:
        pytest.skip("not a checkout of git: what is tracked is not known")
    for name in listed.stdout.decode().rstrip("\0").split("\0"):
        if (ROOT / name).is_file():
            yield ROOT / name


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", text_of(path)), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_between_documents_resolves(path: Path) -> None:
    for found in LINK.finditer(FENCE.sub("", text_of(path))):
        target, _, anchor = found["target"].partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        resolved = (path.parent / target).resolve() if target else path
        assert resolved.exists(), found["target"]
        assert not anchor or anchor in anchors(resolved), found["target"]


def test_every_decision_that_the_code_refers_to_is_there() -> None:
    for path in (ROOT / "bot").rglob("*.py"):
        for found in RECORD.finditer(text_of(path)):
            rest = found["rest"] or "-*.md"
            assert list(DECISIONS.glob(f"{found['number']}{rest}")), f"{path}: {found.group()}"


@pytest.mark.parametrize("path", sorted(DECISIONS.glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_is_one_page_with_its_four_parts(path: Path) -> None:
    text = text_of(path)
    assert re.match(rf"# {int(path.stem[:4])}\. \S", text)
    assert tuple(re.findall(r"^## .*$", text, flags=re.MULTILINE)) == PARTS
    assert len(text.splitlines()) <= LONGEST_RECORD


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.stem[:4]) for path in sorted(DECISIONS.glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_no_tracked_file_names_a_package_index_or_a_path_of_one_machine() -> None:
    found = []
    for path in tracked():
        try:
            text = text_of(path)
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in OF_ONE_MACHINE.finditer(text)]
    assert found == []
