"""What a case has by itself, besides what its file says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.cases.model import Case
from bot.corpus.loader import load_case


def test_a_version_is_the_digest_of_the_case_file(case_folder: Callable[..., Path]) -> None:
    folder = case_folder("")
    file = folder / "case.yaml"
    case = load_case(folder)
    assert case.version == hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_bytes(file.read_bytes() + b"# A comment.\n")
    later = load_case(folder)
    assert later == replace(case, version=later.version)
    assert later.version != case.version


def test_a_case_made_without_a_file_has_a_version_that_changes_with_it() -> None:
    case = Case(title="A", revised="2026-01-01", sources=())
    assert len(case.version) == 64
    assert case.version == replace(case, version="").version
    assert case.version != replace(case, title="B", version="").version
