"""Errors of the API as problem details (RFC 9457), each with the field or parameter that is wrong."""

import traceback
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from http import HTTPStatus
from typing import TypeVar

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import BaseModel, ValidationError

from bot.answers.query import CommandError
from bot.api.models import FieldProblem, ProblemDetails
from bot.api.refusals import RequestRefused

M = TypeVar("M", bound=BaseModel)
MISTAKES = "The request has mistakes."

log = structlog.get_logger()


def validated(model: type[M], given: object) -> M:
    """The fields of a body as a request. Raises RequestRefused that names each unknown or wrong one."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise RequestRefused(422, MISTAKES, mistakes_in(error, model)) from None


def validated_query(model: type[M], request: web.Request) -> M:
    """The parameters of an address as a request. Raises RequestRefused, which names each wrong one."""
    given: Mapping[str, str] = dict(request.query)
    twice = [name for name in given if len(request.query.getall(name)) > 1]
    if twice:
        named = [FieldProblem(pointer=one[:80], detail="It is given twice.") for one in twice]
        raise RequestRefused(400, MISTAKES, named)
    try:
        return model.model_validate_strings(given, strict=True)
    except ValidationError as error:
        found = mistakes_in(error, model)
        named = [FieldProblem(pointer=one.pointer.lstrip("/"), detail=one.detail) for one in found]
        raise RequestRefused(400, MISTAKES, named) from None


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


def problem(
    status: int,
    detail: str,
    errors: Iterable[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    """A response with problem details."""
    details = ProblemDetails(
        title=HTTPStatus(status).phrase, status=status, detail=detail, errors=list(errors)
    )
    return web.Response(
        status=status,
        body=details.model_dump_json().encode(),
        content_type="application/problem+json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


SENTENCES: Mapping[int, str] = {
    404: "There is nothing at this address. The document of this API is at /api/v1/openapi.json.",
    405: "This address does not take that kind of request.",
}


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn an error into problem details; an unexpected exception is logged without what was sent."""
    try:
        return await handler(request)
    except RequestRefused as error:
        return problem(error.status, error.detail, error.errors, error.headers)
    except CommandError as error:
        return problem(400, str(error.sentence))
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        kept = {name: value for name, value in error.headers.items() if name == "Allow"}
        return problem(error.status, SENTENCES.get(error.status, error.reason), headers=kept)
    except Exception as error:  # noqa: BLE001  -- it is logged, without its message
        log_failure(request.path, error)
        return problem(500, "Something went wrong here, and it was noted. Please try again.")


def log_failure(path: str, error: Exception) -> None:
    """Log where an exception came from, without its message: that may repeat what somebody sent."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("an API request failed", path=path, error=type(error).__name__, where=where)
