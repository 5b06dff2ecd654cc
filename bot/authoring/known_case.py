"""A case that exists, as the review of a further article sees it: its facts, its parties and its lawsuits."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from bot.authoring.card_fields import CardKind
from bot.authoring.cards import ReviewCard
from bot.cases.facts import Fact
from bot.cases.model import Case, Lawsuit, Party, Statement
from bot.cases.reported import Award, Event, Relief, Ruling
from bot.cases.succession import current, facts_of, reported_on
from bot.cases.validation import SourceFile

SECTION_KINDS: Mapping[str, CardKind] = {
    "rulings": "ruling",
    "awards": "award",
    "relief": "relief",
    "statements": "statement",
    "events": "date",
}
"""The kind of card that is a fact of each section of a case file."""
GIVEN = "case."
"""What the ids begin with of cards that stand for parties and lawsuits of the case."""


class KnownFact(NamedTuple):
    """A fact that no other one of the case supersedes, with the section and the place that it has there."""

    key: str
    """The section and the id of the first quotation, which outlives edits that leave its words alone.

    Facts of one section that quote the same words are numbered from the second on.
    """
    kind: CardKind
    section: str
    place: int
    fact: Fact
    day: str
    """The ISO day of its newest source."""

    @property
    def label(self) -> str:
        """What the fact says, in a few words of the case file."""
        return _label(self.fact)


@dataclass(frozen=True)
class KnownCase:
    """A case file with its articles, and the case that they make."""

    text: str
    case: Case
    contents: Mapping[str, SourceFile] = field(repr=False)
    """The files of the case's sources, by the paths that the case file gives."""

    @cached_property
    def facts(self) -> tuple[KnownFact, ...]:
        """The current facts of the case, in its order."""
        standing = {id(one) for one in current(self.case, (fact for _, fact in facts_of(self.case)))}
        seen: Counter[str] = Counter()
        found = []
        for (section, index), fact in facts_of(self.case):
            words = f"{section}/{fact.quote[0].id}"
            seen[words] += 1
            key = words if seen[words] == 1 else f"{words}/{seen[words]}"
            if id(fact) in standing:
                day = reported_on(self.case, fact)
                found.append(KnownFact(key, SECTION_KINDS[section], section, index, fact, day))
        return tuple(found)

    @cached_property
    def by_key(self) -> Mapping[str, KnownFact]:
        """The current facts of the case by their keys."""
        return {one.key: one for one in self.facts}

    @cached_property
    def ids(self) -> frozenset[str]:
        """All ids of the case file: none of them may be given again."""
        entries = (
            *self.case.sources,
            *self.case.caveats,
            *self.case.parties,
            *self.case.lawsuits,
            *(fact for _, fact in facts_of(self.case)),
        )
        return frozenset(name for one in entries if (name := getattr(one, "id", None)))

    def cards(self) -> tuple[ReviewCard, ...]:
        """Accepted cards for the parties and the lawsuits of the case, by which other cards name them."""
        return (*map(_party, self.case.parties), *map(_lawsuit, self.case.lawsuits))


def case_id_of(card: ReviewCard) -> str:
    """The id in the case file of what a card of the case stands for; “” for the cards of the article."""
    return card.id.removeprefix(GIVEN) if card.id.startswith(GIVEN) else ""


def names_of(card: ReviewCard) -> Iterator[str]:
    """The names of a party, its aliases among them, folded to compare them."""
    for name in (card.fields["name"], *card.fields.get("aliases", "").split("; ")):
        if name:
            yield " ".join(name.casefold().split())


def _party(party: Party) -> ReviewCard:
    fields = {"name": str(party.name), "kind": party.kind, "aliases": "; ".join(party.aliases)}
    return _given("party", party.id, fields)


def _lawsuit(lawsuit: Lawsuit) -> ReviewCard:
    return _given("lawsuit", lawsuit.id, {"label": str(lawsuit.label)})


def _given(kind: CardKind, name: str, fields: Mapping[str, str]) -> ReviewCard:
    return ReviewCard(id=GIVEN + name, kind=kind, at=(0, 0), spans=(), fields=fields, state="accepted")


def _label(fact: Fact) -> str:
    if isinstance(fact, Award):
        amount = fact.amount.raw if fact.amount else "undisclosed"
        return f"{fact.kind}: {amount}" + (f" to {fact.to}" if fact.to else "")
    if isinstance(fact, Ruling):
        return f"{fact.claim}: {fact.outcome}"
    if isinstance(fact, Relief):
        return f"{fact.kind}, {fact.outcome}: {fact.what}"
    if isinstance(fact, Statement):
        return fact.speaker
    return str(fact.label) if isinstance(fact, Event) else ""
