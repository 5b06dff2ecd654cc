"""From a parsed case file and the texts of its sources to a proven case, or to every mistake in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from posixpath import normpath
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from bot.cases.days import day_mistakes
from bot.cases.direct_speech import unmarked_speech
from bot.cases.document import Data, Document
from bot.cases.editions import edition_mistakes
from bot.cases.model import ENTRIES, Case, CaseFile
from bot.cases.problems import CaseFileError, Position, Problem
from bot.cases.reference_mistakes import reference_mistakes
from bot.cases.rules import RuleViolation, Unverifiable
from bot.cases.spans import Entries, entries_of
from bot.cases.succession_mistakes import succession_mistakes
from bot.cases.validation import SourceFile, ValidationContext
from bot.cases.voices import misattributions

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SENTENCES = {
    "missing": "{what} is missing",
    "unexpected_keyword_argument": "unknown key {what}",
    "literal_error": "{what} must be {expected}",
    "string_type": "{what} must be text",
    "tuple_type": "{what} must be a list",
    "dataclass_type": "{what} must be a mapping",
    "int_parsing": "{what} must be a whole number, such as 2",
    "int_parsing_size": "{what} must be a whole number, such as 2",
    "decimal_type": "{what} must be a number, such as 5000000 or 1250.50",
}
"""Pydantic's error types that plain data can cause, as sentences for the editor."""


@cache
def case_file_type() -> TypeAdapter[Case]:
    """Pydantic's adapter for a whole case file: it validates the file and gives its JSON Schema."""
    return TypeAdapter(CaseFile)


@cache
def _entry_type(entry: Any) -> TypeAdapter[Any]:
    """Pydantic's adapter for one type of entry; making it takes longer than validating a case file."""
    return TypeAdapter(entry)


def case_file_schema() -> dict[str, Any]:
    """The JSON Schema of a case file (draft 2020-12), for editors that check while one types."""
    schema = case_file_type().json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Case file"}


def build_case(case_id: str, document: Document, contents: Mapping[str, SourceFile], file: str) -> Case:
    """Validate a parsed case file against its sources. Raises CaseFileError with every mistake in it."""
    problems = list(document.problems)
    if not isinstance(document.data, dict):
        sentence = "a case file is a mapping that begins with “title:”"
        raise CaseFileError(tuple(problems) or (Problem(file, document.place(()), sentence),))
    validation = _validation_context(case_id, document, contents)
    problems += _duplicates(document, file)
    try:
        case = case_file_type().validate_python(document.data, context=validation)
    except ValidationError as error:
        problems += _translated(error, document, file)
        entries = _good_entries(document.data, validation)
    else:
        entries = tuple(entries_of(case))
        mistakes = (
            *edition_mistakes(case),
            *day_mistakes(case),
            *succession_mistakes(case),
            *reference_mistakes(case),
        )
        succession = [Problem(file, document.place(path), what) for path, what in mistakes]
        if not problems and not succession and not any(_misquoted(entries)):
            return case
        problems += succession
    problems += [Problem(file, document.place(path), what) for path, what in _misquoted(entries)]
    raise CaseFileError(tuple(sorted(set(problems), key=lambda problem: (problem.place, problem.message))))


def _misquoted(entries: Entries) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield from misattributions(entries)
    yield from unmarked_speech(entries)


def _validation_context(
    case_id: str, document: Document, contents: Mapping[str, SourceFile]
) -> ValidationContext:
    data = document.data
    listed = data.get("sources") if isinstance(data, dict) else None
    sources = len(listed) if isinstance(listed, list) else 0
    return ValidationContext(
        case_id,
        document.sha256,
        contents,
        files=_of_sources(data, "file"),
        ids=_defined_ids(data),
        editions=_of_sources(data, "edition_of"),
        languages=_of_sources(data, "in_language"),
        sources=sources,
    )


def _entries(data: Data, section: str) -> Iterator[tuple[int, dict[str, Data]]]:
    entries = data.get(section) if isinstance(data, dict) else None
    if isinstance(entries, list):
        yield from ((index, entry) for index, entry in enumerate(entries) if isinstance(entry, dict))


def named_files(data: Data) -> set[str]:
    """The paths of the files that the sources of a parsed case file name, each once."""
    return {file for _, entry in _entries(data, "sources") if isinstance(file := entry.get("file"), str)}


def _of_sources(data: Data, field: str) -> dict[str, str]:
    """What each source gives in a field, by the source's id."""
    pairs = ((entry.get("id"), entry.get(field)) for _, entry in _entries(data, "sources"))
    return {name: given for name, given in pairs if isinstance(name, str) and isinstance(given, str)}


def _defined_ids(data: Data) -> dict[str, frozenset[str]]:
    return {
        section: frozenset(
            name for _, entry in _entries(data, section) if isinstance(name := entry.get("id"), str)
        )
        for section in ENTRIES
    }


def _duplicates(document: Document, file: str) -> Iterator[Problem]:
    seen: dict[str, Position] = {}
    for section in ENTRIES:
        for index, entry in _entries(document.data, section):
            name = entry.get("id")
            place = document.place((section, index, "id"))
            if isinstance(name, str) and name in seen:
                yield Problem(file, place, f"the id “{name}” is already taken in line {seen[name].line}")
            elif isinstance(name, str):
                seen[name] = place
    files: dict[str, Data] = {}
    for index, entry in _entries(document.data, "sources"):
        path = entry.get("file")
        if isinstance(path, str) and normpath(path) in files:
            sentence = f"the file “{path}” is that of “{files[normpath(path)]}” already: list an article once"
            yield Problem(file, document.place(("sources", index, "file")), sentence)
        elif isinstance(path, str):
            files[normpath(path)] = entry.get("id")


def _good_entries(data: Data, validation: ValidationContext) -> Entries:
    """The entries that are valid by themselves; none at all where a statement is not.

    Whose words a span is follows from the statements, so a broken one would lead to wrong reports.
    """
    good = []
    for section, entry_type in ENTRIES.items():
        for index, entry in _entries(data, section):
            try:
                good.append(
                    ((section, index), _entry_type(entry_type).validate_python(entry, context=validation))
                )
            except ValidationError:
                if section == "statements":
                    return ()
    return tuple(good)


def _translated(error: ValidationError, document: Document, file: str) -> Iterator[Problem]:
    for detail in error.errors(include_url=False, include_input=False):
        cause = detail.get("ctx", {}).get("error")
        if not isinstance(cause, Unverifiable):
            place = document.place(detail["loc"], of_key=detail["type"] == "unexpected_keyword_argument")
            yield Problem(file, place, str(cause) if isinstance(cause, RuleViolation) else _sentence(detail))


def _sentence(detail: ErrorDetails) -> str:
    """Pydantic's error as a sentence, which names the key, since the position may be its parent's."""
    key = next((part for part in reversed(detail["loc"]) if isinstance(part, str)), "case")
    what = f"an entry of “{key}”" if detail["loc"] and isinstance(detail["loc"][-1], int) else f"“{key}”"
    expected = detail.get("ctx", {}).get("expected", "").replace("'", "")
    return SENTENCES.get(detail["type"], detail["msg"]).format(what=what, expected=expected)
