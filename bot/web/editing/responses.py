"""What the handlers of the review page answer with: pages that no cache keeps, JSON, and sentences."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.answers.phrases import Phrase
from bot.web.context import SERVICE
from bot.web.negotiation import presentation_of, render_page
from bot.web.path_prefix import prefix_of


def say(request: web.Request, sentence: Phrase) -> str:
    """A sentence in the language of the editor's browser."""
    return presentation_of(request).words.say(sentence)


def as_json(value: Mapping[str, Any], status: int = 200) -> web.Response:
    """A response of JSON, with the status that says what became of a request."""
    return web.json_response(value, status=status)


def uncached_page(
    request: web.Request, template: str, context: Mapping[str, object], status: int = 200
) -> web.Response:
    """A page that neither a browser nor a proxy keeps."""
    response = render_page(request, template, context, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def below_prefix(request: web.Request, path: str) -> str:
    """A path of the site as readers reach it, below the path of PUBLIC_URL."""
    return prefix_of(request.app[SERVICE].public_url) + path
