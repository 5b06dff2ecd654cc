"""The ports of a process: open before anything else is loaded, at each address of the host."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.app.ports import Ports, bound
from bot.settings import CannotServe, Settings
from tests.app.test_starting import running
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
HEAVY = {"aiohttp", "discord", "numpy", "pydantic", "slack_bolt", "sqlalchemy", "structlog", "yaml"}
"""What a start spends its time with."""
LOADED = """
import sys
from bot.app import ports
from bot.cli import main
opened = ports.Ports.open
def shown(*given):
    print(" ".join(sys.modules))
    raise SystemExit
ports.Ports.open = shown
main.main(["web"])
"""
"""A start that ends where it would open its ports, and says what is loaded by then."""


@contextmanager
def opened(settings: Settings, only: str | None) -> Iterator[Ports]:
    with ExitStack() as stack:
        ports = Ports.open(settings, only)
        for one in (*ports.public, *ports.management):
            stack.enter_context(one)
        yield ports


def test_the_ports_are_open_before_anything_heavy_is_loaded(tmp_path: Path) -> None:
    said = subprocess.run(  # noqa: S603  -- our own program
        (sys.executable, "-c", LOADED),
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in said.stdout.split()}
    assert "bot" in loaded
    assert not loaded & HEAVY


async def test_who_connects_at_the_first_moment_is_answered_once_the_rest_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    async with running(tmp_path) as bot:
        await bot.connected()
        assert await bot.json("/healthz") == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("only", "has_public"),
    [(None, True), ("web", True), ("worker", True), ("discord", False), ("slack", False)],
)
def test_a_process_opens_the_ports_that_its_part_has(only: str | None, *, has_public: bool) -> None:
    settings = Settings(port=free_port(), metrics_port=free_port())
    with opened(settings, only) as ports:
        assert [one.getsockname()[1] for one in ports.public] == [settings.port] * has_public
        assert [one.getsockname()[1] for one in ports.management] == [settings.metrics_port]
    with opened(Settings(port=settings.port), only) as ports:
        assert not ports.management


def test_a_name_is_listened_on_at_each_address_that_the_system_has() -> None:
    port = free_port()
    sockets = bound("localhost", port)
    try:
        for one in sockets:
            with socket.create_connection(one.getsockname()[:2]):
                pass
        assert "127.0.0.1" in {one.getsockname()[0] for one in sockets}
    finally:
        for one in sockets:
            one.close()


def test_an_address_that_the_system_lacks_is_left_out_where_another_one_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    port = free_port()
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.113.1", port)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    (one,) = bound("both.invalid", port)
    with one:
        assert one.getsockname() == ("127.0.0.1", port)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both[:1])
    with pytest.raises(CannotServe, match=os.strerror(errno.EADDRNOTAVAIL)):
        bound("both.invalid", port)


def test_a_port_that_is_taken_is_named_with_its_settings() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            CannotServe,
            match=rf"127.0.0.1:{port}: another program listens there. Set METRICS_PORT \(and METRICS_HOST\)",
        ):
            bound("127.0.0.1", port, "METRICS_")


@pytest.mark.parametrize(
    ("host", "why"),
    [("203.0.113.1", os.strerror(errno.EADDRNOTAVAIL)), ("nowhere.invalid", r"[^.]+")],
)
def test_an_address_of_another_machine_is_not_mended_by_another_port(host: str, why: str) -> None:
    port = free_port()
    with pytest.raises(
        CannotServe,
        match=rf"\A.*{host}:{port}: {why}\. Set METRICS_HOST to an address of this machine\.\Z",
    ):
        bound(host, port, "METRICS_")


async def test_a_second_start_says_at_once_that_the_port_is_taken(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    async with running(tmp_path) as first:
        await first.connected()
        ended = subprocess.run(  # noqa: ASYNC221  -- our own program, while nothing else is to happen
            (sys.executable, "-m", "bot"),
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORT": str(first.port)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 1
        assert "another program listens there" in ended.stderr
        async with aiohttp.ClientSession() as http:
            assert (await http.get(f"http://127.0.0.1:{first.port}/healthz")).status == 200
