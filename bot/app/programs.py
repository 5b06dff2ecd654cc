"""Mounts the doors for programs on the site: the HTTP API and MCP, in a bounded pool of their own."""

from aiohttp import web

from bot.api.access import Access
from bot.api.pool import WorkPool
from bot.api.rate_limit import RateLimit
from bot.api.records import VERSION_PATH
from bot.api.site import make_api
from bot.mcp.http import MCP_PATH, make_mcp
from bot.mcp.server import McpServer
from bot.rendering.render import Presentation
from bot.service.command_service import AnswerCounter, CommandService
from bot.settings import Settings


def mount_programs(
    site: web.Application, settings: Settings, service: CommandService, count: AnswerCounter
) -> None:
    """Add the API and the MCP server to the site; their pool is closed with the site."""
    pool, limit = WorkPool(), RateLimit(settings.api_requests_per_minute)
    presentation = Presentation(public_url=service.public_url, prefix=service.prefix)
    show_full = settings.source_display == "full"
    server = McpServer(lambda: service.archive, presentation, show_full=show_full)
    site.add_subapp(VERSION_PATH, make_api(service, pool, limit, count))
    site.add_subapp(MCP_PATH, make_mcp(server, Access(service.public_url), pool, limit, count))

    async def close(_: web.Application) -> None:
        pool.close()

    site.on_cleanup.append(close)
