"""The first command of a served bot, as who posts it meets it: a real process on loopback, started anew."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from _measure import python

from tests.ports import free_port

DAMAGES, QUESTION = "/case damages", "/ask how much was she awarded"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PREPARED = "ready for questions"
"""The line of the log by which the newest case is prepared."""
LOOKS = 0.02
"""Seconds between two looks at whether a start is ready."""
PATIENCE = 120
"""Seconds after which a start or an answer counts as failed."""


def first_answer(here: Path, command: str, *, prepared: bool) -> float:
    """Wall seconds of a command on the playground: when /readyz allows it, or once the case is prepared.

    Raises RuntimeError where the bot ends, does not get ready, or answers without a quotation.
    """
    with _served(here) as (port, bot):
        begin = time.monotonic()
        while not _is_ready(port):
            if bot.poll() is not None or time.monotonic() - begin > PATIENCE:
                raise RuntimeError("the bot ended, or took too long, before it was ready")
            time.sleep(LOOKS)
        if prepared and not any(PREPARED in line for line in bot.stderr or ()):
            raise RuntimeError("the bot ended before it was ready for questions")
        begin = time.perf_counter()
        status, page = _sent(port, "POST", "/playground", urlencode({"command": command}))
        seconds = time.perf_counter() - begin
        if status != HTTPStatus.OK or "<blockquote" not in page:
            raise RuntimeError(f"no answer: {status} {page[:200]}")
        return seconds


@contextmanager
def _served(here: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """A bot that serves the folder's content, with its port; it is ended after the block."""
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "PORT": str(port), "LOG_FORMAT": "json"}
    bot = subprocess.Popen(  # noqa: S603  -- our own program
        python("-m", "bot"),
        cwd=here,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield port, bot
    finally:
        bot.send_signal(signal.SIGTERM)
        bot.communicate(timeout=PATIENCE)


def _is_ready(port: int) -> bool:
    with suppress(ConnectionRefusedError):
        return _sent(port, "GET", "/readyz")[0] == HTTPStatus.OK
    return False


def _sent(port: int, method: str, path: str, body: str | None = None) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request(method, path, body, FORM if body else {})
        response = connection.getresponse()
        return response.status, response.read().decode()
