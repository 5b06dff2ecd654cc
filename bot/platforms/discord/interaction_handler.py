"""What an interaction is answered with, whichever entrance it came by."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import lru_cache, partial

import structlog

from bot.answers.asker import Asker
from bot.answers.grammar import query
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import CommandError, Query
from bot.answers.refusal import FAILED, apology
from bot.platforms.discord.interaction import ComponentPress, Interaction, MessageCommand, SlashCommand
from bot.platforms.discord.messages import Message, as_json, private
from bot.platforms.discord.reply_plan import InitialResponse, PlannedReply, ReplyPlan, pages_in_turn, planned
from bot.rendering.choice_labels import choice_label
from bot.rendering.limits import length
from bot.service.command_service import CommandService

PONG = b'{"type":1}'
CHOICES = 8
MOST_CHOICES, LONGEST_CHOICE = 25, 100
DEFER_AFTER = 2.0
"""Seconds after which an answer is announced: Discord waits for three, and the network takes its part."""
GIVE_UP_AFTER = 14 * 60.0
"""Seconds after which no answer can be delivered any more, less one minute: a token lasts 15 minutes."""
OLDER = phrase("This button is from an older answer. Ask again: /help lists what can be asked.")
LEAVING = phrase("The bot is being restarted. Ask again in a moment.")

log = structlog.get_logger()

IsPrivate = Callable[[Asker], Awaitable[bool]]
"""Whether answers in a place are seen by whoever asked alone, where nothing else is said."""


async def nowhere(_: Asker) -> bool:
    """Answers are for all to see."""
    return False


class InteractionHandler:
    """Answers interactions in time: what takes long is announced, and what is cut off is told of."""

    def __init__(
        self,
        desk: CommandService,
        prefix: str = "",
        is_private: IsPrivate = nowhere,
        defer_after: float = DEFER_AFTER,
    ) -> None:
        self._defer_after = defer_after
        self._desk = desk
        self._prefix = prefix
        self._is_private = is_private
        loop = asyncio.get_running_loop()
        self._clock = loop.time
        self._leaving = loop.create_future()

    def leave(self) -> None:
        """Answer whatever is not answered yet with a sentence that says to ask again."""
        if not self._leaving.done():
            self._leaving.set_result(None)

    async def begin(self, interaction: Interaction) -> InitialResponse:
        """The first reply, within two seconds and a little."""
        asked, asker = interaction.asked, interaction.asker
        until = self._clock() + self._defer_after
        try:
            return await self._begun(asked, asker, until)
        except CommandError as error:
            return pages_in_turn(self._desk.refuse(error, asker, private)).begun
        except Exception:  # whatever goes wrong here, whoever asks gets a sentence in time
            log.exception("an interaction failed")
            return InitialResponse(self.apology(asker).as_reply)

    async def _begun(
        self, asked: SlashCommand | MessageCommand | ComponentPress | None, asker: Asker, until: float
    ) -> InitialResponse:
        if asked is None:
            return InitialResponse(PONG)
        if isinstance(asked, SlashCommand) and asked.focused:
            return await self._offered(asked, asker, until)
        plan = await self._plan(asked, asker)
        return (
            await self._in_time(plan, asker, until)
            if plan
            else InitialResponse(self.apology(asker, OLDER).as_reply)
        )

    def apology(self, asker: Asker, sentence: Phrase = FAILED) -> Message:
        """A sentence for whoever asked alone."""
        return private(apology(sentence), self._desk.presentation(asker.locale)).messages[0]

    async def _plan(
        self, asked: SlashCommand | MessageCommand | ComponentPress, asker: Asker
    ) -> ReplyPlan | None:
        """How to answer; None for a button that asks nothing any more. Raises CommandError."""
        match asked:
            case SlashCommand(name, options, given):
                query = _query(self._plain(name), options)
                return ReplyPlan(query, await self._is_private(asker) if given is None else given)
            case MessageCommand(_, text):
                query = _query("verify", (("text", text),))
                return ReplyPlan(query, await self._is_private(asker))
            case ComponentPress():
                return planned(asked)

    async def _in_time(self, plan: ReplyPlan, asker: Asker, until: float) -> InitialResponse:
        # Most answers are known, and waiting for a task takes as long as all the rest.
        if known := self._desk.at_once(plan.query, asker, plan.shown):
            return plan.reply(known).begun
        work = asyncio.create_task(self._reply(plan, asker))
        reply = await self._done(work, asker, until - self._clock())
        return reply.begun if reply else plan.announced(partial(self._later, work, asker))

    async def _later(self, work: asyncio.Task[PlannedReply], asker: Asker) -> PlannedReply:
        reply = await self._done(work, asker, GIVE_UP_AFTER)
        if reply:
            return reply
        work.cancel()
        log.error("an answer took too long")
        return PlannedReply(self.apology(asker))

    async def _done(
        self, work: asyncio.Task[PlannedReply], asker: Asker, seconds: float
    ) -> PlannedReply | None:
        """The reply once it is there, a sentence where the bot leaves first, or None after so long."""
        await asyncio.wait({work, self._leaving}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            return work.result()
        if not self._leaving.done():
            return None
        work.cancel()
        return PlannedReply(self.apology(asker, LEAVING))

    async def _reply(self, plan: ReplyPlan, asker: Asker) -> PlannedReply:
        return plan.reply(await self._desk.reply(plan.query, asker, plan.shown))

    async def _offered(self, command: SlashCommand, asker: Asker, until: float) -> InitialResponse:
        """What can be chosen; nothing where that fails or takes too long, which cannot be told here."""
        finding = asyncio.create_task(self._choices(command, asker))
        await asyncio.wait({finding}, timeout=until - self._clock())
        failure = finding.exception() if finding.done() else TimeoutError()
        if failure:
            finding.cancel()
            log.error("choices failed", command=command.name, exc_info=failure)
        choices = [] if failure else finding.result()
        return InitialResponse(as_json({"type": CHOICES, "data": {"choices": choices}}))

    async def _choices(self, command: SlashCommand, asker: Asker) -> list[dict[str, str]]:
        typed = dict(command.options).get(command.focused, "")
        begun = Query(self._plain(command.name), command.options)
        words = self._desk.presentation(asker.locale).words
        return [
            {"name": choice_label(choice, words, LONGEST_CHOICE), "value": choice.value}
            for choice in await self._desk.choices(begun, command.focused, typed, MOST_CHOICES, asker)
            if length(choice.value) <= LONGEST_CHOICE
        ]

    def _plain(self, name: str) -> str:
        return name.removeprefix(self._prefix)


@lru_cache(maxsize=1024)  # most of what is asked is asked again
def _query(name: str, options: tuple[tuple[str, str], ...]) -> Query:
    return query(name, dict(options))
