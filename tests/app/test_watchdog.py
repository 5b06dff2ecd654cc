"""A stall of the event loop is logged with the stack of what ran, once in a while and never for waiting."""

from __future__ import annotations

import asyncio
import time

import pytest
import structlog

from bot.app.watchdog import LONGEST_TURN, QUIET_PERIOD, StallLog, watched_loop, watching_loop

Stall = tuple[float, float, str]


def stalls_of(*turns: float) -> list[Stall]:
    """The stalls that are told of while a loop works for so many seconds at a time without a break."""
    seen: list[Stall] = []

    async def work() -> None:
        with watching_loop(lambda *stall: seen.append(stall)):
            for seconds in turns:
                await asyncio.sleep(0.01)
                hold_up(seconds)
            await asyncio.sleep(0.2)

    with asyncio.Runner(loop_factory=watched_loop) as runner:
        runner.run(work())
    return seen


def hold_up(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


def test_a_stall_is_told_of_with_what_ran() -> None:
    longest = max(stalls_of(0.5), key=lambda stall: stall[0])
    seconds, _, stack = longest
    assert seconds > LONGEST_TURN
    assert "hold_up" in stack
    assert "\n" not in stack


async def test_a_loop_that_no_watchdog_can_time_is_refused() -> None:
    with pytest.raises(TypeError), watching_loop(lambda *_: None):
        pass


def test_stalls_are_logged_once_in_a_while_and_counted_between() -> None:
    now = [100.0]
    written = StallLog(lambda: now[0])
    with structlog.testing.capture_logs() as logged:
        for _ in range(5):
            written.write(0.2, 0.1, "a.py:1 work")
        now[0] += QUIET_PERIOD
        written.write(0.3, 0.1, "a.py:2 work")
    assert [(one["seconds"], one["left_out"]) for one in logged] == [(0.2, 0), (0.3, 4)]
    assert logged[0]["event"] == "event loop stalled"
