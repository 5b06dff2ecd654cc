"""Decodes an article's bytes: as declared, as UTF-8, or as an editor confirms, and never by a guess."""

import codecs
import re

from bot.corpus.articles.limits import CharsetUnknown, article_refusal

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
META = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
SAMPLE = re.compile(r"[^\s<>]*[^\x00-\x7f][^\s<>]*")
LIKELY = "windows-1252"
"""The encoding of most pages that declare none and are not UTF-8: https://encoding.spec.whatwg.org."""
CHARSETS = (LIKELY, "iso-8859-15", "windows-1250", "windows-1251", "macintosh", "shift_jis", "gb18030")
"""The encodings that an editor can choose among by their words; any other one is named."""
MOST_SAMPLES = 5


def decoded(raw: bytes, charset: str = "", *, declared: str = "", keep_mark: bool = False) -> str:
    """The text of some bytes. Raises ArticleRefused where the encoding is not known."""
    return _decode(raw, charset_of(raw, charset, declared=declared, keep_mark=keep_mark))


def charset_of(raw: bytes, charset: str = "", *, declared: str = "", keep_mark: bool = False) -> str:
    """The encoding in which bytes are read: that of their mark, the confirmed or declared one, or UTF-8.

    ``keep_mark`` leaves the mark of UTF-8 in the text. Raises ArticleRefused where it is not known.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return "utf-8" if keep_mark and name == "utf-8-sig" else name
    if charset or declared:
        return charset or declared
    if b"\0" in raw:
        raise article_refusal("The file is no text.")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        fitting = {name: samples(raw, name) for name in CHARSETS}
        raise CharsetUnknown({name: words for name, words in fitting.items() if words}) from None
    return "utf-8"


def samples(raw: bytes, charset: str) -> str:
    """The first words beyond ASCII as an encoding gives them; empty where the bytes are not in it."""
    try:
        text = raw.decode(charset, "replace" if charset == LIKELY else "strict")
    except (LookupError, ValueError):
        return ""
    return ", ".join(list(dict.fromkeys(SAMPLE.findall(text)))[:MOST_SAMPLES])


def declared_in_html(raw: bytes) -> str:
    """The encoding that a page's ``meta`` element names in its first 4,096 bytes, or “”."""
    found = META.search(raw[:4096])
    return found[1].decode("ascii", "replace") if found else ""


def _decode(raw: bytes, charset: str) -> str:
    try:
        # Browsers read pages that call themselves Latin 1 as windows-1252 (https://encoding.spec.whatwg.org).
        name = LIKELY if codecs.lookup(charset).name in {"iso8859-1", "ascii"} else charset
        return raw.decode(name)
    except (LookupError, ValueError):
        raise article_refusal(
            "The article cannot be read as {charset}: choose another encoding.", charset=charset
        ) from None
