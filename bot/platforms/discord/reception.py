"""What an interaction is answered with, whichever entrance it came by."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import structlog

from bot.answers.asker import Asker
from bot.answers.grammar import query
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import CommandError, Query
from bot.answers.refusal import FAILED, apology
from bot.desk import Desk, Render
from bot.platforms.discord.interaction import Command, Interaction, MessageCommand, Press
from bot.platforms.discord.messages import EDITED, NEW, Message, Pages, as_json, private, public
from bot.rendering.buttons import VERSION, pressed
from bot.rendering.choices import choice_label
from bot.rendering.discord import CONTEXT, EPHEMERAL
from bot.rendering.limits import length

PONG, LATER, LATER_EDITED, CHOICES = 1, 5, 6, 8
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


@dataclass(frozen=True)
class Reply:
    """A first reply: the body of a callback, and the messages that follow it."""

    kind: int
    message: Message | None = None
    following: tuple[Message, ...] = ()
    choices: bytes = b""

    @property
    def body(self) -> bytes:
        """What the callback is, or what an HTTP request is answered with."""
        if self.message:
            return self.message.as_update if self.kind == EDITED else self.message.as_reply
        return (
            b'{"type":%d,"data":%b}' % (self.kind, self.choices)
            if self.choices
            else b'{"type":%d}' % self.kind
        )


@dataclass(frozen=True)
class Begun:
    """What is said at once, and what is still to be delivered: an announced answer, and what follows."""

    body: bytes
    later: Callable[[], Awaitable[Reply]] | None = None
    following: tuple[Message, ...] = ()

    @property
    def is_all(self) -> bool:
        """Whether nothing is left to deliver."""
        return self.later is None and not self.following


@dataclass(frozen=True)
class Plan:
    """How an interaction is to be answered: with what, for whom to see, and where."""

    asked: Callable[[], Query]
    hidden: bool
    page: int | None = None
    edits: bool = False

    @property
    def shown(self) -> Render[Pages]:
        """How the answer is rendered."""
        return private if self.hidden else public

    def reply(self, pages: Pages) -> Reply:
        """The answer, or the one page that is wanted, in its place."""
        if self.page is None:
            return Reply(NEW, pages.messages[0], pages.following)
        return Reply(EDITED if self.edits else NEW, pages.at(self.page))

    @property
    def announcement(self) -> bytes:
        """That an answer will come: in the place of the page that is turned, or as a message of its own."""
        if self.edits:
            return Reply(LATER_EDITED).body
        return b'{"type":%d,"data":{"flags":%d}}' % (LATER, EPHEMERAL if self.hidden else 0)


class Reception:
    """Answers interactions in time: what takes long is announced, and what is cut off is told of."""

    def __init__(
        self,
        desk: Desk,
        prefix: str = "",
        is_private: IsPrivate = nowhere,
        defer_after: float = DEFER_AFTER,
    ) -> None:
        self._defer_after = defer_after
        self._desk = desk
        self._prefix = prefix
        self._is_private = is_private
        self._leaving = asyncio.get_running_loop().create_future()

    def leave(self) -> None:
        """Answer whatever is not answered yet with a sentence that says to ask again."""
        if not self._leaving.done():
            self._leaving.set_result(None)

    async def begin(self, interaction: Interaction) -> Begun:
        """The first reply, within two seconds and a little."""
        try:
            return await self._begun(interaction.asked, interaction.asker)
        except Exception:  # whatever goes wrong here, whoever asks gets a sentence in time
            log.exception("an interaction failed")
            return Begun(self.apology(interaction.asker).as_reply)

    async def _begun(self, asked: Command | MessageCommand | Press | None, asker: Asker) -> Begun:
        if asked is None:
            return Begun(Reply(PONG).body)
        if isinstance(asked, Command) and asked.focused:
            return Begun((await self._choices(asked, asker)).body)
        plan = await self._plan(asked, asker)
        return await self._in_time(plan, asker) if plan else Begun(self.apology(asker, OLDER).as_reply)

    def apology(self, asker: Asker, sentence: Phrase = FAILED) -> Message:
        """A sentence for whoever asked alone."""
        return private(apology(sentence), self._desk.presentation(asker.locale)).messages[0]

    async def _plan(self, asked: Command | MessageCommand | Press, asker: Asker) -> Plan | None:
        """How to answer; None for a button that asks nothing any more."""
        match asked:
            case Command(name, options, given):
                hidden = await self._is_private(asker) if given is None else given
                return Plan(lambda: query(self._plain(name), dict(options)), hidden)
            case MessageCommand(_, text):
                return Plan(lambda: query("verify", {"text": text}), await self._is_private(asker))
            case Press():
                return _planned(asked)

    async def _in_time(self, plan: Plan, asker: Asker) -> Begun:
        if known := self._known(plan, asker):
            return Begun(known.body, following=known.following)
        work = asyncio.create_task(self._reply(plan, asker))
        reply = await self._done(work, asker, self._defer_after)
        if reply:
            return Begun(reply.body, following=reply.following)
        return Begun(plan.announcement, partial(self._finished, work, asker))

    async def _finished(self, work: asyncio.Task[Reply], asker: Asker) -> Reply:
        reply = await self._done(work, asker, GIVE_UP_AFTER)
        if reply:
            return reply
        work.cancel()
        log.error("an answer took too long")
        return Reply(NEW, self.apology(asker))

    async def _done(self, work: asyncio.Task[Reply], asker: Asker, seconds: float) -> Reply | None:
        """The reply once it is there, a sentence where the bot leaves first, or None after so long."""
        await asyncio.wait({work, self._leaving}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            return work.result()
        if not self._leaving.done():
            return None
        work.cancel()
        return Reply(NEW, self.apology(asker, LEAVING))

    def _known(self, plan: Plan, asker: Asker) -> Reply | None:
        """The reply, where nobody has to wait for it: most are, and waiting takes as long as all the rest."""
        try:
            pages = self._desk.at_once(plan.asked(), asker, plan.shown)
        except CommandError as error:
            pages = self._desk.refuse(error, asker, plan.shown)
        return plan.reply(pages) if pages else None

    async def _reply(self, plan: Plan, asker: Asker) -> Reply:
        return plan.reply(await self._desk.reply(plan.asked(), asker, plan.shown))

    async def _choices(self, command: Command, asker: Asker) -> Reply:
        """What can be chosen; nothing where that takes too long, since it cannot be announced."""
        typed = dict(command.options).get(command.focused, "")
        begun = Query(self._plain(command.name), command.options)
        found = asyncio.ensure_future(self._desk.choices(begun, command.focused, typed, MOST_CHOICES, asker))
        await asyncio.wait({found}, timeout=DEFER_AFTER)
        words = self._desk.presentation(asker.locale).words
        offered = [
            {"name": choice_label(choice, words, LONGEST_CHOICE), "value": choice.value}
            for choice in (found.result() if found.done() else ())
            if length(choice.value) <= LONGEST_CHOICE
        ]
        return Reply(CHOICES, choices=as_json({"choices": offered}))

    def _plain(self, name: str) -> str:
        return name.removeprefix(self._prefix)


def _planned(press: Press) -> Plan | None:
    """What a button or a menu asks. A page that somebody else reads is not turned, but shown beside it."""
    if press.custom_id == CONTEXT:
        return _read_in_context(press.chosen or "")
    asked = pressed(press.custom_id)
    if asked is None:
        return None
    in_place = press.own or press.on_private
    match asked.deed:
        case "ask":
            return Plan(lambda: asked.query, hidden=True)
        case "share":
            return Plan(lambda: asked.query, hidden=False, page=asked.page)
        case "turn":
            hidden = press.on_private or not in_place
            return Plan(lambda: asked.query, hidden, asked.page, edits=in_place)


def _read_in_context(chosen: str) -> Plan | None:
    asked = pressed(f"{VERSION}::{chosen}")
    return Plan(lambda: asked.query, hidden=True) if asked else None
