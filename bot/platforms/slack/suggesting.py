"""The shortcut “Suggest article”: puts the first link of a message into the editors' inbox."""

from collections.abc import Iterator
from typing import Any

from bot.answers.commands import SUGGEST
from bot.answers.grammar import write
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.platforms.slack.requests import MARKED, Body, as_typed
from bot.platforms.slack.responder import Responder
from bot.platforms.slack.views import ANSWER
from bot.service.inbox.links import NoLink, read_link

SUGGEST_ARTICLE = "suggest_article"
"""The id of the shortcut in the app's manifest."""
MOST_NESTED = 8
"""How deep the parts of a message are read at most."""
NO_LINK = phrase("There is no link in this message. Type /{command} and the link instead.")


async def on_suggest_article(responder: Responder) -> None:
    """Suggest the first link of a message that can be an article's; the asker alone is answered."""
    context = responder.context
    links = list(links_of(responder.body.get("message") or {}))
    link = next(filter(_is_readable, links), next(iter(links), None))
    if link is None:
        sentence = NO_LINK.filled(command=f"{context.service.prefix}{SUGGEST}")
        await responder.open_view(ANSWER, context.sentence(sentence, (await responder.asker()).locale))
        return
    # Written and parsed again: a message holds whatever somebody sends.
    reply = await responder.reply(write(Query(SUGGEST, (("link", link),))))
    await responder.open_view(ANSWER, reply.pages[0])


def _is_readable(link: str) -> bool:
    """Whether a link can be suggested: a message has addresses of people and of programs in it, too."""
    try:
        read_link(link)
    except NoLink:
        return False
    return True


def links_of(message: Body) -> Iterator[str]:
    """The links of a message, in order: those of its blocks, of its text, and of what it shows of them."""
    yield from _in_blocks(message.get("blocks"), MOST_NESTED)
    text = message.get("text")
    yield from (as_typed(found["link"]) for found in MARKED.finditer(str(text or "")) if found["link"])
    for one in message.get("attachments") or ():
        shown = (one.get(name) for name in ("from_url", "original_url", "title_link"))
        yield from (link for link in shown if isinstance(link, str) and link)


def _in_blocks(value: Any, depth: int) -> Iterator[str]:
    if not depth:
        return
    if isinstance(value, list):
        for one in value:
            yield from _in_blocks(one, depth)
    elif isinstance(value, dict):
        if value.get("type") == "link" and isinstance(value.get("url"), str):
            yield value["url"]
        yield from _in_blocks(value.get("elements"), depth - 1)
