"""Real English passages to search in: sentences from books and manuals in Debian 12's documentation packages.

The packages are fetched once, with ``apt-get download``, into ``var/corpus``; nothing is installed.
"""

from __future__ import annotations

import gzip
import itertools
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from html.parser import HTMLParser
from pathlib import Path

from _measure import ROOT

from bot.console import progress
from bot.search.sentences import sentences

FOLDER = ROOT / "var/corpus"
PACKAGES = (
    "anarchism",
    "aptitude-doc-en",
    "bible-kjv-text",
    "debian-handbook",
    "debian-policy",
    "developers-reference",
    "exim4-doc-html",
    "git-doc",
    "linux-doc-6.1",
    "maint-guide",
    "perl-doc",
    "postgresql-doc-15",
    "python-django-doc",
    "python-sqlalchemy-doc",
    "python3.11-doc",
    "r-doc-html",
    "sqlite3-doc",
)
SEED = 7
SHORTEST, LONGEST = 40, 400

# Translations, what an HTML page was made of, and indexes.
LEFT_OUT = re.compile(
    r"/(translations|_sources|_modules)/|/html/(?!en-US)[a-z]{2}-[A-Z]{2}/|/(genindex|bookindex|search)[^/]*$"
)
SKIPPED = frozenset(("head", "script", "style", "pre", "table", "nav", "footer", "svg"))
PROSE = frozenset(("p", "li", "dd", "blockquote"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = PROSE | HEADINGS | {"body", "div", "dl", "dt", "hr", "ol", "section", "ul"}

SENTENCE = re.compile(r"""["'“‘(]?[A-Z].*[.!?]["'”’)]*""", re.DOTALL)
LETTERS = re.compile(r"[A-Za-z ]")
MOSTLY = 0.88
COMMON_WORDS = frozenset(
    (
        *(
            "and",
            "are",
            "as",
            "be",
            "but",
            "by",
            "can",
            "for",
            "from",
            "has",
            "have",
            "if",
            "is",
            "it",
            "not",
        ),
        *("of", "on", "or", "that", "the", "this", "to", "was", "will", "with", "you"),
    )
)
COMMON_WORDS_NEEDED = 2
MARKS = {
    r"\*(--": "—",
    r"\*(Aq": "'",
    r"\*(C`": "",
    r"\*(C'": "",
    r"\*(L" + '"': '"',
    r"\*(R" + '"': '"',
    r"\(aq": "'",
    r"\(cq": "'",
    r"\(oq": "'",
    r"\-": "-",
    r"\e": "\\",
}
"""How a manual page writes some characters."""


def passages(count: int) -> list[str]:
    """The first ``count`` of all real passages, which are in a random order that never changes."""
    with _stored().open(encoding="utf-8") as lines:
        found = [line.rstrip("\n") for line in itertools.islice(lines, count)]
    if len(found) < count:
        raise ValueError(f"There are {len(found):,} real passages, not {count:,}; many_passages makes more.")
    return found


def all_passages() -> int:
    """How many different real passages there are."""
    with _stored().open("rb") as lines:
        return sum(1 for _ in lines)


def many_passages(count: int) -> list[str]:
    """Any number of passages: all real ones, then made ones.

    A made one is the first half of a real sentence and the second half of another. Its words and its
    length are real, its meaning is not: use it to measure time and space, not the quality of ranking.
    """
    real = passages(min(count, all_passages()))
    if len(real) == count:
        return real
    generator = random.Random(SEED)  # noqa: S311  -- to be the same in every run
    known = set(map(hash, real))
    made: list[str] = []
    while len(real) + len(made) < count:
        first, second = generator.choice(real), generator.choice(real)
        passage = f"{first[: _middle(first)]} {second[_middle(second) + 1 :]}"
        if hash(passage) not in known:
            known.add(hash(passage))
            made.append(passage)
    return real + made


def _middle(sentence: str) -> int:
    """The place of the last space in the first half, or of the first space where that has none."""
    return max(sentence.rfind(" ", 0, len(sentence) // 2), sentence.find(" "))


def _stored() -> Path:
    """The file of all passages, one a line; made when it is missing."""
    path = FOLDER / f"passages-{SEED}.txt"
    if not path.exists():
        found = list(_distinct(_read_all()))
        random.Random(SEED).shuffle(found)  # noqa: S311  -- to be the same in every run
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_text("".join(f"{passage}\n" for passage in found), encoding="utf-8")
        unfinished.replace(path)
    return path


def _read_all() -> Iterator[str]:
    """The sentences of all packages, package by package in a fixed order."""
    files = [path for package in PACKAGES for path in sorted(_unpacked(package).rglob("*")) if _wanted(path)]
    with (
        progress(f"Reading {len(files):,} files") as show,
        ProcessPoolExecutor(os.cpu_count()) as processes,
    ):
        for done, found in enumerate(processes.map(_read, files, chunksize=20), 1):
            show(done, len(files))
            yield from found


def _unpacked(package: str) -> Path:
    """The folder with a package's files, fetched when it is missing."""
    folder = FOLDER / "packages" / package
    if not folder.exists():
        if not shutil.which("apt-get"):
            raise SystemExit("The passages come from packages of Debian 12, and there is no apt-get here.")
        downloads = FOLDER / "downloads"
        downloads.mkdir(parents=True, exist_ok=True)
        print(f"Fetching {package} ...", file=sys.stderr)
        _run("apt-get", "download", "-qq", "-o=APT::Sandbox::User=root", package, cwd=downloads)
        (archive,) = downloads.glob(f"{package}_*.deb")
        unfinished = folder.with_name(f"{package}.unfinished")
        unfinished.mkdir(parents=True, exist_ok=True)
        _run("dpkg-deb", "-x", str(archive), str(unfinished))
        unfinished.replace(folder)
        archive.unlink()
    return folder


def _run(*arguments: str, cwd: Path | None = None, given: bytes | None = None) -> bytes:
    """What one of Debian's programs writes to its standard output."""
    return subprocess.run(arguments, cwd=cwd, input=given, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603  -- programs of Debian, by fixed names


def _wanted(path: Path) -> bool:
    name = path.name
    return (
        not path.is_symlink()
        and path.is_file()
        and not LEFT_OUT.search(path.as_posix())
        and (name.endswith((".html", ".txt.gz")) or name == "bible.data" or "/man/man" in path.as_posix())
    )


def _read(path: Path) -> list[str]:
    """The good sentences of one file."""
    return [
        sentence
        for paragraph in _paragraphs(path)
        for span in sentences(paragraph)
        if _is_prose(sentence := paragraph[span.start : span.end])
    ]


def _paragraphs(path: Path) -> Iterable[str]:
    data = path.read_bytes()
    if path.name == "bible.data":
        return _bible(data)
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", errors="replace")
    if path.suffix == ".html":
        page = _Page()
        page.feed(text)
        page.close()
        return page.paragraphs
    return map(_one_line, _manual_page(text) if "/man/man" in path.as_posix() else text.split("\n\n"))


def _is_prose(sentence: str) -> bool:
    """A whole English sentence of a good length, with hardly any code in it."""
    return (
        SHORTEST <= len(sentence) <= LONGEST
        and SENTENCE.fullmatch(sentence) is not None
        and len(LETTERS.findall(sentence)) >= MOSTLY * len(sentence)
        and len(COMMON_WORDS.intersection(sentence.lower().split())) >= COMMON_WORDS_NEEDED
    )


def _distinct(found: Iterable[str]) -> Iterator[str]:
    """Each sentence once, also when only case or punctuation differ."""
    known = set()
    for sentence in found:
        key = hash(tuple(re.findall(r"\w+", sentence.lower())))
        if key not in known:
            known.add(key)
            yield sentence


def _one_line(text: str) -> str:
    return " ".join(text.split())


class _Page(HTMLParser):
    """An HTML page's paragraphs, list items and definitions, without code, tables and navigation."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._skipped = 0
        self._is_prose = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """A block ends the one before."""
        del attrs
        if tag in SKIPPED:
            self._finish()
            self._skipped += 1
        elif tag in BLOCKS:
            self._finish()
            self._is_prose = tag in PROSE
        elif tag == "br":
            self._pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """What follows a block in the same parent is rarely prose."""
        if tag in SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        elif tag in BLOCKS:
            self._finish()
            self._is_prose = False

    def handle_data(self, data: str) -> None:
        """Text counts within prose only."""
        if self._is_prose and not self._skipped:
            self._pieces.append(data)

    def close(self) -> None:
        """The last block may not have been ended."""
        super().close()
        self._finish()

    def _finish(self) -> None:
        text = _one_line("".join(self._pieces).replace("¶", " "))
        if text:
            self.paragraphs.append(text)
        self._pieces.clear()


def _manual_page(text: str) -> list[str]:
    """A manual page's paragraphs; the marks are those that Perl's manual pages have."""
    text = re.sub(r"^\.Vb.*?^\.Ve", ".PP", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"\\f\(..|\\f.|\\s-?\d|\\&|\\\|", "", text)
    for mark, meant in MARKS.items():
        text = text.replace(mark, meant)
    return re.split(r"^[.'].*$", text, flags=re.MULTILINE)


def _bible(data: bytes) -> Iterator[str]:
    """The King James Bible, verse after verse; its file holds pieces, each packed as by compress(1)."""
    numbers = [int.from_bytes(data[place : place + 4], "big") for place in range(0x58, 0x170, 4)]
    pieces = []
    for start, end in itertools.pairwise(numbers[1:]):
        packed = b"\x1f\x9d\x90" + data[start:end]
        pieces.append(_run("gzip", "-dc", given=packed))
    text = b"".join(pieces).decode("latin-1")
    yield _one_line(re.sub(r"^\w+:\d+ ", "", text, flags=re.MULTILINE))
