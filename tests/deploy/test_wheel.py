"""The wheel: built from the checkout, installed into an empty environment, and run in an empty folder."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import site
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import aiohttp
import pytest
import sbom
from packaging.requirements import Requirement

from bot import __version__
from tests.judges import judge, printed
from tests.ports import free_port
from tests.test_locks import pins

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 120.0
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
VALIDATE = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
errors = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read(), all_errors=True)
sys.exit("".join(map(str, errors or ())) or 0)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("wheel"))


def built(folder: Path) -> Path:
    command = [sys.executable, str(ROOT / "deploy/build_wheel.py"), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return folder / done.stdout.strip()


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a bot that was installed from the wheel, with the packages of the tests' environment."""
    environment = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = str(environment / "bin/python")
    uv = shutil.which("uv")
    install = (
        [uv, "pip", "install", "--python", python]
        if uv
        else [sys.executable, "-m", "pip", "--python", python, "install", "--disable-pip-version-check"]
    )
    subprocess.run([*install, "--quiet", "--no-deps", "--no-index", wheel], check=True)
    [packages] = environment.glob("lib/python*/site-packages")
    (packages / "tests.pth").write_text("\n".join(site.getsitepackages()))
    return environment / f"bin/{PROJECT['name']}"


async def test_an_installed_wheel_runs_in_an_empty_folder_with_its_own_cases(
    command: Path, tmp_path: Path
) -> None:
    port = free_port()
    running = await asyncio.create_subprocess_exec(
        str(command),
        "run",
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PORT": str(port)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert running.stdout
        async with asyncio.timeout(STARTS_WITHIN):
            while b"The cases are at" not in await running.stdout.readline():
                assert not running.stdout.at_eof()
            async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
                while (await http.get("/readyz")).status != 200:  # noqa: ASYNC110  -- another process
                    await asyncio.sleep(0.1)
                for path in ("/", "/cases/carroll-v-trump", "/static/style.css"):
                    async with http.get(path) as response:
                        assert response.status == 200, path
    finally:
        running.terminate()
        await running.wait()
    assert running.returncode == 0


def test_its_answers_are_those_of_the_checkout_in_each_language(command: Path, tmp_path: Path) -> None:
    for language, asked in (("en", "/case damages"), ("de_DE.UTF-8", "/ask how much must he pay")):
        environ = {"PATH": os.environ["PATH"], "LANG": language}
        here = subprocess.check_output([sys.executable, "-m", "bot", "say", asked], cwd=ROOT, env=environ)
        there = subprocess.check_output([command, "say", asked], cwd=tmp_path, env=environ)
        assert there == here
        assert b"$" in there


def test_the_same_sources_make_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    assert built(tmp_path).read_bytes() == wheel.read_bytes()


def test_the_wheel_has_every_file_of_the_package_and_nothing_of_this_machine(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        record = archive.read(f"casequotes-{__version__}.dist-info/RECORD").decode()
    tracked = subprocess.run(
        ["git", "ls-files", "bot", "content"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    expected = {f"bot/{name}" if name.startswith("content/") else name for name in tracked}
    assert {name for name in names if name.startswith("bot/")} >= expected
    assert not [name for name in names if name.endswith((".pyc", ".env", ".db"))]
    assert {line.rsplit(",", 2)[0].strip('"') for line in record.splitlines()} == names


def test_the_version_is_the_same_everywhere() -> None:
    assert PROJECT["version"] == __version__


def test_the_bill_of_materials_has_each_pin_of_the_lock_and_what_needs_it(
    wheel: Path, tmp_path: Path
) -> None:
    with ZipFile(wheel) as archive:
        bill = json.loads(archive.read(f"casequotes-{__version__}.dist-info/sboms/casequotes.cdx.json"))
    listed = {one["name"]: one["version"] for one in bill["components"] if one["type"] == "library"}
    assert listed == pins("requirements.txt")
    needs = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    [product] = [ref for ref in needs if ref.startswith("pkg:pypi/casequotes@")]
    direct = {ref.partition("/")[2].partition("@")[0] for ref in needs[product]}
    asked = {
        Requirement(one).name.lower().replace("_", "-").replace(".", "-") for one in PROJECT["dependencies"]
    }
    assert {name.replace(".", "-") for name in direct} == asked
    shipped = {path.stem for path in (ROOT / "bot/qa").glob("*.LICENSE")}
    assert len(shipped) == len(sbom.SHIPPED)


async def test_the_bill_of_materials_is_one_by_the_schema_of_cyclonedx(tmp_path: Path) -> None:
    file = tmp_path / "bill.json"
    file.write_text(sbom.text(), "utf-8")
    await printed(judge("bin/python"), "-c", VALIDATE, str(file), status=0)
