"""Reads what a page says of its article as linked data: its day, and whether it is free to read."""

import json
from collections.abc import Iterator
from typing import Any


def linked_data(data: list[str]) -> Iterator[tuple[str, str]]:
    """What JSON-LD in the page says of its article (https://schema.org/NewsArticle)."""
    for text in data:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for one in found if isinstance(found, list) else [found]:
            if isinstance(one, dict):
                yield from _said(one)


def _said(one: dict[str, Any]) -> Iterator[tuple[str, str]]:
    day = one.get("datePublished")
    yield "datepublished", day if isinstance(day, str) else ""
    yield "paywall", "yes" if one.get("isAccessibleForFree") in {False, "False", "false"} else ""
