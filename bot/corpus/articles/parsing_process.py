"""Reads a file in a process of its own, with limits of time and memory; run with -m it is that process."""

import json
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from bot.corpus.articles.charsets import charset_of, declared_in_html, decoded
from bot.corpus.articles.documents import read_docx, read_mail, read_pdf
from bot.corpus.articles.html_pages import read_html
from bot.corpus.articles.limits import (
    MEMORY,
    SECONDS,
    ArticleRefused,
    ArticleRemark,
    BesideLine,
    CharsetUnknown,
    ReadArticle,
    SeveralArticles,
    article_refusal,
)

REFUSED = 3
"""The exit status of a process that refused the file and wrote why, as JSON."""


def read_apart(kind: str, raw: bytes, charset: str = "", part: int = 0) -> ReadArticle:
    """Read a file of a kind (html, docx, eml or pdf) in a process of its own. Raises ArticleRefused."""
    command = [sys.executable, "-m", __name__, kind, charset, str(part)]
    home = Path(__file__).parents[3]
    try:
        done = subprocess.run(  # noqa: S603  -- this interpreter, with arguments of ours
            command, input=raw, capture_output=True, timeout=3 * SECONDS, check=False, cwd=home
        )
    except subprocess.TimeoutExpired:
        raise _too_much() from None
    if done.returncode == REFUSED:
        raise _refused(json.loads(done.stdout))
    if done.returncode:
        raise _too_much()
    fields = json.loads(done.stdout)
    remarks = tuple(ArticleRemark(*one) for one in fields["remarks"])
    beside = tuple(BesideLine(at, text, kind, tuple(groups)) for at, text, kind, groups in fields["beside"])
    return ReadArticle(**{**fields, "remarks": remarks, "beside": beside})


def _too_much() -> ArticleRefused:
    return article_refusal("The file takes more time or memory than an article does; save its text as .txt.")


def _refused(why: dict[str, Any]) -> ArticleRefused:
    if "samples" in why:
        return CharsetUnknown(why["samples"])
    if "beginnings" in why:
        return SeveralArticles(why["beginnings"])
    return ArticleRefused(why["message"], why["values"])


def read_here(kind: str, raw: bytes, charset: str, part: int) -> ReadArticle:
    """Read a file of a kind in this process. Raises ArticleRefused."""
    if kind == "docx":
        return read_docx(raw)
    if kind == "eml":
        return read_mail(raw, charset)
    if kind == "pdf":
        return read_pdf(raw)
    declared = declared_in_html(raw)
    read = read_html(decoded(raw, charset, declared=declared), part)
    return replace(read, charset=charset_of(raw, charset, declared=declared))


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415  -- Unix alone has it
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _main(kind: str, charset: str, part: str) -> int:
    _limit()
    try:
        read = read_here(kind, sys.stdin.buffer.read(), charset, int(part))
    except ArticleRefused as error:
        sys.stdout.buffer.write(json.dumps(vars(error)).encode())
        return REFUSED
    sys.stdout.buffer.write(json.dumps(asdict(read)).encode())
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
