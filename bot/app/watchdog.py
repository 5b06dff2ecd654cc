"""Logs each stall of the event loop with the stack of what ran: while it lasts, nobody is answered."""

import asyncio
import selectors
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import structlog

log = structlog.get_logger()

LONGEST_TURN = 0.1
"""Seconds that one turn of the event loop may take before it counts as a stall."""
LOOK_INTERVAL = 0.05
"""Seconds between two looks at the event loop."""
QUIET_PERIOD = 10.0
"""Seconds after a logged stall in which further ones are only counted."""
MOST_FRAMES = 12
"""Frames of the stack that are logged, the innermost ones."""


class TurnSelector(selectors.DefaultSelector):
    """A selector that notes when the event loop leaves it to work, and that the loop has come back."""

    def __init__(self) -> None:
        super().__init__()
        self.busy_since: float | None = None
        """The monotonic time at which the present turn began; None while the loop waits for something."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for events as the selector of the system does."""
        self.busy_since = None
        try:
            return super().select(timeout)
        finally:
            self.busy_since = time.monotonic()


class Watchdog:
    """Looks at an event loop from a thread of its own; ``on_stall`` gets the seconds and the stack.

    The seconds of processor time that the loop's thread had meanwhile tell whether it worked itself, or
    waited for the processor, a lock, or another thread of Python.
    """

    def __init__(self, selector: TurnSelector, on_stall: Callable[[float, float, str], None]) -> None:
        self._selector, self._on_stall = selector, on_stall
        self._thread_id = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._thread_id)
        self._ended = threading.Event()

    def run(self) -> None:
        """Look until ``stop`` is called."""
        while not self._ended.wait(LOOK_INTERVAL):
            began = self._selector.busy_since
            if began is not None and time.monotonic() - began > LONGEST_TURN:
                self._watch_stall(began)

    def stop(self) -> None:
        """End the looking; a stall that lasts is told of first."""
        self._ended.set()

    def _watch_stall(self, began: float) -> None:
        """Keep the stack of a stall, and tell of it when it is over."""
        frame = sys._current_frames().get(self._thread_id)  # noqa: SLF001  -- the documented way to a thread's stack
        stack, worked = _on_one_line(frame), time.clock_gettime(self._clock)
        del frame
        while self._selector.busy_since == began and not self._ended.wait(LOOK_INTERVAL / 5):
            pass
        self._on_stall(time.monotonic() - began, time.clock_gettime(self._clock) - worked, stack)


class StallLog:
    """Logs stalls, one line in each quiet period, which also says how many were left out."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next = float("-inf")
        self._left_out = 0

    def write(self, seconds: float, worked: float, stack: str) -> None:
        """Log a stall of so many seconds, or count it."""
        if self._clock() < self._next:
            self._left_out += 1
            return
        log.warning(
            "event loop stalled",
            seconds=round(seconds, 3),
            worked=round(worked, 3),
            stack=stack,
            left_out=self._left_out,
        )
        self._next, self._left_out = self._clock() + QUIET_PERIOD, 0


def watched_loop() -> asyncio.AbstractEventLoop:
    """An event loop whose turns a watchdog can time."""
    return asyncio.SelectorEventLoop(TurnSelector())


@contextmanager
def watching_loop(on_stall: Callable[[float, float, str], None]) -> Iterator[None]:
    """Watch the running event loop, which ``watched_loop`` has made, while the context is open."""
    selector = getattr(asyncio.get_running_loop(), "_selector", None)
    if not isinstance(selector, TurnSelector):
        raise TypeError("this event loop was not made by watched_loop")
    watchdog = Watchdog(selector, on_stall)
    thread = threading.Thread(target=watchdog.run, name="watchdog", daemon=True)
    thread.start()
    try:
        yield
    finally:
        watchdog.stop()


def _on_one_line(frame: FrameType | None) -> str:
    """The innermost frames of a stack on one line, the outermost of them first."""
    found = traceback.extract_stack(frame)[-MOST_FRAMES:] if frame else []
    return " > ".join(
        f"{one.filename.rpartition('site-packages/')[2]}:{one.lineno} {one.name}" for one in found
    )
