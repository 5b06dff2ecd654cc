"""A stand-in site on a loopback socket: pages with their statuses and headers, and what was asked of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bot.corpus.articles.fetching import FetchRules


@dataclass
class FakePage:
    """What the site answers for a path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes = b""
    """What it sends instead of an answer, where that is not empty: then the connection ends."""


@dataclass(frozen=True)
class FakeSite:
    """The site's address, its pages, and the requests that it has had: each path with its headers."""

    address: str
    pages: dict[str, FakePage] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def rules(self) -> FetchRules:
        """The rules by which this site may be fetched, and no other."""
        port = int(self.address.rsplit(":", 1)[1])
        return FetchRules(allowed=lambda address: address == "127.0.0.1", ports=frozenset({80, 443, port}))

    def paths(self) -> list[str]:
        """The paths that were asked for, without those of robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def fake_site() -> Iterator[FakeSite]:
    """Run the site until the end of the block."""
    site: FakeSite

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            page = site.pages.get(self.path, FakePage(status=404))
            if page.raw:
                self.wfile.write(page.raw)
                self.close_connection = True
                return
            status, tag = page.status, page.headers.get("ETag")
            if tag and self.headers.get("If-None-Match") == tag:
                status = 304
            self.send_response(status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if status == 304:
                self.end_headers()
                return
            self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = FakeSite(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
