"""The database as delivery uses it: never in the event loop, never giving up, many changes to a commit."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection, Engine

from bot.db.database import UNAVAILABLE, writing

P = ParamSpec("P")
T = TypeVar("T")
log = structlog.get_logger()
CHANGES_PER_COMMIT = 200
"""Changes that are committed together at most."""
FIRST_DELAY, LONGEST_DELAY = 0.1, 5.0
"""Seconds between attempts while the database is unavailable: the first, doubled up to the longest."""
InThread = Callable[..., Awaitable[Any]]
"""Runs a blocking call outside of the event loop, as ``asyncio.to_thread`` does."""


@dataclass(frozen=True)
class _Change:
    make: Callable[[Connection], Any]
    made: asyncio.Future[Any]


class UnitOfWork:
    """Reads and writes; while the database is unavailable, both wait until it is back.

    ``on_available`` is called with whether it is. A change must bear being made twice: where the connection
    is lost while it is committed, nobody knows whether it was.
    """

    def __init__(
        self,
        engine: Engine,
        in_thread: InThread = asyncio.to_thread,
        on_available: Callable[[bool], None] = lambda _: None,
    ) -> None:
        self._on_available = on_available
        self._engine = engine
        self._in_thread = in_thread
        self._waiting: list[_Change] = []
        self._committing: asyncio.Task[None] | None = None
        self.available = True

    @property
    def is_file(self) -> bool:
        """Whether the database is a file of SQLite, so that all who use it are on one machine."""
        return self._engine.dialect.name == "sqlite"

    async def read(
        self, query: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call ``query`` in a thread with a connection and the arguments, and give its result."""

        def ask() -> T:
            with self._engine.connect() as connection:
                return query(connection, *args, **kwargs)

        return await self._until_available(ask)

    async def write(
        self, change: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Make a change in a transaction with others that wait, and give its result once it is committed."""
        made: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Change(lambda connection: change(connection, *args, **kwargs), made))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_all())
        return await made

    async def _commit_all(self) -> None:
        """Commit what waits, and what comes in the meantime with the next commit."""
        while self._waiting:
            changes, self._waiting = self._waiting[:CHANGES_PER_COMMIT], self._waiting[CHANGES_PER_COMMIT:]
            await self._commit(changes)

    async def _commit(self, changes: Sequence[_Change]) -> None:
        try:
            results = await self._until_available(lambda: self._made_of(changes))
        except Exception as error:  # noqa: BLE001  -- whoever asked for the change is told
            if len(changes) == 1:
                if not changes[0].made.done():
                    changes[0].made.set_exception(error)
                return
            # One of them is at fault: the others must not suffer for it.
            for change in changes:
                await self._commit([change])
            return
        for change, result in zip(changes, results, strict=True):
            if not change.made.done():
                change.made.set_result(result)

    def _made_of(self, changes: Sequence[_Change]) -> list[Any]:
        with writing(self._engine) as connection:
            return [change.make(connection) for change in changes]

    async def _until_available(self, ask: Callable[[], T]) -> T:
        wait = FIRST_DELAY
        while True:
            try:
                given: T = await self._in_thread(ask)
            except UNAVAILABLE as error:
                if self.available:
                    log.warning("database unavailable", reason=str(error).partition("\n")[0])
                self._see(available=False)
                await asyncio.sleep(wait)
                wait = min(2 * wait, LONGEST_DELAY)
            else:
                if not self.available:
                    log.info("database available again")
                self._see(available=True)
                return given

    def _see(self, *, available: bool) -> None:
        self.available = available
        self._on_available(available)
