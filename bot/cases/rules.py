"""Rules on the fields of a case: plain functions that pydantic runs while it validates a case file.

Nothing here imports pydantic: an answer from cases that are already proven never needs it, and its
import takes longer than everything else that such an answer does (docs/decisions/0003).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, cast

from bot.cases.validation import ValidationContext
from bot.cases.words import occurs_whole

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema, ErrorDetails, InitErrorDetails

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 48
LONGEST_LABEL = 200
STRICT = {"extra": "forbid", "use_attribute_docstrings": True}
"""Pydantic's configuration of every class of the model: a key that it does not know is an error."""


class RuleViolation(ValueError):
    """A value of a case file breaks a rule; the message is a sentence for the editor."""


class Unverifiable(ValueError):
    """A value cannot be checked because something that it refers to is already reported; gives no report."""


class RuleContext(NamedTuple):
    """The values that a rule may look at: the file's context, and the fields before this one of its entry."""

    validation: ValidationContext
    fields: Mapping[str, Any]

    @property
    def is_english(self) -> bool:
        """Whether the entry quotes articles in English alone, and at least one."""
        sources = {selector.source for selector in self.fields.get("quote") or ()}
        return {self.validation.languages.get(source, "en")[:2].lower() for source in sources} == {"en"}


@dataclass(frozen=True)
class Rule:
    """``Annotated`` metadata: a check that gives the value, changed or not, or raises RuleViolation."""

    check: Callable[[Any, RuleContext], Any]
    before: bool = False
    schema: Callable[[dict[str, Any]], dict[str, Any]] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Imported here: a case that is proven already is read without pydantic.
        from pydantic_core import core_schema  # noqa: PLC0415

        def run(value: Any, info: core_schema.ValidationInfo) -> Any:
            return self.check(value, RuleContext(cast("ValidationContext", info.context), info.data or {}))

        wrap = (
            core_schema.with_info_before_validator_function
            if self.before
            else core_schema.with_info_after_validator_function
        )
        return wrap(run, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(core)
        return self.schema(handler.resolve_ref_schema(schema)) if self.schema else schema


def _slug(value: str, _: RuleContext) -> str:
    if not SLUG.fullmatch(value) or len(value) > LONGEST_SLUG:
        raise RuleViolation(
            f"“{value}” is not an id: small letters, digits and hyphens, {LONGEST_SLUG} at most"
        )
    return value


def _label(value: str, _: RuleContext) -> str:
    if not value.strip() or value != value.strip() or not value.isprintable() or len(value) > LONGEST_LABEL:
        raise RuleViolation(
            f"“{value}” is not a label: one line of printable text, {LONGEST_LABEL} characters at most"
        )
    return value


def _words(value: str, context: RuleContext) -> str:
    """Check like a label, but allow the source's own spaces: “$5 million” can have a no-break space."""
    _label("".join(" " if unicodedata.category(one) == "Zs" else one for one in value), context)
    return value


def _prose(value: str, _: RuleContext) -> str:
    if not value.strip() or not value.replace("\n", " ").isprintable():
        raise RuleViolation("this is not a sentence for readers: printable text is expected")
    return " ".join(value.split())


def _not_empty(value: tuple[Any, ...], _: RuleContext) -> tuple[Any, ...]:
    if not value:
        raise RuleViolation("at least one is needed here")
    return value


def _as_list(value: object, _: RuleContext) -> object:
    return [value] if isinstance(value, str | dict) else value


def _one_or_many(schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": "Words of a source, exactly: one quotation or several",
        "anyOf": [schema["items"], schema],
    }


def _one_entry_or_many(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "One entry or several", "anyOf": [schema["items"], schema]}


def _with(**constraints: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda schema: {**schema, **constraints}


def described(text: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A schema with a description: pydantic does not find the docstring of a field that is inherited."""
    return _with(description=text)


@dataclass(frozen=True)
class Computed:
    """``Annotated`` metadata: fields of a mapping that are computed while the case file is read, never typed.

    Where that fails, the mistakes in what was typed are reported all the same.
    """

    names: tuple[str, ...]
    compute: Callable[[dict[str, Any], ValidationContext], dict[str, Any]]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Imported here: a case that is proven already is read without pydantic.
        from pydantic_core import core_schema  # noqa: PLC0415

        def run(data: Any, validate: Callable[[Any], Any], info: core_schema.ValidationInfo) -> Any:
            if not isinstance(data, dict):
                return validate(data)
            return self._completed(data, validate, cast("ValidationContext", info.context))

        return core_schema.with_info_wrap_validator_function(run, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(core)
        for name in self.names:
            handler.resolve_ref_schema(schema)["properties"].pop(name, None)
        return schema

    def _completed(
        self, data: dict[str, Any], validate: Callable[[Any], Any], validation: ValidationContext
    ) -> Any:
        # Imported here: a case that is proven already is read without pydantic.
        from pydantic_core import ValidationError  # noqa: PLC0415

        typed = {name: value for name, value in data.items() if name not in self.names}
        errors = [
            _line(RuleViolation(f"“{name}” is computed, never typed"), name)
            for name in self.names
            if name in data
        ]
        try:
            computed = self.compute(typed, validation)
        except (RuleViolation, Unverifiable) as error:
            errors.append(_line(error))
            computed = {}
        try:
            value = validate(typed | computed)
        except ValidationError as error:
            errors += [_again(detail) for detail in error.errors(include_url=False)]
        else:
            if not errors:
                return value
        raise ValidationError.from_exception_data("case file", errors)


def _line(error: ValueError, *loc: str) -> InitErrorDetails:
    return {"type": "value_error", "loc": loc, "input": None, "ctx": {"error": error}}


def _again(detail: ErrorDetails) -> InitErrorDetails:
    """An error of pydantic's in the form in which another ValidationError can be made of it."""
    known = {"type": detail["type"], "loc": detail["loc"], "input": detail["input"]}
    return cast("InitErrorDetails", {**known, "ctx": detail.get("ctx", {})})


def text_as(key: str) -> Rule:
    """A rule that reads a plain string as a mapping with this key alone."""

    def check(data: Any, _: RuleContext) -> Any:
        return {key: data} if isinstance(data, str) else data

    return Rule(
        check, before=True, schema=lambda schema: {"anyOf": [{"type": "string", "minLength": 1}, schema]}
    )


@dataclass(frozen=True)
class Reference(Rule):
    """A rule on an id: an entry of one of these sections of the same file must have it."""

    sections: tuple[str, ...] = ()


def defined_in(kind: str, *sections: str) -> Reference:
    """A rule for references to a kind of entry, such as “party”, which the named sections define."""

    def check(value: str, context: RuleContext) -> str:
        ids = context.validation.ids
        if not any(value in ids.get(section, ()) for section in sections):
            known = sorted(name for section in sections for name in ids.get(section, ()))
            raise RuleViolation(f"there is no {kind} “{value}”; known: {', '.join(known) or 'none'}")
        return value

    article = "an" if kind[0] in "aeiou" else "a"
    return Reference(
        check, schema=_with(description=f"The id of {article} {kind} of this file"), sections=sections
    )


def in_a_source(value: str, context: RuleContext) -> str:
    """Raise RuleViolation where words stand in no source: a name that none gives is outside knowledge."""
    if not context.validation.complete:
        raise Unverifiable
    if not any(occurs_whole(value, text) for text in context.validation.texts.values()):
        raise RuleViolation(f"“{value}” stands in no source; a case file holds only what its sources say")
    return value


def in_a_quoted_source(value: str, context: RuleContext) -> str:
    """Raise RuleViolation where words of an article stand in none of the articles that their entry quotes."""
    in_a_source(value, context)
    quotations = context.fields.get("quote")
    if not quotations:
        raise Unverifiable
    article, texts = context.validation.article, context.validation.texts
    quoted = {article(selector.source) for selector in quotations}
    holding = [source for source, text in texts.items() if occurs_whole(value, text)]
    if quoted.isdisjoint(map(article, holding)):
        raise not_quoted(value, holding[0])
    return value


def not_quoted(words: str, source: str) -> RuleViolation:
    """The violation of words that an entry takes from an article which it does not quote."""
    return RuleViolation(
        f"“{words}” stands in “{source}”, which this entry does not quote: quote that article as well, "
        f"or leave these words out"
    )


def in_evidence(
    raw: str, what: str, context: RuleContext, occurs: Callable[[str, str], bool] = occurs_whole
) -> None:
    """Raise RuleViolation where a date's or an amount's words are not in the fact's own quotation.

    ``occurs`` decides whether the words stand in a text uncut. A quotation that could not be located is not
    judged.
    """
    evidence = [selector.exact for name in ("quote", "cue") for selector in context.fields.get(name) or ()]
    if not evidence or any(occurs(raw, exact) for exact in evidence):
        return
    if any(raw in exact for exact in evidence):
        raise RuleViolation(
            f"the {what}'s words “{raw}” are cut short: in its quotation the word or number goes on"
        )
    raise RuleViolation(f"the {what}'s words “{raw}” do not stand in its quotation")


NOT_EMPTY = Rule(_not_empty, schema=_with(minItems=1))
ONE_ENTRY_OR_MANY = Rule(_as_list, before=True, schema=_one_entry_or_many)
ONE_OR_MANY = Rule(_as_list, before=True, schema=_one_or_many)
IN_A_SOURCE = Rule(in_a_source, schema=_with(description="Words that stand in a source"))

AN_ID = _with(
    pattern=f"^{SLUG.pattern}$", maxLength=LONGEST_SLUG, description="Small letters, digits, hyphens"
)
A_LABEL = _with(minLength=1, maxLength=LONGEST_LABEL, description="One line, in the editor's words")
IN_ITS_WORDS = _with(minLength=1, maxLength=LONGEST_LABEL, description="One line, in words of the source")

Slug = Annotated[str, Rule(_slug, schema=AN_ID)]
Label = Annotated[str, Rule(_label, schema=A_LABEL)]
Prose = Annotated[str, Rule(_prose, schema=_with(minLength=1, description="Sentences in the editor's words"))]
Words = Annotated[str, Rule(_words, schema=IN_ITS_WORDS)]
Sourced = Annotated[Words, IN_A_SOURCE]
OfItsSource = Annotated[
    Words, Rule(in_a_quoted_source, schema=_with(description="Words that stand in an article quoted here"))
]
