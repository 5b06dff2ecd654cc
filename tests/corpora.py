"""The type of the fixture ``corpora``, which reads each folder of cases once for all tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.corpus.corpus import Corpus

Corpora = Callable[[Path], Corpus]
"""Gives the cases of a folder, read and indexed when a test first asked for them."""
