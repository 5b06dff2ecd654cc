"""What is taken as an attached article: its size, its name, and what its first bytes say it is."""

from bot.answers.phrases import Phrase, phrase

MOST_BYTES = 5_000_000
"""Bytes of an attached file at most."""
LONGEST_NAME = 120
"""Code points of a file's name that are kept."""
ENDINGS = (".txt", ".html", ".htm", ".pdf", ".docx", ".eml")
MAGIC = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}
"""How files begin that are no text, by the ending of their names (ISO 32000-2, 7.5.2; APPNOTE.TXT, 4.3.7)."""
MAGIC_WITHIN = 1_024
"""Bytes within which a PDF file says that it is one: some begin with other bytes."""
TOO_LARGE = phrase(
    "A file of an article has {limit} MB at most. Suggest its link instead.", limit=MOST_BYTES // 1_000_000
)
WRONG_KIND = phrase("An article is a text, a web page, a PDF file, a Word document (.docx) or a mail (.eml).")
NOT_WHAT_IT_SAYS = phrase("This file is not what its name says. Attach the article as it is, or its link.")


def problem_of(name: str, raw: bytes) -> Phrase | None:
    """Why a file is not taken; None for one that may be an article. Nothing of it is unpacked or parsed."""
    if len(raw) > MOST_BYTES:
        return TOO_LARGE
    ending = ending_of(name)
    if not ending:
        return WRONG_KIND
    begins = raw[:MAGIC_WITHIN] if ending == ".pdf" else raw[:4]
    if ending in MAGIC:
        return None if MAGIC[ending] in begins else NOT_WHAT_IT_SAYS
    # Text in UTF-16 has such bytes too, after its mark.
    is_binary = b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    return NOT_WHAT_IT_SAYS if is_binary or not raw.strip() else None


def ending_of(name: str) -> str:
    """The ending of a file's name in small letters, where it is one of an article; else empty."""
    return next((ending for ending in ENDINGS if name.lower().endswith(ending)), "")


def plain_name(name: str) -> str:
    """The last part of a file's name, in printable characters, with its ending."""
    plain = "".join(one for one in name.replace("\\", "/").rsplit("/", 1)[-1] if one.isprintable())
    return plain if len(plain) <= LONGEST_NAME else plain[-LONGEST_NAME:]
