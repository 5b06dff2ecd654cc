"""What the handlers of the API share through the application."""

from aiohttp import web

from bot.api.access import Access
from bot.api.pool import WorkPool
from bot.api.rate_limit import RateLimit
from bot.rendering.render import Presentation
from bot.service.command_service import AnswerCounter, CommandService

SERVICE = web.AppKey("service", CommandService)
PRESENTATION = web.AppKey("presentation", Presentation)
POOL = web.AppKey("pool", WorkPool)
LIMIT = web.AppKey("limit", RateLimit)
ACCESS = web.AppKey("access", Access)
COUNT: web.AppKey[AnswerCounter] = web.AppKey("count")
DOCUMENT = web.AppKey("document", bytes)
"""The OpenAPI document as JSON."""
