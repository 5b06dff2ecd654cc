"""What lies in deploy/: judged by linters, by schemas, and by systemd, and compared with the bot."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from try_image import instructions

from bot.cli.main import _parser
from bot.settings import Settings
from tests.judges import judge, printed

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
OF_BOT = {name: one for name, one in COMPOSE["services"].items() if name not in {"db", "proxy"}}
SETTINGS = {name.upper() for name in Settings.__dataclass_fields__}
SECRETS = {name.upper() for name, one in Settings.__dataclass_fields__.items() if not one.repr}
UNITS = sorted(path.name for path in (DEPLOY / "systemd").iterdir())
MOST_EXPOSED = 1.5
"""From 0 to 10, as systemd counts; a service that says nothing of it has 9.6."""


def test_every_instruction_of_the_containerfile_is_carried_out_where_no_engine_is_at_hand() -> None:
    read = list(instructions((DEPLOY / "Containerfile").read_text("utf-8")))
    assert [name for name, _ in read].count("FROM") == 2
    said = dict(read)
    assert said["USER"] == "10001:10001"
    assert said["ENTRYPOINT"] == '["casequotes"]'
    assert "healthz" in said["HEALTHCHECK"]
    assert not [rest for name, rest in read if name == "ADD"]


def test_an_image_is_built_from_what_dockerignore_lets_through_and_from_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert "*" in lines
    allowed = {line[1:] for line in lines if line.startswith("!")}
    copied = set()
    for name, rest in instructions((DEPLOY / "Containerfile").read_text("utf-8")):
        if name == "COPY" and not rest.startswith("--from"):
            copied |= set(rest.split()[:-1])
    assert copied == allowed


async def test_hadolint_finds_nothing_in_the_containerfile() -> None:
    assert not await printed(judge("bin/hadolint"), str(DEPLOY / "Containerfile"), status=0)


async def test_the_compose_file_is_one_by_the_schema_of_compose() -> None:
    schema = ("--builtin-schema", "vendor.compose-spec")
    await printed(judge("bin/check-jsonschema"), *schema, str(DEPLOY / "compose.yaml"), status=0)


@pytest.mark.parametrize("service", OF_BOT)
def test_each_service_runs_a_command_of_the_bot_without_rights_on_a_root_that_it_cannot_write(
    service: str,
) -> None:
    made = OF_BOT[service]
    assert made["read_only"]
    assert made["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in made["security_opt"]
    [commands] = [one.choices for one in _parser()._actions if isinstance(one.choices, dict)]
    typed = " ".join(made["command"])
    [command] = re.findall(r"casequotes (\w+)", typed) or [typed]
    assert command in commands
    assert ("networks" in made) != ("network_mode" in made)
    for name in made["environment"]:
        assert name in SETTINGS | {f"{one}_FILE" for one in SECRETS}, name
        if name.endswith("_FILE"):
            secret = made["environment"][name].removeprefix("/run/secrets/")
            assert secret in made["secrets"]
            assert secret in COMPOSE["secrets"]
    assert not [name for name in made["environment"] if name in SECRETS]


def test_nothing_but_the_proxy_can_be_reached_from_outside_and_every_image_has_a_tag() -> None:
    assert [name for name, one in COMPOSE["services"].items() if "ports" in one] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"]
    assert all(re.search(r":[\w${}:.-]+$", one["image"]) for one in COMPOSE["services"].values())


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A root with the units, systemd's own, and the program that they start."""
    (tmp_path / "opt/casequotes/bin").mkdir(parents=True)
    (tmp_path / "usr/lib").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    for program in ("opt/casequotes/bin/casequotes", "bin/kill"):
        (tmp_path / program).write_text("#!/bin/sh\n")
        (tmp_path / program).chmod(0o755)
    shutil.copytree(DEPLOY / "systemd", tmp_path / "etc/systemd/system")
    shutil.copytree("/usr/lib/systemd", tmp_path / "usr/lib/systemd", symlinks=True)
    return tmp_path


@pytest.fixture
def analyze() -> str:
    return judge(shutil.which("systemd-analyze") or "systemd-analyze")


def test_systemd_takes_the_units_without_a_word(analyze: str, machine: Path) -> None:
    command = [analyze, "verify", f"--root={machine}", *UNITS]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    assert not said.stdout + said.stderr


@pytest.mark.parametrize("unit", [name for name in UNITS if name.endswith(".service")])
def test_systemd_finds_the_services_hardly_exposed(analyze: str, machine: Path, unit: str) -> None:
    command = [analyze, "security", "--offline=true", f"--root={machine}", unit]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", said.stdout)
    assert found
    assert float(found[1]) <= MOST_EXPOSED


def test_the_settings_that_units_name_are_settings() -> None:
    for unit in UNITS:
        text = (DEPLOY / "systemd" / unit).read_text("utf-8")
        for line in re.findall(r"^Environment=(.*)$", text, flags=re.MULTILINE):
            names = {one.partition("=")[0] for one in line.split()} - {"PYTHONDONTWRITEBYTECODE"}
            assert names <= SETTINGS
