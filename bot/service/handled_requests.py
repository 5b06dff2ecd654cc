"""Carries out each request once, whichever processes receive it and however often it is sent."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import structlog
from sqlalchemy import Engine

from bot.db import handled_requests as rows
from bot.db.database import UNAVAILABLE, write
from bot.service.conduct import ClaimsHere

log = structlog.get_logger()
CLAIM_TIMEOUT = 0.5
"""Seconds that a share waits for the database before this process alone remembers it."""


class HandledRequests:
    """Notes in the database which requests were carried out, and shares, for all processes."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = now
        self._here = ClaimsHere()

    async def claim(self, key: str) -> bool:
        """Note that a request is carried out now; False where it was before. Raises ``UNAVAILABLE``."""
        return await write(self._engine, rows.claim, key, self._now())

    async def claim_anyhow(self, key: str) -> bool:
        """Like ``claim``; while the database does not answer, only this process knows what was noted."""
        if not await self._here.claim_anyhow(key):
            return False
        try:
            async with asyncio.timeout(CLAIM_TIMEOUT):
                return await self.claim(key)
        except (*UNAVAILABLE, TimeoutError) as error:
            log.warning("database not reached", command="share", reason=str(error.__cause__ or error))
            return True

    async def release(self, key: str) -> None:
        """Forget a request that came to nothing, so that it can be repeated."""
        await self._here.release(key)
        with suppress(*UNAVAILABLE):
            await write(self._engine, rows.release, key)
