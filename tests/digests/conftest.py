from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from tests.databases import migrated
from tests.digests.places import Place


@pytest.fixture
def place(tmp_path: Path, corpus: Corpus) -> Iterator[Place]:
    engine = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"))
    yield Place(engine, corpus)
    engine.dispose()
