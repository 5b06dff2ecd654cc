"""Hot reload: reads a case again as soon as its files have changed and are left alone."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Protocol

from bot.cases.library import Library
from bot.corpus.content import ProgressCallback
from bot.corpus.settling import QuietPeriod, UnsettledCases

ALL_CASES = ""
"""Stands among the names of changed cases for the whole folder, where another one has taken its place."""
BUNDLED_MS = 100
"""Milliseconds of changes that come in one bundle at most: a case that changes all the time delays no
other."""
LOOK_INTERVAL = 0.2
"""Seconds between two looks at whether somebody asks for all cases to be read again."""
LOOKED_AFTER_MS = 1_000
"""Milliseconds after which it is looked whether another folder has taken the content folder's place."""


class SupportsRead(Protocol):
    """A reader of the content folder that can read the changed cases alone, such as a ``Corpus``."""

    def read(self, progress: ProgressCallback = ..., only: frozenset[str] | None = None) -> Library:
        """Read the cases with the ids in ``only``, or all cases where it is None."""


async def watch(  # noqa: PLR0913  -- the optional ones are named at the call
    reader: SupportsRead,
    folder: Path,
    on_read: Callable[[Library], None],
    stop: asyncio.Event,
    period: QuietPeriod = QuietPeriod(),  # noqa: B008  -- a frozen value
    *,
    reload: asyncio.Event | None = None,
    ready: Callable[[], Awaitable[object]] | None = None,
) -> None:
    """Read each case again when its files have changed, until ``stop`` is set; ``on_read`` gets each library.

    ``folder`` is the content folder. A case is read once its files have been quiet for some time, and also
    while they still change where that goes on for too long. Changes count from the moment at which the event
    loop has come round once. All cases are read again as soon as ``reload`` is set, which is then cleared.
    ``ready`` gives what is waited for before anything is read: changes count meanwhile.
    """
    unsettled = UnsettledCases(period)
    woken = asyncio.Event()

    def note(cases: frozenset[str]) -> None:
        unsettled.touch(cases, time.monotonic())
        woken.set()

    noting = asyncio.create_task(_note_changes(folder, note, stop))
    noting.add_done_callback(lambda _: woken.set())
    asking = asyncio.create_task(_note_requests(reload or asyncio.Event(), woken))
    try:
        if ready:
            await ready()
        while not noting.done():
            with suppress(TimeoutError):
                async with asyncio.timeout(unsettled.seconds_left(time.monotonic())):
                    await woken.wait()
            woken.clear()
            cases = unsettled.take_settled(time.monotonic())
            if is_asked := reload is not None and reload.is_set():
                reload.clear()
            if cases or is_asked:
                only = None if is_asked or ALL_CASES in cases else cases
                on_read(await asyncio.to_thread(reader.read, only=only))
        await noting
    finally:
        noting.cancel()
        asking.cancel()


async def _note_requests(reload: asyncio.Event, woken: asyncio.Event) -> None:
    while True:
        await reload.wait()
        woken.set()
        await asyncio.sleep(LOOK_INTERVAL)


async def _note_changes(folder: Path, note: Callable[[frozenset[str]], None], stop: asyncio.Event) -> None:
    """Call ``note`` with the ids of the cases whose files change.

    Watching begins anew where a link or another folder has been put in a folder's place, or the content
    folder is there again: only the files that were there when it began are watched.
    """
    while not stop.is_set():
        root, identity = _resolved(folder)
        if identity is None:
            await _pass(LOOKED_AFTER_MS / 1_000, stop)
            if _resolved(folder)[1]:
                note(frozenset({ALL_CASES}))
            continue
        with suppress(FileNotFoundError):  # it has vanished since
            await _note_in(folder, root, identity, note, stop)


async def _note_in(
    folder: Path,
    root: Path,
    identity: tuple[int, int],
    note: Callable[[frozenset[str]], None],
    stop: asyncio.Event,
) -> None:
    """Call ``note`` with what changes below ``root``, until ``folder`` has to be watched anew."""
    # Imported here: only a bot that keeps running watches.
    from watchfiles import awatch  # noqa: PLC0415

    changes = awatch(
        root, stop_event=stop, debounce=BUNDLED_MS, rust_timeout=LOOKED_AFTER_MS, yield_on_timeout=True
    )
    async with aclosing(changes):
        async for changed in changes:
            paths = {Path(path) for _, path in changed}
            if names := frozenset(path.relative_to(root).parts[0] for path in paths if path != root):
                note(names | _led_through(root, names))
            if _resolved(folder)[1] != identity:
                note(frozenset({ALL_CASES}))
                return
            if any(path.parent == root and path.is_symlink() for path in paths):
                return


async def _pass(seconds: float, stop: asyncio.Event) -> None:
    """Wait so many seconds, or less where ``stop`` is set meanwhile."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


def _led_through(root: Path, names: frozenset[str]) -> frozenset[str]:
    """The cases that are links, where a hidden link is among what changed: they may lead through it.

    Kubernetes mounts files so: each is a link through ``..data``, which it replaces
    (https://kubernetes.io/docs/concepts/configuration/configmap/).
    """
    if not any(name.startswith(".") and (root / name).is_symlink() for name in names):
        return frozenset()
    with os.scandir(root) as entries:
        return frozenset(entry.name for entry in entries if entry.is_symlink())


def _resolved(folder: Path) -> tuple[Path, tuple[int, int] | None]:
    """The folder without links, and what tells it from another one in its place; None while there is none."""
    root = folder.resolve()
    try:
        found = root.stat()
    except OSError:
        return root, None
    return root, (found.st_dev, found.st_ino)
