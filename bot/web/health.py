"""Endpoints for machines: liveness, readiness, and metrics."""

from aiohttp import web
from prometheus_client import generate_latest

from bot.web.context import DELIVERY, METRICS, library_of

routes = web.RouteTableDef()


@routes.get("/healthz")
async def alive(_: web.Request) -> web.Response:
    """200 as long as the process answers at all."""
    return web.json_response({"status": "ok"})


@routes.get("/readyz")
async def ready(request: web.Request) -> web.Response:
    """200 where there is a case to answer from, else 503; with mistakes and the delivery's state as JSON."""
    library = library_of(request)
    body: dict[str, object] = {
        "status": "ok" if library.cases else "no case",
        "cases": len(library.cases),
        "mistakes": [str(problem) for problem in library.problems],
    }
    if delivery := request.app.get(DELIVERY):
        body["digests"] = {
            "due": delivery.due,
            "lag_seconds": round(delivery.lag),
            "database": "ok" if delivery.database else "unavailable",
        }
    return web.json_response(body, status=200 if library.cases else 503)


@routes.get("/metrics")
async def metrics(request: web.Request) -> web.Response:
    """Counters and gauges in Prometheus' text format."""
    counted = request.app[METRICS]
    library = library_of(request)
    counted.cases.set(len(library.cases))
    counted.mistakes.set(len(library.problems))
    return web.Response(body=generate_latest(counted.registry), content_type="text/plain", charset="utf-8")
