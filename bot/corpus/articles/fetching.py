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

from bot.corpus.articles.limits import ArticleRefused, article_refusal, article_remark

MOST_REDIRECTS = 5
TIMEOUT = 15
"""Seconds for a page with all its redirects."""
MOST_UNPACKED = 2_000_000
"""Bytes of a page, after they are decompressed."""
PORTS = frozenset({80, 443})
OK = frozenset({200})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The statuses that lead to another address (RFC 9110, 15.4); 304 is none, whatever stands beside it."""
PRODUCT = "verbatim"
"""The product token by which robots.txt files name this bot (RFC 9309, 2.2.1)."""
USER_AGENT = f"{PRODUCT} (reads the articles that editors of a case name)"
LONGEST_TAG = 500
"""Characters of an ETag or a time that is kept; a longer one is not, and never asked by."""
NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses that stand for those of IPv4 (RFC 6052)."""
WITHIN_NETWORKS = (
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("::/96"),
    IPv6Network("::ffff:0:0:0/96"),
    IPv6Network("fec0::/10"),
)
"""Addresses that a network gives a meaning of its own (RFC 8215), that once stood for those of IPv4
(RFC 4291, 2.5.5.1; RFC 7915), or were those of a site (RFC 3879): Python takes them for public ones."""


def is_public(address: str) -> bool:
    """Whether an address is one of the public Internet, also where IPv6 wraps one of IPv4."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour
        if found in NAT64:
            wrapped = IPv4Address(int(found) & 0xFFFFFFFF)
        if any(found in network for network in WITHIN_NETWORKS):
            return False
        found = wrapped or found
    return found.is_global and not found.is_multicast


@dataclass(frozen=True)
class FetchedPage:
    """A page: its bytes, decompressed, the encoding that its header names, and where it came from at last.

    For a redirect that was not followed, ``url`` is where it leads. ``etag`` and ``modified`` are what a
    later request can ask by whether it has changed (RFC 9110, 13.1).
    """

    raw: bytes
    charset: str
    url: str
    status: int = 200
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class FetchRules:
    """What may be fetched: addresses, ports, and bytes after they are decompressed; tests allow others.

    ``follows`` is whether redirects are followed; ``cuts`` is whether a longer page is cut, and not refused.
    """

    allowed: Callable[[str], bool] = is_public
    ports: frozenset[int] = PORTS
    most: int = MOST_UNPACKED
    follows: bool = True
    cuts: bool = False


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
        raise article_refusal(
            "{url} did not answer within {seconds} seconds. Try again later.", url=url, seconds=TIMEOUT
        ) from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise _refusal_of(url, error) from None


def _refusal_of(url: str, error: Exception) -> ArticleRefused:
    """What is said of a page that could not be fetched; of a server's own words nothing is repeated."""
    inside = error.__cause__ if isinstance(error.__cause__, _Inside) else getattr(error, "os_error", error)
    if isinstance(inside, _Inside):
        return article_refusal(
            "The address leads to {host}, which is no public one: nothing was fetched.", host=str(inside)
        )
    if isinstance(error, (aiohttp.ClientSSLError, aiohttp.ServerFingerprintMismatch)):
        return article_refusal(
            "{url} has no certificate that is valid: nothing was fetched. Look at it in a browser.", url=url
        )
    if isinstance(error, aiohttp.ClientConnectorError):
        return article_refusal(
            "{url} cannot be fetched: is the address right, and the site there? Try again later.", url=url
        )
    if isinstance(error, ValueError):
        return article_refusal("{url} cannot be fetched: it is no web address, or leads to none.", url=url)
    return article_refusal(
        "{url} answers with what is no whole page. Try again later, or look at it in a browser.", url=url
    )


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
                raise article_refusal(
                    "{address} is no web address that is fetched.", address=f"{at.scheme}://{at.host or ''}"
                )
            async with session.get(at, allow_redirects=False, headers=headers) as answer:
                if answer.status in REDIRECTS and "Location" in answer.headers:
                    at = at.join(URL(answer.headers["Location"]))
                    if not rules.follows:
                        return FetchedPage(b"", "", str(at), answer.status)
                    continue
                return await _page(at, answer, rules, statuses)
    raise _in_circles(url)


def _in_circles(url: str) -> ArticleRefused:
    return article_refusal("{url} redirects more than {most} times.", url=url, most=MOST_REDIRECTS)


async def _page(
    at: URL, answer: aiohttp.ClientResponse, rules: FetchRules, statuses: Collection[int]
) -> FetchedPage:
    if answer.status not in statuses:
        raise article_refusal("{url} answers with the status {status}.", url=str(at), status=answer.status)
    raw = await _body(answer, rules) if answer.status in OK else b""
    tag, modified = (_kept(answer.headers.get(name, "")) for name in ("ETag", "Last-Modified"))
    return FetchedPage(raw, _kept(answer.charset or ""), str(at), answer.status, tag, modified)


def _kept(header: str) -> str:
    """What a header says, where it can be stored and sent again: printable ASCII, and not too long."""
    return header if len(header) <= LONGEST_TAG and header.isascii() and header.isprintable() else ""


async def _body(answer: aiohttp.ClientResponse, rules: FetchRules) -> bytes:
    raw = bytearray()
    async for piece in answer.content.iter_chunked(65536):
        raw += piece
        if len(raw) > rules.most:
            if rules.cuts:
                break
            raise PageTooLarge(
                *article_remark("The page is larger than {limit} MB.", limit=rules.most // 1_000_000)
            )
    return bytes(raw[: rules.most])
