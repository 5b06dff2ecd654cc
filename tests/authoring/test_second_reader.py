"""What the second readers of the invented articles found stands in their texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

GOLD = Path(__file__).parent / "gold"
READ = sorted((GOLD / "second_reader").glob("*.json"))


def test_each_article_has_a_second_reading() -> None:
    assert [one.stem for one in READ] == sorted(one.stem for one in GOLD.glob("*.json"))


@pytest.mark.parametrize("path", READ, ids=lambda path: path.stem)
def test_each_span_has_its_words(path: Path) -> None:
    text = (GOLD / path.name).with_suffix(".txt").read_text(encoding="utf-8")
    read = json.loads(path.read_text(encoding="utf-8"))
    entries = [one for section in read.values() for one in section]
    assert entries
    assert [one["exact"] for one in entries if text[one["start"] : one["end"]] != one["exact"]] == []
