"""Serves a site on an open port, with limits for its connections, until the process is told to stop."""

import asyncio
import socket
from collections.abc import Callable, Sequence

from aiohttp import web

from bot.web.connections import CONNECTIONS, IDLE_TIMEOUT, Connections, backlog
from bot.web.health_site import LONGEST_LINE
from bot.web.public_pages import PAGE_POOL

SHUTDOWN_TIMEOUT = 0.7
"""Seconds that responses under way are given when the process is told to stop, and to end when cancelled."""


async def listening(
    site: web.Application,
    sockets: Sequence[socket.socket],
    stop: asyncio.Event,
    on_open: Callable[[], None] = lambda: None,
) -> None:
    """Answer who connects to the sockets until told to stop; ``on_open`` is called once that begins."""
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
        servers = [await _served(runner, site[CONNECTIONS], one) for one in sockets]
        on_open()
        await stop.wait()
        for server in servers:
            server.close()
        if pool := site.get(PAGE_POOL):
            pool.close()
    finally:
        await runner.cleanup()


async def _served(runner: web.AppRunner, connections: Connections, one: socket.socket) -> asyncio.Server:
    server = runner.server
    if server is None:
        raise RuntimeError("the runner has not been set up")
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: connections.protocol(server), sock=one, backlog=backlog())
