"""What the tests of claims share: an archive of one invented article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.search.archive import Archive


@pytest.fixture
def archive_of(case_folder: Callable[..., Path]) -> Callable[..., Archive]:
    """Makes an archive of one case, “stone”, with the article “article” of this text."""

    def made(text: str, body: str = "") -> Archive:
        return open_archive(ContentRepository(case_folder(body, {"a.txt": text}).parent).read(), None)

    return made
