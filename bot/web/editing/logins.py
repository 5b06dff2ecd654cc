"""The handlers by which an editor logs in with a token, and out again."""

import structlog
from aiohttp import web

from bot.answers.phrases import Phrase, phrase
from bot.web.editing.access import answered_by_database, check_form, known_host
from bot.web.editing.responses import below_prefix, say, uncached_page
from bot.web.reporting import is_of_this_site

WRONG_TOKEN = phrase("That is no editor's token.")
LOGGED_OUT = phrase("You are logged out in this browser.")
LEFT = "left"
"""The parameter of the page's address after a log-out."""
TOO_MANY = phrase("Too many wrong tokens: please wait a minute.")

log = structlog.get_logger()
routes = web.RouteTableDef()


@routes.get("/edit/login")
async def login_form(request: web.Request) -> web.Response:
    """The page on which an editor enters a token; after a log-out it says that this browser is out."""
    access = known_host(request)
    left = False
    if LEFT in request.query:
        # Whoever is logged in is told nothing else by a link of somebody's.
        with answered_by_database():
            left = await access.session_of(request) is None
    context = {"sentence": "", "said": say(request, LOGGED_OUT) if left else ""}
    return uncached_page(request, "edit_login.html", context)


def _saying(request: web.Request, sentence: Phrase) -> dict[str, object]:
    """What the page shows of a token that opens nothing."""
    return {"sentence": say(request, sentence), "said": ""}


@routes.post("/edit/login")
async def log_in(request: web.Request) -> web.StreamResponse:
    """Begin a session for a right token; the page again with a sentence for a wrong one."""
    access = known_host(request)
    if not is_of_this_site(request):
        raise web.HTTPForbidden
    form = await request.post()
    response = web.Response(status=303, headers={"Location": below_prefix(request, "/edit")})
    try:
        with answered_by_database():
            editor = await access.log_in(request, response, str(form.get("token", "")))
    except web.HTTPTooManyRequests:
        return uncached_page(request, "edit_login.html", _saying(request, TOO_MANY), 429)
    if editor is None:
        log.warning("editor refused")
        return uncached_page(request, "edit_login.html", _saying(request, WRONG_TOKEN), 403)
    log.info("editor logged in", editor=editor)
    return response


@routes.post("/edit/logout")
async def log_out(request: web.Request) -> web.Response:
    """End the session of this browser, and ask for a token again.

    A session that has ended already ends once more, without the secret of its forms.
    """
    access = known_host(request)
    if not is_of_this_site(request):
        raise web.HTTPForbidden
    where = below_prefix(request, f"/edit/login?{LEFT}=yes")
    response = web.Response(status=303, headers={"Location": where})
    with answered_by_database():
        session = await access.session_of(request)
    if session:
        await check_form(request, session)
    with answered_by_database():
        editor = await access.log_out(request, response)
    if editor:
        log.info("editor logged out", editor=editor)
    return response
