"""The watching of sources' pages as a part of a process, where the settings name cases to be watched."""

import asyncio

from bot.corpus.corpus import Corpus
from bot.settings import Settings


async def watch_pages(settings: Settings, corpus: Corpus, stop: asyncio.Event) -> None:
    """Check the pages of the cases in WATCH_SOURCES until told to stop."""
    from bot.db.database import WORKER_LOCK_TIMEOUT, open_database
    from bot.digests.schedule import now_in_utc
    from bot.service.inbox.page_looks import PageLooker
    from bot.service.inbox.page_watcher import PageWatcher, watched_sources

    engine = open_database(settings.database_url, WORKER_LOCK_TIMEOUT)
    try:
        watcher = PageWatcher(
            engine,
            lambda: watched_sources(corpus.whole.library, settings.watch_sources),
            PageLooker(now_in_utc),
            now_in_utc,
        )
        await watcher.run(stop)
    finally:
        engine.dispose()
