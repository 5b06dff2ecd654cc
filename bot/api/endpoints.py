"""The endpoints of the API: each reads a request strictly, works in the pool, and answers as JSON."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from aiohttp import web

from bot.api import lookups
from bot.api.annotation import MEDIA_TYPE, annotation
from bot.api.body import json_body
from bot.api.context import COUNT, DOCUMENT, POOL, PRESENTATION, SERVICE
from bot.api.models import (
    AnswerModel,
    CaseChoice,
    CaseOptions,
    CasePage,
    NoArguments,
    PageRequest,
    QuotationPage,
    QuotationsRequest,
    VerifyRequest,
)
from bot.api.problems import validated_query
from bot.api.records import check_record, coverage_now
from bot.api.refusals import NoSuchThing
from bot.api.validation import validated
from bot.rendering.render import Presentation
from bot.search.archive import Archive

M = TypeVar("M", bound=AnswerModel)

routes = web.RouteTableDef()


async def _answered(request: web.Request, command: str, work: Callable[[Archive, Presentation], M]) -> M:
    """What some work over the cases gives, made in the pool of programs and counted."""
    archive, presentation = request.app[SERVICE].archive, request.app[PRESENTATION]
    made = await request.app[POOL].run(lambda: work(archive, presentation))
    request.app[COUNT]("api", command, "answered")
    return made


def _json(made: AnswerModel) -> bytes:
    return made.model_dump_json().encode()


def cacheable(request: web.Request, body: bytes, headers: Mapping[str, str] | None = None) -> web.Response:
    """A response with an ETag; 304 without a body where the client has it already (RFC 9110, 13.1.2)."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    shown = {"ETag": f'"{tag}"', "Cache-Control": "no-cache", **(headers or {})}
    if any(one.value in {tag, "*"} for one in request.if_none_match or ()):
        return web.Response(status=304, headers=shown)
    return web.Response(body=body, headers={"Content-Type": "application/json", **shown})


@routes.post("/verify")
async def verify(request: web.Request) -> web.Response:
    """The report on a posted text, which is not kept: no log, no database and no answer kept has it."""
    asked = validated(VerifyRequest, await json_body(request))
    made = await _answered(request, "verify", lambda archive, shown: check_record(archive, asked, shown))
    headers = {"Cache-Control": "no-store"}
    return web.Response(body=_json(made), content_type="application/json", headers=headers)


@routes.get("/quotations")
async def quotations(request: web.Request) -> web.Response:
    """The best matches for some words, or a page of all recorded quotations."""
    asked = validated_query(QuotationsRequest, request)
    made = await _answered(
        request, "quotations", lambda archive, shown: lookups.quotation_page(archive, asked, shown)
    )
    return _page(request, made)


@routes.get("/quotations/{id}")
async def quotation(request: web.Request) -> web.Response:
    """One quotation by its id, as JSON or as a Web Annotation, whichever the client prefers."""
    case = validated_query(CaseChoice, request).case or ""
    name = request.match_info["id"].lower()
    made = await _answered(
        request, "quotation", lambda archive, shown: lookups.one_quotation(archive, name, case, shown)
    )
    if not prefers_annotation(request.headers.get("Accept", "")):
        return cacheable(request, _json(made), {"Vary": "Accept"})
    origin = request.app[PRESENTATION].public_url or f"{request.scheme}://{request.host}"
    linked = json.dumps(annotation(made, origin), ensure_ascii=False)
    return cacheable(request, linked.encode(), {"Vary": "Accept", "Content-Type": MEDIA_TYPE})


@routes.get("/cases")
async def cases(request: web.Request) -> web.Response:
    """A page of the cases, the most recently reported first."""
    asked = validated_query(PageRequest, request)
    made = await _answered(request, "cases", lambda archive, shown: lookups.case_page(archive, asked, shown))
    return _page(request, made)


@routes.get("/cases/{id}/{command}")
async def case_answer(request: web.Request) -> web.Response:
    """The answer to a question about a case."""
    asked = validated_query(CaseOptions, request)
    case = request.match_info["id"]
    command = next((one for one in lookups.COMMANDS if one == request.match_info["command"]), None)
    if command is None:
        raise NoSuchThing(f"A case has {', '.join(lookups.COMMANDS)}, and nothing else.")
    made = await _answered(
        request,
        f"case {command}",
        lambda archive, shown: lookups.case_answer(archive, case, command, shown, asked),
    )
    return cacheable(request, _json(made))


@routes.get("/coverage")
async def coverage(request: web.Request) -> web.Response:
    """What is searched, in numbers and in a sentence."""
    validated_query(NoArguments, request)
    return cacheable(request, _json(await _answered(request, "coverage", coverage_now)))


@routes.get("/openapi.json")
async def openapi(request: web.Request) -> web.Response:
    """The OpenAPI document of this API, made from its models."""
    return cacheable(request, request.app[DOCUMENT])


def _page(request: web.Request, made: QuotationPage | CasePage) -> web.Response:
    """A page of a list, with a link to the next one (RFC 8288)."""
    return cacheable(request, _json(made), {"Link": f'<{made.next}>; rel="next"'} if made.next else {})


def prefers_annotation(accept: str) -> bool:
    """Whether an ``Accept`` header prefers JSON-LD to JSON (RFC 9110, 12.5.1)."""
    weights = {"application/json": 0.0, "application/ld+json": 0.0}
    for entry in accept.split(","):
        kind, *parameters = (part.strip() for part in entry.split(";"))
        if kind.lower() in weights:
            weights[kind.lower()] = _weight(parameters)
    return weights["application/ld+json"] > weights["application/json"]


def _weight(parameters: Sequence[str]) -> float:
    given = next((one[2:] for one in parameters if one.lower().startswith("q=")), "1")
    try:
        return float(given)
    except ValueError:
        return 0.0
