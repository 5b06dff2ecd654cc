"""Ends a process in time: threads that still work for nobody do not hold it up."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor


class UnawaitedThreads(ThreadPoolExecutor):
    """Threads for the event loop's ``to_thread``, which nobody waits for at the end."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  -- as in the class above
        """Begin nothing more; calls that wait are dropped."""
        super().shutdown(wait=False, cancel_futures=True)


def end_with(status: int) -> None:
    """End the process with a status, where threads are left; return where there are none.

    Python would wait for each of them, for minutes where one encodes a case, or abort where a daemon thread
    holds the lock of a stream. All that they write is safe against the end of the process: databases in
    transactions, files under another name first.
    """
    if any(one is not threading.current_thread() for one in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
