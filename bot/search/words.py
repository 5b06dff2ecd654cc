"""Words as they are compared: folded, without possessives and apostrophes, numbers without separators."""

import re

from bot.search.folding import fold

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a text, in order: “Trump's $5,000,000” gives “trump”, “5000000”."""
    if text.isascii() and text.islower() and text.replace(" ", "").isalpha():
        return text.split()  # there is nothing to fold
    # Most words are letters alone, and plain already.
    return [word if word.isalpha() else _plain(word) for word in WORD.findall(fold(text))]


def _plain(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    return word.removesuffix("'s").replace("'", "")
