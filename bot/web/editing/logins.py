"""The handlers by which an editor logs in with a token, and out again."""

import structlog
from aiohttp import web

from bot.answers.phrases import phrase
from bot.web.editing.access import answered_by_database, known_host
from bot.web.editing.responses import below_prefix, say, uncached_page
from bot.web.reporting import is_of_this_site

WRONG_TOKEN = phrase("That is no editor's token.")
TOO_MANY = phrase("Too many wrong tokens: please wait a minute.")

log = structlog.get_logger()
routes = web.RouteTableDef()


@routes.get("/edit/login")
async def login_form(request: web.Request) -> web.Response:
    """The page on which an editor enters a token."""
    known_host(request)
    return uncached_page(request, "edit_login.html", {"sentence": ""})


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
        return uncached_page(request, "edit_login.html", {"sentence": say(request, TOO_MANY)}, 429)
    if editor is None:
        log.warning("editor refused")
        return uncached_page(request, "edit_login.html", {"sentence": say(request, WRONG_TOKEN)}, 403)
    log.info("editor logged in", editor=editor)
    return response


@routes.post("/edit/logout")
async def log_out(request: web.Request) -> web.Response:
    """End the session of this browser, and ask for a token again.

    It needs no secret of a form: who comes from another page is refused, and a session that has ended
    already ends once more.
    """
    access = known_host(request)
    if not is_of_this_site(request):
        raise web.HTTPForbidden
    response = web.Response(status=303, headers={"Location": below_prefix(request, "/edit/login")})
    with answered_by_database():
        editor = await access.log_out(request, response)
    if editor:
        log.info("editor logged out", editor=editor)
    return response
