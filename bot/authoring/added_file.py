"""The case file of a case with one more article: what was accepted is added, and nothing else changes."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.authoring.case_file import ArticlePage, source_entry
from bot.authoring.decisions import Review
from bot.authoring.entries import CaseEntries
from bot.authoring.entry_relations import replaced_facts
from bot.authoring.known_case import KnownCase, case_id_of
from bot.authoring.open_cards import open_comments
from bot.authoring.question_entries import question_fields
from bot.authoring.yaml_edits import YamlEdits
from bot.authoring.yaml_text import Plain
from bot.cases.document import Data, read_document
from bot.cases.model import ENTRIES, Case
from bot.cases.problems import KeyPath
from bot.cases.reviewed import code_of
from bot.cases.selectors import Selector

QUOTING = frozenset({"quote", "described_as", "quoted", "cue", "closest", "correction"})
"""The fields of a case file that hold quotations."""
SUPERSEDED = "superseded-question"
"""The code of the review's warning about a listed question that a superseded fact answers."""


def added_text(known: KnownCase, page: ArticlePage, review: Review) -> str:
    """The YAML of a case with the entries of a further article.

    Quotations whose words stand in that article too get the source that they were taken from, and facts that
    it speaks of an id; the day of the last change becomes that of the addition. No other line is changed.
    What is open stands in comments at the end.
    """
    edits = with_source(known, source_entry(page), page.text, page.revised)
    entries = CaseEntries(review, page.source)
    sections = list(entries.sections())
    for newer, olds in replaced_facts(review, entries.ids):
        edits.append((newer.section, newer.place, "supersedes"), *olds)
    for key, name in entries.ids.old_ids.items():
        old = known.by_key[key]
        edits.add_key((old.section, old.place), "id", name)
    _add_names(edits, known, review)
    _answer_questions(edits, known, review)
    for name, section in sections:
        for fields in section:
            edits.append_entry(name, fields, _before(name))
    asked = {one.casefold() for question in known.case.questions for one in question.ask}
    for fields in question_fields(page, review, entries.selector, asked):
        edits.append_entry("questions", fields, _before("questions"))
    for index, lawsuit in enumerate(known.case.lawsuits):
        for status in entries.statuses(f"case.{lawsuit.id}"):
            edits.append(("lawsuits", index, "status"), status)
    if comments := open_comments(page, review):
        edits.append_comments(f"# Left open in “{page.source}”, {page.file}:", *comments)
    return edits.result()


def with_source(known: KnownCase, fields: Mapping[str, Plain], text: str, revised: str) -> YamlEdits:
    """The additions by which a case gets one more source, with the fields of its entry and its words.

    ``revised`` is the ISO day of the change.
    """
    edits = YamlEdits(known.text)
    if (day := max(revised, known.case.revised)) != known.case.revised:
        edits.replace(("revised",), day)
    edits.append_entry("sources", fields, ())
    for path, source in _unsettled(known, text, str(fields.get("edition_of", ""))):
        if isinstance(typed := _at(_data(known), path), str):
            edits.replace(path, {"exact": typed, "source": source})
        else:
            edits.add_key(path, "source", source)
    return edits


def _before(section: str) -> tuple[str, ...]:
    names = list(ENTRIES)
    return tuple(names[: names.index(section)])


def _add_names(edits: YamlEdits, known: KnownCase, review: Review) -> None:
    """Add the names that the article has for parties of the case to their aliases."""
    for card in review.given:
        if card.kind == "party":
            index = next(at for at, one in enumerate(known.case.parties) if one.id == case_id_of(card))
            had = known.case.parties[index].aliases
            for alias in filter(None, card.fields.get("aliases", "").split("; ")):
                if alias not in had:
                    edits.append(("parties", index, "aliases"), alias)


def _answer_questions(edits: YamlEdits, known: KnownCase, review: Review) -> None:
    """Answer the review's warning about listed questions whose words a fact of the article supersedes.

    They stay as they are: answers to them give the fact that stands now.
    """
    replaced = [
        known.by_key[relation.fact].fact
        for card in review.accepted
        for relation in card.relations
        if relation.kind == "replaces" and relation.fact in known.by_key
    ]
    for index, question in enumerate(known.case.questions):
        words = [one for fact in replaced for one in fact.quote if any(map(one.overlaps, question.quote))]
        if words and not any(code_of(one) == SUPERSEDED for one in question.reviewed):
            edits.append(("questions", index, "reviewed"), f"{SUPERSEDED}: answers give what replaced it")


def _unsettled(known: KnownCase, text: str, edition_of: str) -> Iterator[tuple[KeyPath, str]]:
    """The path and the source of each quotation that names none, and whose words the new article has too."""
    data = _data(known)
    for path, typed in _quotations(data, ()):
        given: dict[str, Any] = {"exact": typed} if isinstance(typed, str) else typed
        words = "".join(str(given.get(name) or "") for name in ("prefix", "exact", "suffix"))
        if "source" in given or words not in text:
            continue
        found = _proven(known.case, path)
        # Of the editions of one article that have the words, the loader takes the first.
        if not _is_edition_of(known.case, edition_of, found.source):
            yield path, found.source


def _is_edition_of(case: Case, source: str, first: str) -> bool:
    while source and source != first:
        source = case.source_by_id[source].edition_of or ""
    return bool(source)


def _data(known: KnownCase) -> Data:
    return read_document(known.text.encode(), "case.yaml").data


def _quotations(data: Data, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    """The path and the value of each quotation as it was typed: words, or a mapping with them."""
    if isinstance(data, list):
        for index, one in enumerate(data):
            yield from _quotations(one, (*path, index))
    elif isinstance(data, dict):
        for key, value in data.items():
            here = (*path, key)
            if key not in QUOTING:
                yield from _quotations(value, here)
            elif isinstance(value, list):
                yield from (((*here, index), one) for index, one in enumerate(value))
            elif value is not None:
                yield here, value


def _at(data: Data, path: KeyPath) -> Data:
    for part in path:
        data = data[part]  # type: ignore[index]  # the path was made of this data
    return data


def _proven(case: Case, path: KeyPath) -> Selector:
    """The selector that the loader made of the quotation at a path."""
    found: Any = case
    for part in path:
        if isinstance(part, str) and isinstance(found, tuple):
            [found] = found
        found = getattr(found, part) if isinstance(part, str) else found[part]
    if isinstance(found, tuple):
        [found] = found
    proven: Selector = found
    return proven
