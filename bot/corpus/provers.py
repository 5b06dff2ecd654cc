"""Proves unread cases in processes of their own, on every processor; run with -m it is one of them.

They put what they prove into the cache, from which the process that reads takes it. What they fail at it
reads itself, and reports. Such a process ends as soon as its standard input does, however its parent has
ended.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, cast

from bot.cases.problems import CaseFileError
from bot.corpus.cache import CaseCache
from bot.corpus.files import bytes_or_none
from bot.corpus.stamps import case_files

LEAST_CASES = 50
"""Unread cases for which processes are started; fewer are read in a few seconds without."""
MOST_PROCESSES = 4
"""Each holds about 40 MB; with more, the reading process, which takes each case over, would not keep up."""
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH")
"""What the processes get of the environment, which may hold secrets: what starts Python alone."""

WaitCallback = Callable[[str], None]
"""A function that returns once a case with this id is proven, or nobody else will prove it."""


@contextmanager
def proving(content: Path, cache: CaseCache | None, names: Sequence[str]) -> Iterator[WaitCallback]:
    """Have other processes prove the cases with these ids, where that pays, until the block is left.

    Wait for the cases in the order of ``names``, in which they are proven.
    """
    missing = _missing(content, cache, names) if cache and _processors() > 1 else []
    if cache is None or len(missing) < LEAST_CASES:
        yield lambda _: None
        return
    with ExitStack() as ended:
        provers = []
        with suppress(OSError):  # no process can be started: the cases are read without
            for _ in range(min(_processors(), MOST_PROCESSES)):
                provers.append(prover := _Prover(content, cache))
                ended.callback(prover.end)
        prover_of = {name: provers[at % len(provers)] for at, name in enumerate(missing) if provers}
        for one in provers:
            one.give(name for name, prover in prover_of.items() if prover is one)
        yield lambda name: prover_of[name].wait() if name in prover_of else None


class _Prover:
    """A process that proves cases, one after the other."""

    def __init__(self, content: Path, cache: CaseCache) -> None:
        """Start the process. Raises OSError."""
        self._process = subprocess.Popen(  # noqa: S603  -- this interpreter, with arguments of ours
            [sys.executable, "-m", __name__, content.absolute(), cache.folder.absolute()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
            env={name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
        )

    def give(self, names: Iterable[str]) -> None:
        """Have it prove the cases with these ids."""
        ids = cast("IO[bytes]", self._process.stdin)
        with suppress(OSError):  # it has ended
            ids.write("".join(f"{name}\n" for name in names).encode())
            ids.flush()

    def wait(self) -> None:
        """Return once it is done with one case more, or has ended."""
        cast("IO[bytes]", self._process.stdout).readline()

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        with suppress(OSError):  # it may have ended with ids left to read
            self._process.communicate()


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _missing(content: Path, cache: CaseCache, names: Sequence[str]) -> list[str]:
    return [name for name in names if any(True for _ in _unproven(content / name, cache))]


def _unproven(folder: Path, cache: CaseCache) -> Iterator[tuple[str, bytes]]:
    """The case files of a folder that are not in the cache, each with its bytes."""
    for file in case_files(folder):
        raw = bytes_or_none(folder / file)
        if raw is not None and not cache.holds(folder, hashlib.sha256(raw).hexdigest()):
            yield file, raw


def _prove(folder: Path, cache: CaseCache) -> None:
    """Put each good version of a case into the cache. Raises OSError where that cannot be written."""
    # Imported here: the process that reads needs neither pydantic nor YAML.
    from bot.corpus.loader import load_case  # noqa: PLC0415

    for file, raw in _unproven(folder, cache):
        with suppress(CaseFileError):
            if not cache.put(folder, load_case(folder, file, raw), raw):
                raise OSError(f"{cache.folder} cannot be written")


def _end_with_input(ids: SimpleQueue[str]) -> None:
    for line in sys.stdin:
        ids.put(line.rstrip("\n"))
    # At once, also in the middle of a case: who is to wait for it is gone.
    os._exit(0)


def _main(content: Path, cache: CaseCache) -> None:
    ids: SimpleQueue[str] = SimpleQueue()
    Thread(target=_end_with_input, args=(ids,), daemon=True).start()
    while True:
        _prove(content / ids.get(), cache)
        sys.stdout.buffer.write(b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _main(Path(sys.argv[1]), CaseCache(Path(sys.argv[2])))
