"""Case folders of any number, each with one source of twenty passages and three quotations of it.

They are put into the cache as if they had been read: validating a hundred thousand files takes minutes,
and is measured by load_cases.py. The first few are read to see that they come out the same.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.cases.library import listing_of
from bot.cases.model import Case, Event, Source
from bot.cases.selectors import make_selector
from bot.corpus.cache import CaseCache, code_digest
from bot.corpus.content import MANIFEST
from bot.corpus.files import CASE_FILE
from bot.corpus.loader import load_case
from bot.corpus.manifest import Manifest, Row
from bot.corpus.stamps import stamp_files

PER_SOURCE = 20
QUOTED = (1, 7, 13)
SOURCE = "sources/a.txt"
DAY = "2024-01-01"
COMPARED = 10
LATER = 10_000_000_000
"""Nanoseconds: the files count as not just written."""


def write_cases(content: Path, cache: Path, passages: Sequence[str]) -> None:
    """Write a case folder for every twenty passages, and the cache and the list of all cases."""
    shutil.rmtree(content, ignore_errors=True)
    kept, rows = CaseCache(cache), dict(_rows(content, CaseCache(cache), passages))
    Manifest(kept.folder / MANIFEST, content, code_digest()).write(rows, ())


def _rows(content: Path, cache: CaseCache, passages: Sequence[str]) -> Iterator[tuple[str, Row]]:
    for number, start in enumerate(range(0, len(passages), PER_SOURCE)):
        folder = content / f"case-{number}"
        case = _case(folder.name, passages[start : start + PER_SOURCE])
        case = replace(case, version=_write(folder, case))
        if number < COMPARED and load_case(folder) != case:
            raise ValueError(f"{folder} is not read as it was meant")
        cache.put(folder, case)
        files = stamp_files(
            folder, {CASE_FILE: case.version, SOURCE: case.sources[0].sha256}, time.time_ns() + LATER
        )
        yield folder.name, Row(listing_of(case), files)


def _case(name: str, passages: Sequence[str]) -> Case:
    text = "\n\n".join(passages)
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = Source(id="a", file=SOURCE, sha256=digest, date_published=DAY, text=text)
    quoted = [passages[at] for at in QUOTED if at < len(passages) and text.count(passages[at]) == 1]
    places = [(text.index(words), text.index(words) + len(words)) for words in quoted]
    events = tuple(Event(label="Event", quote=(make_selector("a", text, *place),)) for place in places)
    return Case(id=name, title=name, revised=DAY, sources=(source,), events=events)


def _write(folder: Path, case: Case) -> str:
    """Write the files of a case; gives its version."""
    [source] = case.sources
    (folder / SOURCE).parent.mkdir(parents=True)
    (folder / SOURCE).write_bytes(source.text.encode())
    lines = [
        f"title: {case.title}",
        f"revised: {case.revised}",
        f"sources: [{{id: a, file: {SOURCE}, sha256: {source.sha256}, date_published: {DAY}}}]",
        *(["events:"] if case.events else []),
        *(f"  - {{label: Event, quote: {_literal(event.quote[0].exact)}}}" for event in case.events),
    ]
    written = ("\n".join(lines) + "\n").encode()
    (folder / CASE_FILE).write_bytes(written)
    return hashlib.sha256(written).hexdigest()


def _literal(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
