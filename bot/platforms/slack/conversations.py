"""Conversations: mentions of the bot and direct messages to it, each answered in its thread, once."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog

from bot.answers.asker import Asker
from bot.answers.grammar import parse
from bot.answers.phrases import Phrase
from bot.answers.query import CommandError, Query
from bot.platforms.slack.answered import AnsweredMessage, about, posts_about
from bot.platforms.slack.api import FAILURES, failure_of
from bot.platforms.slack.heard import MAX_PROMPTS, HeardMessage, command_in, prompts
from bot.platforms.slack.posting import PostedMessage, link_to, post_in_turn
from bot.platforms.slack.reply import SlackReply, pointer, to_direct, to_posted, to_reply
from bot.platforms.slack.responder import Responder, log_failure
from bot.rendering.render import SHAREABLE, Payload
from bot.service.conduct import REPEATED, member_in_channel

log = structlog.get_logger()

STATUS_AFTER = 0.5
"""Seconds after which an assistant thread says that an answer is being looked up."""
LOOKING = "is looking it up …"
"""The status of an assistant thread; Slack shows it after the bot's name, and knows no reader's language."""


async def on_mention(responder: Responder) -> None:
    """Answer a message that mentions the bot, for all in its thread."""
    await _on_heard(responder, HeardMessage.of(responder.body))


async def on_message(responder: Responder) -> None:
    """Answer a direct message; an answer follows its question where that is edited or deleted."""
    event = responder.body["event"]
    heard = HeardMessage.of(responder.body)
    if event.get("subtype") == "message_deleted":
        await _withdraw(responder, heard)
    elif heard.is_direct or event.get("subtype") == "message_changed":
        await _on_heard(responder, heard)


async def on_thread_started(responder: Responder) -> None:
    """Suggest questions in a new thread of Slack's assistant."""
    thread = responder.body["event"].get("assistant_thread") or {}
    asker = await responder.asker()
    library = responder.context.service.archive_of(asker).library
    suggested = prompts(library, responder.context.words(asker.locale))[:MAX_PROMPTS]
    await responder.client.assistant_threads_setSuggestedPrompts(
        channel_id=str(thread.get("channel_id")), thread_ts=str(thread.get("thread_ts")), prompts=suggested
    )


async def _on_heard(responder: Responder, heard: HeardMessage) -> None:
    context = responder.context
    if not heard.is_of_a_person or heard.is_unchanged:
        return
    answered = context.answered.get(heard.key)
    if answered is None:
        is_first = not heard.is_silent_edit and await context.service.conduct.claims.claim_anyhow(heard.claim)
        # Another process has answered it, or this one before it was started again.
        posts = () if is_first else await _posts_about(responder, heard)
        if not is_first and not posts:
            return
        answered = context.answered.begin(heard.key, posts)
    async with answered.lock:
        if not answered.is_deleted and answered.text != heard.text:
            answered.text = heard.text
            await _Answering(responder, heard, answered).answer()


async def _posts_about(responder: Responder, heard: HeardMessage) -> tuple[PostedMessage, ...]:
    return await posts_about(responder.client, heard.channel, heard.ts, heard.answers_in)


async def _withdraw(responder: Responder, heard: HeardMessage) -> None:
    """Delete the answers to a message that was deleted."""
    answered = responder.context.answered.get(heard.key)
    if answered is None and heard.is_of_a_person:
        answered = responder.context.answered.begin(heard.key, await _posts_about(responder, heard))
    if answered:
        answered.is_deleted = True
        async with answered.lock:
            await _delete(responder, answered.posts)
            answered.posts = ()


async def _delete(responder: Responder, posts: Sequence[PostedMessage]) -> None:
    for post in posts:
        try:
            await responder.client.chat_delete(channel=post.channel, ts=post.ts)
        except FAILURES as error:
            log_failure(error)


class _Answering:
    """Answers one message, by posts in its thread or for its sender alone."""

    def __init__(self, responder: Responder, heard: HeardMessage, answered: AnsweredMessage) -> None:
        self._responder = responder
        self._service = responder.context.service
        self._heard = heard
        self._answered = answered

    async def answer(self) -> None:
        """Answer the message as it reads now, in the place of an earlier answer."""
        heard, service = self._heard, self._service
        # What the message asked before is not what its posts show from now on.
        service.conduct.recent.forget(self._answered.repeats)
        asker = await self._responder.context.users.asker(heard.request, self._responder.client)
        command = command_in(heard.text, heard.bot_user, service.prefix)
        if heard.is_direct:
            await self._answer_directly(command, asker)
            return
        try:
            query = parse(command, service.prefix)
        except CommandError:
            query = None
        is_private = (await service.preferences.of(asker)).visibility == "private"
        if query and query.command in SHAREABLE and not is_private:
            await self._answer_all(query, asker)
        else:
            await self._answer_alone(command, asker)

    async def _answer_directly(self, command: str, asker: Asker) -> None:
        if refused := self._service.conduct.refusal(asker, is_public=False):
            if self._tells_to_wait(asker):
                await self._put((self._sentence(refused, asker),))
            return
        reply = await self._reply(command, asker)
        await self._put((reply.pages[0], *reply.following))

    async def _answer_alone(self, command: str | Query, asker: Asker) -> None:
        """Answer for the eyes of whoever asks alone."""
        await self._put(())
        if refused := self._service.conduct.refusal(asker, is_public=False):
            await self._refuse(refused, asker)
            return
        reply = await self._service.reply(command, asker, to_reply)
        for page in (reply.pages[0], *reply.following):
            await self._whisper(page)

    async def _answer_all(self, query: Query, asker: Asker) -> None:
        """Answer for all in the thread, within the limits of what a member can have the bot say there."""
        conduct, heard = self._service.conduct, self._heard
        key = (heard.workspace, heard.channel, heard.answers_in), asker.locale, query, 1
        earlier, is_new = conduct.recent.get(key), not self._answered.posts
        address = await link_to(self._responder.client, earlier)
        # Where Slack has no link to it, it was deleted.
        is_there = address or not isinstance(earlier, PostedMessage)
        if earlier and is_there and earlier not in self._answered.posts:
            await self._point_to(address, asker)
        elif refused := conduct.refusal(asker, is_public=is_new):
            await self._refuse(refused, asker)
        else:
            conduct.recent.put(key, heard.key)
            posted = await self._post_to_all(query, asker)
            if posted:
                conduct.recent.put(key, posted)
                self._answered.repeats = key
                return
            conduct.recent.forget(key)
            if is_new:
                conduct.give_back(asker)

    async def _post_to_all(self, query: Query, asker: Asker) -> PostedMessage | None:
        """Post what a source says; where none says anything, whoever asks is told alone.

        Gives the post that shows it, or None where Slack takes none.
        """
        reply = await self._service.reply(query, asker, to_posted)
        if not reply.shareable:
            await self._answer_alone(query, asker)
            return None
        before = self._answered.posts
        try:
            await self._put(reply.pages[:1])
            for page in reply.following:  # one answer is one message of the channel
                await self._whisper(page)
        except FAILURES as error:
            log_failure(error)
            if self._answered.posts == before:
                return None  # what stands there still shows the earlier answer
        return self._answered.posts[0] if self._answered.posts else None

    async def _point_to(self, address: str | None, asker: Asker) -> None:
        """Lead whoever asks to the same answer, which stands in the thread already."""
        await self._put(())
        if refused := self._service.conduct.refusal(asker, is_public=False):
            await self._refuse(refused, asker)
            return
        words = self._responder.context.words(asker.locale)
        await self._whisper(pointer(self._sentence(REPEATED, asker), address, words))

    async def _reply(self, command: str, asker: Asker) -> SlackReply:
        """The reply to a direct message; a thread of the assistant says meanwhile that it is looked up."""
        making = asyncio.ensure_future(self._service.reply(command, asker, to_direct))
        done, _ = await asyncio.wait({making}, timeout=STATUS_AFTER)
        if not done and self._heard.thread:
            try:
                await self._responder.client.assistant_threads_setStatus(
                    channel_id=self._heard.channel, thread_ts=self._heard.thread, status=LOOKING
                )
            except FAILURES as error:
                # A workspace without the assistant: the answer comes all the same.
                log.debug("no assistant of slack", error=failure_of(error).error)
        return await making

    async def _put(self, pages: Sequence[Payload]) -> None:
        """Post pages in the place of those that are there, whose first one is updated."""
        answered, heard, client = self._answered, self._heard, self._responder.client
        kept, removed = answered.posts[: 1 if pages else 0], answered.posts[1 if pages else 0 :]
        for post in kept:
            await client.chat_update(
                channel=post.channel, ts=post.ts, text=pages[0]["text"], blocks=pages[0]["blocks"]
            )
        await _delete(self._responder, removed)
        answered.posts = kept
        where: dict[str, Any] = {"channel": heard.channel, "metadata": about(heard.ts)}
        if heard.answers_in:
            where["thread_ts"] = heard.answers_in
        async for post in post_in_turn(client, where, pages[len(kept) :]):
            answered.posts = (*answered.posts, post)
            if answered.is_deleted:
                return

    async def _refuse(self, refused: Phrase, asker: Asker) -> None:
        if self._tells_to_wait(asker):
            await self._whisper(self._sentence(refused, asker))

    def _tells_to_wait(self, asker: Asker) -> bool:
        """Whether somebody is told to wait: a flood of messages is not answered by one of refusals."""
        return self._responder.context.answered.is_first_refusal(member_in_channel(asker))

    async def _whisper(self, page: Payload) -> None:
        heard = self._heard
        where: dict[str, Any] = {"channel": heard.channel, "user": heard.user}
        if heard.thread:
            where["thread_ts"] = heard.thread
        await self._responder.client.chat_postEphemeral(**where, text=page["text"], blocks=page["blocks"])

    def _sentence(self, sentence: Phrase, asker: Asker) -> Payload:
        return self._responder.context.sentence(sentence, asker.locale)
