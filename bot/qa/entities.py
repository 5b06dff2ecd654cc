"""Resolves whom and which lawsuit a text means: by name, role, order, or as “he” and “she”."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.cases.model import Case, Lawsuit, Party
from bot.cases.once_per_case import once_per_case
from bot.qa.lexicon import stop_words
from bot.qa.one_language import compared_words, names_of, recorded_words
from bot.search.sentences import sentences
from bot.search.words import words

PRONOUNS: Mapping[str, frozenset[str]] = {
    "he": frozenset({"he", "him", "his"}),
    "she": frozenset({"she", "her", "hers"}),
}
"""The pronouns of each gender, by its subject form."""
TITLES = {"mr": "he", "sir": "he", "ms": "she", "mrs": "she", "miss": "she"}
"""Titles before a name that show the gender."""
JOINING = frozenset({"of", "the", "and", "for", "in", "a", "an"})
"""Words of a name that do not count towards its initials."""
COUNTER = frozenset({"countersuit", "counterclaim", "countersue"})
"""Words that mean a lawsuit that answers another."""
LAWSUIT = frozenset({"lawsuit", "suit", "case", "complaint", "action", "trial", "claim"})
"""Words that people use for a lawsuit of any kind."""
ORDERS = frozenset({"first", "second", "third"})
"""Order words that by themselves do not make a label mean a lawsuit."""
MIN_FORENAME = 3
"""The least letters of a first name that names a person by itself: “E.” and “Al” are ambiguous."""
MIN_INITIALS = 3
"""The least letters of initials that name a party by themselves."""


class _CalledLawsuit(NamedTuple):
    """The words of a lawsuit's label and of its case name, and whether it is a countersuit."""

    label: frozenset[str]
    case_name: frozenset[str] | None
    is_countersuit: bool

    def is_meant(self, said: frozenset[str]) -> bool:
        by_label = bool(self.label) and self.label <= said and bool(said & LAWSUIT or self.label - ORDERS)
        by_name = self.case_name is not None and self.case_name <= said
        return by_label or by_name or (self.is_countersuit and bool(said & COUNTER))


class _CalledParty(NamedTuple):
    """A name of a party: as it is written between spaces, its longer words, and words that stand for it."""

    whole: str
    long: frozenset[str]
    short: frozenset[str]

    @classmethod
    def of(cls, party: Party, name: tuple[str, ...]) -> _CalledParty:
        """The name, given by its words; of a person the first and the last word name it by themselves."""
        long = [word for word in name if word not in JOINING]
        initials = "".join(word[0] for word in long)
        short = {initials} if len(initials) >= MIN_INITIALS else set()
        if party.kind == "person":
            short |= {name[-1], *([name[0]] if len(name[0]) >= MIN_FORENAME else [])}
        return cls(f" {' '.join(name)} ", frozenset(long if len(long) > 1 else ()), frozenset(short))

    def is_in(self, have: frozenset[str], run: str) -> bool:
        """Whether a text has the name, given its words as a set, and in a row between spaces."""
        by_words = bool(self.long) and self.long <= have
        return by_words or not self.short.isdisjoint(have) or self.whole in run


@dataclass(frozen=True)
class EntityResolver:
    """Resolves mentions of the parties and lawsuits of one case, as people write them."""

    case: Case

    def named(self, text: str) -> frozenset[str]:
        """Ids of the parties that a text names: by name or alias, its last word or its initials."""
        cut = words(text)
        have, run = frozenset(cut), f" {' '.join(cut)} "
        return frozenset(
            party for party, names in self._called.items() if any(name.is_in(have, run) for name in names)
        )

    def implied(self, text: str) -> frozenset[str]:
        """Ids of the parties that a text means without a name: by a role, or as “he” or “she”."""
        said = frozenset(text.split())
        people = (self._of_gender.get(gender) for gender, pronouns in PRONOUNS.items() if said & pronouns)
        if said.isdisjoint(self._role_words):
            return frozenset(filter(None, people))
        by_role = (party for party, roles in self._roles.items() if any(role <= said for role in roles))
        return frozenset((*filter(None, people), *by_role))

    def lawsuits(self, text: str) -> frozenset[str]:
        """Ids of the lawsuits that a text means: by label, case name, order, or as a countersuit."""
        said = frozenset(text.split())
        found = {suit for suit, called in self._lawsuits.items() if called.is_meant(said)}
        if not found and said & LAWSUIT and len(self._by_date) > 1:
            found = {
                suit for order, suit in zip(("first", "second"), self._by_date, strict=False) if order in said
            }
        return frozenset(found)

    def name_words(self, parties: Iterable[str]) -> frozenset[str]:
        """All words of the names and aliases of parties, given by their ids."""
        return frozenset().union(*(self._name_words[party] for party in parties))

    @cached_property
    def _names(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        return {
            party.id: tuple(tuple(words(name)) for name in (party.name, *party.aliases))
            for party in self.case.parties
        }

    @cached_property
    def _called(self) -> dict[str, tuple[_CalledParty, ...]]:
        """What each party that has a name is called, by its id."""
        return {
            party.id: tuple(_CalledParty.of(party, name) for name in self._names[party.id] if name)
            for party in self.case.parties
            if party.kind != "unnamed"
        }

    @cached_property
    def _name_words(self) -> dict[str, frozenset[str]]:
        return {
            party: frozenset(word for name in names for word in name) for party, names in self._names.items()
        }

    @cached_property
    def _roles(self) -> dict[str, tuple[frozenset[str], ...]]:
        """The words of each party's roles; unnamed parties and courts add those of their names."""
        called = {
            party.id: [
                *(one.role for one in party.roles),
                *([party.name] if party.kind in {"unnamed", "court"} else []),
            ]
            for party in self.case.parties
        }
        cut = {
            party: (frozenset(words(recorded_words(self.case, role))) - stop_words() for role in roles)
            for party, roles in called.items()
        }
        return {party: tuple(filter(None, roles)) for party, roles in cut.items()}

    @cached_property
    def _role_words(self) -> frozenset[str]:
        return frozenset(word for roles in self._roles.values() for role in roles for word in role)

    @cached_property
    def _of_gender(self) -> dict[str, str]:
        """The party for “he” and for “she”: among those of the gender, the one the case is most about."""
        genders = _genders(self)
        return {
            gender: max(people, key=self._weight)
            for gender in PRONOUNS
            if (people := sorted(party for party, known in genders.items() if known == gender))
        }

    def _weight(self, party: str) -> int:
        sides = sum(party in (*suit.plaintiffs, *suit.defendants) for suit in self.case.lawsuits)
        return 10 * sides + sum(statement.speaker == party for statement in self.case.statements)

    @cached_property
    def _by_date(self) -> tuple[str, ...]:
        """Ids of the lawsuits that answer no other, the earliest first; those without a date last."""
        plain = (suit for suit in self.case.lawsuits if not self._answers_another(suit))
        return tuple(
            suit.id
            for suit in sorted(plain, key=lambda suit: suit.date_filed.edtf if suit.date_filed else "9")
        )

    def _answers_another(self, suit: Lawsuit) -> bool:
        others = self.case.lawsuits[: self.case.lawsuits.index(suit)]
        turned = (
            set(suit.plaintiffs) & set(one.defendants) and set(suit.defendants) & set(one.plaintiffs)
            for one in others
        )
        return bool(COUNTER & set(words(recorded_words(self.case, suit.label)))) or any(turned)

    @cached_property
    def _lawsuits(self) -> dict[str, _CalledLawsuit]:
        """What each lawsuit is called, by its id."""
        return {
            suit.id: _CalledLawsuit(
                frozenset(words(recorded_words(self.case, suit.label))) - LAWSUIT - JOINING - {"against"},
                None if suit.case_name is None else frozenset(words(suit.case_name)),
                self._answers_another(suit),
            )
            for suit in self.case.lawsuits
        }


@once_per_case
def _genders(resolver: EntityResolver) -> dict[str, str]:
    """The pronoun that the sources use most for each person, by the person's id."""
    counted: dict[str, Counter[str]] = {}
    people = {party.id for party in resolver.case.parties if party.kind == "person"}
    for source in resolver.case.sources:
        last: frozenset[str] = frozenset()
        for start, end in sentences(source.text):
            text = source.text[start:end]
            last = (resolver.named(text) & people) or last
            if len(last) == 1:
                used = counted.setdefault(next(iter(last)), Counter())
                names = names_of(resolver.case, source.in_language)
                for word in words(compared_words(text, source.in_language, names)):
                    used.update(gender for gender, pronouns in PRONOUNS.items() if word in pronouns)
                    used.update([TITLES[word]] * 2 if word in TITLES else [])
    return {party: used.most_common(1)[0][0] for party, used in counted.items() if used}
