"""Content negotiation: the language that a browser asks for, and pages in it."""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import date
from typing import Any

import aiohttp_jinja2
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.answers.phrases import Phrase
from bot.rendering.render import Presentation
from bot.rendering.translations import known_locale
from bot.rendering.wording import Wording
from bot.web.context import SERVICE, TAKES_REPORTS

Shows = Callable[[web.Request], Awaitable[dict[str, Any]]]
"""A handler that returns the context of a template."""
WEIGHT = re.compile(r"[01](\.[0-9]{0,3})?")
MOST_LANGUAGES = 20
"""Languages of an ``Accept-Language`` header that are read at most."""


def presentation_of(request: web.Request) -> Presentation:
    """The presentation of answers in the language of the browser that sent a request."""
    locale = locale_of(request)
    if service := request.app.get(SERVICE):
        return service.presentation(locale)
    return Presentation(Wording(locale))


def locale_of(request: web.Request) -> str:
    """The bot's locale that fits the ``Accept-Language`` header of a request best."""
    return known_locale(*preferred(request.headers.get("Accept-Language", "")))


def preferred(accepted: str) -> tuple[str, ...]:
    """The languages of an ``Accept-Language`` header, the most preferred first (RFC 9110, 12.5.4)."""
    weighed = sorted(_weighed(accepted), key=lambda one: one[0], reverse=True)
    return tuple(tag for weight, tag in weighed if weight > 0)


def _weighed(accepted: str) -> Iterator[tuple[float, str]]:
    for entry in accepted.split(",")[:MOST_LANGUAGES]:
        tag, _, weight = entry.replace(" ", "").partition(";q=")
        # A weight that is none, as of somebody who tries what happens, is no wish.
        yield float(weight) if WEIGHT.fullmatch(weight) else float(not weight), tag


def shown_by(template: str) -> Callable[[Shows], Handler]:
    """Decorate a handler so that a template renders the context that it returns, in the reader's language."""

    def makes(handler: Shows) -> Handler:
        async def show(request: web.Request) -> web.StreamResponse:
            return render_page(request, template, await handler(request))

        return show

    return makes


def render_page(
    request: web.Request, template: str, context: Mapping[str, object], status: int = 200
) -> web.Response:
    """Render a template, in which ``_`` and ``counted`` translate into the reader's language."""
    presentation = presentation_of(request)
    service = request.app.get(SERVICE)
    translating = {**template_words(presentation), "base": service.public_url if service else None}
    translating["takes_reports"] = request.app.get(TAKES_REPORTS, False)
    response = aiohttp_jinja2.render_template(template, request, {**translating, **context}, status=status)
    response.headers["Content-Language"] = presentation.words.language
    response.headers["Vary"] = "Accept-Language"
    return response


def template_words(presentation: Presentation) -> dict[str, object]:
    """What a template writes with, in the reader's language: phrases, counts, and how long ago a day was.

    ``ago`` is empty for a day of today or later, and where the presentation knows no day of the reader.
    """
    words, today = presentation.words, presentation.today

    def ago(day: str) -> str:
        since = (today - date.fromisoformat(day)).days if today else 0
        return words.days_ago(since) if since >= 1 else ""

    return {
        "_": lambda message, **values: words.say(Phrase(message).filled(**values)),
        "counted": lambda one, many, count: words.say(Phrase(one, (("count", count),), many, count)),
        "words": words,
        "ago": ago,
    }
