"""What is accepted as an article, and how what is not is said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

MOST_BYTES = 20_000_000
"""Bytes of a file at most."""
MOST_CHARACTERS = 300_000
"""Code points of an article at most: the longest reports of newspapers have a tenth of it."""
FEWEST_WORDS = 80
"""Words below which a page is probably the beginning that a paywall shows."""
SECONDS, MEMORY = 20, 1_000_000_000
"""Seconds of processor and bytes of memory in which a file is read at most, in a process of its own."""


class ArticleRefused(Exception):
    """Raised where no article can be read, with a sentence for the editor.

    ``message`` is the sentence with placeholders for ``values``, so that a surface can translate it.
    """

    def __init__(self, message: str, values: Mapping[str, str | int] | None = None) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message, self.values = message, dict(values or {})


class CharsetUnknown(ArticleRefused):
    """Raised where an editor has to confirm the encoding; ``samples`` are words by encoding that fits."""

    def __init__(self, samples: Mapping[str, str]) -> None:
        likely, words = next(iter(samples.items()), ("windows-1252", ""))
        super().__init__(
            f"The article does not say its encoding, and is not UTF-8. As {likely} it has {words}: if these"
            f" words are right, add --charset {likely}; else name the encoding that it has."
        )
        self.samples = dict(samples)


class SeveralArticles(ArticleRefused):
    """Raised for a page with several articles, until an editor says which; ``beginnings`` are their words."""

    def __init__(self, beginnings: list[str]) -> None:
        listed = "; ".join(f"{number} “{words}”" for number, words in enumerate(beginnings, 1))
        super().__init__(
            f"The page has {len(beginnings)} articles: {listed}. Add --part with the number of one."
        )
        self.beginnings = beginnings


def article_refusal(message: str, /, **values: str | int) -> ArticleRefused:
    """What is raised for an article that is not read, with a sentence that the catalogues know."""
    return ArticleRefused(message, values)


class ArticleRemark(NamedTuple):
    """A sentence for the editor about an article that was read: its message, and what fills it."""

    message: str
    values: Mapping[str, str | int]

    def __str__(self) -> str:
        return self.message.format(**self.values)


def article_remark(message: str, /, **values: str | int) -> ArticleRemark:
    """A remark with a sentence that the catalogues know."""
    return ArticleRemark(message, values)


BETWEEN = "\n\n"
"""What stands between two paragraphs of a page."""
BesideKind = Literal["element", "marked", "links", "stamp"]
"""Why a line of a page stands beside the text: the element that it is in stands there by the standard, or by
what the page calls it; the line is a link to another page; or it is a time or a counter."""


class BesideLine(NamedTuple):
    """A line within a page's article that is not taken for its text."""

    at: int
    """How many lines of the text stand before it."""
    text: str
    kind: BesideKind
    groups: tuple[int, ...] = ()
    """The numbers of the elements around it that stand beside the text."""


@dataclass(frozen=True, kw_only=True)
class ReadArticle:
    """The text of an article, with what its page says of it, for an editor to confirm; days are ISO dates."""

    text: str
    title: str = ""
    published: str = ""
    url: str = ""
    author: str = ""
    publisher: str = ""
    charset: str = ""
    """The encoding that the bytes were read in; empty where a file of that kind does not leave it open."""
    remarks: tuple[ArticleRemark, ...] = ()
    """What is doubtful, and what has to be confirmed."""
    beside: tuple[BesideLine, ...] = ()
    """Lines that stand within the article on its page and are not taken for its text, in their order."""

    def with_lines(self, wanted: Callable[[BesideLine], bool]) -> str:
        """The text with the lines beside it that are wanted, each in its place."""
        if not self.beside:
            return self.text
        lines = self.text.removesuffix("\n").split(BETWEEN) if self.text else []
        for one in reversed(self.beside):
            if wanted(one):
                lines.insert(one.at, one.text)
        return text_of(lines)


def text_of(lines: Sequence[str]) -> str:
    """The text of a page with some lines, each a paragraph."""
    return BETWEEN.join(lines) + "\n" if lines else ""
