"""Keeps facts linked where one between them is left out of a case, so that what was superseded stays so."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from bot.cases.facts import Fact, Supersession
from bot.cases.model import Award, Case
from bot.cases.succession import accounts, facts_of


class Links:
    """The references between the facts of a case, of which only those with some ids stay."""

    def __init__(self, case: Case, kept: AbstractSet[str]) -> None:
        self._kept = kept
        self._amounts = frozenset(award.id for award in case.awards)
        self._sources = case.source_by_id.keys()
        groups = accounts(fact for _, fact in facts_of(case))
        self._group = {fact.id: group for group in groups for fact in group if fact.id}

    def changed(self, fact: Fact) -> dict[str, Any]:
        """The fields of a fact that named what is left out, with what they name instead.

        For a fact that is left out stands one that repeats it, or else those that it superseded.
        """
        changed: dict[str, Any] = {}
        if fact.same_as and fact.same_as not in self._kept:
            changed["same_as"] = self._repeat_of(fact.same_as, fact.id)
        if isinstance(fact, Award) and fact.part_of and fact.part_of not in self._kept:
            changed["part_of"] = self._repeat_of(fact.part_of) or self._older_amount(fact.part_of)
        named = (*fact.supersedes, *self._inherited(fact))
        if named != fact.supersedes or any(one.fact not in self._kept for one in named):
            left = {one.fact: one for one in self._superseded(named, frozenset())}
            changed["supersedes"] = tuple(left.values())
            changed["how"] = fact.how if left else None
        return changed

    def _inherited(self, fact: Fact) -> Iterator[Supersession]:
        """What those that are left out superseded, for the first fact that is left of those they repeat.

        A fact that contradicts another one has not superseded it: that came with the report that is left out.
        """
        if fact.id and fact.id == self._repeat_of(fact.id):
            for gone in self._group[fact.id]:
                # What a report says that was yet to come supersedes nothing before it.
                is_known = any(selector.source in self._sources for selector in gone.quote)
                if gone.id and gone.id not in self._kept and is_known:
                    for one in gone.supersedes:
                        if one.fact in fact.contradicts:
                            continue
                        yield Supersession(fact=one.fact, how=one.how or gone.how or "replaces")

    def _repeat_of(self, name: str, but: str | None = None) -> str | None:
        ids = (one.id for one in self._group.get(name, ()))
        return next((one for one in ids if one and one in self._kept and one != but), None)

    def _older_amount(self, name: str) -> str | None:
        """The first amount that is left of those that an amount which is left out superseded."""
        older = self._superseded([Supersession(fact=name)], frozenset())
        return next((one.fact for one in older if one.fact in self._amounts), None)

    def _superseded(self, named: Iterable[Supersession], seen: AbstractSet[str]) -> Iterator[Supersession]:
        for one in named:
            if one.fact in self._kept:
                yield one
            elif repeat := self._repeat_of(one.fact):
                yield Supersession(fact=repeat, how=one.how)
            elif one.fact not in seen:
                older = (old.fact for fact in self._group.get(one.fact, ()) for old in fact.supersedes)
                # How the newer fact changed this one, no report says.
                further = (Supersession(fact=name, how="replaces") for name in older)
                yield from self._superseded(further, seen | {one.fact})
