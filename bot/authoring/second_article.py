"""Begins the review of an article that is added to a case: what the case has is linked, or left out."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.authoring.article import Article
from bot.authoring.card_fields import CARD_FIELDS, named_in, renamed
from bot.authoring.cards import ReviewCard, cards_of
from bot.authoring.case_file import ArticlePage
from bot.authoring.decisions import Review
from bot.authoring.known_case import KnownCase, names_of
from bot.authoring.proposals import Proposals
from bot.authoring.shingles import ASKED_ABOVE, containment, shingles
from bot.cases.editions import TELLS_EARLIER

NOTICE = re.compile(
    r"^(?:Correction|Clarification|Editor['’]s note)\b|This (?:article|story) was (?:amended|corrected)"
)
"""Matches a paragraph by which an article says what it had wrong."""


def second_review(page: ArticlePage, proposals: Proposals, known: KnownCase) -> Review:
    """The review of an article that is added to a case, with the case's parties and lawsuits to name.

    Names that the case has are merged with its parties. Of an edition, cards are left out whose words the
    edition before it has as well, and those of its notice of correction, which is quoted as such.
    """
    given = known.cards()
    cards = tuple(one for one in cards_of(page.text, proposals) if not _is_dateline(page, one))
    cards = _linked(cards, given)
    if page.edition_of:
        before = known.case.source_by_id[page.edition_of].text
        cards = tuple(_changed(page, before, cards))
    day = page.modified or page.published
    return Review(page.text, cards, given=given, known=known, day=day, is_edition=bool(page.edition_of))


def dateline_of(text: str, proposals: Proposals, published: str) -> str:
    """The words above an article's first paragraph that give its day; “” where none do, or twice."""
    body = Article(text).body
    for one in proposals.dates:
        if one.edtf == published and one.end <= body and text.count(one.exact) == 1:
            return one.exact
    return ""


def known_shares(text: str, known: KnownCase) -> tuple[tuple[float, str], ...]:
    """The sources of a case of which an article has more than ``ASKED_ABOVE``, the likest first."""
    ours = shingles(text)
    found = [(containment(ours, shingles(one.text)), one.id) for one in known.case.sources]
    return tuple(sorted((one for one in found if one[0] > ASKED_ABOVE), reverse=True))


def correction_in(text: str, before: str) -> str:
    """The notice of correction that an edition has and the one before it has not; “” where there is none."""
    for line in text.splitlines():
        words = line.strip()
        is_notice = NOTICE.search(words) or TELLS_EARLIER.search(words)
        if is_notice and words not in before and text.count(words) == 1:
            return words
    return ""


def _is_dateline(page: ArticlePage, card: ReviewCard) -> bool:
    return card.kind == "date" and page.text[slice(*card.at)] == page.dateline


def _linked(cards: tuple[ReviewCard, ...], given: tuple[ReviewCard, ...]) -> tuple[ReviewCard, ...]:
    """The cards with the names that the case has merged into its parties, and linked to them."""
    parties = [one for one in given if one.kind == "party"]
    by_name: dict[str, set[str]] = {}
    for party in parties:
        for name in names_of(party):
            by_name.setdefault(name, set()).add(party.id)
    links = {
        card.id: only
        for card in cards
        if card.kind == "party" and (only := _only(by_name, list(names_of(card))))
    }
    return tuple(_link(card, links, by_name) for card in cards)


def _only(by_name: dict[str, set[str]], names: list[str]) -> str:
    """The party of the case that has one of some names, the full one first; “” where it is not one alone."""
    for name in names:
        if found := by_name.get(name):
            return next(iter(found)) if len(found) == 1 else ""
    return ""


def _link(card: ReviewCard, links: dict[str, str], by_name: dict[str, set[str]]) -> ReviewCard:
    if party := links.get(card.id):
        return replace(card, state="accepted", merged_into=party)
    fields = dict(card.fields)
    for name in CARD_FIELDS:
        for one in named_in(fields.get(name, "")):
            fields[name] = renamed(fields[name], one, links.get(one, one))
    if card.kind == "statement" and card.named and not fields.get("speaker"):
        fields["speaker"] = _only(by_name, [" ".join(card.named.casefold().split())])
    return replace(card, fields=fields)


def _changed(page: ArticlePage, before: str, cards: tuple[ReviewCard, ...]) -> Iterator[ReviewCard]:
    """The cards whose words the edition before has not, and the names that these have."""
    text, notice = page.text, page.correction
    low = text.find(notice) if notice else len(text)

    def is_new(card: ReviewCard) -> bool:
        is_said = any(text[start:end] not in before for start, end in card.spans)
        return is_said and not all(low <= start and end <= low + len(notice) for start, end in card.spans)

    new = {one.id for one in cards if is_new(one)}
    named = {
        name
        for one in cards
        if one.id in new
        for field in CARD_FIELDS
        for name in named_in(one.fields.get(field, ""))
    }
    yield from (one for one in cards if one.id in new | named)
