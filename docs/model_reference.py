"""Writes the table of every field of a case file, as the loader's own model has them.

``python docs/model_reference.py`` writes ``guides/case-file-fields.md``; with ``--check`` it writes nothing,
and fails where that file is not current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.cases.parsing import case_file_schema

PAGE = Path(__file__).parent / "guides/case-file-fields.md"
HEAD = """\
# Every field of a case file

Written from the loader’s model by `python docs/model_reference.py`: what a field takes here is what
`python -m bot check` accepts. What the fields mean, with examples and answers, is in
[the case-file reference](case-file-reference.md).
"""
Schema = Mapping[str, Any]
QUOTATION = "Selector"
"""The model's name for a quotation, which stands for itself in many fields."""
QUOTATION_HEADING = "Quotation"
OWN_WORDS = {
    QUOTATION_HEADING: "Words of an article, and what tells them from the same words elsewhere in it."
}
"""What is said above a table in place of the model's own description, which speaks of its code."""


def page() -> str:
    """The page as it should be now."""
    return "\n".join(_lines(case_file_schema())) + "\n"


def _lines(schema: Schema) -> Iterator[str]:
    yield HEAD
    yield from _section("A case file", schema)
    definitions = schema["$defs"]
    for name in definitions:
        yield from _section(_heading(name), definitions[name])
    yield from _section(QUOTATION_HEADING, _find(schema, QUOTATION))


def _section(heading: str, schema: Schema) -> Iterator[str]:
    yield f"## {heading}"
    yield ""
    if said := OWN_WORDS.get(heading, schema.get("description", "")):
        yield f"{_plain(said)}\n"
    yield "| key | takes | |"
    yield "| --- | --- | --- |"
    needed = schema.get("required", ())
    for key, field in schema["properties"].items():
        meaning = _plain(field.get("description", ""))
        takes = " or ".join(dict.fromkeys(_takes(field)))
        mark = "**needed** " if key in needed else ""
        yield f"| `{key}` | {takes} | {mark}{meaning if _small(meaning) not in takes else ''}".rstrip() + " |"
    yield ""


def _takes(schema: Schema) -> Iterator[str]:
    """What a value may be, in words, each way by itself."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield f"[{_heading(name).lower()}](#{_heading(name).lower().replace(' ', '-')})"
    elif "anyOf" in schema:
        for one in schema["anyOf"]:
            if one.get("type") != "null":
                yield from _takes(one)
    elif "enum" in schema or "const" in schema:
        yield ", ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    elif schema.get("title") == QUOTATION:
        yield "[a quotation](#quotation)"
    elif schema.get("type") == "array":
        # A list can be given as its one entry, too: that is said once, by the entry.
        items = schema.get("items") or {}
        yield "a list of " + " or ".join(dict.fromkeys(_takes(items)))
    elif schema.get("type") == "object":
        yield "a mapping from languages" if "propertyNames" in schema else "a mapping"
    else:
        numbers = {"integer": "a number", "number": "a number"}
        yield _small(_plain(schema.get("description", ""))) or numbers.get(schema.get("type", ""), "text")


def _find(schema: Any, title: str) -> Schema:
    """The first schema with a title within another. Raises StopIteration where there is none."""
    return next(_all(schema, title))


def _all(schema: Any, title: str) -> Iterator[Schema]:
    if isinstance(schema, dict):
        if schema.get("title") == title and "properties" in schema:
            yield schema
        for value in schema.values():
            yield from _all(value, title)
    elif isinstance(schema, list):
        for value in schema:
            yield from _all(value, title)


def _heading(name: str) -> str:
    words = "".join(f" {one.lower()}" if one.isupper() else one for one in name).strip()
    return words.capitalize()


def _small(words: str) -> str:
    """A description as a part of a sentence: “one line”, but “ISO 4217”."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] == " " else words


def _plain(text: str) -> str:
    """A description as Markdown on one line of a table."""
    return " ".join(text.replace("``", "`").replace("|", "\\|").split())


def main() -> None:
    """Write the page, or fail where it is not current."""
    if "--check" in sys.argv:
        is_current = PAGE.read_text("utf-8") == page()
        sys.exit(0 if is_current else f"{PAGE} is not current: run {Path(__file__).name}")
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
