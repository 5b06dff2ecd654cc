"""Link unfurling: the quotation or the case that a link to the bot's own pages leads to."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.answers.query import Query
from bot.platforms.slack.reply import to_shared, words_only
from bot.platforms.slack.responder import Responder

CASE_PAGE = re.compile(r"/cases/(?P<case>[^/]+)(?P<source>/sources/[^/]+)?/?")
MOST_LINKS = 5
"""Links of one message that are unfurled at most."""


async def on_link_shared(responder: Responder) -> None:
    """Unfurl the links of a message that lead to the bot's own pages."""
    event, service = responder.body["event"], responder.context.service
    unfurls: dict[str, Any] = {}
    for link in (event.get("links") or ())[:MOST_LINKS]:
        address = str(link.get("url"))
        if query := linked_query(address, service.public_url):
            reply = await service.reply(query, await responder.asker(), to_shared)
            if not reply.abstained:
                unfurls[address] = {"blocks": words_only(reply.pages[0])}
    if unfurls:
        ts = str(event.get("message_ts"))
        await responder.client.chat_unfurl(channel=responder.request.channel, ts=ts, unfurls=unfurls)


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
