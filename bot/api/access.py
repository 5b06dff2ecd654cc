"""Which hosts and origins are answered: a page elsewhere must not read a bot that runs on a reader's machine.

A site can point its own name at 127.0.0.1 (DNS rebinding): requests then come with its name as ``Host``.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

SENT_HEADERS = "Accept, Content-Type, If-None-Match"
PREFLIGHT_SECONDS = "86400"


@dataclass(frozen=True)
class Access:
    """Who is answered: this machine's names, IP addresses, and the public address where there is one."""

    public_url: str | None = None

    def knows_host(self, request: web.Request) -> bool:
        """Whether the ``Host`` of a request is a name of this bot."""
        return self._is_known(f"//{request.headers.get('Host', '')}")

    def knows_origin(self, request: web.Request) -> bool:
        """Whether a request comes from no page, or from one of this bot or of this machine."""
        origin = request.headers.get("Origin")
        if origin is None:
            return True
        scheme = origin.partition("://")[0]
        return scheme in {"http", "https"} and self._is_known(origin.partition(":")[2])

    def is_open_to(self, request: web.Request) -> bool:
        """Whether a page that sends a request may read the answer: any page where the bot is public."""
        return bool(self.public_url) or self.knows_origin(request)

    def _is_known(self, address: str) -> bool:
        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            return False
        public = urlsplit(self.public_url).hostname if self.public_url else None
        return host in {public, "localhost"} or host.endswith(".localhost") or _is_address(host)


def _is_address(host: str) -> bool:
    """Whether a host is an IP address: no name was resolved, so none can have been pointed elsewhere."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def shared_with(request: web.Request, methods: str) -> dict[str, str]:
    """The CORS headers of an answer (https://fetch.spec.whatwg.org/#http-cors-protocol)."""
    if "Origin" not in request.headers:
        return {}
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    }
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = methods
        headers["Access-Control-Allow-Headers"] = SENT_HEADERS
        headers["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
    return headers
