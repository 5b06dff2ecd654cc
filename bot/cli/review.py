"""What ``check --review`` prints: mistakes and warnings as lines, as JSON, or as SARIF for other tools."""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from bot import __version__
from bot.cases.document import read_document
from bot.cases.library import Library
from bot.cases.problems import Problem
from bot.cases.review.warnings import warnings_of
from bot.cases.reviewed import ADVICE, CODES
from bot.cli.exits import EXIT_FAILED, Stop
from bot.console import count, echo
from bot.corpus.files import CASE_FILE, file_bytes

MISTAKE = "mistake"
"""The code of everything for which a case file is refused."""
CURES = {MISTAKE: "mend it as docs/guides/case-file-reference.md says under “What the check says”", **CODES}
LATEST_ZONE = timezone(timedelta(hours=14))
"""The time zone in which a day begins first (Line Islands, UTC+14)."""
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
"""The JSON Schema of SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html)."""


class Remark(NamedTuple):
    """A mistake or a warning as it is printed; ``answer`` is the editor's reason to let a warning be."""

    problem: Problem
    code: str
    answer: str = ""

    @property
    def severity(self) -> str:
        """``error`` for a mistake, ``warning``, ``advice``, or ``answered`` for what the editor lets be."""
        if self.code == MISTAKE:
            return "error"
        return "answered" if self.answer else "advice" if self.code in ADVICE else "warning"


def report(library: Library, arguments: argparse.Namespace) -> None:
    """Print the mistakes of a library's files and, where they are asked for, the warnings of its cases.

    Raises Stop with the exit status 1 where there is a mistake, and with ``--strict`` also where a warning
    has no answer.
    """
    reviewing = arguments.review or arguments.strict or arguments.all
    remarks = [Remark(problem, MISTAKE) for problem in library.problems]
    remarks += _warnings(library) if reviewing else ()
    shown = [one for one in remarks if arguments.all or not one.answer]
    if arguments.json or arguments.sarif:
        _print_json(sarif(shown) if arguments.sarif else [as_json(one) for one in shown])
    else:
        for remark in shown:
            echo(line(remark))
    found = Counter(one.severity for one in remarks)
    failed = found["error"] or (arguments.strict and found["warning"])
    advice = f"{count(found['advice'], 'piece')} of advice, " if found["advice"] else ""
    sentence = (
        f"{count(found['error'], 'mistake')}, {count(found['warning'], 'warning')}, {advice}"
        f"{found['answered']} answered."
    )
    if failed:
        raise Stop(EXIT_FAILED, sentence)
    if not (arguments.json or arguments.sarif):
        echo(sentence)


def line(remark: Remark) -> str:
    """A remark as one line: ``file:line:column: warning: what; what to do [code]``."""
    if remark.code == MISTAKE:
        return str(remark.problem)
    end = f"answered: {remark.answer}" if remark.answer else CURES[remark.code]
    file, place, message = remark.problem
    return str(Problem(file, place, f"{remark.severity}: {message}; {end} [{remark.code}]"))


def as_json(remark: Remark) -> dict[str, str | int]:
    """A remark as an object for ``--json``; line and column count from 1, the column in code points."""
    file, place, message = remark.problem
    return {
        "file": file,
        "line": place.line,
        "column": place.column,
        "code": remark.code,
        "severity": remark.severity,
        "message": message,
        "cure": CURES[remark.code],
        "answer": remark.answer,
    }


def sarif(remarks: Sequence[Remark]) -> dict[str, Any]:
    """A SARIF 2.1.0 log with one run; an answered warning is a result that is suppressed in its source."""
    rules = list(CURES)
    driver = {
        "name": "verbatim",
        "version": __version__,
        "rules": [{"id": code, "help": {"text": cure}} for code, cure in CURES.items()],
    }
    results = [
        {
            "ruleId": one.code,
            "ruleIndex": rules.index(one.code),
            "level": "error" if one.code == MISTAKE else "note" if one.code in ADVICE else "warning",
            "message": {"text": one.problem.message},
            "locations": [{"physicalLocation": _location(one.problem)}],
            "suppressions": [{"kind": "inSource", "justification": one.answer}] if one.answer else [],
        }
        for one in remarks
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _location(problem: Problem) -> dict[str, Any]:
    path = Path(problem.file)
    return {
        "artifactLocation": {"uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())},
        "region": {"startLine": problem.place.line, "startColumn": problem.place.column},
    }


def _warnings(library: Library) -> Iterator[Remark]:
    # An article that is published anywhere today is not still to come.
    today = datetime.now(LATEST_ZONE).date().isoformat()
    for case in library.files.values():
        folder = Path(library.folder) / case.id
        file = folder / CASE_FILE
        document = read_document(file_bytes(file), str(file))
        for one in warnings_of(case, document, str(folder), str(file), today):
            yield Remark(one.problem, one.code, one.answer)


def _print_json(value: dict[str, Any] | Iterable[Any]) -> None:
    from json import dumps

    echo(dumps(value, indent=2))
