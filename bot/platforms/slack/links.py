"""Links to our own pages: the quotation, or the case, shown below them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.query import Query
from bot.platforms.slack.context import SlackContext
from bot.platforms.slack.reply import to_shared, words_only
from bot.platforms.slack.requests import Body, Request

CASE_PAGE = re.compile(r"/cases/(?P<case>[^/]+)(?P<source>/sources/[^/]+)?/?")
MOST = 5
"""Links of one message that are looked at."""


class Links:
    """Shows what links lead to."""

    def __init__(self, context: SlackContext) -> None:
        self._context = context

    async def on_shared(self, event: Body, body: Body, client: AsyncWebClient) -> None:
        """Somebody posted links of our domain."""
        request = Request.of(body)
        self._context.behind(request, self._unfurl(event, request, client))

    async def _unfurl(self, event: Body, request: Request, client: AsyncWebClient) -> None:
        addresses = [str(link.get("url")) for link in event.get("links") or ()][:MOST]
        unfurls: dict[str, Any] = {}
        for address in addresses:
            asked = meant(address, self._context.service.public_url)
            if not asked:
                continue
            asker = await self._context.asker(request, client)
            reply = await self._context.service.reply(asked, asker, to_shared)
            if not reply.abstained:
                unfurls[address] = {"blocks": words_only(reply.pages[0])}
        if unfurls:
            ts = str(event.get("message_ts"))
            await client.chat_unfurl(channel=request.channel, ts=ts, unfurls=unfurls)


def meant(address: str, public_url: str | None) -> Query | None:
    """What a link to our pages asks for; None for any other."""
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
