"""Finds where a text can be broken: after a space, and never inside a grapheme cluster."""

from bot.cases.graphemes import is_grapheme_boundary


def break_before(text: str, limit: int) -> int:
    """The last offset up to ``limit`` after a space, else between two clusters, else ``limit``."""
    after_space = next((at for at in range(limit, 0, -1) if text[at - 1].isspace()), limit)
    if is_grapheme_boundary(text, after_space):
        return after_space
    ends = _cluster_ends(text, limit)
    return next((at for at in reversed(ends) if text[at - 1].isspace()), ends[-1] if ends else limit)


def _cluster_ends(text: str, limit: int) -> list[int]:
    # Imported here: most texts never need it, and the import takes longer than rendering an answer.
    import regex  # noqa: PLC0415

    ends = (cluster.end() for cluster in regex.finditer(r"\X", text[: limit + 1]))
    return [end for end in ends if end <= limit]
