"""An editor's own words in several languages, such as ``label: {en: The appeal, de: Die Berufung}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Self

from bot.cases.languages import has_language, no_language
from bot.cases.rules import Label, Prose, RuleViolation

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}")
"""Matches the language subtag of BCP 47, which is all that a translation is chosen by."""


class LocalText(str):
    """Words in the language that the editor gave first, with their translations by language tag."""

    __slots__ = ("translations",)
    translations: Mapping[str, str]

    def __new__(cls, translations: Mapping[str, str]) -> Self:
        """Make the text of translations, of which there is at least one."""
        text = super().__new__(cls, next(iter(translations.values())))
        text.translations = dict(translations)
        return text

    def __reduce__(self) -> tuple[type[LocalText], tuple[Mapping[str, str]]]:
        return (LocalText, (self.translations,))

    @property
    def language(self) -> str:
        """The tag of the language that the editor gave first."""
        return next(iter(self.translations))


class Localised:
    """``Annotated`` metadata: the value may also be a mapping from language tags to such values."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Imported here: a case that is proven already is read without pydantic.
        from pydantic_core import core_schema  # noqa: PLC0415

        def run(value: Any, validate: core_schema.ValidatorFunctionWrapHandler) -> Any:
            if not isinstance(value, dict):
                return validate(value)
            if not value or not all(isinstance(tag, str) and LANGUAGE_TAG.fullmatch(tag) for tag in value):
                raise RuleViolation("words in several languages begin with their tags, as “en:” and “de:”")
            if unknown := next((tag for tag in value if not has_language(tag)), ""):
                raise no_language(unknown)
            return LocalText({tag: validate(text) for tag, text in value.items()})

        return core_schema.no_info_wrap_validator_function(run, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(core)
        description = handler.resolve_ref_schema(schema).get("description", "")
        by_language = {
            "type": "object",
            "propertyNames": {"pattern": f"^{LANGUAGE_TAG.pattern}$"},
            "additionalProperties": schema,
            "minProperties": 1,
        }
        return {"anyOf": [schema, by_language], "description": f"{description}; or by language"}


LocalLabel = Annotated[Label, Localised()]
LocalProse = Annotated[Prose, Localised()]
