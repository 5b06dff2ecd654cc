"""What a fresh machine installs: everything that pyproject.toml asks for, pinned and with hashes."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = "requirements.txt", "requirements-dev.txt"


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[\S+\])?==(\S+)", text, flags=re.MULTILINE))


def asked_for() -> dict[str, set[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = names(project["project"]["dependencies"])
    return dict(zip(LOCKS, (runtime, runtime | names(project["dependency-groups"]["dev"])), strict=True))


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(requirement).name) for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_everything_that_the_project_asks_for(lock: str) -> None:
    assert asked_for()[lock] <= pins(lock).keys(), "run make lock"


def test_both_locks_pin_the_same_versions_so_that_neither_undoes_the_other() -> None:
    runtime, dev = (pins(lock) for lock in LOCKS)
    assert runtime.items() <= dev.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_a_hash_for_every_pin_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text


def test_a_package_that_is_needed_with_an_extra_is_pinned_with_it_or_pip_refuses_the_lock() -> None:
    text = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    here = {line.split(" ")[0] for line in text.splitlines() if " ; " not in line}
    needed = [Requirement(line) for name in pins("requirements-dev.txt") for line in _needs(name, here)]
    with_extra = {f"{one.name}[{','.join(sorted(one.extras))}]" for one in needed if one.extras}
    assert with_extra
    assert [name for name in with_extra if f"\n{name}==" not in text] == []


def _needs(name: str, here: set[str]) -> list[str]:
    """What an installed package needs; none for one that only another system installs."""
    installed = any(line.startswith((f"{name}==", f"{name}[")) for line in here)
    needed = (requires(name) or []) if installed else []
    return [line for line in needed if not (marker := Requirement(line).marker) or marker.evaluate()]
