"""Counts the decisions and keystrokes by which an editor makes a case of an article on the review page.

The hands know what a reader found (``tests/authoring/gold``; for the first article its case file) and decide
on every card in its order: accept, reject, link a speaker, edit fields, add what was not proposed. Each card
counts, also one that is only looked at and rejected, unless it was taken up with all that is sure. A
keystroke is a key of the page or a character typed into a field; choosing from a list counts three. Nothing
stands that the loader does not accept. A second article is added to the case of the editors' guide by the
keys that the guide tells. ``--blind`` measures the articles kept apart, by their figures alone.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

from _second_article import second_article

from bot.app.chat_payloads import AdapterPayloads
from bot.authoring.card_fields import CHOICES
from bot.authoring.cards import ReviewCard, TextRange, cards_of
from bot.authoring.case_file import ArticlePage, sentence_around
from bot.authoring.decided_file import decided_case, decided_text
from bot.authoring.deciding import decided
from bot.authoring.decisions import (
    Accept,
    AcceptSure,
    Add,
    Decision,
    DecisionRefused,
    EditFields,
    LinkParty,
    Reject,
    Review,
)
from bot.authoring.propose import propose
from bot.cases.model import Award, Case, Event, Lawsuit, Relief, Ruling, Statement
from bot.cases.problems import CaseFileError
from bot.cases.spans import selectors_of
from bot.corpus.loader import load_case
from bot.web.editing.rehearsal import COMMANDS, rehearsed
from tests.answers.test_facts import FACTS

ROOT = Path(__file__).resolve().parent.parent
GOLD, FIRST = ROOT / "tests" / "authoring" / "gold", ROOT / "content" / "carroll-v-trump"
KEYS, CHOOSING = 9, 3
KINDS = {"Ruling": "ruling", "Award": "award", "Statement": "statement"}
SECONDS = 5
"""Seconds that a person takes for a decision."""


@dataclass(frozen=True)
class Wanted:
    """An entry that a reader found: its words, who speaks, and the values of its fields."""

    kind: str
    spans: tuple[TextRange, ...]
    speaker: str | None = None
    fields: tuple[tuple[str, str], ...] = ()


class Hands:
    """Decides on one article and counts; what the loader would not take is rejected."""

    def __init__(self, text: str, published: str) -> None:
        self.page = ArticlePage(
            text=text, file="sources/a.txt", published=published, revised="2026-01-02", title="An article"
        )
        self.review = Review(text, cards_of(text, propose(text, date.fromisoformat(published))))
        self.decisions = self.strokes = 0
        self.times: list[float] = []

    def take(self, decision: Decision, strokes: int = 1) -> bool:
        """Take a decision if it leaves a valid case; one that is refused was made all the same."""
        self.decisions += 1
        self.strokes += strokes
        begun = time.perf_counter()
        try:
            after = decided(self.review, decision)
            decided_case(self.page, "an-article", decided_text(self.page, after))
        except (DecisionRefused, CaseFileError):
            return False
        self.times.append(time.perf_counter() - begun)
        self.review = after
        return True

    def names(self, wanted: list[Wanted]) -> None:
        """Accept each name of somebody who speaks, and then take all that is sure.

        Names that no card uses are not come by; of the others, those who do not speak are rejected.
        """
        speakers = {one.speaker for one in wanted if one.speaker}
        for card in [one for one in self.review.parties if one.id in self.review.used]:
            speaks = any(same(card.fields["name"], name) for name in speakers)
            self.take(Accept(card.id) if speaks else Reject(card.id))
        self.take(AcceptSure())

    def entry(self, card: ReviewCard, found: Wanted | None) -> bool:
        """Decide on a card, by what was found of it."""
        if found is None or (card.kind == "statement" and not found.speaker):
            return not self.take(Reject(card.id))
        if card.kind == "statement":
            return self._statement(card, found.speaker or "")
        given = {name: value for name, value in found.fields if card.fields.get(name, "") != value}
        if not given:
            return self.take(Accept(card.id)) or not self.take(Reject(card.id))
        strokes = 2 + sum(
            CHOOSING if (card.kind, name) in CHOICES else len(value) for name, value in given.items()
        )
        taken = self.take(EditFields(card.id, given, accept=True), strokes + len(given) - 1)
        return taken or not self.take(Reject(card.id))

    def _statement(self, card: ReviewCard, speaker: str) -> bool:
        party = self._party(speaker)
        if party is None:
            return not self.take(Reject(card.id))
        if card.fields.get("speaker") == party.id:
            return self.take(Accept(card.id)) or not self.take(Reject(card.id))
        near = sorted(
            (one for one in self.review.parties),
            key=lambda one: (one.state != "accepted", abs(one.at[0] - card.at[0])),
        )
        strokes = 1 if near.index(party) < KEYS else 2 + len(near)
        return self.take(LinkParty(card.id, party.id), strokes) or not self.take(Reject(card.id))

    def _party(self, name: str) -> ReviewCard | None:
        known = next((one for one in self.review.parties if same(one.fields["name"], name)), None)
        at = self.review.text.find(name)
        if known or at < 0:
            return known
        self.add(Wanted("party", ((at, at + len(name)),)))
        return next((one for one in self.review.parties if same(one.fields["name"], name)), None)

    def add(self, found: Wanted) -> bool:
        """Add what was not proposed, and give it its fields."""
        kind: Any = found.kind
        start, end = found.spans[0]
        if not self.take(Add(kind, start, end), 1 + end - start + 1):
            return False
        card = self.review.by_id[f"added-{self.review.added}"]
        return self.entry(card, found)

    def decide(self, wanted: list[Wanted]) -> None:
        """Decide on all cards in their order, then add what none of them is about."""
        self.names(wanted)
        for name in [one.id for one in self.review.cards if one.kind != "party"]:
            card = self.review.by_id[name]
            if card.state == "open":
                self.entry(card, next((one for one in wanted if is_of(card, one)), None))
        for one in wanted:
            if (
                one.kind != "date"
                and not (one.kind == "statement" and not one.speaker)
                and not self.quotes(one)
            ):
                self.add(one)

    def quotes(self, found: Wanted) -> bool:
        """Whether accepted entries quote all the letters and digits of what was found."""
        places = {
            at for low, high in found.spans for at in range(low, high) if self.review.text[at].isalnum()
        }
        for card in self.review.accepted:
            for low, high in card.spans if card.kind != "party" else ():
                places.difference_update(range(low, high))
        return not places


def same(name: str, other: str) -> bool:
    """Whether two forms of a name end in one word."""
    return name.rsplit(maxsplit=1)[-1].casefold() == other.rsplit(maxsplit=1)[-1].casefold()


def is_of(card: ReviewCard, found: Wanted) -> bool:
    """Whether a card is about what was found: of its kind, and its words overlap."""
    about = card.spans if card.kind in {"statement", "ruling"} else (card.at,)
    return card.kind == found.kind and any(
        low < end and start < high for start, end in about for low, high in found.spans
    )


def of_gold(gold: dict[str, list[dict[str, Any]]]) -> Iterator[Wanted]:
    """What the reader found in an invented article."""
    for one in gold["quotations"]:
        yield Wanted("statement", ((one["start"], one["end"]),), one["speaker"])
    for one in gold["amounts"]:
        names = ("value", "currency", "kind")
        if all(one.get(name) for name in names):
            fields = tuple((name, str(one[name])) for name in names)
            yield Wanted("award", ((one["start"], one["end"]),), fields=fields)
    for one in gold["rulings"]:
        fields = (("outcome", one["outcome"]), ("on", one["on"] or "claim"), ("claim", "the claim"))
        yield Wanted("ruling", ((one["start"], one["end"]),), fields=fields)
    for one in gold["dates"]:
        if one["edtf"]:
            fields = (("edtf", one["edtf"]), ("certainty", one["certainty"]))
            yield Wanted("date", ((one["start"], one["end"]),), fields=fields)


def of_case(case: Case, text: str) -> Iterator[Wanted]:
    """The facts of a case file as what a reader found."""
    names = {one.id: str(one.name) for one in case.parties}
    facts: tuple[Lawsuit | Ruling | Award | Relief | Statement | Event, ...] = (
        *case.lawsuits,
        *case.rulings,
        *case.awards,
        *case.relief,
        *case.statements,
        *case.events,
    )
    for fact in facts:
        spans = tuple((one.start, one.end) for one in fact.quote)
        kind = {"Ruling": "ruling", "Award": "award", "Statement": "statement"}.get(
            type(fact).__name__, "date"
        )
        given: dict[str, Any] = {}
        if isinstance(fact, Ruling):
            given = {"on": fact.on, "outcome": fact.outcome, "claim": str(fact.claim)}
        if isinstance(fact, Award) and (amount := fact.amount):
            at = text.find(amount.raw, spans[0][0])
            spans = ((at, at + len(amount.raw)), *spans)
            given = {"kind": fact.kind, "value": f"{amount.value:f}", "currency": amount.currency}
        said = fact.date_filed if isinstance(fact, Lawsuit) else fact.date
        if kind == "date" and said:
            at = text.find(said.raw, *sentence_around(text, *spans[0]))
            spans = ((at, at + len(said.raw)), *spans)
            given = {"edtf": said.edtf, "certainty": said.certainty}
        yield Wanted(kind, spans, names.get(getattr(fact, "speaker", "")), tuple(given.items()))


def invented(*, blind: bool) -> Iterator[Path]:
    """The articles that rules are made with, or those kept apart."""
    for kind in sorted({path.stem[:-2] for path in GOLD.glob("*.txt")}):
        apart, other = sorted(
            (f"{kind}-{half}" for half in "ab"), key=lambda name: sha256(name.encode()).hexdigest()
        )
        yield GOLD / f"{apart if blind else other}.txt"


def main() -> None:
    """Print a row for each article, and one for the first article of the content."""
    blind = "--blind" in sys.argv
    print("article                  words cards decisions keystrokes minutes quoted")
    every = []
    for path in invented(blind=blind):
        text, gold = path.read_text("utf-8"), json.loads(path.with_suffix(".json").read_text("utf-8"))
        hands = Hands(text, gold["published"])
        wanted = list(of_gold(gold))
        hands.decide(wanted)
        every.append(hands.decisions)
        row("kept apart" if blind else path.stem, text, hands, wanted)
    print(f"median {median(every)}, most {max(every)} decisions")
    text = (FIRST / "sources/2023-07-12.txt").read_text("utf-8")
    hands = Hands(text, "2023-07-12")
    wanted = list(of_case(load_case(FIRST), text))
    hands.decide(wanted)
    row("carroll-v-trump", text, hands, wanted)
    case = decided_case(hands.page, "an-article", decided_text(hands.page, hands.review))
    every_span = [(one.start, one.end) for one in selectors_of(case)]
    missed = [
        words
        for words, start, end, _ in FACTS
        if not any(low <= start and end <= high for low, high in every_span)
    ]
    print(f"of its {len(FACTS)} facts {len(FACTS) - len(missed)} are quoted; not quoted:")
    for words in missed:
        print(f"  {words[:100]}")

    print(second_article())
    print(f"a rehearsal takes {1000 * median(asyncio.run(rehearsals(hands))):.0f} ms (median)")


async def rehearsals(hands: Hands) -> list[float]:
    """Seconds from a change to a command's answer on both platforms, each command ten times."""
    taken = []
    for command in COMMANDS * 10:
        begun = time.perf_counter()
        case = decided_case(hands.page, "an-article", decided_text(hands.page, hands.review))
        await rehearsed(case, command, AdapterPayloads(), "en")
        taken.append(time.perf_counter() - begun)
    return taken


def row(name: str, text: str, hands: Hands, wanted: list[Wanted]) -> None:
    """Print what one article took."""
    quoted = sum(map(hands.quotes, wanted))
    minutes = hands.decisions * SECONDS / 60
    print(
        f"{name:24} {len(text.split()):5} {len(hands.review.cards):5} {hands.decisions:9} {hands.strokes:10}"
        f" {minutes:7.1f} {quoted} of {len(wanted)}; a decision takes {1000 * median(hands.times):.0f} ms"
    )


if __name__ == "__main__":
    main()
