"""The address of a client over HTTP, by which limits count what it sends."""

import ipaddress
from collections.abc import Sequence

from aiohttp import web

from bot.settings.parsers import IpNetwork

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

IPV6_NETWORK = 64
"""Bits of an IPv6 address that one client can have all addresses of."""
LONGEST = 64
"""Characters that are taken of what is no address."""
TRUSTED_PROXIES: web.AppKey[tuple[IpNetwork, ...]] = web.AppKey("trusted_proxies")
"""The networks of the proxies whose X-Forwarded-For counts, besides those on this machine."""


def client_of(request: web.Request) -> str:
    """The address from which a request comes, see ``client_address``."""
    # A proxy may add a line of its own to those that the client has sent.
    forwarded = ",".join(request.headers.getall("X-Forwarded-For", ()))
    proxies: tuple[IpNetwork, ...] = request.config_dict.get(TRUSTED_PROXIES) or ()
    return client_address(request.remote or "", forwarded, proxies)


def client_address(remote: str, forwarded: str, proxies: Sequence[IpNetwork] = ()) -> str:
    """The address from which a request comes; behind proxies, the last one that no proxy of ours has.

    ``remote`` is the other end of the connection and ``forwarded`` all of the header ``X-Forwarded-For``, or
    empty; only what this machine and ``proxies`` have added to it counts. An IPv6 address is given as its
    network.
    """
    named = [remote, *(one.strip() for one in reversed(forwarded.split(",")))]
    address = named[0]
    for before in named[1:]:
        if not before or not _is_proxy(address, proxies):
            break
        address = before
    parsed = _parsed(address)
    if parsed is None:
        return address[:LONGEST]
    if parsed.version == 6:  # noqa: PLR2004  -- the number of the protocol
        return str(ipaddress.ip_network((parsed, IPV6_NETWORK), strict=False))
    return str(parsed)


def _parsed(text: str) -> IpAddress | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_proxy(text: str, proxies: Sequence[IpNetwork]) -> bool:
    address = _parsed(text)
    return address is not None and (address.is_loopback or any(address in one for one in proxies))
