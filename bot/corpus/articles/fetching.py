"""Fetches a page from the web, and never from an address inside: each is checked as it is connected to.

A check of the resolver's answers alone lets literal addresses through, about which it is not asked.
"""

import asyncio
import socket
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import aiohttp
from yarl import URL

from bot.corpus.articles.limits import ArticleRefused

MOST_REDIRECTS = 5
TIMEOUT = 15
"""Seconds for a page with all its redirects."""
MOST_UNPACKED = 2_000_000
"""Bytes of a page, after they are decompressed."""
PORTS = frozenset({80, 443})
OK = frozenset({200})
PRODUCT = "verbatim"
"""The product token by which robots.txt files name this bot (RFC 9309, 2.2.1)."""
USER_AGENT = f"{PRODUCT} (reads the articles that editors of a case name)"
LONGEST_TAG = 500
"""Characters of an ETag or a time that is kept; a longer one is not, and never asked by."""
NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses that stand for those of IPv4 (RFC 6052)."""
INSIDE = "The address leads to {host}, which is no public one: nothing was fetched."


def is_public(address: str) -> bool:
    """Whether an address is one of the public Internet, also where IPv6 wraps one of IPv4."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour
        if found in NAT64:
            wrapped = IPv4Address(int(found) & 0xFFFFFFFF)
        found = wrapped or found
    return found.is_global and not found.is_multicast


@dataclass(frozen=True)
class FetchedPage:
    """A page: its bytes, decompressed, the encoding that its header names, and where it came from at last.

    ``etag`` and ``modified`` are what a later request can ask by whether it has changed (RFC 9110, 13.1).
    """

    raw: bytes
    charset: str
    url: str
    status: int = 200
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class FetchRules:
    """What may be fetched: addresses, ports, and bytes after they are decompressed; tests allow others."""

    allowed: Callable[[str], bool] = is_public
    ports: frozenset[int] = PORTS
    most: int = MOST_UNPACKED


class PageTooLarge(ArticleRefused):
    """Raised for a page that has more bytes, decompressed, than are fetched."""


class _Inside(OSError):
    """Raised in place of a connection to an address that is not allowed."""


def fetch(url: str, allowed: Callable[[str], bool] = is_public, ports: frozenset[int] = PORTS) -> FetchedPage:
    """Fetch a page. Raises ArticleRefused, with a sentence that says why nothing came."""
    return fetch_as(url, FetchRules(allowed, ports))


def fetch_as(
    url: str,
    rules: FetchRules,
    headers: Mapping[str, str] | None = None,
    statuses: Collection[int] = OK,
) -> FetchedPage:
    """Fetch a page by some rules, also one with another status than 200; only that one has a body.

    Raises ArticleRefused, with a sentence that says why nothing came.
    """
    try:
        return asyncio.run(_fetch(url, rules, {"User-Agent": USER_AGENT, **(headers or {})}, statuses))
    except TimeoutError:
        raise ArticleRefused(f"{url} did not answer within {TIMEOUT} seconds.") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        inside = (
            error.__cause__ if isinstance(error.__cause__, _Inside) else getattr(error, "os_error", error)
        )
        if isinstance(inside, _Inside):
            raise ArticleRefused(INSIDE.format(host=inside)) from None
        raise ArticleRefused(f"{url} cannot be fetched: {error}") from None


async def _fetch(
    url: str, rules: FetchRules, headers: Mapping[str, str], statuses: Collection[int]
) -> FetchedPage:
    def connect(address: Any) -> socket.socket:  # aiohttp's AddrInfoType
        family, kind, proto, _, where = address
        if not rules.allowed(str(where[0])):
            raise _Inside(str(where[0]))
        return socket.socket(family, kind, proto)

    connector = aiohttp.TCPConnector(socket_factory=connect, use_dns_cache=False)
    timeout = aiohttp.ClientTimeout(total=TIMEOUT)
    async with (
        asyncio.timeout(TIMEOUT),
        aiohttp.ClientSession(
            connector=connector, timeout=timeout, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
        ) as session,
    ):
        at = URL(url)
        for _ in range(MOST_REDIRECTS + 1):
            if at.scheme not in {"http", "https"} or at.port not in rules.ports or at.user:
                raise ArticleRefused(f"{at.scheme}://{at.host or ''} is no web address that is fetched.")
            async with session.get(at, allow_redirects=False, headers=headers) as answer:
                if 300 <= answer.status < 400 and "Location" in answer.headers:  # noqa: PLR2004
                    at = at.join(URL(answer.headers["Location"]))
                    continue
                if answer.status not in statuses:
                    raise ArticleRefused(f"{at} answers with the status {answer.status}.")
                raw = await _body(answer, rules.most) if answer.status in OK else b""
                tag, modified = (_kept(answer.headers.get(name, "")) for name in ("ETag", "Last-Modified"))
                return FetchedPage(raw, answer.charset or "", str(at), answer.status, tag, modified)
    raise ArticleRefused(f"{url} redirects more than {MOST_REDIRECTS} times.")


def _kept(header: str) -> str:
    return header if len(header) <= LONGEST_TAG else ""


async def _body(answer: aiohttp.ClientResponse, most: int) -> bytes:
    raw = bytearray()
    async for piece in answer.content.iter_chunked(65536):
        raw += piece
        if len(raw) > most:
            raise PageTooLarge(f"The page is larger than {most // 1_000_000} MB.")
    return bytes(raw)
