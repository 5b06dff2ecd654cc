"""Link unfurling: the quotation or the case that a link to the bot's own pages leads to."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.answers.asker import Asker
from bot.answers.query import Query
from bot.platforms.slack.reply import to_shared, words_only
from bot.platforms.slack.responder import Responder
from bot.platforms.slack.views import Block

CASE_PAGE = re.compile(r"/cases/(?P<case>[^/]+)(?P<source>/sources/[^/]+)?/?")
MOST_LINKS = 5
"""Links of one message that are unfurled at most."""
COMPOSER = "composer"
"""The source of links in a message that is still being written: in which channel it will be is not known.

https://api.slack.com/changelog/2021-08-changes-to-unfurls
"""


async def on_link_shared(responder: Responder) -> None:
    """Unfurl the links of a message that lead to the bot's own pages, where all may see answers."""
    event, request = responder.body["event"], responder.request
    asker = await responder.asker()
    if event.get("source") == COMPOSER or await _is_private(responder, asker):
        return
    unfurls: dict[str, Any] = {}
    for link in (event.get("links") or ())[:MOST_LINKS]:
        address = str(link.get("url"))
        if blocks := await _shown(address, responder, asker):
            unfurls[address] = {"blocks": blocks}
    if unfurls:
        ts = str(event.get("message_ts"))
        await responder.client.chat_unfurl(channel=request.channel, ts=ts, unfurls=unfurls)


async def _is_private(responder: Responder, asker: Asker) -> bool:
    """Whether answers are for whoever asks alone: what is unfurled, all in the channel see."""
    return (await responder.context.service.preferences.of(asker)).visibility == "private"


async def _shown(address: str, responder: Responder, asker: Asker) -> list[Block]:
    """What is shown below a link; nothing where it is no link to an answer, or its poster has had enough."""
    service = responder.context.service
    query = linked_query(address, service.public_url)
    reply = await service.reply(query, asker, to_shared) if query else None
    if reply is None or reply.abstained:
        return []
    is_refused = service.conduct.refusal(asker, is_public=not asker.is_direct)
    return [] if is_refused else words_only(reply.pages[0])


def linked_query(address: str, public_url: str | None) -> Query | None:
    """The query whose answer a link to the bot's own pages shows; None for any other link."""
    if not public_url or not address.startswith(f"{public_url}/"):
        return None
    parts = urlsplit(address.removeprefix(public_url))
    found = CASE_PAGE.fullmatch(parts.path)
    if not found:
        return None
    quotation = parse_qs(parts.query).get("q")
    if quotation:
        return Query("quote", (("text", f"#{quotation[0]}"), ("case", found["case"])))
    return None if found["source"] else Query("case status", (("case", found["case"]),))
