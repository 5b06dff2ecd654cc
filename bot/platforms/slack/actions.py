"""Block actions of messages, modals and the Home tab: what a button or a menu asks for is answered."""

from typing import Any

from slack_sdk.errors import SlackApiError

from bot.answers.checked_message import message_of
from bot.answers.grammar import write
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import Query
from bot.platforms.slack.api import UNREACHABLE, failure_of
from bot.platforms.slack.posting import link_to, post
from bot.platforms.slack.reply import SlackReply, pointer, shared_by, to_posted
from bot.platforms.slack.requests import action_value
from bot.platforms.slack.responder import Responder
from bot.platforms.slack.sharing import Sharing
from bot.platforms.slack.views import ANSWER, CHECKED, IN_CONTEXT, modal
from bot.rendering.buttons import Pressed, pressed
from bot.rendering.render import Payload
from bot.service.command_service import Renderer
from bot.service.conduct import NOTHING_TO_SHARE

OUTDATED = phrase(
    "This button is of another version of the bot. Type the command again; /help lists them all."
)
PERHAPS_SHARED = phrase("Slack did not say whether it was shared. Look before you share it again.")
TOO_MANY = phrase(
    "Slack takes no more messages here for a while, so it was not shared. Try again in a minute."
)


async def on_button(responder: Responder) -> None:
    """Answer a button that asks, turns a page or shares."""
    asks = pressed(action_value(responder.body))
    if asks and asks.kind == "share":
        await share(asks, responder)
    elif asks and asks.kind == "expand" and responder.request.is_for_all:
        await show(asks, responder)
    elif asks and responder.request.surface != "home":
        await _answer(asks, responder)
    else:
        await show(asks, responder)


async def on_case(responder: Responder) -> None:
    """Show where the case stands that was chosen in the Home tab."""
    query = Query("case status", (("case", action_value(responder.body)),))
    await show(pressed(f"1::{write(query)}"), responder)


async def _answer(asks: Pressed, responder: Responder) -> None:
    page = (await responder.reply(asks.query)).page(asks.page)
    request = responder.request
    if request.surface == "modal":
        message = message_of(asks.query)
        title = CHECKED if message else ANSWER
        view = modal(title, page, await responder.words(), message.link if message else "")
        await responder.client.views_update(view_id=request.view, view=view)
    elif asks.kind in {"turn", "expand"} and request.surface == "message" and not request.is_for_all:
        await responder.client.chat_update(
            channel=request.channel, ts=request.message, text=page["text"], blocks=page["blocks"]
        )
    else:
        # What all see stays as it is: whoever turns its page sees the next one alone.
        turned = asks.kind in {"turn", "expand"} and request.surface == "own message"
        await responder.respond(page, replace=turned)


async def show(asks: Pressed | None, responder: Responder) -> None:
    """Show what a button asks for in a modal; a sentence where it is of another version of the bot."""
    if asks:
        page = (await responder.reply(asks.query)).page(asks.page)
        await responder.open_view(IN_CONTEXT if asks.query.command == "quote" else ANSWER, page)
        return
    outdated = responder.context.sentence(OUTDATED, (await responder.asker()).locale)
    if responder.request.is_in_view:
        await responder.open_view(ANSWER, outdated)
    else:
        await responder.respond(outdated)


async def share(asks: Pressed, responder: Responder, render: Renderer[SlackReply] = to_posted) -> object:
    """Post an answer or a part of it to the channel; true where it is there, or may be.

    Whoever shares is told why it is not shared.
    """
    context, request = responder.context, responder.request
    asker = await responder.asker()
    reply = await context.service.reply(asks.query, asker, render)
    page = reply.page(asks.page)
    if not reply.shareable:
        # Forged, or it cannot be answered just now: that is for nobody else to see.
        await responder.respond(page if reply.refused else context.sentence(NOTHING_TO_SHARE, asker.locale))
        return False
    sharing = Sharing(context.service, request, asker, asks)
    if refused := await sharing.refusal():
        await responder.respond(await _refusal(sharing, refused, responder))
        return False
    page = shared_by(page, request.user, request.name, context.words(asker.locale))
    if posted := await _post_to_all(page, responder):
        sharing.posted(posted)
    else:
        await sharing.not_posted()
    return posted


async def _refusal(sharing: Sharing, refused: Phrase, responder: Responder) -> Payload:
    """Why something is not shared; what is there already is pointed to, where Slack has named its message."""
    words = responder.context.words(sharing.asker.locale)
    sentence = responder.context.sentence(refused, sharing.asker.locale)
    return pointer(sentence, await link_to(responder.client, sharing.earlier), words)


async def _post_to_all(page: Payload, responder: Responder) -> object:
    """Post a page to the channel, in the thread of the request; true where it is there, or may be.

    Where Slack names the message, that is what is given.
    """
    context, request = responder.context, responder.request
    locale = (await responder.asker()).locale
    thread = {"thread_ts": request.thread} if request.thread else {}
    message = {**page, **thread, "response_type": "in_channel", "replace_original": False}
    match await context.api.post(request.response_url, message):
        case "posted":
            if request.surface == "own message":
                # What all see now, nobody needs to see twice.
                await context.api.post(request.response_url, {"delete_original": True})
        case "refused":
            return await _post_in_channel(page, thread, responder)
        case "limited":
            await responder.respond(context.sentence(TOO_MANY, locale))
            return False
        case "uncertain":
            await responder.respond(context.sentence(PERHAPS_SHARED, locale))
    return True


async def _post_in_channel(page: Payload, thread: dict[str, Any], responder: Responder) -> object:
    """Post to the channel as the bot, for when the response_url has expired; true where it may be there."""
    context, request, client = responder.context, responder.request, responder.client
    locale = (await responder.asker()).locale
    try:
        return await post(client, {"channel": request.channel, **thread}, page)
    except SlackApiError as error:
        refused = phrase(
            "Slack refused to share it ({error}). Invite the bot to the channel, or copy the answer.",
            error=failure_of(error).error,
        )
        message = context.sentence(refused, locale)
        if await responder.respond(message) != "posted":
            view = modal(ANSWER, message, context.words(locale))
            await client.views_open(trigger_id=request.trigger, view=view)
        return False
    except UNREACHABLE:
        await responder.respond(context.sentence(PERHAPS_SHARED, locale))
    return True
