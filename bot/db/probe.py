"""Looks every few seconds whether the database answers, in a thread that nothing else waits for."""

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import Pool

from bot.db.database import UNUSABLE, file_of, open_database
from bot.db.tables import executors

INTERVAL = 5.0
"""Seconds between two looks."""
PROBE_TIMEOUT = 4.0
"""Seconds that a connection, or a lock, is waited for."""
SILENCE = 20.0
"""Seconds without the end of a look after which the database counts as away: one may hang for ever."""


class ProbeResult(NamedTuple):
    """What one look has found: why the database cannot be used, or None; both figures in seconds."""

    problem: str | None
    took: float
    clock_offset: float
    """How far the clock of the database is ahead of this machine's; 0 where that is the same clock."""


class DatabaseProbe:
    """Looks at a database; ``on_result`` is called in the thread with each result."""

    def __init__(
        self, url: str, on_result: Callable[[ProbeResult], None] = lambda _: None, interval: float = INTERVAL
    ) -> None:
        self._url, self._on_result, self._interval = url, on_result, interval
        self._stopped = threading.Event()
        self._last: ProbeResult | None = None
        self._seen_at = time.monotonic()

    @property
    def problem(self) -> str | None:
        """Why the database cannot be used, or None; before the first look it is held to be usable."""
        silent = time.monotonic() - self._seen_at
        if silent > SILENCE:
            return f"it has not answered for {silent:.0f} seconds"
        return self._last.problem if self._last else None

    def start(self) -> threading.Thread:
        """Begin to look, at once and then again and again, in a thread that is given."""
        # Nobody need wait for it: on a network that swallows everything, a look may never end.
        thread = threading.Thread(target=self._run, name="database probe", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """Look at the database no more, once a look under way has ended."""
        self._stopped.set()

    def _run(self) -> None:
        engine = open_database(self._url, PROBE_TIMEOUT)
        try:
            while not self._stopped.is_set():
                self._last = look(engine)
                self._seen_at = time.monotonic()
                self._on_result(self._last)
                self._stopped.wait(self._interval)
        finally:
            engine.dispose()


def look(engine: Engine) -> ProbeResult:
    """Ask the database for a row of ours and, where it is no file, for its time."""
    began, file = time.perf_counter(), file_of(engine.url.render_as_string(hide_password=False))
    problem, offset = None, 0.0
    try:
        if file and not file.exists():
            problem = "its file is gone"  # to connect would make an empty one
        else:
            offset = _asked(engine)
    except UNUSABLE as error:
        problem = str(getattr(error, "orig", error) or error).partition("\n")[0]
    if file:
        # A connection that is kept would read a file that was deleted or replaced since.
        engine.dispose()
    return ProbeResult(problem, time.perf_counter() - began, offset)


def _asked(engine: Engine) -> float:
    with engine.connect() as connection:
        connection.execute(sa.select(executors.c.id).limit(1))
        return 0.0 if engine.dialect.name == "sqlite" else clock_offset(connection, time.time)


def clock_offset(connection: Connection, own: Callable[[], float]) -> float:
    """How many seconds the clock of a PostgreSQL is ahead of one that gives seconds since 1970."""
    before = own()
    theirs = float(connection.execute(sa.text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())
    # Half of the way there and back has passed when their clock is read.
    return theirs - (before + own()) / 2


class ConnectionCount:
    """How many connections to databases this process has open, and how many of these are in use."""

    def __init__(self) -> None:
        self.opened, self.in_use = 0, 0
        self._changing = threading.Lock()
        event.listen(Pool, "connect", lambda *_: self._change(opened=1))
        event.listen(Pool, "close", lambda *_: self._change(opened=-1))
        event.listen(Pool, "checkout", lambda *_: self._change(in_use=1))
        event.listen(Pool, "checkin", lambda *_: self._change(in_use=-1))

    def _change(self, *, opened: int = 0, in_use: int = 0) -> None:
        with self._changing:
            self.opened += opened
            self.in_use += in_use


CONNECTION_COUNT = ConnectionCount()
"""That of this process, for all of its databases."""
