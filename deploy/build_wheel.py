"""Builds the wheel: the package, the case files that are installed with it, and the bill of materials.

It is the project's build backend (PEP 517). ``pip wheel --no-deps .`` needs no network, and equal sources
give equal bytes (docs/decisions/0034-an-own-build-backend.md). By hand: python deploy/build_wheel.py dist
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

sys.path.insert(0, str(Path(__file__).parent))
import sbom

ROOT = Path(__file__).parent.parent
PACKAGE, CONTENT = "bot", "content"
"""The folders that are installed; the content becomes one of the package's data."""
LEFT_OUT = frozenset({"__pycache__", ".DS_Store"})
EARLIEST = 315_532_800
"""The first time that a ZIP archive can hold, 1980-01-01, in seconds since 1970."""
WHEEL = "Wheel-Version: 1.0\nGenerator: deploy/build_wheel.py\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def get_requires_for_build_wheel(config_settings: object = None) -> list[str]:  # noqa: ARG001  -- as PEP 517 calls it
    """The packages that a build needs: none."""
    return []


def build_wheel(
    wheel_directory: str, config_settings: object = None, metadata_directory: str | None = None
) -> str:
    """Build the wheel into a folder; gives the file's name (PEP 517)."""
    del config_settings, metadata_directory
    project = _project()
    distribution = f"{project['name']}-{project['version']}"
    name = f"{distribution}-py3-none-any.whl"
    info = f"{distribution}.dist-info"
    files = dict(_files(project, info))
    files[f"{info}/RECORD"] = _record(files, info)
    with ZipFile(Path(wheel_directory) / name, "w", ZIP_DEFLATED) as wheel:
        for path, body in files.items():
            wheel.writestr(_entry(path), body)
    return name


def _project() -> dict[str, Any]:
    read: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return read


def _files(project: Mapping[str, Any], info: str) -> Iterator[tuple[str, bytes]]:
    for file in _below(ROOT / PACKAGE):
        yield file.relative_to(ROOT).as_posix(), file.read_bytes()
    yield f"{PACKAGE}/REVISION", _revision().encode()
    for file in _below(ROOT / CONTENT):
        yield f"{PACKAGE}/{file.relative_to(ROOT).as_posix()}", file.read_bytes()
    yield f"{info}/METADATA", _metadata(project)
    yield f"{info}/WHEEL", WHEEL.encode()
    scripts = "".join(f"{name} = {target}\n" for name, target in project["scripts"].items())
    yield f"{info}/entry_points.txt", f"[console_scripts]\n{scripts}".encode()
    for name in project["license-files"]:
        yield f"{info}/licenses/{name}", (ROOT / name).read_bytes()
    # PEP 770 says where a bill of materials is looked for.
    yield f"{info}/sboms/{project['name']}.cdx.json", sbom.text(ROOT).encode()


def _revision() -> str:
    """The commit that is built: what SOURCE_REVISION says, or where the checkout stands; else empty."""
    if given := os.environ.get("SOURCE_REVISION"):
        return given
    sys.path.insert(0, str(ROOT))
    from bot.build import UNKNOWN, revision  # noqa: PLC0415  -- the package that is built, of which this alone

    found = revision()
    return "" if found == UNKNOWN else found


def _below(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not LEFT_OUT & set(file.parts) and file.suffix != ".pyc":
            yield file


def _metadata(project: Mapping[str, Any]) -> bytes:
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {project['name']}",
        f"Version: {project['version']}",
        f"Summary: {project['description']}",
        f"License-Expression: {project['license']}",
        *(f"License-File: {name}" for name in project["license-files"]),
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {requirement}" for requirement in project["dependencies"]),
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join([*lines, "", (ROOT / project["readme"]).read_text("utf-8")]).encode()


def _record(files: Mapping[str, bytes], info: str) -> bytes:
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    for path, body in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
        rows.writerow((path, f"sha256={digest}", len(body)))
    rows.writerow((f"{info}/RECORD", "", ""))
    return written.getvalue().encode()


def _entry(path: str) -> ZipInfo:
    moment = max(int(os.environ.get("SOURCE_DATE_EPOCH", EARLIEST)), EARLIEST)
    entry = ZipInfo(path, time.gmtime(moment)[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    sys.stdout.write(build_wheel(sys.argv[1]) + "\n")
