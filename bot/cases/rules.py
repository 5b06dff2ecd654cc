"""Rules on the fields of a case: plain functions that pydantic runs while it validates a case file.

Nothing here imports pydantic: an answer from cases that are already proven never needs it, and its
import takes longer than everything else that such an answer does (docs/decisions/0003).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from bot.cases.reading import Reading

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 48
LONGEST_LABEL = 200
STRICT = {"extra": "forbid", "use_attribute_docstrings": True}
"""Pydantic's configuration of every value: an unknown key is a mistake."""


class Mistake(ValueError):
    """A sentence for the editor."""


class Unchecked(ValueError):
    """Marks what cannot be judged because something it rests on is already reported."""


class Seen(NamedTuple):
    """What a rule may look at: the file being read, if any, and the fields before this one."""

    reading: Reading | None
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """``Annotated`` metadata: a check that gives the value, changed or not, or raises Mistake."""

    check: Callable[[Any, Seen], Any]
    before: bool = False
    schema: Callable[[dict[str, Any]], dict[str, Any]] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # noqa: PLC0415

        def run(value: Any, info: core_schema.ValidationInfo) -> Any:
            reading = info.context if isinstance(info.context, Reading) else None
            return self.check(value, Seen(reading, info.data or {}))

        wrap = (
            core_schema.with_info_before_validator_function
            if self.before
            else core_schema.with_info_after_validator_function
        )
        return wrap(run, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(core)
        return self.schema(handler.resolve_ref_schema(schema)) if self.schema else schema


def _slug(value: str, _: Seen) -> str:
    if not SLUG.fullmatch(value) or len(value) > LONGEST_SLUG:
        raise Mistake(f"“{value}” is not an id: small letters, digits and hyphens, {LONGEST_SLUG} at most")
    return value


def _label(value: str, _: Seen) -> str:
    if not value.strip() or value != value.strip() or not value.isprintable() or len(value) > LONGEST_LABEL:
        raise Mistake(
            f"“{value}” is not a label: one line of printable text, {LONGEST_LABEL} characters at most"
        )
    return value


def _prose(value: str, _: Seen) -> str:
    if not value.strip() or not value.replace("\n", " ").isprintable():
        raise Mistake("this is not a sentence for readers: printable text is expected")
    return " ".join(value.split())


def _not_empty(value: tuple[Any, ...], _: Seen) -> tuple[Any, ...]:
    if not value:
        raise Mistake("at least one is needed here")
    return value


def _as_list(value: object, _: Seen) -> object:
    return [value] if isinstance(value, str | dict) else value


def _one_or_many(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema["items"], schema]}


def _with(**constraints: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda schema: {**schema, **constraints}


def computed(names: Sequence[str], complete: Callable[[dict[str, Any], Reading], dict[str, Any]]) -> Rule:
    """A value some of whose fields are computed while the case file is read, and never typed."""

    def check(data: Any, seen: Seen) -> Any:
        if seen.reading is None or not isinstance(data, dict):
            return data
        for name in names:
            if name in data:
                raise Mistake(f"“{name}” is computed, never typed")
        return complete(data, seen.reading)

    def without(schema: dict[str, Any]) -> dict[str, Any]:
        written = {name: field for name, field in schema["properties"].items() if name not in names}
        return {**schema, "properties": written}

    return Rule(check, before=True, schema=without)


def text_as(key: str) -> Rule:
    """A plain string stands for a mapping with this key alone."""

    def check(data: Any, _: Seen) -> Any:
        return {key: data} if isinstance(data, str) else data

    return Rule(
        check, before=True, schema=lambda schema: {"anyOf": [{"type": "string", "minLength": 1}, schema]}
    )


def defined_in(section: str, one: str) -> Rule:
    """A reference: the id must be defined in that section of the same file."""

    def check(value: str, seen: Seen) -> str:
        if seen.reading and value not in seen.reading.ids.get(section, ()):
            raise Mistake(f"there is no {one} “{value}”; known: {seen.reading.listed(section)}")
        return value

    return Rule(check)


def in_a_source(value: str, seen: Seen) -> str:
    """The words stand in a source: a name that none gives is outside knowledge."""
    if seen.reading:
        if len(seen.reading.texts) < len(seen.reading.files):
            raise Unchecked
        if not any(value in text for text in seen.reading.texts.values()):
            raise Mistake(f"“{value}” stands in no source; a case file holds only what its sources say")
    return value


def in_evidence(raw: str, what: str, seen: Seen) -> None:
    """The words stand in the fact's own quotation, where that could be found."""
    evidence = [selector for name in ("quote", "cue") for selector in seen.fields.get(name) or ()]
    if evidence and not any(raw in selector.exact for selector in evidence):
        raise Mistake(f"the {what}'s words “{raw}” do not stand in its quotation")


NOT_EMPTY = Rule(_not_empty, schema=_with(minItems=1))
ONE_OR_MANY = Rule(_as_list, before=True, schema=_one_or_many)
IN_A_SOURCE = Rule(in_a_source)

Slug = Annotated[str, Rule(_slug, schema=_with(pattern=f"^{SLUG.pattern}$", maxLength=LONGEST_SLUG))]
Label = Annotated[str, Rule(_label, schema=_with(minLength=1, maxLength=LONGEST_LABEL))]
Prose = Annotated[str, Rule(_prose, schema=_with(minLength=1))]
Sourced = Annotated[Label, IN_A_SOURCE]
