"""The Home tab: the cases, what has changed in them, and the questions that somebody has kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.asker import Asker
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.answers.withdrawal import LISTED
from bot.cases.library import Library
from bot.db import slack_workspaces
from bot.db.database import writing
from bot.platforms.slack.context import SlackContext
from bot.platforms.slack.reply import to_shared, words_only
from bot.platforms.slack.requests import Body, Request, carried
from bot.platforms.slack.views import (
    FIND_CASE,
    LOOK_UP_TITLE,
    Block,
    View,
    actions,
    button,
    header,
    menu,
    plain,
)
from bot.rendering.buttons import identifier, pressed
from bot.rendering.limits import SLACK
from bot.rendering.sections import Action
from bot.rendering.wording import Wording

MOST_CASES, MOST_LISTED, MOST_CHANGED, MOST_SHORTCUTS = 15, 200, 2, 10
WELCOME = phrase("Lawsuits in the news, in the words of the source")
STANDS, SHORTCUTS, REMOVE = phrase("Where it stands"), phrase("Your shortcuts"), phrase("Remove")
HINT = phrase("Press “Keep as a shortcut” below an answer to find its question here again.")
KEPT = phrase("Kept: you find it in the Home tab of this app.")


class Home:
    """Shows the Home tab, and keeps what somebody wants to find there."""

    def __init__(self, context: SlackContext) -> None:
        self._context = context

    async def on_opened(self, event: Body, body: Body, client: AsyncWebClient) -> None:
        """The tab as it is now."""
        if event.get("tab") == "home":
            request = Request.of(body)
            self._context.behind(request, self._publish(request, client))

    async def on_keep(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """The question of this answer belongs to the Home tab from now on."""
        request, command = Request.of(body), carried(body)
        await ack()
        self._context.behind(request, self._keep(request, command, client))

    async def on_forget(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Nor does it any more."""
        request, command = Request.of(body), carried(body)
        await ack()
        self._context.behind(request, self._forget(request, command, client))

    async def _keep(self, request: Request, command: str, client: AsyncWebClient) -> None:
        engine, now = self._context.engine, datetime.now(UTC)
        asks = pressed(f"1::{command}")

        def keep() -> None:
            if asks:
                with writing(engine) as connection:
                    slack_workspaces.keep_shortcut(connection, request.workspace, request.user, command, now)

        await asyncio.to_thread(keep)
        asker = await self._context.asker(request, client)
        await self._context.tell(request, KEPT, asker.locale)
        await self._publish(request, client)

    async def _forget(self, request: Request, command: str, client: AsyncWebClient) -> None:
        engine = self._context.engine

        def forget() -> None:
            with writing(engine) as connection:
                slack_workspaces.forget_shortcut(connection, request.workspace, request.user, command)

        await asyncio.to_thread(forget)
        await self._publish(request, client)

    async def _kept(self, request: Request) -> tuple[str, ...]:
        engine = self._context.engine

        def read() -> tuple[str, ...]:
            with engine.connect() as connection:
                return slack_workspaces.shortcuts_of(connection, request.workspace, request.user)

        return await asyncio.to_thread(read)

    async def _publish(self, request: Request, client: AsyncWebClient) -> None:
        asker = await self._context.asker(request, client)
        library, words = self._context.service.archive.library, self._context.words(asker.locale)
        blocks = [
            *_cases(library, words),
            *_shortcuts(await self._kept(request), words),
            *await self._changes(library, asker),
        ]
        view: View = {"type": "home", "blocks": blocks[: SLACK.view_blocks]}
        await client.views_publish(user_id=request.user, view=view)

    async def _changes(self, library: Library, asker: Asker) -> list[Block]:
        """What has changed in the newest cases that have, in the first page of its answer."""
        found: list[Block] = []
        listed = library.newest_first[:MOST_LISTED]
        changed = tuple(case for case in listed if case.earlier) or listed[:1]
        for case in changed[:MOST_CHANGED]:
            asked = Query("case changes", (("case", case.id),))
            reply = await self._context.service.reply(asked, asker, to_shared)
            found += words_only(reply.pages[0])
        return found


def _cases(library: Library, words: Wording) -> Iterator[Block]:
    yield header(words.say(WELCOME))
    menus = [menu("find_case", words.say(FIND_CASE))] if len(library.cases) > MOST_CASES else []
    yield actions(button("look_up", words.say(LOOK_UP_TITLE), "look up"), *menus)
    for index, case in enumerate(islice(library.newest_first, MOST_CASES)):
        asked = Action("", Query("case status", (("case", case.id),)))
        accessory = button(f"ask:case:{index}", words.say(STANDS), identifier(asked))
        title = words.say(LISTED.filled(title=case.title)) if case.withdrawn else case.title
        yield {"type": "section", "text": plain(title, SLACK.header), "accessory": accessory}


def _shortcuts(kept: Sequence[str], words: Wording) -> Iterator[Block]:
    yield header(words.say(SHORTCUTS))
    if not kept:
        yield {"type": "section", "text": plain(words.say(HINT), SLACK.header)}
    for index, command in enumerate(kept[:MOST_SHORTCUTS]):
        asks = button(f"ask:kept:{index}", command, f"1::{command}")
        yield actions(asks, button(f"forget:{index}", words.say(REMOVE), command))
