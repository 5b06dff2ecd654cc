"""Runs programs as forks of one process that has imported what they import.

python fork_server.py <descriptor of a socket> <module>...

A start of Python that imports the bot takes seconds of a processor, and tests need some hundred. Each
request on the socket is a JSON object, with the descriptors of standard input, output and error, and of a
socket that is told the program's process id and how it ended. The program is what would be started
otherwise: its own main module with its own arguments, environment, folder and signals, and its own end. The
server ends with whoever holds the other end of the socket.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

LONGEST = 100_000
"""Bytes of a request at most."""


@dataclass(frozen=True)
class Request:
    """A program that is to run in this process, which was forked for it."""

    said: dict[str, Any]
    streams: tuple[int, int, int]


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    for name in sys.argv[2:]:
        import_module(name)
    assert threading.active_count() == 1, "a fork has no thread but its own"
    gc.collect()
    gc.freeze()
    # Nobody waits for those that watch over the programs.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if request := wanted(control):
        run(request)


def wanted(control: socket.socket) -> Request | None:
    """Give, in each process that is forked for one, the program to run; and nothing here, at the end."""
    while True:
        said, descriptors, _, _ = socket.recv_fds(control, LONGEST, 4)
        if not said:
            return None
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            control.close()
            *streams, report = descriptors
            if (pid := os.fork()) == 0:
                os.close(report)
                return Request(json.loads(said), (streams[0], streams[1], streams[2]))
            for one in streams:
                os.close(one)
            watch(pid, socket.socket(fileno=report))
        for one in descriptors:
            os.close(one)


def watch(pid: int, report: socket.socket) -> None:
    """Tell which process the program has and how it ends; its id is nobody else's until this is known."""
    try:
        report.sendall(f"{pid}\n".encode())
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert ended
        by_itself = ended.si_code == os.CLD_EXITED
        report.sendall(f"{ended.si_status if by_itself else -ended.si_status}\n".encode())
        report.recv(1)
    finally:
        os._exit(0)


def run(request: Request) -> None:
    """Become the program, as ``python -m bot`` or ``python script.py`` would."""
    for place, descriptor in enumerate(request.streams):
        os.dup2(descriptor, place)
        os.close(descriptor)
    # What they were tells whether they can be sought in, so they are made anew.
    sys.stdin = sys.__stdin__ = os.fdopen(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = os.fdopen(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # type: ignore[misc]
    os.chdir(request.said["folder"])
    of_python = {name: value for name, value in os.environ.items() if name == "LC_CTYPE"}
    os.environ.clear()
    os.environ.update(of_python | request.said["environment"])
    time.tzset()
    program, *arguments = request.said["arguments"]
    sys.argv[1:] = arguments
    if program.endswith(".py"):
        sys.argv[0], sys.path[0] = program, str(Path(program).parent)
        runpy.run_path(program, run_name="__main__")
    else:
        sys.path[0] = str(Path.cwd())
        runpy.run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
