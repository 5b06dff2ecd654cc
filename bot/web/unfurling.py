"""What a link shows where it is posted: a card of title and description, and the quotation as data.

A card never has a part of a quotation, for that can say something else: where the words do not fit whole, it
says who and where.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.answers.answer import Quotation
from bot.answers.phrases import phrase
from bot.cases.model import Case, Source
from bot.rendering.sections import DOT, article_path, permalink
from bot.rendering.wording import Wording

TITLE_BYTES, DESCRIPTION_BYTES = 67, 347
"""Bytes of UTF-8 of a card's title and description at most, as the strictest of the platforms shows them."""
KINDS = {"person": "Person", "organization": "Organization", "court": "Organization"}
"""The types of schema.org for the kinds of parties that have a name."""
SITE_NAME = "verbatim"
ABOUT_SITE = phrase("Lawsuits in the news, only in the words of the source")
QUOTED_BY = phrase("“{words}” — {credit}")
ONE_QUOTATION = phrase("A quotation, whole on its page")


class Card(NamedTuple):
    """The title and the description that a link unfurls to, and the path that is the page's own.

    ``picture`` is the path of a picture of the quotation, and ``alt`` what it shows, in words.
    """

    title: str
    description: str
    path: str
    picture: str | None = None
    alt: str = ""


def quotation_card(quotation: Quotation, case: Case, words: Wording) -> Card:
    """The card of a quotation: its words whole with whose they are, else who and where alone."""
    credit, title = _credit(quotation, words), words.label(case.title)
    where = f"{credit}{DOT}{title}"
    said = (
        words.say(QUOTED_BY.filled(words=quotation.text, credit=credit)),
        where,
        title,
        words.say(ONE_QUOTATION),
    )
    return Card(
        _fitting((where, credit, title, words.say(ONE_QUOTATION)), TITLE_BYTES),
        _fitting(map(_on_one_line, said), DESCRIPTION_BYTES),
        permalink(quotation).partition("#")[0],
    )


def with_picture(card: Card, quotation: Quotation, words: Wording) -> Card:
    """The card of a quotation with its picture, and with the whole quotation and its credit as text."""
    said = QUOTED_BY.filled(words=quotation.text, credit=_credit(quotation, words))
    return card._replace(picture=picture_path(quotation), alt=_on_one_line(words.say(said)))


def picture_path(quotation: Quotation) -> str:
    """The path of the picture of a quotation."""
    return f"{article_path(quotation)}/{quotation.id}.png"


def source_card(case: Case, source: Source, words: Wording) -> Card:
    """The card of a source: its headline where that fits whole, the publisher and the day."""
    publisher, day = source.publisher or words.say(phrase("The article")), words.day(source.day)
    title = words.label(case.title)
    where = f"{publisher}{DOT}{day}"
    return Card(
        _fitting((source.headline or "", title, where, SITE_NAME), TITLE_BYTES),
        _fitting((f"{where}{DOT}{title}", where, day), DESCRIPTION_BYTES),
        f"/cases/{case.id}/sources/{source.id}",
    )


def case_card(case: Case, words: Wording) -> Card:
    """The card of a case: its title, and up to when it was reported."""
    reported = phrase("As reported on {day}. What happened afterwards is not known here.")
    said = words.say(reported.filled(day=words.day(case.as_of)))
    title = _fitting((words.label(case.title), SITE_NAME), TITLE_BYTES)
    return Card(title, said, f"/cases/{case.id}")


def site_card(title: str, path: str, words: Wording) -> Card:
    """The card of a page that is about no single case."""
    return Card(_fitting((title, SITE_NAME), TITLE_BYTES), words.say(ABOUT_SITE), path)


def quotation_data(quotation: Quotation, case: Case, words: Wording, base: str) -> Mapping[str, object]:
    """A quotation as schema.org's ``Quotation`` (JSON-LD); ``base`` is the public address of the pages.

    ``creator`` is whose words they are: the speaker, or the publisher of the article. It is left out where
    the case file infers the speaker, or the source names nobody; ``creditText`` is the credit in any case.
    """
    source, attribution = quotation.source, quotation.attribution
    address = f"{base}{permalink(quotation)}"
    publisher = {"@type": "Organization", "name": source.publisher} if source.publisher else None
    kinds = {str(party.name): KINDS.get(party.kind) for party in case.parties}
    kind = kinds.get(str(attribution.speaker)) if not attribution.inferred else None
    speaker = {"@type": kind, "name": str(attribution.speaker)} if kind else None
    article = {
        "@type": "NewsArticle",
        "headline": source.headline,
        "author": [{"@type": "Person", "name": name} for name in source.author] or None,
        "publisher": publisher,
        "datePublished": source.date_published,
        "dateModified": source.date_modified,
        "inLanguage": source.in_language,
        "url": source.url,
        "license": source.licence,
    }
    creator = speaker if attribution.asserted_by == "speaker" else publisher
    return _given(
        {
            "@context": "https://schema.org",
            "@type": "Quotation",
            "@id": address,
            "url": address,
            "identifier": quotation.id,
            "text": quotation.text,
            "inLanguage": source.in_language,
            "creator": creator,
            "creditText": _credit(quotation, words),
            "isPartOf": _given(article),
        }
    )


def oembed(card: Card, base: str) -> Mapping[str, object]:
    """What oEmbed's ``link`` type says of a page (https://oembed.com, 2.3.4.3)."""
    return {
        "version": "1.0",
        "type": "link",
        "title": card.title,
        "provider_name": SITE_NAME,
        "provider_url": f"{base}/",
        "cache_age": 3600,
    }


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _credit(quotation: Quotation, words: Wording) -> str:
    return words.credit(quotation).removesuffix(f"{DOT}#{quotation.id}")


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _fitting(candidates: Iterable[str], most: int) -> str:
    """The first text that is not longer than ``most`` bytes; none is cut."""
    return next((text for text in candidates if text and len(text.encode()) <= most), "")
