"""Limits the connections to the site: how many there are, and how long one may go without a request."""

import asyncio
import resource
from collections.abc import Callable, Iterator

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

log = structlog.get_logger()

HEAD_TIMEOUT = 10.0
"""Seconds in which a new connection has to send the whole head of its first request."""
BODY_TIMEOUT = 30.0
"""Seconds in which the whole body of a request has to come, after its head."""
IDLE_TIMEOUT = 75.0
"""Seconds for which a connection is kept between two requests: more than the 60 of nginx' upstreams."""
MOST_CONNECTIONS = 1_000
"""Connections at once, where the system lets the process have so many files."""
LONGEST_BACKLOG = 128
"""Connections at most that the system keeps until they are accepted."""
SWEEP_INTERVAL = 1.0
"""Seconds between two looks at which connections have waited too long."""
LOG_INTERVAL = 60.0
"""Seconds between two lines of the log about connections that were closed."""


class Connections:
    """The open connections of a site, by whether a request of theirs is being answered.

    Where there are too many, a further one takes the place of the one that has waited longest to send its
    first request, then of one that is kept for further requests, then of one whose request has waited longest
    for its body, and else is closed itself.
    """

    def __init__(
        self,
        most: int | None = None,
        head_timeout: float = HEAD_TIMEOUT,
        idle_timeout: float = IDLE_TIMEOUT,
        body_timeout: float = BODY_TIMEOUT,
        sweep_interval: float = SWEEP_INTERVAL,
    ) -> None:
        self._most = most or most_connections()
        self._head_timeout, self._idle_timeout = head_timeout, idle_timeout
        self._body_timeout, self._sweep_interval = body_timeout, sweep_interval
        self._new: dict[asyncio.Transport, float] = {}
        """Those without a request so far, with when each was opened, the oldest first."""
        self._idle: dict[asyncio.Transport, float] = {}
        """Those between two requests, with when the last one ended, the oldest first."""
        self._busy: dict[asyncio.Transport, tuple[web.Request, float]] = {}
        """Those with a request that is being answered, with when its head came, the oldest first."""
        self._sweep: asyncio.TimerHandle | None = None
        self._closed = 0
        self._log_at = 0.0

    def __len__(self) -> int:
        return self.waiting + len(self._busy)

    @property
    def waiting(self) -> int:
        """How many connections are open without a request that is being answered."""
        return len(self._new) + len(self._idle)

    def protocol(self, make: Callable[[], asyncio.Protocol]) -> asyncio.Protocol:
        """A protocol for one connection that hands everything to the one that ``make`` gives."""
        return _LimitedProtocol(self, make())

    def opened(self, transport: asyncio.Transport) -> None:
        """Count a new connection, and make room for it."""
        if len(self) >= self._most:
            longest = next(iter(self._new or self._idle), None) or next(self._half_sent(), transport)
            self._close(longest)
        if not transport.is_closing():
            self._new[transport] = self._now
            self._sweep_later()

    def began(self, transport: asyncio.Transport, request: web.Request) -> None:
        """Note that a connection has sent the head of a request."""
        if self._new.pop(transport, None) or self._idle.pop(transport, None):
            self._busy[transport] = request, self._now
            self._sweep_later()

    def ended(self, transport: asyncio.Transport) -> None:
        """Note that the request of a connection has been answered."""
        if transport in self._busy:
            del self._busy[transport]
            self._idle[transport] = self._now
            self._sweep_later()

    def lost(self, transport: asyncio.Transport) -> None:
        """Forget a connection that is closed."""
        self._new.pop(transport, None)
        self._idle.pop(transport, None)
        self._busy.pop(transport, None)

    def _half_sent(self) -> Iterator[asyncio.Transport]:
        """Give the connections of which the body of a request is still to come, the oldest first."""
        return (one for one, (request, _) in self._busy.items() if not request.content.is_eof())

    def _close(self, transport: asyncio.Transport) -> None:
        self.lost(transport)
        transport.abort()
        self._closed += 1
        if self._now >= self._log_at:
            log.warning("connections closed", count=self._closed, most=self._most)
            self._log_at, self._closed = self._now + LOG_INTERVAL, 0

    def _sweep_later(self) -> None:
        if self._sweep is None and len(self):
            self._sweep = asyncio.get_running_loop().call_later(self._sweep_interval, self._close_silent)

    def _close_silent(self) -> None:
        """Close the connections that have sent nothing whole for too long, which is no news to anybody."""
        self._sweep = None
        for waiting, timeout in ((self._new, self._head_timeout), (self._idle, self._idle_timeout)):
            for transport in [one for one, since in waiting.items() if self._now - since > timeout]:
                del waiting[transport]
                transport.abort()
        for transport in list(self._half_sent()):
            if self._now - self._busy[transport][1] > self._body_timeout:
                del self._busy[transport]
                transport.abort()
        self._sweep_later()

    @property
    def _now(self) -> float:
        return asyncio.get_running_loop().time()


class _LimitedProtocol(asyncio.Protocol):
    """Hands what happens on a connection to a server's protocol, and tells the connections of its life."""

    def __init__(self, connections: Connections, inner: asyncio.Protocol) -> None:
        self._connections, self._inner = connections, inner
        self._transport: asyncio.Transport | None = None
        self.data_received = inner.data_received  # type: ignore[method-assign]  # called for every packet
        self.eof_received = inner.eof_received  # type: ignore[method-assign]
        self.pause_writing = inner.pause_writing  # type: ignore[method-assign]
        self.resume_writing = inner.resume_writing  # type: ignore[method-assign]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._inner.connection_made(transport)
        if isinstance(transport, asyncio.Transport):
            self._transport = transport
            self._connections.opened(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._transport:
            self._connections.lost(self._transport)
        self._inner.connection_lost(exc)


CONNECTIONS = web.AppKey("connections", Connections)


@web.middleware
async def counted_connections(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count a connection as busy while its request is answered."""
    connections, transport = request.app[CONNECTIONS], request.transport
    if transport is None:
        return await handler(request)
    connections.began(transport, request)
    try:
        return await handler(request)
    finally:
        connections.ended(transport)


def most_connections() -> int:
    """How many connections a site may have: half of the files that the process may open, 1,000 at most.

    The limit of files is raised as far as that needs. The other half is for the database, the index and the
    platforms, and for connections that are accepted before there is room for them.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_CONNECTIONS
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(MOST_CONNECTIONS, soft // 2)


def backlog() -> int:
    """How many connections the system may keep until they are accepted.

    As many are accepted in one go, and counted afterwards, while as many that were closed for them still are
    open files.
    """
    return min(LONGEST_BACKLOG, most_connections() // 4)
