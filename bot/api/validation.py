"""Checks what a program sends against a model; each mistake is named, and no value is repeated."""

from difflib import get_close_matches
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.api.models import FieldProblem
from bot.api.refusals import RequestRefused

M = TypeVar("M", bound=BaseModel)
MISTAKES = "The request has mistakes."


def validated(model: type[M], given: object) -> M:
    """The fields of a body as a request. Raises RequestRefused that names each unknown or wrong one."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise RequestRefused(422, MISTAKES, mistakes_in(error, model)) from None


def mistakes_in(error: ValidationError, model: type[BaseModel]) -> list[FieldProblem]:
    """Each mistake by its field, without the value, which may be somebody's text."""
    return [
        FieldProblem(
            pointer="".join(f"/{_escaped(str(part))}" for part in one["loc"]),
            detail=_sentence(one["type"], one["msg"], one["loc"], model),
        )
        for one in error.errors(include_input=False, include_url=False, include_context=False)
    ]


def _sentence(kind: str, message: str, location: tuple[int | str, ...], model: type[BaseModel]) -> str:
    if kind == "extra_forbidden":
        near = get_close_matches(str(location[-1]), model.model_fields, n=1)
        known = f"Did you mean “{near[0]}”?" if near else f"Known: {', '.join(model.model_fields) or 'none'}."
        return f"There is no such field. {known}"
    return {"missing": "It is missing.", "model_type": "It has to be a JSON object."}.get(
        kind, message.removeprefix("Value error, ") + "."
    )


def _escaped(name: str) -> str:
    """A name as a part of a JSON pointer, at most 80 code points of it."""
    shown = name[:80].encode("utf-8", "backslashreplace").decode()
    return shown.replace("~", "~0").replace("/", "~1")
