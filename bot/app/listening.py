"""Serves a site on a port, with limits for its connections, until the process is told to stop."""

import asyncio
import errno
from collections.abc import Callable

from aiohttp import web

from bot.settings import CannotServe
from bot.web.connections import CONNECTIONS, IDLE_TIMEOUT, Connections, backlog
from bot.web.health_site import LONGEST_LINE
from bot.web.public_pages import PAGE_POOL

SHUTDOWN_TIMEOUT = 0.7
"""Seconds that responses under way are given when the process is told to stop, and to end when cancelled."""


async def listening(  # noqa: PLR0913  -- the optional ones are named at the call
    site: web.Application,
    host: str,
    port: int,
    stop: asyncio.Event,
    on_open: Callable[[], None] = lambda: None,
    *,
    prefix: str = "",
) -> None:
    """Serve a site at an address until told to stop; ``on_open`` is called once it listens.

    Raises CannotServe, which names the settings PORT and HOST with ``prefix``, where that is not possible.
    """
    runner = web.AppRunner(
        site,
        access_log=None,
        max_line_size=LONGEST_LINE,
        shutdown_timeout=SHUTDOWN_TIMEOUT,
        handler_cancellation=True,
        keepalive_timeout=IDLE_TIMEOUT,
    )
    await runner.setup()
    try:
        try:
            server = await _opened(runner, site[CONNECTIONS], host, port)
        except OSError as error:
            raise CannotServe(cannot_listen(host, port, error, prefix)) from None
        on_open()
        await stop.wait()
        server.close()
        if pool := site.get(PAGE_POOL):
            pool.close()
    finally:
        await runner.cleanup()


async def _opened(runner: web.AppRunner, connections: Connections, host: str, port: int) -> asyncio.Server:
    server = runner.server
    if server is None:
        raise RuntimeError("the runner has not been set up")
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: connections.protocol(server), host, port, backlog=backlog())


def cannot_listen(host: str, port: int, error: OSError, prefix: str = "") -> str:
    """Why nothing can listen at an address, and which settings to change: those with ``prefix`` in front."""
    taken = error.errno == errno.EADDRINUSE
    why = "another program listens there" if taken else error.strerror or str(error)
    if error.errno in {errno.EACCES, errno.EPERM}:
        why = "ports below 1024 are kept for the administrator"
    return f"Cannot listen on {host}:{port}: {why}. Set {prefix}PORT (and {prefix}HOST) to a free one."
