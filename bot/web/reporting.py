"""Reports of readers of the pages: what is wrong in an answer goes into the editors' inbox."""

from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.answers.asker import Asker
from bot.answers.phrases import phrase
from bot.service.client_address import client_of
from bot.web.context import SERVICE, TAKES_REPORTS
from bot.web.errors import Refused
from bot.web.negotiation import locale_of, presentation_of, shown_by
from bot.web.playground import posted_form

LONGEST_REASON = 500
"""Code points of a reason at most, as in the forms of the platforms."""
TOO_LONG = phrase(
    "A report has {limit} characters at most. Please go back and say it in fewer words.", limit=LONGEST_REASON
)
ELSEWHERE = phrase("Reports are taken from the pages of this site alone.")

routes = web.RouteTableDef()


@routes.post("/report")
@shown_by("reported.html")
async def report(request: web.Request) -> dict[str, Any]:
    """The page that says what became of a report. Raises HTTPNotFound without an inbox, and Refused."""
    if not request.app[TAKES_REPORTS]:
        raise web.HTTPNotFound
    if not is_of_this_site(request):
        raise Refused(403, ELSEWHERE)
    form = await posted_form(request)
    command, reason = str(form.get("command", "")), str(form.get("reason", ""))
    if len(reason) > LONGEST_REASON:
        raise Refused(413, TOO_LONG)
    # Counted by its address, which is not stored.
    asker = Asker("web", "", "", client_of(request), locale=locale_of(request))
    said = await request.app[SERVICE].conduct.inbox.add(command, reason, asker)
    return {"sentence": presentation_of(request).words.say(said), "command": command}


def is_of_this_site(request: web.Request) -> bool:
    """Whether a browser sent a form from a page of this site; not where the browser does not say.

    https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header; over plain HTTP it names the origin alone.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    hosts = {request.host, urlsplit(request.app[SERVICE].public_url or "").netloc}
    origin = request.headers.get("Origin", "")
    return "//" in origin and origin.partition("//")[2] in hosts - {""}
