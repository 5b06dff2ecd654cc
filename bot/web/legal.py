"""What the bot stores of people and how to have it deleted, and on what terms it may be used."""

from typing import Any

from aiohttp import web

from bot.answers.phrases import phrase
from bot.service.stored_data import STORED
from bot.web.context import SUPPORT_CONTACT
from bot.web.negotiation import presentation_of, shown_by
from bot.web.unfurling import site_card

PRIVACY, TERMS = "/privacy", "/terms"
PRIVACY_TITLE, TERMS_TITLE = phrase("Privacy"), phrase("Terms")

routes = web.RouteTableDef()


@routes.get(PRIVACY)
@shown_by("privacy.html")
async def privacy(request: web.Request) -> dict[str, Any]:
    """What is stored, for how long and why, what is not, and how to have it deleted."""
    words = presentation_of(request).words
    rows = [(words.say(one.what), words.say(one.kept), one.is_about_people) for one in STORED.values()]
    return {
        "about_people": [row for row in rows if row[2]],
        "about_others": [row for row in rows if not row[2]],
        "contact": request.app[SUPPORT_CONTACT],
        "card": site_card(words.say(PRIVACY_TITLE), PRIVACY, words),
    }


@routes.get(TERMS)
@shown_by("terms.html")
async def terms(request: web.Request) -> dict[str, Any]:
    """On what terms the bot may be used: what it answers with, and what it is not."""
    words = presentation_of(request).words
    return {"contact": request.app[SUPPORT_CONTACT], "card": site_card(words.say(TERMS_TITLE), TERMS, words)}
