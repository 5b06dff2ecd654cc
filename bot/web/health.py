"""Endpoints for machines: liveness, readiness, and metrics."""

from collections.abc import Mapping

from aiohttp import web
from prometheus_client import generate_latest

from bot.web.context import DELIVERY, METRICS, library_of
from bot.web.public_pages import LOAD_PROGRESS, RETRY_AFTER

routes = web.RouteTableDef()
metrics_routes = web.RouteTableDef()
"""Those that a site may leave to the management port."""


@routes.get("/healthz")
async def alive(_: web.Request) -> web.Response:
    """200 as long as the process answers at all."""
    return web.json_response({"status": "ok"})


@routes.get("/readyz")
async def ready(request: web.Request) -> web.Response:
    """200 where there is a case to answer from and every check passes, else 503 with the reasons, as JSON.

    ``?exclude=database`` leaves a check out; it can be given several times. While the cases are being read
    for the first time, 503 with how many have been.
    """
    if (progress := request.app.get(LOAD_PROGRESS)) and not progress.is_done:
        loading = {"status": "reading the cases", "read": progress.read, "of": progress.of}
        return web.json_response(loading, status=503, headers={"Retry-After": str(RETRY_AFTER)})
    library = library_of(request)
    problems = request.app[METRICS].health.problems(request.query.getall("exclude", ()))
    body: dict[str, object] = {
        "status": _status(bool(library.cases), problems),
        "cases": len(library.cases),
        "mistakes": [str(problem) for problem in library.problems],
    }
    if problems:
        body["problems"] = dict(problems)
    if delivery := request.app.get(DELIVERY):
        body["digests"] = {
            "due": delivery.due,
            "lag_seconds": round(delivery.lag),
            "database": "ok" if delivery.database else "unavailable",
        }
    return web.json_response(body, status=200 if body["status"] == "ok" else 503)


def _status(has_cases: bool, problems: Mapping[str, str]) -> str:  # noqa: FBT001  -- called here alone
    if not has_cases:
        return "no case"
    return "not ready" if problems else "ok"


@metrics_routes.get("/metrics")
async def metrics(request: web.Request) -> web.Response:
    """Counters and gauges in Prometheus' text format."""
    counted = request.app[METRICS]
    library = library_of(request)
    counted.cases.set(len(library.cases))
    counted.mistakes.set(len(library.problems))
    return web.Response(body=generate_latest(counted.registry), content_type="text/plain", charset="utf-8")
