"""Carries out the steps of the Containerfile without a container engine, then starts the bot and asks it.

python deploy/try_image.py [FOLDER]      (as root, on Linux)

Each stage gets a fresh root, put together of mounts in a namespace of its own: this machine's /usr and Python
stand for the base image, read-only. What is built is run as the image says: its user without any rights, a
read-only root, its volume and /tmp alone writable. What the base image lacks of this machine is not found.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import shorten
from urllib.error import HTTPError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
CONTAINERFILE = Path(__file__).parent / "Containerfile"
SYSTEM = ("bin", "lib", "lib64", "sbin")
"""Folders that are links into /usr on Debian, which is mounted."""
OF_ETC = (
    *("passwd", "group", "shadow", "gshadow", "login.defs", "ld.so.cache", "nsswitch.conf", "hosts"),
    *("resolv.conf", "ssl", "pip.conf"),
)
"""What a build and a run need of /etc."""
HEALTHY_WITHIN = 60
"""Seconds after which a bot that is not healthy does not work."""
MEGABYTE = 1_000_000
WIDEST = 110
"""Characters of an instruction that are shown."""


@dataclass
class Stage:
    """A stage of the build: its name, its root, and what its instructions have set so far."""

    name: str
    root: Path
    environ: dict[str, str] = field(default_factory=dict)
    arguments: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "0:0"
    volumes: list[str] = field(default_factory=list)
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Read a Containerfile: each instruction with its arguments on one line, comments left out."""
    joined = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    for line in filter(str.strip, joined.splitlines()):
        name, _, rest = line.strip().partition(" ")
        yield name.upper(), rest.strip()


def build(folder: Path) -> Stage:
    """Carry out every instruction below a folder; gives the last stage."""
    stages: dict[str, Stage] = {}
    stage = None
    for name, rest in instructions(CONTAINERFILE.read_text("utf-8")):
        said = f"{name} {rest}"
        sys.stdout.write(shorten(said, WIDEST, placeholder="…") + "\n")
        sys.stdout.flush()
        if name == "FROM":
            _, _, alias = rest.partition(" AS ")
            stage = _fresh(alias or "last", folder)
            stages[stage.name] = stage
        elif stage is None:
            raise ValueError(f"{name} before FROM")
        else:
            _carry_out(stage, stages, name, rest)
    if stage is None:
        raise ValueError("there is no FROM")
    return stage


def _fresh(name: str, folder: Path) -> Stage:
    root = folder / name
    for made in ("usr", "etc", "dev", "proc", "tmp", "root", "var", "opt", sys.base_prefix.lstrip("/")):
        (root / made).mkdir(parents=True, exist_ok=True)
    for link in SYSTEM:
        (root / link).symlink_to(f"usr/{link}")
    for one in OF_ETC:
        source = Path("/etc") / one
        if source.is_dir():
            shutil.copytree(source, root / "etc" / one, symlinks=True)
        elif source.exists():
            shutil.copy2(source, root / "etc" / one)
    return Stage(name, root, {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"})


def _carry_out(  # noqa: C901, PLR0912  -- one branch for each instruction
    stage: Stage, stages: Mapping[str, Stage], name: str, rest: str
) -> None:
    match name:
        case "RUN":
            # As an engine hands over a proxy: where this machine finds packages is nothing of the image's.
            given = {key: value for key, value in os.environ.items() if key.startswith("PIP_")}
            in_root(stage, ["/bin/sh", "-c", rest], writable=True, environ=given | stage.arguments)
        case "COPY":
            _copy(stage, stages, shlex.split(rest))
        case "ENV":
            for one in shlex.split(rest):
                key, _, value = one.partition("=")
                stage.environ[key] = value.replace("$PATH", stage.environ["PATH"])
        case "ARG":
            key, _, value = rest.partition("=")
            stage.arguments[key] = os.environ.get(key, shlex.split(value)[0] if shlex.split(value) else "")
        case "WORKDIR":
            stage.folder = rest
            _inside(stage, rest).mkdir(parents=True, exist_ok=True)
        case "USER":
            stage.user = rest
        case "VOLUME":
            stage.volumes.append(rest)
        case "ENTRYPOINT":
            stage.entrypoint = json.loads(rest)
        case "CMD":
            stage.command = json.loads(rest)
        case "HEALTHCHECK":
            stage.health = json.loads(rest.partition(" CMD ")[2])
        case "LABEL" | "EXPOSE":
            pass
        case _:
            raise ValueError(f"{name} is not known here")


def _inside(stage: Stage, path: str) -> Path:
    return stage.root / (path if path.startswith("/") else f"{stage.folder}/{path}").lstrip("/")


def _copy(stage: Stage, stages: Mapping[str, Stage], words: list[str]) -> None:
    source_root = ROOT
    if words[0].startswith("--from="):
        source_root = stages[words.pop(0).removeprefix("--from=")].root
    *sources, target = words
    for source in sources:
        found = source_root / source.lstrip("/")
        to = _inside(stage, target)
        if found.is_dir():
            ignored = (
                shutil.ignore_patterns() if source.startswith("/") else shutil.ignore_patterns("__pycache__")
            )
            shutil.copytree(found, to, symlinks=True, ignore=ignored, dirs_exist_ok=True)
        else:
            to = to / found.name if target.endswith("/") else to
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(found, to)


def in_root(
    stage: Stage, command: list[str], *, writable: bool, environ: Mapping[str, str] | None = None
) -> str:
    """Run a command in a stage's root, as root to build it, else as its user; gives what it says."""
    process = started(stage, command, writable=writable, environ=environ, stdout=subprocess.PIPE)
    output, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{command}: status {process.returncode}\n{output}")
    return output


def started(  # noqa: PLR0913  -- as subprocess.Popen takes it
    stage: Stage,
    command: list[str],
    *,
    writable: bool,
    environ: Mapping[str, str] | None = None,
    stdout: int | None = None,
    volume: Path | None = None,
) -> subprocess.Popen[str]:
    """Start a command in a stage's root; it is that of the process that is told to end."""
    script = "\n".join(_mounts(stage, volume, writable=writable))
    as_user: list[str] = []
    if not writable:
        user, group = stage.user.split(":")
        rights = ["--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
        as_user = ["setpriv", f"--reuid={user}", f"--regid={group}", *rights]
    # chroot leaves the folder at /; a shell goes on to the one that the image names.
    inside = ["/bin/sh", "-c", 'cd "$0" && exec "$@"', stage.folder, *as_user, *command]
    script += f"\nexec chroot {shlex.quote(str(stage.root))} {shlex.join(inside)}"
    return subprocess.Popen(  # noqa: S603  -- what the Containerfile says
        ["unshare", "--mount", "--propagation", "private", "/bin/sh", "-ec", script],  # noqa: S607
        env={**stage.environ, **(environ or {})},
        stdout=stdout,
        stderr=subprocess.STDOUT if stdout else None,
        text=True,
    )


def _mounts(stage: Stage, volume: Path | None, *, writable: bool) -> Iterator[str]:
    root = shlex.quote(str(stage.root))
    yield f"mount --bind {root} {root}"
    yield f"mount --rbind -o ro /usr {root}/usr"
    python = shlex.quote(sys.base_prefix)
    if sys.base_prefix != "/usr":
        yield f"mount --bind -o ro {python} {root}{python}"
    # The base image has its Python there.
    yield f"mount -t tmpfs tmpfs {root}/usr/local && mkdir {root}/usr/local/bin"
    yield f"for one in python python3; do ln -s {python}/bin/python3 {root}/usr/local/bin/$one; done"
    yield f"ln -s {python}/lib {root}/usr/local/lib"
    yield f"mount --rbind /dev {root}/dev"
    yield f"mount --rbind /proc {root}/proc"
    yield f"mount -t tmpfs tmpfs {root}/tmp"  # noqa: S108  -- of a root of its own
    if volume:
        yield f"mount --bind {shlex.quote(str(volume))} {root}{stage.volumes[0]}"
    if not writable:
        yield f"mount -o remount,bind,ro {root}"


def try_out(stage: Stage, volume: Path) -> None:
    """Start the bot as the image says, wait until its health check passes, ask it, and end it."""
    user = int(stage.user.partition(":")[0])
    shutil.copytree(_inside(stage, stage.volumes[0]), volume, dirs_exist_ok=True)
    for folder in (volume, *volume.rglob("*")):
        os.chown(folder, user, user)
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = str(found.getsockname()[1])
    environ = {"PORT": port, "HOST": "127.0.0.1"}
    running = started(
        stage, [*stage.entrypoint, *stage.command], writable=False, environ=environ, volume=volume
    )
    try:
        _until_healthy(stage, running, environ)
        status = Path(f"/proc/{running.pid}/status").read_text("utf-8")
        _expect(f"Uid:\t{user}\t{user}\t{user}\t{user}" in status, "it runs as the user of the image")
        _expect("CapEff:\t0000000000000000" in status, "it has no capabilities")
        _expect("NoNewPrivs:\t1" in status, "it can gain none")
        _until_ready(port)
        for path in ("/", "/cases/carroll-v-trump", "/playground", "/static/style.css"):
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as page:
                _expect(page.status == 200, f"{path} is answered")  # noqa: PLR2004  -- HTTP's OK
    finally:
        running.terminate()
        ended = running.wait(30)
    _expect(ended == 0, "told to end, it ends with status 0")
    said = in_root(stage, ["casequotes", "say", "/case damages"], writable=False)
    _expect("$" in said, "it answers on the command line")
    for place in ("/opt/casequotes/x", "/data/x", "/etc/x", "/usr/x"):
        wrote = started(stage, ["/bin/sh", "-c", f"! touch {place} 2>/dev/null"], writable=False).wait()
        _expect(wrote == 0, f"{place} cannot be written")


def _until_ready(port: str) -> None:
    """Wait until the cases have been read: before that the pages are refused, and the process is healthy."""
    began = time.monotonic()
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=30):
                return
        except HTTPError:
            if time.monotonic() - began > HEALTHY_WITHIN:
                raise SystemExit("The bot does not become ready.") from None
            time.sleep(0.2)


def _until_healthy(stage: Stage, running: subprocess.Popen[str], environ: Mapping[str, str]) -> None:
    began = time.monotonic()
    while started(stage, stage.health, writable=False, environ=environ, stdout=subprocess.DEVNULL).wait():
        if running.poll() is not None or time.monotonic() - began > HEALTHY_WITHIN:
            raise SystemExit("The bot does not become healthy.")
        time.sleep(0.5)
    sys.stdout.write(f"ok   healthy after {time.monotonic() - began:.1f} s\n")


def _expect(holds: bool, what: str) -> None:  # noqa: FBT001  -- a condition and its name
    if not holds:
        raise SystemExit(f"BAD  {what}")
    sys.stdout.write(f"ok   {what}\n")


def size_of(folder: Path) -> int:
    """The bytes of all files below a folder, each link counted once."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir())


def main(folder: Path) -> None:
    """Build and try out the image below a folder."""
    stage = build(folder)
    sys.stdout.write(f"The image adds {size_of(stage.root / 'opt') / MEGABYTE:.0f} MB to its base.\n")
    volume = folder / "volume"
    volume.mkdir()
    try_out(stage, volume)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory(prefix="image-") as made:
            main(Path(made))
