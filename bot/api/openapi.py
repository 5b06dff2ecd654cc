"""The OpenAPI 3.1.1 document of the API, made from the models that also check its requests."""

from collections.abc import Mapping

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot import __version__
from bot.answers.commands import COMMANDS as COMMAND_TABLE
from bot.api.annotation import MEDIA_TYPE
from bot.api.lookups import COMMANDS, options_of
from bot.api.models import (
    CaseAnswer,
    CaseChoice,
    CaseCommand,
    CaseOptions,
    CasePage,
    CheckRecord,
    CoverageRecord,
    JsonObject,
    NoArguments,
    PageRequest,
    ProblemDetails,
    QuotationPage,
    QuotationRecord,
    QuotationsRequest,
    VerifyRequest,
)
from bot.api.records import LIMITS, VERSION_PATH

REQUESTS = (VerifyRequest,)
ANSWERS = (CheckRecord, QuotationPage, QuotationRecord, CasePage, CaseAnswer, CoverageRecord, ProblemDetails)
REFERENCE = "#/components/schemas/{model}"
DESCRIPTION = f"""\
Checks quotations against the sources that are held here, and looks words and cases up in them. Every
quotation in an answer is, code point for code point, a span of the file whose SHA-256 stands beside it.
{LIMITS}
No text that is sent is kept or logged."""


def document(public_url: str | None) -> JsonObject:
    """The document; ``public_url`` is the address of its server, which is relative where there is none."""
    _, schemas = models_json_schema(
        [(model, "validation") for model in REQUESTS] + [(model, "serialization") for model in ANSWERS],
        ref_template=REFERENCE,
    )
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "verbatim",
            "version": __version__,
            "summary": "Quotations, checked and found word for word",
            "description": DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": f"{public_url or ''}{VERSION_PATH}"}],
        "security": [],
        "paths": _paths(),
        "components": {"schemas": schemas["$defs"]},
    }


def _paths() -> JsonObject:
    one_quotation = _answers(QuotationRecord, 400, 404, 410)
    one_quotation["200"]["content"][MEDIA_TYPE] = {"schema": {"type": "object"}}
    named = _in_path("id", {"type": "string", "minLength": 1})
    return {
        "/verify": {
            "post": {
                "operationId": "verify",
                "summary": "Check every quotation of a text",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": _reference(VerifyRequest)}},
                },
                "responses": _answers(CheckRecord, 400, 413, 415, 422, is_cacheable=False),
            }
        },
        "/quotations": {
            "get": _get(
                "quotations",
                "Look quotations up by words, or list all of them",
                QuotationsRequest,
                _answers(QuotationPage, 400, 404, 410),
            )
        },
        "/quotations/{id}": {
            "get": _get("quotation", "One quotation by its id", CaseChoice, one_quotation, named)
        },
        "/cases": {"get": _get("cases", "List the cases", PageRequest, _answers(CasePage, 400, 404))},
        **{f"/cases/{{id}}/{command}": {"get": _about_case(command)} for command in COMMANDS},
        "/coverage": {
            "get": _get("coverage", "What is searched", NoArguments, _answers(CoverageRecord, 400))
        },
    }


def _about_case(command: CaseCommand) -> JsonObject:
    """The description of one command about a case, with the options that it takes and no others."""
    made = _get(
        f"case{command.capitalize()}",
        COMMAND_TABLE[f"case {command}"].description,
        CaseOptions,
        _answers(CaseAnswer, 400, 404, 410),
        _in_path("id", {"type": "string", "minLength": 1}),
    )
    taken = {"id", *options_of(command)}
    made["parameters"] = [one for one in made["parameters"] if one["name"] in taken]
    return made


def _get(
    name: str, summary: str, model: type[BaseModel], answers: JsonObject, *in_path: JsonObject
) -> JsonObject:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [*in_path, *_parameters(model)],
        "responses": answers,
    }


def _in_path(name: str, schema: JsonObject) -> JsonObject:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _parameters(model: type[BaseModel]) -> list[JsonObject]:
    """A parameter for each field; one that may be missing is never null in an address."""
    fields: Mapping[str, JsonObject] = model.model_json_schema().get("properties", {})
    return [
        {
            "name": name,
            "in": "query",
            **({"description": schema["description"]} if "description" in schema else {}),
            "schema": next(
                (one for one in schema.get("anyOf", ()) if one.get("type") != "null"), _bare(schema)
            ),
        }
        for name, schema in fields.items()
    ]


def _bare(schema: JsonObject) -> JsonObject:
    return {name: value for name, value in schema.items() if name not in {"title", "description"}}


def _reference(model: type[BaseModel]) -> JsonObject:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _answers(model: type[BaseModel], *mistakes: int, is_cacheable: bool = True) -> JsonObject:
    wrong = {"schema": _reference(ProblemDetails)}
    found: JsonObject = {
        "200": {"description": "The answer", "content": {"application/json": {"schema": _reference(model)}}}
    }
    if is_cacheable:
        found["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
        found["304"] = {"description": "The client has this answer already"}
    for status in sorted({*mistakes, 403, 421, 429, 500, 503}):
        found[str(status)] = {
            "description": PROBLEMS[status],
            "content": {"application/problem+json": {"schema": wrong["schema"]}},
        }
        if status in {429, 503}:
            found[str(status)]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return found


PROBLEMS: Mapping[int, str] = {
    400: "The body or a parameter cannot be read, or a parameter is wrong or unknown",
    403: "A page of another site may not ask this bot",
    404: "There is no such case, quotation or page",
    410: "The case was withdrawn",
    413: "The body is too large",
    415: "The body is not sent as JSON",
    421: "This bot does not go by that host's name",
    422: "A field is wrong, missing or unknown",
    429: "Too many requests of one client",
    500: "A mistake of the bot, which was noted",
    503: "Too many requests wait",
}
