"""Files that tests compare with and that are not part of this project: they lie beside its checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[2] / "shared"
DISCORD_OPENAPI = BESIDE / "reference" / "discord-openapi.json"
"""https://github.com/discord/discord-api-spec/blob/main/specs/openapi.json"""
SLACK_MANIFEST_SCHEMA = BESIDE / "reference" / "slack-manifest.schema.json"
"""https://github.com/slackapi/manifest-schema"""
SEED_FACTS = BESIDE / "seed" / "facts.jsonl"
"""The facts of the first case, as they were found before there was a case file."""


def reference(file: Path) -> str:
    """The text of one of these files; without it a test is skipped, and where CI is true it fails."""
    if not file.is_file():
        missing = f"{file.name} is missing, so this was not checked: it is expected at {file}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    return file.read_text(encoding="utf-8")
