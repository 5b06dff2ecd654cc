"""Writes the software bill of materials, CycloneDX 1.6 as JSON, from the lock: what an installation holds.

python deploy/sbom.py [FILE]

The same sources give the same bytes. It has no times and no addresses, and needs nothing but Python.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).parent.parent
SPECIFICATION = "1.6"
"""The version of CycloneDX: https://cyclonedx.org/docs/1.6/json/."""
SHIPPED = (
    (
        "all-MiniLM-L6-v2",
        "machine-learning-model",
        "Apache-2.0",
        "bot/qa/encoder.npz begins from its numbers",
    ),
    ("wordfreq", "data", "CC-BY-SA-4.0", "bot/qa/frequencies.txt.gz is its small English list"),
)
"""Works of others that are in the package itself: name, CycloneDX's type, licence, what is made of them."""


@dataclass(frozen=True)
class Pin:
    """A package of the lock: its version, the marker of where it is installed, and which packages need it."""

    name: str
    version: str
    marker: str
    needed_by: tuple[str, ...]

    @property
    def reference(self) -> str:
        """The package's address as a package URL: https://github.com/package-url/purl-spec."""
        return f"pkg:pypi/{self.name}@{self.version}"


def pins(lock: str) -> Iterator[Pin]:
    """Read the packages of a lock that ``uv pip compile`` has written."""
    for block in re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:]:
        head = re.match(r"([a-z0-9.-]+)(?:\[\S+\])?==(\S+)(?: ; ([^\\\n]+))?", block)
        if not head:
            raise ValueError(f"this is no pin: {block.splitlines()[0]}")
        via = re.findall(r"^    #(?: via|  ) +(\S+)", block, flags=re.MULTILINE)
        yield Pin(head[1], head[2], (head[3] or "").strip(), tuple(via))


def bill(root: Path = ROOT) -> dict[str, Any]:
    """The bill of materials of the project in a folder."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    name, version = project["name"], project["version"]
    product = f"pkg:pypi/{name}@{version}"
    locked = sorted(pins((root / "requirements.txt").read_text("utf-8")), key=lambda pin: pin.name)
    known = {name: product} | {pin.name: pin.reference for pin in locked}
    depends: dict[str, set[str]] = {reference: set() for reference in known.values()}
    for pin in locked:
        for parent in pin.needed_by:
            depends[known[parent]].add(pin.reference)
    made: dict[str, Any] = {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPECIFICATION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": product,
                "name": name,
                "version": version,
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": product,
            }
        },
        "components": [*map(_component, locked), *_shipped()],
        "dependencies": [{"ref": one, "dependsOn": sorted(on)} for one, on in sorted(depends.items())],
    }
    made["serialNumber"] = uuid5(NAMESPACE_URL, json.dumps(made, sort_keys=True)).urn
    return made


def _component(pin: Pin) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": pin.reference,
        "name": pin.name,
        "version": pin.version,
        "purl": pin.reference,
    }
    if pin.marker:
        component |= {
            "scope": "optional",
            "properties": [{"name": "python:marker", "value": pin.marker}],
        }
    return component


def _shipped() -> Iterator[dict[str, Any]]:
    for name, kind, license_id, use in SHIPPED:
        yield {
            "type": kind,
            "bom-ref": f"shipped:{name}",
            "name": name,
            "description": use,
            "licenses": [{"license": {"id": license_id}}],
        }


def text(root: Path = ROOT) -> str:
    """The bill of materials as it is written to a file."""
    return json.dumps(bill(root), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text(), "utf-8")
    else:
        sys.stdout.write(text())
