"""Reads articles from Word documents, mails and PDF files, within limits."""

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from bot.corpus.articles.charsets import charset_of, decoded
from bot.corpus.articles.html_pages import read_html
from bot.corpus.articles.imported import whole
from bot.corpus.articles.limits import (
    MOST_BYTES,
    MOST_CHARACTERS,
    ReadArticle,
    article_refusal,
    article_remark,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML (ECMA-376)."""


def read_docx(raw: bytes) -> ReadArticle:
    """The paragraphs of a Word document. Raises ArticleRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive, archive.open("word/document.xml") as file:
            # The size that an archive declares may be a lie: what comes out is counted.
            markup = file.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise article_refusal("The file is no Word document that can be read.") from None
    if len(markup) > MOST_BYTES or b"<!DOCTYPE" in markup[:1000]:
        raise article_refusal("The document unpacks to more than an article has.")
    try:
        lines = [_line(paragraph) for paragraph in ET.fromstring(markup).iter(f"{W}p")]  # noqa: S314 -- no DTD
    except ET.ParseError:
        raise article_refusal("The file is no Word document that can be read.") from None
    kept = [line for line in lines if line]
    return ReadArticle(text="\n\n".join(kept) + "\n" if kept else "", title=kept[0] if kept else "")


def _line(paragraph: ET.Element) -> str:
    """The words of a paragraph on one line; tabs and line breaks within it become spaces."""
    kept = {f"{W}t", f"{W}tab", f"{W}br"}
    words = ((one.text or "") if one.tag == f"{W}t" else " " for one in paragraph.iter() if one.tag in kept)
    return " ".join("".join(words).split())


def read_mail(raw: bytes, charset: str = "") -> ReadArticle:
    """The text of a mail, as such or of its HTML part, with its subject and day. Raises ArticleRefused."""
    mail = message_from_bytes(raw, policy=policy.default)
    body = mail.get_body(("plain", "html"))
    if not isinstance(body, EmailMessage):
        raise article_refusal("The mail has no text.")
    payload = body.get_payload(decode=True)
    declared = body.get_content_charset() or ""
    packed = payload if isinstance(payload, bytes) else b""
    text = decoded(packed, charset, declared=declared)
    # A mail has no lists of other articles that change: of its lines none but those of menus is left out.
    read = (
        whole(read_html(text))
        if body.get_content_subtype() == "html"
        else ReadArticle(text=text.replace("\r\n", "\n"))
    )
    date = mail["date"]
    sent = getattr(date, "datetime", None)
    return ReadArticle(
        text=read.text,
        title=str(mail["subject"] or ""),
        published=sent.date().isoformat() if sent else "",
        charset=charset_of(packed, charset, declared=declared),
    )


def read_pdf(raw: bytes) -> ReadArticle:
    """The text of a PDF file. Raises ArticleRefused, also for scanned pages, which have none."""
    try:
        from pypdf import PdfReader  # noqa: PLC0415  -- an extra, which not everybody has
        from pypdf.errors import PyPdfError  # noqa: PLC0415
    except ImportError:
        raise article_refusal(
            "Reading PDF files needs pypdf: pip install --require-hashes -r requirements-authoring.txt"
        ) from None
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted:
            raise article_refusal("The PDF file is encrypted.")
        pages = list(_pages(page.extract_text() for page in reader.pages))
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        raise article_refusal("The PDF file cannot be read.") from None
    text = "\n\n".join(pages)
    if not text.strip():
        raise article_refusal(
            "The PDF file has no text: its pages are pictures. Recognise their text first (OCR)."
        )
    lines = article_remark(
        "A PDF file has lines, not paragraphs: read the text once beside it before you go on."
    )
    title = reader.metadata.title if reader.metadata else ""
    return ReadArticle(text=text + "\n", title=title or "", remarks=(lines,))


def _pages(pages: Iterator[str]) -> Iterator[str]:
    """The paragraphs of pages: lines are joined up to one that is blank or ends a sentence early."""
    length = 0
    for page in pages:
        length += len(page)
        if length > MOST_CHARACTERS:
            raise article_refusal("The PDF file has more text than an article.")
        yield from _paragraphs(page.splitlines())


def _paragraphs(lines: list[str]) -> Iterator[str]:
    longest = max(map(len, lines), default=0)
    words: list[str] = []
    for line in lines:
        words += line.split()
        ends = line.rstrip().endswith((".", "!", "?", '"', "”", "’")) and len(line) < SHORT * longest
        if words and (ends or not line.strip()):
            yield " ".join(words)
            words = []
    if words:
        yield " ".join(words)


SHORT = 0.85
"""The share of the longest line below which a line that ends a sentence ends its paragraph."""
