"""Mounts the doors for programs on the site: the HTTP API, in a bounded pool of its own."""

from aiohttp import web

from bot.api.pool import WorkPool
from bot.api.rate_limit import RateLimit
from bot.api.records import VERSION_PATH
from bot.api.site import make_api
from bot.service.command_service import AnswerCounter, CommandService
from bot.settings import Settings


def mount_programs(
    site: web.Application, settings: Settings, service: CommandService, count: AnswerCounter
) -> None:
    """Add the API to the site; its pool is closed with the site."""
    pool, limit = WorkPool(), RateLimit(settings.api_requests_per_minute)
    site.add_subapp(VERSION_PATH, make_api(service, pool, limit, count))

    async def close(_: web.Application) -> None:
        pool.close()

    site.on_cleanup.append(close)
