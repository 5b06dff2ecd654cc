"""Proposes the questions that people type about a draft's facts, each with the words that should answer it.

A question is a thing that is asked for, in several wordings, English and German. Those about accepted facts
have the words of these facts; those about what the article does not say have none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.authoring import question_words as words
from bot.authoring.cards import ReviewCard, TextRange
from bot.authoring.case_file import sentence_around
from bot.authoring.decisions import Review
from bot.authoring.question_words import GapWords, Wordings
from bot.cases.rules import LONGEST_LABEL

QuestionKind = Literal["outcome", "how_much", "when", "court", "status", "who", "reaction", "denial", "gap"]
"""What a question asks for; “gap” for what the article is not found to say."""
MOST: Mapping[QuestionKind, int] = {
    "outcome": 6,
    "how_much": 6,
    "when": 4,
    "court": 1,
    "status": 2,
    "who": 5,
    "reaction": 5,
    "denial": 2,
    "gap": 8,
}
"""Questions of each kind that are proposed at most, in the order in which they are shown."""
DENIAL = re.compile(
    r"(?i)\b(?:den(?:y|ies|ied|ying|ials?)|untrue|not true|no truth|without merit|baseless|reject(?:s|ed))\b"
)
"""Matches words by which somebody denies something."""
APPEAL = re.compile(r"(?i)\bappeal")
COURT = re.compile(r"(?i)\bcourt|\bjudge|\btribunal")
SURNAME = re.compile(r"\S* \S*?(?P<last>[^\W\d_][\w’'-]+)")
"""Matches a name of several words; ``last`` is the last of them."""
PLACE = re.compile(r"\{(\w+)\}")
UNDECIDED = frozenset({"charged", "pleaded_guilty", "pleaded_not_guilty", "withdrawn", "settled"})
"""The outcomes that nobody decided: an accusation, a plea, and what the parties did themselves."""
GIVEN = frozenset({"awarded", "costs", "fees", "interest", "bail", "penalty"})
"""The kinds of amounts that are given by a decision."""


@dataclass(frozen=True, kw_only=True)
class ProposedQuestion:
    """Something that people ask for, in several wordings, and the facts whose words should answer it."""

    id: str
    kind: QuestionKind
    english: tuple[str, ...]
    german: tuple[str, ...]
    cards: tuple[str, ...] = ()
    """The ids of the accepted cards that answer it; none for what the article does not say."""
    spans: tuple[TextRange, ...] = ()
    """The words that are expected as the answer, in code points."""

    @property
    def ask(self) -> tuple[str, ...]:
        """All wordings of the question, the English ones first."""
        return (*self.english, *self.german)


def proposed_questions(review: Review, published: str) -> tuple[ProposedQuestion, ...]:
    """The questions about a review's accepted facts and about gaps, bounded, no wording in two of them.

    ``published`` is the article's day in ISO form: what is dated after it is asked for as planned.
    """
    order = list(MOST)
    found = sorted(every_question(review, published), key=lambda one: order.index(one.kind))
    asked: set[str] = set()
    counts: Counter[QuestionKind] = Counter()
    kept = []
    for one in found:
        question = replace(one, english=_unasked(one.english, asked), german=_unasked(one.german, asked))
        if question.english and counts[one.kind] < MOST[one.kind]:
            asked.update(wording.casefold() for wording in question.ask)
            counts[one.kind] += 1
            kept.append(question)
    return tuple(kept)


def every_question(review: Review, published: str) -> Iterator[ProposedQuestion]:
    """The questions before they are bounded: more of a kind than are shown, and wordings in two of them."""
    return _Asker(review, published).every()


def _unasked(wordings: Iterable[str], asked: set[str]) -> tuple[str, ...]:
    fitting = (one for one in wordings if one.casefold() not in asked and len(one) <= LONGEST_LABEL)
    return tuple(dict.fromkeys(fitting))


class _Asker:
    """Makes the questions of one review, with the names by which people ask for its parties."""

    def __init__(self, review: Review, published: str) -> None:
        self.review, self.text, self.published = review, review.text, published
        self.of_kind: dict[str, list[ReviewCard]] = defaultdict(list)
        for card in review.accepted:
            self.of_kind[card.kind].append(card)
        named = [*self.of_kind["party"], *(card for card in review.given if card.kind == "party")]
        lasts = Counter(_last_word(card.fields["name"]) for card in named)
        self.names = {
            card.id: last if card.fields.get("kind") == "person" and lasts[last] == 1 else card.fields["name"]
            for card in named
            for last in [_last_word(card.fields["name"])]
        }

    def every(self) -> Iterator[ProposedQuestion]:
        for make in (
            self._outcomes,
            self._amounts,
            self._dates,
            self._parties,
            self._status,
            self._reactions,
            self._gaps,
        ):
            yield from make()

    def _outcomes(self) -> Iterator[ProposedQuestion]:
        rulings = self.of_kind["ruling"]
        decided = [card for card in rulings if card.fields.get("outcome") not in UNDECIDED]
        general = words.DECIDED
        if COURT.search(self.text):
            more = words.DECIDED_BY_COURT
            general = Wordings(general.english + more.english, general.german + more.german)
        yield from self._made("rulings", "outcome", general, decided)
        for card in rulings:
            if wordings := words.OUTCOMES.get(card.fields.get("outcome", "")):
                yield from self._made(f"{card.id}.outcome", "outcome", wordings, [card])

    def _amounts(self) -> Iterator[ProposedQuestion]:
        for kind, cards in _grouped(self.of_kind["award"], lambda card: card.fields["kind"]).items():
            if wordings := words.AWARDS.get(kind):
                yield from self._made(f"awards.{kind}", "how_much", _nameless(wordings), cards)
                for card in cards:
                    yield from self._made(f"{card.id}.how_much", "how_much", wordings, [card])

    def _dates(self) -> Iterator[ProposedQuestion]:
        by_when: dict[str, tuple[Wordings, list[ReviewCard]]] = {}
        for card in self.of_kind["date"]:
            fact = self.review.by_id.get(card.fields.get("of", ""))
            if fact and (wordings := _when(fact)):
                by_when.setdefault(wordings.english[0], (wordings, []))[1].append(fact)
        for at, (wordings, facts) in enumerate(by_when.values()):
            yield from self._made(f"dates.{at}", "when", wordings, facts)
        events = [card for card in self.of_kind["date"] if not card.fields.get("of")]
        for edtf, cards in _grouped(events, lambda card: card.fields.get("edtf", "")).items():
            wordings = words.PLANNED if edtf > self.published[: len(edtf)] else words.HAPPENED
            yield from self._made(f"events.{edtf}", "when", wordings, cards, **words.in_words(edtf))

    def _parties(self) -> Iterator[ProposedQuestion]:
        parties = self.of_kind["party"]
        courts = [card for card in parties if card.fields.get("kind") == "court"]
        yield from self._made("courts", "court", words.COURT, courts)
        for role, cards in _grouped(parties, lambda card: card.fields.get("role", "")).items():
            if wordings := words.ROLES.get(role):
                yield from self._made(f"roles.{role}", "who", wordings, cards)
        for card in parties:
            if card.fields.get("kind") in {"person", "organization"}:
                names = {"full": card.fields["name"], "name": self.names[card.id]}
                yield from self._made(f"{card.id}.who", "who", words.WHO, [card], **names)

    def _status(self) -> Iterator[ProposedQuestion]:
        planned = [
            card
            for card in self.of_kind["date"]
            if not card.fields.get("of")
            and (edtf := card.fields.get("edtf", "")) > self.published[: len(edtf)]
        ]
        yield from self._made("stands", "status", words.STANDS, [*self.of_kind["ruling"], *planned])
        appeals = [
            card
            for card in self.review.accepted
            if card.kind != "party" and any(APPEAL.search(self.text[slice(*one)]) for one in card.spans)
        ]
        yield from self._made("appeals", "status", words.APPEAL, appeals)

    def _reactions(self) -> Iterator[ProposedQuestion]:
        by_speaker = _grouped(self.of_kind["statement"], lambda card: card.fields.get("speaker", ""))
        for speaker, cards in by_speaker.items():
            name = self.names.get(speaker, "")
            silent = [card for card in cards if card.fields.get("quote_type") == "declined"]
            spoken = [card for card in cards if card not in silent]
            denied = [card for card in spoken if DENIAL.search(self._said(card))]
            made: tuple[tuple[str, QuestionKind, Wordings, list[ReviewCard]], ...] = (
                ("said", "reaction", words.SAID, spoken),
                ("declined", "reaction", words.DECLINED, silent),
                ("denied", "denial", words.DENIED, denied),
            )
            for what, kind, wordings, facts in made:
                yield from self._made(f"{speaker}.{what}", kind, wordings, facts, name=name)

    def _said(self, card: ReviewCard) -> str:
        return " ".join(self.text[slice(*span)] for span in card.spans)

    def _gaps(self) -> Iterator[ProposedQuestion]:
        if not any(card.kind == "award" and card.state != "rejected" for card in self.review.cards):
            yield self._gap("amount", words.AMOUNT)
        given = [card for card in self.of_kind["award"] if card.fields.get("kind") == "awarded"]
        if given and self._is_unsaid(words.PAID):
            yield self._gap(words.PAID.name, words.PAID.ask)
        speakers = {card.fields.get("speaker") for card in self.review.cards if card.kind == "statement"}
        against = {card.fields.get("against") for card in self.review.accepted}
        for card in self.of_kind["party"]:
            if card.id in against - speakers:
                yield self._gap(f"{card.id}.silent", _filled(words.SILENT, name=self.names[card.id]))
        yield from (self._gap(one.name, one.ask) for one in words.GAPS if self._is_unsaid(one))

    def _is_unsaid(self, gap: GapWords) -> bool:
        return not re.search(gap.said_by, self.text) and bool(re.search(gap.needs, self.text))

    def _gap(self, name: str, wordings: Wordings) -> ProposedQuestion:
        return ProposedQuestion(
            id=f"gap.{name}", kind="gap", english=wordings.english, german=wordings.german
        )

    def _made(
        self,
        question: str,
        kind: QuestionKind,
        wordings: Wordings,
        facts: Sequence[ReviewCard],
        **names: str,
    ) -> Iterator[ProposedQuestion]:
        """A question about facts, if there are any; names are those of the first fact's parties."""
        if not facts:
            return
        fields = facts[0].fields
        parties = {side: self.names.get(fields.get(side, ""), "") for side in ("to", "against")}
        filled = _filled(wordings, claim=fields.get("claim", ""), **parties, **names)
        if not filled.english:
            return
        spans = dict.fromkeys(span for card in facts for span in self._evidence(card))
        cards = tuple(dict.fromkeys(card.id for card in facts))
        yield ProposedQuestion(
            id=question,
            kind=kind,
            english=filled.english,
            german=filled.german,
            cards=cards,
            spans=tuple(spans),
        )

    def _evidence(self, card: ReviewCard) -> tuple[TextRange, ...]:
        """The words of a card as an answer: of a name the sentence that introduces it."""
        return (sentence_around(self.text, *card.at),) if card.kind == "party" else card.spans


def _grouped(cards: Iterable[ReviewCard], key: Callable[[ReviewCard], str]) -> dict[str, list[ReviewCard]]:
    groups: dict[str, list[ReviewCard]] = defaultdict(list)
    for card in cards:
        groups[key(card)].append(card)
    return groups


def _when(fact: ReviewCard) -> Wordings | None:
    """How people ask for the date of a ruling or an amount; None where that is nothing that happened."""
    kind = fact.fields.get("kind", "")
    if (fact.kind == "ruling" and fact.fields.get("outcome") not in UNDECIDED) or kind in GIVEN:
        return words.DECIDED_WHEN
    return {"paid": words.PAID_WHEN, "fined": words.FINED_WHEN}.get(kind)


def _last_word(name: str) -> str:
    found = SURNAME.fullmatch(name)
    return found["last"] if found else name


def _nameless(wordings: Wordings) -> Wordings:
    """The wordings that name nobody."""
    english, german = (tuple(one for one in given if not PLACE.search(one)) for given in wordings)
    return Wordings(english, german)


def _filled(wordings: Wordings, **names: str) -> Wordings:
    """The wordings with their names; without those that name somebody who is not known."""
    english, german = (
        tuple(one.format(**names) for one in given if all(names.get(place) for place in PLACE.findall(one)))
        for given in wordings
    )
    return Wordings(english, german)
