"""The guides for servers: their commands are taken from the page and run, in a root of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDES = sorted((ROOT / "docs/guides").glob("deploy-*.md"))
NOT_HERE = ("apt-get", "docker", "systemctl", "systemd-analyze", "curl", "git pull")
"""What a test cannot have: packages of the machine, an engine, systemd as its first process, an address."""
TRIAL = "/tmp/casequotes-trial"  # noqa: S108  -- as the guide has it
FOLDERS = ("/opt/casequotes", "/etc/casequotes", "/etc/systemd/system", "/etc/caddy", TRIAL)
"""What the commands write outside of the checkout; each is put below the test's folder."""


def commands(guide: Path) -> str:
    """The lines of a guide's blocks of commands, one after the other."""
    blocks = re.findall(r"^```sh\n(.*?)^```", guide.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert blocks
    return "".join(blocks)


def runnable(script: str, root: Path) -> str:
    """The same script in folders of the test, without the lines that cannot be run here."""
    kept = [line for line in script.splitlines() if not line.startswith(NOT_HERE)]
    text = "\n".join(kept)
    for folder in FOLDERS:
        text = text.replace(folder, f"{root}{folder}")
    # The lock is installed by CI, in the image; here the packages are those of the tests.
    return re.sub(r"^.* -m pip install .*--require-hashes.*$", "", text, flags=re.MULTILINE)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the guides need of the sources, in a fresh folder."""
    made = tmp_path / "checkout"
    made.mkdir()
    for name in (
        "bot",
        "content",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "requirements.txt",
        ".env.example",
    ):
        (made / name).symlink_to(ROOT / name)
    subprocess.run(["cp", "-r", ROOT / "deploy", made / "deploy"], check=True)
    return made


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_command_of_a_guide_that_can_be_run_here_runs(
    guide: Path, checkout: Path, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    for folder in FOLDERS[2:4]:
        (root / folder.lstrip("/")).mkdir(parents=True)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "python3").symlink_to(_python_with_packages(tmp_path))
    script = runnable(commands(guide), root)
    environ = {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        check=False,
        cwd=checkout,
        env=environ,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    if "casequotes say" in script:
        assert "$" in done.stdout
    if "secrets" in script and "deploy-docker" in guide.stem:
        address = (checkout / "deploy/secrets/database_url").read_text("utf-8")
        assert re.fullmatch(r"postgresql://casequotes:[0-9a-f]{48}@db/casequotes", address)


def _python_with_packages(folder: Path) -> Path:
    """A Python whose environments see the packages of the tests, as if the lock had been installed."""
    [packages] = {path for path in sys.path if path.endswith("site-packages")}
    wrapper = folder / "python-with-packages"
    wrapper.write_text(
        "#!/bin/bash\nset -e\n"
        f'"{sys.executable}" "$@"\n'
        'if [ "${1:-}${2:-}" = "-mvenv" ]; then\n'
        f'  for one in "$3"/lib/python*/site-packages; do echo "{packages}" > "$one/packages.pth"; done\n'
        "fi\n"
    )
    wrapper.chmod(0o755)
    return wrapper


def test_the_units_and_samples_that_the_guides_copy_are_there() -> None:
    for guide in GUIDES:
        for name in re.findall(r"\bdeploy/[\w./-]+\w", commands(guide)):
            assert (ROOT / name).exists() or list(ROOT.glob(f"{name}*")), name
