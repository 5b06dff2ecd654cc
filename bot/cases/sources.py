"""The articles that a case rests on, with what their text and their page say of them."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from bot.cases.checks import (
    has_digest,
    in_its_source,
    not_before_publication,
    not_its_own,
    readable,
    web_address,
)
from bot.cases.dates import Day
from bot.cases.facts import CaveatId, SourceId
from bot.cases.languages import LanguageTag
from bot.cases.reviewed import Reviewable
from bot.cases.rules import Label, Rule, Slug, Words
from bot.cases.selectors import Selectors
from bot.cases.withdrawal import Withdrawal

PageField = Literal["headline", "author", "publisher", "url", "licence", "date_published", "date_modified"]
"""A field that describes an article, and that its page can give where its text does not."""


@dataclass(frozen=True, kw_only=True)
class Source(Reviewable):
    """An article (schema.org ``NewsArticle``), byte for byte; what it does not give stays empty."""

    id: Slug
    file: Annotated[str, Rule(readable)]
    """The path of the text below the case's folder."""
    sha256: Annotated[str, Rule(has_digest)]
    """What ``sha256sum`` prints for the file."""
    date_published: Day
    """The day of publication, as 2023-07-12; of an edition, the day on which the article first appeared."""
    date_modified: Annotated[Day | None, Rule(not_before_publication)] = None
    """The day on which this text took the place of an earlier one, where the page gives it."""
    edition_of: Annotated[SourceId | None, Rule(not_its_own)] = None
    """The source that this one was published again in the place of: the same article, changed."""
    in_language: LanguageTag = "en"
    """The language's BCP 47 tag."""
    from_page: tuple[PageField, ...] = ()
    """The fields that the editor took from the page around the article, since its text does not give them."""
    headline: Annotated[Words | None, Rule(in_its_source("headline"))] = None
    author: Annotated[tuple[Words, ...], Rule(in_its_source("author"))] = ()
    publisher: Annotated[Words | None, Rule(in_its_source("publisher"))] = None
    licence: Label | None = None
    """The terms under which the article may be kept and quoted."""
    url: Annotated[str | None, Rule(web_address)] = None
    """Where it can be read, with https://."""
    correction: Selectors = ()
    """The notice by which the article says what an earlier edition had wrong (schema.org ``correction``)."""
    quote: Selectors = ()
    """Where the article gives its date or its names."""
    caveats: tuple[CaveatId, ...] = ()
    withdrawn: Withdrawal | None = None
    """Where the article does not stand any more: what rests on it alone is not shown."""
    text: str = field(default="", repr=False)
    """The words of the file."""

    @property
    def day(self) -> str:
        """The ISO day from which this text could be read: that of its modification, where it has one."""
        return self.date_modified or self.date_published
