"""Opens ports before anything else is loaded: whoever connects meanwhile waits, and is not refused.

Imports nothing but the settings, so that a process listens in the first moments of its start.
"""

import errno
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from bot.settings import CannotServe, Settings

BACKLOG = 128
"""Connections that the system keeps while the process is loaded."""
OF_HOST = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
"""Errors of an address that this machine does not have, whatever the port."""


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
            if error.errno not in OF_HOST or number == len(places):
                raise


def cannot_listen(host: str, port: int, error: OSError, prefix: str = "") -> str:
    """Why nothing can listen at an address, and which settings to change: those with ``prefix`` in front."""
    number = error.errno or 0
    is_of_host = isinstance(error, socket.gaierror)
    # What Python adds to the system's words says the address once more.
    why = (error.strerror if is_of_host or not number else os.strerror(number)) or str(error)
    cure = f"Set {prefix}PORT (and {prefix}HOST) to a free one."
    if is_of_host or number in OF_HOST:
        cure = f"Set {prefix}HOST to an address of this machine."
    elif number == errno.EADDRINUSE:
        why = "another program listens there"
    elif number in {errno.EACCES, errno.EPERM}:
        why = "ports below 1024 are kept for the administrator"
    return f"Cannot listen on {host}:{port}: {why}. {cure}"
