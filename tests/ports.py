"""Ports for the processes that tests start."""

import random
import socket

LOWEST, HIGHEST = 15_000, 32_000
"""Below those that the system gives to connections: none is taken between here and the process's start."""


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    while True:
        port = random.randint(LOWEST, HIGHEST)  # noqa: S311  -- no secret
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
