"""A proven quotation with its attribution: whose words it is, and what became of them in a newer edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.cases.editions import Fate
from bot.cases.model import Source
from bot.cases.selectors import Selector


class NotProven(Exception):
    """A quotation does not stand in its source at its offsets; an answer with it must not be sent."""


@dataclass(frozen=True)
class Attribution:
    """Whose words a quotation is: the publisher's, or those of a speaker whom the article quotes.

    ``publisher`` is None where the article does not name it. ``inferred`` says that the case file infers the
    speaker rather than reads it in the article.
    """

    asserted_by: Literal["publisher", "speaker"]
    publisher: str | None
    speaker: str | None = None
    medium: str | None = None
    sequence: str | None = None
    inferred: bool = False
    reported_on: str | None = None
    """The ISO day of the source, where the case has several."""
    is_disclaimed: bool = False
    """Whether the words are only said to be the speaker's."""
    attributed_by: str | None = None
    """Who says that they are the speaker's, where that is not the publisher."""
    denied_by: str | None = None
    """Who denies that disclaimed words were said."""
    edition: tuple[Fate, str] | None = None
    """What the newest edition of the article did with the words, and its ISO day; None where they stand."""


@dataclass(frozen=True)
class Quotation:
    """A proven span of a source with its attribution. Raises NotProven where the span is not the text.

    ``source_file`` is the path of the source, from the content folder on.
    """

    case: str
    source: Source
    source_file: str
    selector: Selector
    attribution: Attribution

    def __post_init__(self) -> None:
        if not self.selector.proves(self.source.text):
            raise NotProven(
                f"{self.source_file}[{self.selector.start}:{self.selector.end}] is not {self.text!r}"
            )

    @property
    def text(self) -> str:
        """The quoted words, which are ``source[start:end]`` in code points."""
        return self.selector.exact

    @property
    def id(self) -> str:
        """A short id that depends on the words and their place; unique in a case but for hash collisions."""
        return self.selector.id
