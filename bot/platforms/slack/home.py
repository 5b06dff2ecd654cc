"""The Home tab: the cases, a person's digests and shortcuts, the settings, and what has changed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

import structlog

from bot.answers.asker import Asker
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.answers.refusal import done
from bot.answers.withdrawal import LISTED
from bot.cases.library import Library
from bot.db.database import UNAVAILABLE, read, write
from bot.db.slack_workspaces import forget_shortcut, keep_shortcut, shortcuts_of
from bot.platforms.slack import dashboard, views
from bot.platforms.slack.context import SlackContext
from bot.platforms.slack.reply import to_shared, words_only
from bot.platforms.slack.requests import Request, action_value
from bot.platforms.slack.responder import Responder
from bot.platforms.slack.views import Block
from bot.rendering.buttons import identifier, pressed
from bot.rendering.limits import SLACK
from bot.rendering.sections import Action
from bot.rendering.wording import Wording
from bot.service.command_service import CommandService

log = structlog.get_logger()

MOST_CASES, MOST_LISTED, MOST_CHANGED, MOST_SHORTCUTS = 15, 200, 2, 10
WELCOME = phrase("Lawsuits in the news, in the words of the source")
STANDS, SHORTCUTS, REMOVE = phrase("Where it stands"), phrase("Your shortcuts"), phrase("Remove")
HINT = phrase("Press “Keep as a shortcut” below an answer to find its question here again.")
KEPT = phrase("Kept: you find it in the Home tab of this app.")


async def on_opened(responder: Responder) -> None:
    """Publish the Home tab when somebody opens it."""
    if responder.body["event"].get("tab") == "home":
        await publish(responder)


async def on_digest(responder: Responder) -> None:
    """Pause or resume a digest and show the tab as it is then, or preview the digest."""
    if await dashboard.on_digest(responder):
        await publish(responder)


async def on_keep(responder: Responder) -> None:
    """Keep the command of an answer as a shortcut in the Home tab."""
    context, request, command = responder.context, responder.request, action_value(responder.body)
    if pressed(f"1::{command}"):
        now = datetime.now(UTC)
        await write(context.engine, keep_shortcut, request.workspace, request.user, command, now)
    await responder.respond(context.message(done(KEPT), (await responder.asker()).locale))
    await publish(responder)


async def on_forget(responder: Responder) -> None:
    """Remove a shortcut from the Home tab."""
    request, command = responder.request, action_value(responder.body)
    await write(responder.context.engine, forget_shortcut, request.workspace, request.user, command)
    await publish(responder)


async def publish(responder: Responder) -> None:
    """Publish the Home tab of the person who made a request."""
    context, request, asker = responder.context, responder.request, await responder.asker()
    library, words = context.service.archive_of(asker).library, context.words(asker.locale)
    # The tab is a place of its own: what is set for the workspace holds in it.
    asker = replace(asker, channel="", is_direct=False)
    blocks = [
        *_cases(library, words),
        *await dashboard.digests(context, asker),
        *await dashboard.settings(context, asker),
        *_shortcuts(await _kept(context, request), words),
        *await _changes(context.service, library, asker),
    ]
    view: views.View = {"type": "home", "blocks": blocks[: SLACK.view_blocks]}
    await responder.client.views_publish(user_id=request.user, view=view)


async def _kept(context: SlackContext, request: Request) -> Sequence[str]:
    try:
        return await read(context.engine, shortcuts_of, request.workspace, request.user)
    except UNAVAILABLE as error:
        log.warning("database not reached", command="home", reason=str(error.__cause__ or error))
        return ()


async def _changes(service: CommandService, library: Library, asker: Asker) -> list[Block]:
    """The changes in the newest cases that have some: the first page of each answer, as blocks."""
    found: list[Block] = []
    listed = library.newest_first[:MOST_LISTED]
    changed = tuple(case for case in listed if case.earlier) or listed[:1]
    for case in changed[:MOST_CHANGED]:
        query = Query("case changes", (("case", case.id),))
        found += words_only((await service.reply(query, asker, to_shared)).pages[0])
    return found


def _cases(library: Library, words: Wording) -> Iterator[Block]:
    yield views.header(words.say(WELCOME))
    menus = [views.menu("find_case", words.say(views.FIND_CASE))] if len(library.cases) > MOST_CASES else []
    yield views.actions(views.button(views.LOOK_UP, words.say(views.LOOK_UP_TITLE), "look up"), *menus)
    for index, case in enumerate(islice(library.newest_first, MOST_CASES)):
        asked = Action("", Query("case status", (("case", case.id),)))
        accessory = views.button(f"ask:case:{index}", words.say(STANDS), identifier(asked))
        title = words.label(case.title)
        title = words.say(LISTED.filled(title=title)) if case.withdrawn else title
        yield {"type": "section", "text": views.plain(title, SLACK.header), "accessory": accessory}


def _shortcuts(kept: Sequence[str], words: Wording) -> Iterator[Block]:
    yield views.header(words.say(SHORTCUTS))
    if not kept:
        yield {"type": "section", "text": views.plain(words.say(HINT), SLACK.header)}
    for index, command in enumerate(kept[:MOST_SHORTCUTS]):
        asks = views.button(f"ask:kept:{index}", command, f"1::{command}")
        yield views.actions(asks, views.button(f"forget:{index}", words.say(REMOVE), command))
