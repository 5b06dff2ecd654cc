"""The requests of the API and of the MCP server, as pydantic models that refuse what they do not know."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.api.models import CaseCommand

LONGEST_TEXT = 20_000
"""Code points of a text that is checked."""
LONGEST_WORDS = 500
"""Code points of the words by which a quotation is looked up."""
LONGEST_NAME = 200
"""Code points of a speaker's name, a case's id and other short values."""
MOST_ITEMS = 20
"""Quotations or cases of one page at most."""
LAST_PAGE = 999_999_999
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _without_surrogates(text: str) -> str:
    """The text. Raises ValueError for half of a surrogate pair, which no UTF-8 can hold."""
    if any("\ud800" <= one <= "\udfff" for one in text):
        raise ValueError("it holds half of a surrogate pair, which is no character")
    return text


def _iso_day(text: str) -> str:
    """The text. Raises ValueError where it is no day such as 2023-07-12."""
    if not DAY.fullmatch(text):
        raise ValueError("it is no day such as 2023-07-12")
    date.fromisoformat(text)
    return text


Unicode = AfterValidator(_without_surrogates)
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), Unicode]
IsoDay = Annotated[
    str, AfterValidator(_iso_day), Field(json_schema_extra={"format": "date"}, max_length=LONGEST_NAME)
]


class StrictRequest(BaseModel):
    """A request: an unknown field or a value of another type is refused, never converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class VerifyRequest(StrictRequest):
    """A text whose quotations are checked; no part of it is kept."""

    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=LONGEST_TEXT,
            description="A text with quotations in it, or one quotation, exactly as it is to be published",
        ),
        Unicode,
    ]
    speaker: Annotated[
        Name | None, Field(description="Who is said to have said all of it, where the text does not say")
    ] = None


class FindRequest(StrictRequest):
    """Words by which quotations are looked up."""

    words: Annotated[
        str,
        Field(min_length=1, max_length=LONGEST_WORDS, description="Words of the quotation, as remembered"),
        Unicode,
    ]
    speaker: Annotated[Name | None, Field(description="Only words that this person said")] = None
    limit: Annotated[int, Field(ge=1, le=MOST_ITEMS, description="How many at most")] = 5


class PageRequest(StrictRequest):
    """A page of a list, counted from 1."""

    page: Annotated[int, Field(ge=1, le=LAST_PAGE)] = 1
    limit: Annotated[int, Field(ge=1, le=MOST_ITEMS, description="Items on a page")] = MOST_ITEMS


class QuotationsRequest(PageRequest):
    """The best matches for some words, or a page of all recorded quotations where none are given."""

    words: Annotated[str | None, Field(min_length=1, max_length=LONGEST_WORDS), Unicode] = None
    speaker: Name | None = None
    case: Name | None = None


class CaseOptions(StrictRequest):
    """The options of commands about a case; each command takes some of them."""

    as_of: Annotated[IsoDay | None, Field(description="As the case stood on this day")] = None
    since: Annotated[IsoDay | None, Field(description="Changes since this day")] = None
    lawsuit: Annotated[Name | None, Field(description="Only this lawsuit, by its id")] = None
    speaker: Annotated[Name | None, Field(description="Only what this person said")] = None


class CaseChoice(StrictRequest):
    """The case of which a quotation is meant, where several have one with the same id."""

    case: Name | None = None


class CaseRequest(StrictRequest):
    """A question about one case, which a command stands for."""

    case: Annotated[Name, Field(description="The id of the case, as coverage lists it")]
    command: Annotated[CaseCommand, Field(description="What is asked of the case")]


class NoArguments(StrictRequest):
    """A request that takes no arguments at all."""
