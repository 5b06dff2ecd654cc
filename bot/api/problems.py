"""Errors of the API as problem details (RFC 9457), each with the field or parameter that is wrong."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import BaseModel, ValidationError

from bot.answers.query import CommandError
from bot.api.failures import log_failure
from bot.api.models import FieldProblem, ProblemDetails
from bot.api.refusals import RequestRefused
from bot.api.validation import MISTAKES, mistakes_in

M = TypeVar("M", bound=BaseModel)


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
