"""What a process does that is sent to end or to read again before it listens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HELD = """
import os, signal, sys
from bot.cli import main
from bot.settings import Settings
# Whoever starts the tests in the background may have had Ctrl-C ignored, which a process inherits.
signal.signal(signal.SIGINT, signal.default_int_handler)
read = Settings.read
def sent(*given):
    try:
        os.kill(os.getpid(), int(sys.argv[1]))
    except BaseException:
        # As a module may do that is loaded at this moment.
        pass
    return read(*given)
Settings.read = sent
sys.exit(main.main(["web"]))
"""
"""A start to which a signal comes while it reads its settings; its port cannot be listened on.

Whatever exception the signal raises is caught.
"""


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [(signal.SIGHUP, 1, "Cannot listen on 192.0.2.1:"), (signal.SIGINT, 130, ""), (signal.SIGTERM, 0, "")],
)
def test_a_start_goes_on_when_asked_to_reload_and_ends_in_silence_when_told_to(
    sent: signal.Signals, status: int, said: str, tmp_path: Path
) -> None:
    ended = subprocess.run(  # noqa: S603  -- our own program
        (sys.executable, "-c", HELD, str(int(sent))),
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "CONTENT_DIR": str(ROOT / "content"),
            "HOST": "192.0.2.1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == status, ended.stderr
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
