"""YAML as the editors read it that check a case file by its schema: by the core schema of YAML 1.2."""

from __future__ import annotations

import re
from typing import Any

import yaml


class CoreLoader(yaml.SafeLoader):
    """Reads true and false, numbers and null as such, and all else as text: “on” and days stay text."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
    ("null", r"~|null|", "~n"),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), [*first])


def as_editors_read(case_file: str) -> Any:
    """The data of a case file by YAML's core schema."""
    return yaml.load(case_file, Loader=CoreLoader)  # noqa: S506  -- a SafeLoader
