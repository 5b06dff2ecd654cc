"""The cards of a review: one for each entry that an article may give a case, with what an editor decided."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from bot.authoring.article import Article
from bot.authoring.card_fields import CardKind, needed
from bot.authoring.case_file import sentence_around, statement_groups
from bot.authoring.cue_clauses import cue_clause
from bot.authoring.proposals import (
    Proposals,
    ProposedAmount,
    ProposedDate,
    ProposedParty,
    ProposedQuotation,
    ProposedRuling,
)
from bot.cases.rules import LONGEST_LABEL

CardState = Literal["open", "accepted", "rejected"]
"""Whether an editor has decided on a card; only accepted ones stand in the case file."""
TextRange = tuple[int, int]
"""A span of the article in code points, end exclusive."""

TOKEN = re.compile(r"[^\s\"“”«»]+")
"""Matches what the end of a span moves by: a word with the punctuation at it, without quotation marks."""


RelationKind = Literal["replaces", "replaced", "adds", "contradicts", "same", "nothing"]
"""What a fact of an article does to one of the case; of “nothing” the two do not speak of one thing.

What an older article reports can have been “replaced” by a fact that the case has already.
"""


class Relation(NamedTuple):
    """What a card's fact does to a fact of the case, by the key of that fact (``KnownFact.key``)."""

    fact: str
    kind: RelationKind
    how: str = ""
    """Of what replaces a fact, or was replaced by one: how, in a word of the model, such as “reduces”."""


@dataclass(frozen=True, kw_only=True)
class ReviewCard:
    """One entry as it is proposed or added, with its fields as the editor left them."""

    id: str
    kind: CardKind
    at: TextRange
    """The words that the card is about: the amount, the date, the name, the first piece of the statement."""
    spans: tuple[TextRange, ...]
    """The words that the entry quotes: for an amount its sentence."""
    fields: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    """What the rules read it from."""
    cue: TextRange | None = None
    """The clause that says who speaks, where it stands beside the words."""
    named: str | None = None
    """The speaker in the words of the proposal, by which later cards of the same name are found."""
    sure: bool = False
    """Whether it can be accepted with all that are sure: direct speech, beside which a name stands."""
    state: CardState = "open"
    merged_into: str = ""
    """The card of the party whose further name this one is."""
    relations: tuple[Relation, ...] = ()
    """What the card's fact does to facts of the case that the article is added to."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the fields that are needed and still empty."""
        return tuple(name for name in needed(self.kind, self.fields) if not self.fields.get(name))


def cards_of(text: str, proposals: Proposals) -> tuple[ReviewCard, ...]:
    """The cards of an article's proposals, all open: names first, then all else in the article's order."""
    article = Article(text)
    names = tuple(_party(number, one) for number, one in enumerate(proposals.parties, start=1))
    by_name = {card.fields["name"]: card.id for card in names}
    others = (
        *_statements(article, proposals.quotations, by_name),
        *(_award(article, number, one, by_name) for number, one in enumerate(proposals.amounts, start=1)),
        *(_ruling(number, one) for number, one in enumerate(proposals.rulings, start=1)),
        *(_date(article, number, one) for number, one in enumerate(proposals.dates, start=1)),
    )
    return (*sorted(names, key=_place), *sorted(others, key=_place))


def added_card(text: str, card_id: str, kind: CardKind, place: TextRange) -> ReviewCard:
    """The open card of words that an editor selected, with the fields that the words themselves give."""
    start, end = place
    spans: tuple[TextRange, ...] = (place,)
    fields: dict[str, str] = {}
    if kind == "party":
        fields = {"name": text[start:end], "kind": "person"}
    elif kind == "statement":
        is_direct = any(one.start <= start and end <= one.end for one in Article(text).quoted)
        fields = {"quote_type": "direct" if is_direct else "indirect", "attribution": "explicit"}
    elif kind == "ruling":
        fields = {"on": "claim"}
    elif kind in {"award", "date"}:
        spans = (_evidence(Article(text), start, end),)
    if kind == "date":
        fields = {"certainty": "inferred", "label": _label(text, spans[0])}
    return ReviewCard(
        id=card_id, kind=kind, at=place, spans=spans, fields=fields, why="selected by an editor"
    )


def moved(text: str, place: TextRange, side: Literal["start", "end"], words: int) -> TextRange:
    """A span with one of its ends moved by words, to the right where ``words`` is above 0.

    The span stays in its line and keeps a word at least.
    """
    low = text.rfind("\n", 0, place[0]) + 1
    high = text.find("\n", place[1])
    found = list(TOKEN.finditer(text, low, len(text) if high < 0 else high))
    edges = [one.start() if side == "start" else one.end() for one in found]
    if side == "start":
        kept = [at for at in edges if at < place[1]]
        beyond = [at for at in kept if (at > place[0] if words > 0 else at < place[0])]
    else:
        kept = [at for at in edges if at > place[0]]
        beyond = [at for at in kept if (at > place[1] if words > 0 else at < place[1])]
    if not beyond:
        return place
    steps = abs(words)
    at = beyond[:steps][-1] if words > 0 else beyond[-steps:][0]
    return (at, place[1]) if side == "start" else (place[0], at)


def _party(number: int, one: ProposedParty) -> ReviewCard:
    fields = {
        "name": one.name,
        "kind": one.kind,
        "role": one.role or "",
        "aliases": "; ".join(one.aliases),
    }
    at = (one.start, one.end)
    why = f"introduced as {one.role}" if one.role else "named in the article"
    return ReviewCard(id=f"party-{number}", kind="party", at=at, spans=(at,), fields=fields, why=why)


def _statements(
    article: Article, quotations: Sequence[ProposedQuotation], by_name: Mapping[str, str]
) -> Iterator[ReviewCard]:
    """A card for the pieces of each statement in direct speech, and one for each report of one."""
    groups = [*statement_groups(quotations), *((one,) for one in quotations if one.kind == "indirect")]
    for number, group in enumerate(groups, start=1):
        first = group[0]
        spans = tuple((one.start, one.end) for one in group)
        fields = {
            "speaker": by_name.get(first.speaker or "", ""),
            "quote_type": _quote_type(article, first),
            "attribution": "explicit" if first.explicit else "inferred",
            "medium": first.medium or "",
        }
        yield ReviewCard(
            id=f"statement-{number}",
            kind="statement",
            at=spans[0],
            spans=spans,
            fields=fields,
            why=first.why,
            cue=cue_clause(article, first.cue, spans),
            named=first.speaker,
            sure=all(one.is_sure or one.continues for one in group),
        )


def _quote_type(article: Article, one: ProposedQuotation) -> str:
    if one.kind == "direct":
        return "direct"
    return "mixed" if quoted_within(article, (one.start, one.end)) else "indirect"


def quoted_within(article: Article, place: TextRange) -> tuple[TextRange, ...]:
    """The pieces of direct speech that lie wholly inside a span."""
    return tuple(
        (one.start, one.end)
        for one in article.quoted
        if place[0] <= one.start and one.end <= place[1] and not one.inner
    )


def _award(article: Article, number: int, one: ProposedAmount, by_name: Mapping[str, str]) -> ReviewCard:
    fields = {
        "kind": one.kind or "",
        "value": "" if one.value is None else f"{one.value:f}",
        "currency": one.currency or "",
        "to": by_name.get(one.to or "", ""),
        "against": by_name.get(one.by or "", ""),
    }
    spans = (_evidence(article, one.start, one.end),)
    why = "an amount; its kind and its parties are read from the verb beside it"
    return ReviewCard(
        id=f"award-{number}", kind="award", at=(one.start, one.end), spans=spans, fields=fields, why=why
    )


def _ruling(number: int, one: ProposedRuling) -> ReviewCard:
    at = (one.start, one.end)
    fields = {"on": one.on or "claim", "outcome": one.outcome, "claim": "", "against": ""}
    return ReviewCard(id=f"ruling-{number}", kind="ruling", at=at, spans=(at,), fields=fields, why=one.why)


def _date(article: Article, number: int, one: ProposedDate) -> ReviewCard:
    sentence = _evidence(article, one.start, one.end)
    fields = {
        "edtf": one.edtf or "",
        "certainty": one.certainty,
        "of": "",
        "label": _label(article.text, sentence),
    }
    at = (one.start, one.end)
    return ReviewCard(id=f"date-{number}", kind="date", at=at, spans=(sentence,), fields=fields, why=one.why)


def _evidence(article: Article, start: int, end: int) -> TextRange:
    """The sentence of an amount or a date; of somebody's words only what stands in their marks."""
    low, high = sentence_around(article.text, start, end)
    for one in article.quoted:
        if one.start <= start and end <= one.end:
            low, high = max(low, one.start), min(high, one.end)
        elif one.start < high and low < one.end and not (low <= one.start and one.end <= high):
            low, high = (one.end + 1, high) if one.end <= start else (low, one.start - 1)
    words = article.text[low:high]
    low, high = low + len(words) - len(words.lstrip()), high - len(words) + len(words.rstrip())
    # The sentence's own end belongs to it; after somebody's words their mark stands there.
    return low, high + (article.text[high : high + 1] in {".", "!", "?"})


def _label(text: str, sentence: TextRange) -> str:
    """The sentence's own words as the label of an event; empty where they are too long for one."""
    words = " ".join(text[slice(*sentence)].split())
    return words if len(words) <= LONGEST_LABEL else ""


def _place(card: ReviewCard) -> TextRange:
    return card.at
