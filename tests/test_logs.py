"""The log under LOG_FORMAT=json: one object a line, whoever complains, and an outage once a minute."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
import structlog

from bot.logs import QUIET_PERIOD, OncePerPeriod

ROOT = Path(__file__).parent.parent
COMPLAINTS = """
import asyncio, gc, logging, threading, warnings
import structlog
from sqlalchemy.exc import OperationalError
from bot.logs import configure_logging
from bot.service.request_scope import request_scope
from bot.settings import Settings

lines = []
configure_logging(Settings(log_format="json"), lines.append)
log = structlog.get_logger()
library = logging.getLogger("dbos")

def failing(error):
    raise error

def logged(error, *message):
    try:
        failing(error)
    except Exception:
        library.exception(*message)

library.error("Exception in queue thread:\\nTraceback (most recent call last):\\n  File ...")
logged(OperationalError("SELECT 1", {}, Exception("the server\\nis gone")), "Failed in %.2fs", 1.5)
logged(OperationalError("SELECT 1", {}, Exception("the server\\nis gone")), "Failed in %.2fs", 3.25)
logged(ConnectionResetError(104, "reset"), "closed")
logged(KeyError("x"), "a bug")
library.warning("%d of words that do not fit", "one")
library.log(35, "a level of its own")
logging.getLogger("discord.client").info("chatter")
warnings.warn("old\\nthing", DeprecationWarning, stacklevel=1)

class Untidy:
    def __del__(self):
        raise ValueError("in del")

Untidy()
thread = threading.Thread(target=failing, args=[ZeroDivisionError("in a thread")], name="apart")
thread.start()
thread.join()

async def nothing():
    pass

async def main():
    async def fail():
        raise LookupError("nobody looked")
    task = asyncio.ensure_future(fail())
    await asyncio.sleep(0)
    del task
    gc.collect()
    nothing()
    gc.collect()
    with request_scope("abc-1"):
        log.warning("ours", words="“ä”\\n\\u2028")
        await asyncio.to_thread(log.warning, "in a thread of a request")
        await asyncio.create_task(asyncio.to_thread(library.error, "a library in a request"))

asyncio.run(main())
log.info("lines counted", warning=lines.count("warning"), error=lines.count("error"))
raise SystemError("the end")
"""


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    """Each line of the log of a process in which all sorts of things go wrong, read as JSON."""
    done = subprocess.run(  # noqa: S603  -- the script above
        [sys.executable, "-W", "always", "-c", COMPLAINTS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    return [json.loads(line) for line in done.stderr.splitlines()]


def of(lines: list[dict[str, Any]], words: str) -> dict[str, Any]:
    [found] = [line for line in lines if words in line["event"]]
    return found


def test_every_line_has_an_event_of_one_line_a_level_and_a_time(lines: list[dict[str, Any]]) -> None:
    assert len(lines) >= 14
    for line in lines:
        assert {"event", "level", "timestamp"} <= line.keys()
        assert "\n" not in line["event"]


def test_a_traceback_within_a_message_stays_out_of_the_event(lines: list[dict[str, Any]]) -> None:
    line = of(lines, "Exception in queue thread")
    assert line["event"] == "Exception in queue thread:"
    assert line["detail"].startswith("Traceback")


def test_a_lost_database_or_network_is_a_reason_and_no_traceback(lines: list[dict[str, Any]]) -> None:
    lost = of(lines, "Failed in")
    assert lost["event"] == "Failed in 1.50s"
    assert lost["reason"] == "OperationalError: (builtins.Exception) the server"
    assert of(lines, "closed")["reason"] == "ConnectionResetError: [Errno 104] reset"
    assert not {"exception", "detail"} & (lost.keys() | of(lines, "closed").keys())


def test_a_bug_keeps_its_traceback(lines: list[dict[str, Any]]) -> None:
    assert "KeyError: 'x'" in of(lines, "a bug")["exception"]


def test_what_does_not_fit_its_own_words_or_has_an_odd_level_is_logged_all_the_same(
    lines: list[dict[str, Any]],
) -> None:
    assert of(lines, "of words that do not fit")["event"] == "%d of words that do not fit"
    assert of(lines, "a level of its own")["level"] == "warning"


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("DeprecationWarning: old", "thing"),
        ("was never awaited", "coroutine 'nothing'"),
        ("error ignored", "ValueError: in del"),
        ("thread failed", "ZeroDivisionError: in a thread"),
        ("Task exception was never retrieved", "LookupError: nobody looked"),
        ("process failed", "SystemError: the end"),
    ],
)
def test_what_python_complains_of_is_a_line_of_the_log(
    lines: list[dict[str, Any]], event: str, words: str
) -> None:
    assert words in json.dumps(of(lines, event))


@pytest.mark.parametrize("event", ["ours", "in a thread of a request", "a library in a request"])
def test_each_line_of_a_request_has_its_id(lines: list[dict[str, Any]], event: str) -> None:
    assert of(lines, event)["request"] == "abc-1"
    assert "request" not in of(lines, "process failed")


def test_lines_are_counted_by_their_level(lines: list[dict[str, Any]]) -> None:
    written = [line["level"] for line in lines]
    counted = of(lines, "lines counted")
    assert counted["warning"] == written.count("warning")
    assert counted["error"] == written.count("error") - 1  # that of its end came later


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def passed(limit: OncePerPeriod, name: str, **more: Any) -> MutableMapping[str, Any] | None:
    try:
        return limit(None, "error", {"event": name, **more})
    except structlog.DropEvent:
        return None


def test_an_outage_is_one_line_a_minute_that_counts_those_left_out() -> None:
    clock = Clock()
    limit = OncePerPeriod(clock)
    said = []
    for second in range(121):
        clock.now = float(second)
        for shard in range(3):
            name = f"Attempting a reconnect for shard ID {shard} in {second / 7:.2f}s"
            said.append(passed(limit, name, library="discord.client"))
    assert [one.get("left_out") for one in said if one] == [None, 179, 179]


def failure(call: Callable[[], object]) -> tuple[type[Exception], Exception, TracebackType | None]:
    try:
        call()
    except Exception as error:  # noqa: BLE001  -- whichever the call raises
        return type(error), error, error.__traceback__
    raise AssertionError("nothing was raised")


def test_other_errors_in_the_same_words_are_logged_all_the_same() -> None:
    limit = OncePerPeriod(Clock())
    words = {"name": "Task exception was never retrieved", "library": "asyncio"}
    calls: tuple[Callable[[], object], ...] = (
        lambda: int("x"),
        lambda: 1 / 0,
        lambda: int("y"),
    )
    for call in calls:
        assert passed(limit, **words, exc_info=failure(call))
        assert not passed(limit, **words, exc_info=failure(call))


def test_after_a_recovery_the_next_outage_is_told_of_at_once() -> None:
    limit = OncePerPeriod(lambda: QUIET_PERIOD)
    assert passed(limit, "database unavailable")
    assert not passed(limit, "database unavailable")
    assert passed(limit, "database available again")
    assert passed(limit, "database unavailable") == {"event": "database unavailable", "left_out": 1}


def test_all_other_events_of_ours_are_logged_each_time() -> None:
    limit = OncePerPeriod(Clock())
    assert all(passed(limit, "delivery rejected") for _ in range(3))
