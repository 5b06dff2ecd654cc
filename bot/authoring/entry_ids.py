"""Ids of the entries of a case file, made of their names and words: small letters, digits and hyphens."""

import re
import unicodedata


def slug(name: str, taken: set[str]) -> str:
    """An id for a name: its last word in small letters, or more words, or a number, where that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in {"a", "an", "the"}] or ["party"]
    tried = ["-".join(words[-count:])[:40] for count in range(1, len(words) + 1)]
    tried += [f"{tried[-1]}-{number}" for number in range(2, 1000)]
    return next(one for one in tried if one not in taken and one != "publisher")


def fresh_id(words: str, taken: set[str]) -> str:
    """An id of the letters and digits of some words, with a number where it is taken."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    name = "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-") or "entry"
    tried = (name, *(f"{name}-{number}" for number in range(2, 1000)))
    return next(one for one in tried if one not in taken)
