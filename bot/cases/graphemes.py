"""Where a text may be cut: never inside a grapheme cluster (Unicode Annex 29)."""

FIRST_COMBINING = "\u0300"
FIRST_PUNCTUATION, LAST_PUNCTUATION = "\u2010", "\u2027"


def is_grapheme_boundary(text: str, offset: int) -> bool:
    """Whether a cut at this code point offset leaves every grapheme cluster whole."""
    if offset <= 0 or offset >= len(text) or _is_plain_boundary(text, offset):
        return True
    start = offset - 1
    while start > 0 and not _is_plain_boundary(text, start):
        start -= 1
    return offset in _cluster_ends(text, start, offset)


def _is_plain_boundary(text: str, offset: int) -> bool:
    """Whether neither neighbour combines with anything, as in nearly every place of a Western text."""
    before, after = text[offset - 1], text[offset]
    return _stands_alone(before) and _stands_alone(after) and not (before == "\r" and after == "\n")


def _stands_alone(character: str) -> bool:
    return character < FIRST_COMBINING or FIRST_PUNCTUATION <= character <= LAST_PUNCTUATION


def _cluster_ends(text: str, start: int, offset: int) -> set[int]:
    # Imported here: most texts never need it, and the import takes longer than loading a case.
    import regex  # noqa: PLC0415

    return {start + cluster.end() for cluster in regex.finditer(r"\X", text[start : offset + 1])}
