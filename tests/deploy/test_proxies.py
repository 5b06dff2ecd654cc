"""The samples of proxies, with the real Caddy and nginx before a site that says what reaches it."""

from __future__ import annotations

import asyncio
import getpass
import os
import shutil
import ssl
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from yarl import URL

from tests.judges import judge
from tests.ports import free_port

DEPLOY = Path(__file__).parents[2] / "deploy"
STARTS_WITHIN = 60.0
TOO_LARGE = 2_000_000


@pytest.fixture
async def behind() -> AsyncIterator[int]:
    """A site that answers everything with its path and headers; gives its port."""

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"path": request.path, **{k.lower(): v for k, v in request.headers.items()}})

    site = web.Application(client_max_size=10 * TOO_LARGE)
    site.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(site)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield port
    await runner.cleanup()


def caddy(folder: Path, port: int, upstream: int) -> tuple[list[str], dict[str, str], str]:
    config = folder / "Caddyfile"
    config.write_text((DEPLOY / "Caddyfile").read_text("utf-8").replace("read_header 10s", "read_header 1s"))
    address = f"http://localhost:{port}"
    environ = {"PUBLIC_URL": address, "UPSTREAM": f"127.0.0.1:{upstream}", "HOME": str(folder)}
    return [judge("bin/caddy"), "run", "--config", str(config), "--adapter", "caddyfile"], environ, address


def nginx(folder: Path, port: int, upstream: int) -> tuple[list[str], dict[str, str], str]:
    sample = (DEPLOY / "nginx.conf").read_text("utf-8")
    certificate(folder)
    for written, there in (
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("/etc/letsencrypt/live/cases.example.org", str(folder)),
        ("127.0.0.1:8080", f"127.0.0.1:{upstream}"),
        ("client_header_timeout 10s", "client_header_timeout 1s"),
    ):
        assert written in sample
        sample = sample.replace(written, there)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; user {getpass.getuser()}; error_log stderr; pid {folder}/pid; events {{}} "
        f"http {{ access_log off; {temporary}\n{sample}\n}}"
    )
    program = os.environ.get("NGINX") or shutil.which("nginx") or "/usr/sbin/nginx"
    return (
        [judge(program), "-c", str(folder / "nginx.conf"), "-p", str(folder)],
        {},
        f"https://localhost:{port}",
    )


def certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))


@pytest.fixture(params=[caddy, nginx], ids=["Caddy", "nginx"])
async def proxy(
    request: pytest.FixtureRequest, behind: int, tmp_path: Path
) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of the proxy, once it answers."""
    make: Callable[[Path, int, int], tuple[list[str], dict[str, str], str]] = request.param
    command, environ, address = make(tmp_path, free_port(), behind)
    running = await asyncio.create_subprocess_exec(
        *command, env={"PATH": os.environ["PATH"], **environ}, stderr=asyncio.subprocess.DEVNULL
    )
    connector = aiohttp.TCPConnector(ssl=False)
    async with aiohttp.ClientSession(address, connector=connector) as client:
        async with asyncio.timeout(STARTS_WITHIN):
            while True:
                try:
                    async with client.get("/healthz"):
                        break
                except aiohttp.ClientError:
                    assert running.returncode is None
                    await asyncio.sleep(0.1)
        yield client
    running.terminate()
    await running.wait()


async def test_pages_are_passed_on_with_the_address_that_counts_last(proxy: aiohttp.ClientSession) -> None:
    async with proxy.get("/cases/x?q=1", headers={"X-Forwarded-For": "203.0.113.7"}) as response:
        assert response.status == 200
        assert response.headers["Strict-Transport-Security"]
        seen = await response.json()
    assert seen["path"] == "/cases/x"
    assert seen["x-forwarded-for"].rpartition(",")[2].strip() in {"127.0.0.1", "::1"}


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/%6Detrics", "/./metrics", "/x/../readyz"])
async def test_metrics_and_readiness_are_not_public(proxy: aiohttp.ClientSession, path: str) -> None:
    async with proxy.get(URL(path, encoded=True)) as response:
        assert response.status in {403, 404}
        assert "path" not in await response.text()


async def test_a_body_that_nothing_takes_is_refused_and_one_of_the_form_is_not(
    proxy: aiohttp.ClientSession,
) -> None:
    async with proxy.post("/check", data=b"x" * 512 * 1024) as response:
        assert response.status == 200
    async with proxy.post("/check", data=BytesIO(b"x" * TOO_LARGE)) as response:
        assert response.status == 413


async def test_a_client_that_sends_its_headers_slowly_is_let_go(proxy: aiohttp.ClientSession) -> None:
    assert proxy._base_url
    reader, writer = await asyncio.open_connection(
        "localhost", proxy._base_url.port, ssl=None if proxy._base_url.scheme == "http" else unverified()
    )
    writer.write(b"GET / HTTP/1.1\r\nHost: local")
    async with asyncio.timeout(STARTS_WITHIN):
        assert b"200" not in await reader.read()
    writer.close()


def unverified() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
