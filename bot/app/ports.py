"""Opens ports before anything else is loaded: whoever connects meanwhile waits, and is not refused.

Imports nothing but the settings, so that a process listens in the first moments of its start.
"""

import errno
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from bot.settings import CannotServe, Settings

BACKLOG = 128
"""Connections that the system keeps while the process is loaded."""


@dataclass(frozen=True)
class Ports:
    """The ports of a process, open: a socket for each address that the host's name has."""

    public: tuple[socket.socket, ...] = ()
    """PORT: the pages, or the health of a worker. Empty where the process has none."""
    management: tuple[socket.socket, ...] = ()
    """METRICS_PORT. Empty where it is not set."""

    @classmethod
    def open(cls, settings: Settings, only: str | None) -> Self:
        """Open the ports of a process that runs one part, or all (None). Raises CannotServe."""
        has_public = only in {None, "web", "worker"}
        management = settings.metrics_port
        return cls(
            bound(settings.host, settings.port) if has_public else (),
            bound(settings.metrics_host, management, "METRICS_") if management else (),
        )


def bound(host: str, port: int, prefix: str = "") -> tuple[socket.socket, ...]:
    """Listen on a port at each address of a host; nobody is answered yet.

    Raises CannotServe, which names the settings PORT and HOST with ``prefix``, where that is not possible.
    """
    try:
        return tuple(_sockets(host, port))
    except OSError as error:
        raise CannotServe(cannot_listen(host, port, error, prefix)) from None


def _sockets(host: str, port: int) -> Iterator[socket.socket]:
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    # An address may be given twice; two sockets cannot have it.
    places = list(dict.fromkeys((family, address) for family, _, _, _, address in found))
    for number, (family, address) in enumerate(places, start=1):
        try:
            yield socket.create_server(address, family=family, backlog=BACKLOG)
        except OSError as error:
            # “localhost” has an address of IPv6 where the system has none of its own.
            if error.errno not in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT} or number == len(places):
                raise


def cannot_listen(host: str, port: int, error: OSError, prefix: str = "") -> str:
    """Why nothing can listen at an address, and which settings to change: those with ``prefix`` in front."""
    taken = error.errno == errno.EADDRINUSE
    why = "another program listens there" if taken else error.strerror or str(error)
    if error.errno in {errno.EACCES, errno.EPERM}:
        why = "ports below 1024 are kept for the administrator"
    return f"Cannot listen on {host}:{port}: {why}. Set {prefix}PORT (and {prefix}HOST) to a free one."
