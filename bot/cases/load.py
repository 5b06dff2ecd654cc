"""From the files of a case's folder to a proven case, or to everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from bot.cases.document import Data, Document, read_document
from bot.cases.model import Case, CaseFile
from bot.cases.problems import START, CaseFileError, Place, Problem
from bot.cases.reading import CASE_FILE, Reading, SourceFile
from bot.cases.rules import Mistake, Unchecked
from bot.cases.voices import misattributions

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SECTIONS = "sources", "caveats", "parties", "lawsuits", "rulings", "awards", "statements", "events"


@cache
def case_file_type() -> TypeAdapter[Case]:
    """Pydantic's view of the model: it validates case files and gives their JSON Schema."""
    return TypeAdapter(CaseFile)


def case_file_schema() -> dict[str, Any]:
    """The JSON Schema of a case file (draft 2020-12), for editors that check while one types."""
    schema = case_file_type().json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Case file", **schema}


def load_case(folder: Path, file: str = CASE_FILE) -> Case:
    """Read and prove the case of a folder. Raises CaseFileError with every mistake in it."""
    path = folder / file
    try:
        raw = path.read_bytes()
    except OSError as error:
        sentence = f"cannot be read: {error.strerror}"
        raise CaseFileError((Problem(str(path), START, sentence),)) from None
    document = read_document(raw, str(path))
    contents = {name: read_source(folder, name) for name in _named_files(document.data)}
    return build_case(folder.name, document, contents, str(path))


def build_case(case_id: str, document: Document, contents: Mapping[str, SourceFile], file: str) -> Case:
    """Validate a parsed case file against its sources. Raises CaseFileError with every mistake in it."""
    problems = list(document.problems)
    if not isinstance(document.data, dict):
        sentence = "a case file is a mapping that begins with “title:”"
        raise CaseFileError(tuple(problems) or (Problem(file, document.place(()), sentence),))
    reading = Reading(case_id, contents, _source_files(document.data), _defined_ids(document.data))
    problems += _duplicates(document, file)
    try:
        case = case_file_type().validate_python(document.data, context=reading)
    except ValidationError as error:
        problems += _translated(error, document, file)
    else:
        problems += [Problem(file, document.place(path), what) for path, what in misattributions(case)]
        if not problems:
            return case
    raise CaseFileError(tuple(sorted(set(problems), key=lambda problem: (problem.place, problem.message))))


def read_source(folder: Path, name: str) -> SourceFile:
    """An article's file, which must lie inside the case's folder."""
    inside = folder.resolve()
    path = (inside / name).resolve()
    if not path.is_relative_to(inside):
        return SourceFile(refusal=f"the path “{name}” leaves the case's folder")
    try:
        raw = path.read_bytes()
    except OSError as error:
        return SourceFile(refusal=f"the file “{name}” cannot be read: {error.strerror}")
    try:
        return SourceFile(raw, raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        byte, at = raw[error.start], error.start
        return SourceFile(raw, refusal=f"the file “{name}” is not UTF-8: byte 0x{byte:02x} at offset {at}")


def _entries(data: Data, section: str) -> Iterator[tuple[int, dict[str, Data]]]:
    entries = data.get(section) if isinstance(data, dict) else None
    if isinstance(entries, list):
        yield from ((index, entry) for index, entry in enumerate(entries) if isinstance(entry, dict))


def _named_files(data: Data) -> set[str]:
    return {file for _, entry in _entries(data, "sources") if isinstance(file := entry.get("file"), str)}


def _source_files(data: Data) -> dict[str, str]:
    pairs = ((entry.get("id"), entry.get("file")) for _, entry in _entries(data, "sources"))
    return {name: file for name, file in pairs if isinstance(name, str) and isinstance(file, str)}


def _defined_ids(data: Data) -> dict[str, frozenset[str]]:
    return {
        section: frozenset(
            name for _, entry in _entries(data, section) if isinstance(name := entry.get("id"), str)
        )
        for section in SECTIONS
    }


def _duplicates(document: Document, file: str) -> Iterator[Problem]:
    seen: dict[str, Place] = {}
    for section in SECTIONS:
        for index, entry in _entries(document.data, section):
            name = entry.get("id")
            place = document.place((section, index, "id"))
            if isinstance(name, str) and name in seen:
                yield Problem(file, place, f"the id “{name}” is already taken in line {seen[name].line}")
            elif isinstance(name, str):
                seen[name] = place


def _translated(error: ValidationError, document: Document, file: str) -> Iterator[Problem]:
    for detail in error.errors(include_url=False, include_input=False):
        cause = detail.get("ctx", {}).get("error")
        if not isinstance(cause, Unchecked):
            place = document.place(detail["loc"], of_key=detail["type"] == "extra_forbidden")
            yield Problem(file, place, str(cause) if isinstance(cause, Mistake) else _sentence(detail))


def _sentence(detail: ErrorDetails) -> str:
    """Pydantic's finding in an editor's terms; it names the key, since the place may be its parent's."""
    key = next((part for part in reversed(detail["loc"]) if isinstance(part, str)), "case")
    match detail["type"]:
        case "missing":
            return f"“{key}” is missing"
        case "extra_forbidden" | "unexpected_keyword_argument":
            return f"unknown key “{key}”"
        case "literal_error":
            return f"“{key}” must be {detail['ctx']['expected'].replace(chr(39), '')}"
        case "string_type":
            return f"“{key}” must be text"
        case "tuple_type":
            return f"“{key}” must be a list"
        case "dataclass_type":
            return f"“{key}” must be a mapping"
        case "decimal_parsing":
            return f"“{key}” must be a number, such as 5000000 or 1250.50"
        case _:
            return f"“{key}”: {detail['msg']}"
