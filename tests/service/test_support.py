"""/help says whom to write to and where the legal pages are, where the settings have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.asker import Asker
from bot.app.services import make_service
from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from bot.digests.senders import Target
from bot.rendering.render import Presentation, to_discord, to_slack, to_text
from bot.settings import Settings
from tests.databases import migrated

ADDRESSES = ("help@example.org", "https://cases.example.org/privacy", "https://cases.example.org/terms")


async def _anywhere(_: Target) -> None:
    return None


@pytest.mark.parametrize("locale", ["en", "de", "es"])
async def test_help_names_the_support_address_and_the_legal_pages(
    corpus: Corpus, tmp_path: Path, locale: str
) -> None:
    engine = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"))
    presentation = Presentation(public_url="https://cases.example.org")
    settings = Settings(support_contact="mailto:help@example.org")
    asker = Asker("slack", "T1", "C1", "U1", locale=locale)
    service = make_service(corpus, presentation, engine, _anywhere, settings=settings)
    bare = make_service(corpus, presentation, engine, _anywhere)
    for render in (to_text, to_discord, to_slack):
        said = str(await service.reply("/help", asker, render)).replace("\\", "")
        assert all(one in said for one in ADDRESSES)
        detailed = str(await service.reply("/help case status", asker, render)).replace("\\", "")
        assert ADDRESSES[0] not in detailed
        assert ADDRESSES[0] not in str(await bare.reply("/help", asker, render))
    engine.dispose()
