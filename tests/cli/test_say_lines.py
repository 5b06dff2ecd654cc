"""``say --json -``: a command a line in, an answer a line out, in one real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from bot.cli.say_lines import LINE_BREAKS, LONGEST_LINE

ROOT = Path(__file__).parent.parent.parent


def test_each_line_is_answered_at_once_and_a_bad_one_ends_nothing() -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "say", "--json", "-"]
    with subprocess.Popen(  # noqa: S603  -- our own program
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        writes, reads = process.stdin, process.stdout
        assert writes
        assert reads

        def said(line: bytes) -> dict[str, Any]:
            # The next line is written only when the answer to this one was read.
            writes.write(line + b"\n")
            writes.flush()
            answer: dict[str, Any] = json.loads(reads.readline())
            return answer

        damages = said(b"/case damages")
        assert (damages["line"], damages["command"], damages["abstained"]) == (1, "/case damages", False)
        assert damages["quotations"]
        foo = said(b"\n  \n/foo")
        assert foo["line"] == 4
        assert foo["error"].startswith("There is no command “/foo”.")
        assert "/case damages [case:…] [as-of:…] [detail:…]" in foo["usage"]
        assert said(b"\xff\xfe")["error"] == "The line is not UTF-8."
        assert said(b"/ask " + b"a" * 3 * LONGEST_LINE)["error"] == "A line has 65,536 bytes at most."
        assert "error" in said(b"/ask")
        again = said(b"/case damages\r")
        assert again.pop("line") == 8
        assert again == {name: value for name, value in damages.items() if name != "line"}
        writes.write(b"/help")
        writes.close()
        assert json.loads(reads.readline())["line"] == 9
        assert reads.read() == b""
        assert process.wait(60) == 2


def test_standard_input_is_for_programs_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["say", "-"]) == 2
    assert capsys.readouterr().err == "Commands are read from standard input with --json alone.\n"


def test_the_help_teaches_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["say", "--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert "With --json -, each line of standard input is a command" in shown
    assert "“line” is the number of the command's line; a line without an answer has “error”" in shown


def test_no_answer_holds_what_a_program_could_take_for_the_end_of_a_line() -> None:
    text = json.dumps("a\x85b\u2028c\u2029d\x0be", ensure_ascii=False).translate(LINE_BREAKS)
    assert len(text.splitlines()) == 1
    assert json.loads(text) == "a\x85b\u2028c\u2029d\x0be"
