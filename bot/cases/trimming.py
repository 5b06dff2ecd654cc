"""Reduces a case to what some of its sources say: the entries that rest on them and the parties they name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from bot.cases.facts import FACTS, Fact
from bot.cases.model import ENTRIES, Award, Case, Caveat, Lawsuit, Party, Question
from bot.cases.money import occurs_uncut
from bot.cases.references import REFERENCES, fields_naming, ids_in
from bot.cases.relinking import Links
from bot.cases.rules import LONGEST_LABEL
from bot.cases.selectors import Selector
from bot.cases.succession import facts_of
from bot.cases.words import occurs_whole

E = TypeVar("E")
LINKED = frozenset({"supersedes.fact", "same_as", "part_of"})
"""References that name something else instead where what they name is left out (see relinking.py)."""
PARTIES = fields_naming("parties")
"""Fields that name parties; whom an entry that stays names, stays."""
OTHERS = tuple(field for field in REFERENCES if field not in LINKED and field not in PARTIES)
"""References of which only those to what stays are kept."""
DATES = ("date", "date_filed")
"""Fields that hold a date with the words of a quotation that give it, or None."""
WORDS_OF_A_SOURCE = (
    "case_name",
    "docket_number",
    "cause",
    "medium",
    "sequence",
    "aliases",
    "condition",
    "deadline",
    "sentence",
)
"""Fields that hold words which stand in any source of the case: one text, several, or None."""


def resting_on(case: Case, known: frozenset[str]) -> Case:
    """The case with only those entries that rest on the sources with these ids, quoted from these alone.

    A party stays where an entry that stays names it, and is called as these sources call it, by an alias or
    the words that introduce it, where none of them gives its name. A date or an amount whose words are not
    among the quotations that stay is left out, and so are an award without its amount, and references to
    what is gone; what was superseded by way of a fact that is gone stays superseded. A part of an award that
    is gone is one of the award that this superseded.
    """
    texts = tuple(source.text for source in case.sources if source.id in known)
    sections = [section for section in ENTRIES if section not in {"sources", "parties"}]
    kept: dict[str, tuple[Any, ...]] = {
        section: tuple(_trimmed_all(getattr(case, section), known, texts)) for section in sections
    }
    named = frozenset(_parties_named(entry for section in ("lawsuits", *FACTS) for entry in kept[section]))
    questions = (_as_answered(case, question, known) for question in case.questions)
    kept["questions"] = tuple(_trimmed_all(questions, known, texts))
    kept["parties"] = tuple(_parties(case.parties, known, texts, named))
    kept["sources"] = case.sources
    kept["caveats"] = tuple(_open_caveats(case, kept))
    ids = frozenset(entry.id for entries in kept.values() for entry in entries if entry.id)
    links = Links(case, ids)
    trimmed: dict[str, Any] = {
        section: tuple(_without_references(entry, ids, links) for entry in entries)
        for section, entries in kept.items()
    }
    return replace(case, **trimmed)


def _trimmed_all(entries: Iterable[E], known: frozenset[str], texts: tuple[str, ...]) -> Iterator[E]:
    for entry in entries:
        trimmed = _trimmed(entry, known, texts)
        if trimmed is not None:
            yield trimmed


def _trimmed(entry: Any, known: frozenset[str], texts: tuple[str, ...]) -> Any:
    """An entry with its selectors in known sources; None where the words that it rests on are in others."""
    changed = {**_known_selectors(entry, known), **_known_words(entry, texts)}
    if isinstance(entry, Lawsuit):
        changed["status"] = tuple(_trimmed_all(entry.status, known, texts))
        # A report of where it stands introduces it as well.
        changed["quote"] = changed["quote"] or next((one.quote for one in changed["status"]), ())
    had, has = entry.quote, changed.get("quote", ())
    if had and not has:
        return None
    if isinstance(entry, Caveat) and len(has) < len(had):
        # What it says of the words that are gone is in the editor's text.
        return None
    evidence = [one.exact for one in (*has, *changed.get("cue", ()))]
    if isinstance(entry, Award) and entry.amount:
        raw = entry.amount.raw
        if not any(occurs_uncut(raw, one) for one in evidence):
            return None
    share = getattr(entry, "share", None)
    if share and not any(occurs_uncut(share.raw, one) for one in evidence):
        changed["share"] = None
    for name in DATES:
        date = getattr(entry, name, None)
        if date and not any(occurs_whole(date.raw, one) for one in evidence):
            changed[name] = None
    return replace(entry, **changed)


def _as_answered(case: Case, question: Question, known: frozenset[str]) -> Question:
    """A listed question whose answer is in other sources, with what known ones say in its place.

    That are the words of the facts that answer it, in known sources, or else of those that they superseded.
    """
    if not question.quote or any(one.source in known for one in question.quote):
        return question
    facts = [fact for _, fact in facts_of(case)]
    meant = [
        fact for fact in facts if any(one.overlaps(words) for one in question.quote for words in fact.quote)
    ]
    return replace(question, quote=tuple(_words_before(facts, meant, known)) or question.quote)


def _words_before(facts: Iterable[Fact], meant: Iterable[Fact], known: frozenset[str]) -> Iterator[Selector]:
    """The words of facts in known sources; for a fact without any, those of the facts that it superseded."""
    for fact in meant:
        quoted = [one for one in fact.quote if one.source in known]
        named = {one.fact for one in fact.supersedes}
        yield from quoted or _words_before(facts, (one for one in facts if one.id in named), known)


def _known_selectors(entry: Any, known: frozenset[str]) -> dict[str, Any]:
    """The fields of an entry that hold selectors, with those in known sources alone."""
    values = {field.name: getattr(entry, field.name) for field in fields(entry)}
    return {
        name: tuple(one for one in value if one.source in known)
        for name, value in values.items()
        if isinstance(value, tuple) and value and isinstance(value[0], Selector)
    }


def _known_words(entry: Any, texts: tuple[str, ...]) -> dict[str, Any]:
    """The fields of an entry that hold words of any source, with those that stand in these texts alone."""
    changed: dict[str, Any] = {}
    for name in WORDS_OF_A_SOURCE:
        value = getattr(entry, name, None)
        if isinstance(value, str):
            changed[name] = value if _stands_in(value, texts) else None
        elif value:
            changed[name] = tuple(one for one in value if _stands_in(one, texts))
    return changed


def _stands_in(words: str, texts: tuple[str, ...]) -> bool:
    return any(occurs_whole(words, text) for text in texts)


def _parties_named(entries: Iterable[Any]) -> Iterator[str]:
    for entry in entries:
        for field in PARTIES:
            yield from ids_in(entry, field)


def _parties(
    parties: Iterable[Party], known: frozenset[str], texts: tuple[str, ...], named: frozenset[str]
) -> Iterator[Party]:
    trimmed = [replace(one, **_known_selectors(one, known), **_known_words(one, texts)) for one in parties]
    wanted = {party.id for party in trimmed if party.described_as} | named
    # Whom somebody acts for who stays, stays as well, and whom that one acts for.
    for _ in trimmed:
        wanted |= {
            role.acts_for for one in trimmed if one.id in wanted for role in one.roles if role.acts_for
        }
    for party in trimmed:
        if party.id in wanted:
            yield party if _is_called(party, texts) else _called_otherwise(party)


def _is_called(party: Party, texts: tuple[str, ...]) -> bool:
    """Whether one of these texts gives a party's name, or the name is the editor's own description."""
    return party.kind == "unnamed" or _stands_in(party.name, texts)


def _called_otherwise(party: Party) -> Party:
    """The party by its first alias, else by the words that introduce it, else by its name all the same."""
    if party.aliases:
        return replace(party, name=party.aliases[0], aliases=party.aliases[1:])
    introduced = (" ".join(one.exact.split()) for one in party.described_as)
    short = (words for words in introduced if len(words) <= LONGEST_LABEL)
    return replace(party, name=next(short, party.name))


def _open_caveats(case: Case, kept: Mapping[str, tuple[Any, ...]]) -> Iterator[Caveat]:
    """The caveats that quote what stays, and those without quotations unless all that had them is gone."""
    before = _caveats_named(getattr(case, section) for section in ENTRIES)
    after = _caveats_named(kept.values())
    for caveat in kept["caveats"]:
        if caveat.quote or caveat.id in after or caveat.id not in before:
            yield caveat


def _caveats_named(sections: Iterable[tuple[Any, ...]]) -> frozenset[str]:
    entries = (entry for entries in sections for entry in entries)
    return frozenset(caveat for entry in entries for caveat in getattr(entry, "caveats", ()))


def _without_references(entry: Any, ids: frozenset[str], links: Links) -> Any:
    """An entry without the ids of entries that are not there."""
    changed: dict[str, Any] = {}
    for name in OTHERS:
        named = getattr(entry, name, None) or ()
        if named and isinstance(named, tuple):
            changed[name] = tuple(one for one in named if one in ids)
        elif named and named not in ids:
            changed[name] = None
    if isinstance(entry, Fact):
        changed |= links.changed(entry)
    return replace(entry, **changed) if changed else entry
