"""The adapter: stays connected to one network, hears questions, and says what the command service answers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import structlog

from bot.answers.asker import Asker
from bot.answers.phrases import phrase
from bot.answers.refusal import FAILED
from bot.service.command_service import CommandService
from bot.service.pending import Closing, PendingAnswers
from docs.tutorials.irc.messages import CHANNEL, NICK, Message, folded, read_message, typed_words
from docs.tutorials.irc.pacing import Pace, delay
from docs.tutorials.irc.screens import Screens, to_irc

MARK = "!"
DEFER_AFTER = 4.0
"""Seconds after which whoever asks is told that the answer takes longer."""
GIVE_UP_AFTER = 120.0
"""Seconds after which an answer is not waited for any more."""
DRAIN, LAST_WORDS = 30.0, 5.0
"""Seconds for answers under way when the bot stops, and then for those that are cut off to say so."""
SILENCE = 600.0
"""Seconds without a message, not even a PING, after which the connection is taken for lost."""
MOST_UNDER_WAY = 40
"""Questions under way; what is asked beyond them is not heard, since they would wait for minutes."""
MOST_KEPT = 256
"""Askers whose further screens are kept for ``!more``."""
STILL_LOOKING = "Still looking …"
NO_MORE = "There is nothing more to show."
LEAVING = phrase("The bot is being restarted. Ask again in a moment.")

log = structlog.get_logger()


@dataclass(frozen=True)
class Network:
    """Where to connect, and as whom. Raises ValueError for names that no message could hold."""

    host: str
    port: int
    nick: str
    channels: tuple[str, ...]
    tls: bool = True

    def __post_init__(self) -> None:
        if not NICK.fullmatch(self.nick) or not all(map(CHANNEL.fullmatch, self.channels)):
            raise ValueError("a nickname such as verbatim and channels such as #news are needed")


class IrcAdapter:
    """One bot on one network. To be made in the event loop that runs it."""

    def __init__(
        self, service: CommandService, network: Network, pace: Pace, defer_after: float = DEFER_AFTER
    ) -> None:
        self._service, self._network, self._pace = service, network, pace
        self._channels = frozenset(map(folded, network.channels))
        self._defer_after = defer_after
        self._nick, self._failures = network.nick, 0
        self._writer: asyncio.StreamWriter | None = None
        self._speaking = asyncio.Lock()
        self._further: dict[Asker, tuple[tuple[str, ...], ...]] = {}
        self._hears = True
        self.pending = PendingAnswers()
        """The answers under way."""

    async def run(self, stop: asyncio.Event) -> None:
        """Stay connected until ``stop`` is set; then finish the answers under way, and quit."""
        async with asyncio.TaskGroup() as group:
            connecting = group.create_task(self._stay_connected())
            await stop.wait()
            self._hears = False
            await self.pending.drain(DRAIN, LAST_WORDS)
            self._send("QUIT :restarting")
            connecting.cancel()

    async def _stay_connected(self) -> None:
        while True:
            try:
                await self._converse()
            except (OSError, ValueError) as error:  # a line without an end is a ValueError of the stream's
                log.warning("connection lost", host=self._network.host, reason=str(error))
            await self._pace.sleep(delay(self._failures))
            self._failures += 1

    async def _converse(self) -> None:
        """Hold one connection until the server ends it. Raises OSError where it breaks."""
        at = self._network
        reader, self._writer = await asyncio.open_connection(at.host, at.port, ssl=at.tls or None)
        try:
            self._nick = at.nick
            self._send(f"NICK {at.nick}", f"USER {at.nick} 0 * :verbatim")
            # Not wait_for: before Python 3.12 it loses a cancellation that comes together with a line.
            async with asyncio.timeout(SILENCE) as silence:
                while line := await reader.readline():
                    silence.reschedule(asyncio.get_running_loop().time() + SILENCE)
                    self._hear(read_message(line))
        finally:
            writer, self._writer = self._writer, None
            writer.close()
            with contextlib.suppress(OSError):  # a timeout is one too
                async with asyncio.timeout(LAST_WORDS):
                    await writer.wait_closed()

    def _hear(self, message: Message) -> None:
        match message:
            case Message(_, "PING", (*_, token)):
                self._send(f"PONG :{token}")
            case Message(_, "001", (nick, *_)):
                self._nick, self._failures = nick, 0
                self._send(f"JOIN {','.join(self._network.channels)}")
            case Message(_, "433", _):  # the nickname is in use
                self._nick += "_"
                self._send(f"NICK {self._nick}")
            case Message(nick, "PRIVMSG", (target, text)) if self._hears and NICK.fullmatch(nick):
                self._hear_words(nick, target, text)
            case _:
                pass

    def _hear_words(self, nick: str, target: str, text: str) -> None:
        """Begin to answer what is for the bot: in a channel what begins with ``!``, in private anything."""
        is_private = folded(target) == folded(self._nick)
        typed = typed_words(text)
        is_for_us = is_private or (folded(target) in self._channels and typed.startswith(MARK))
        question = typed.removeprefix(MARK)
        if text.startswith("\x01") or not is_for_us or not question or len(self.pending) >= MOST_UNDER_WAY:
            return
        place = nick if is_private else target
        asker = Asker("irc", self._network.host, folded(place), folded(nick), is_direct=is_private)
        _ = self.pending.start(self._answer(question, asker, nick, place))

    async def _answer(self, question: str, asker: Asker, nick: str, place: str) -> None:
        """Answer one question; ``place`` is the channel it came from, or the nick where it was private."""
        try:
            if question.lower() == "more":
                await self._say_next(self._further.pop(asker, ((NO_MORE,),)), asker, place)
                return
            reply = await self._reply(question, asker, place)
            preferences = await self._service.preferences.of(asker)
            if asker.is_direct or reply.is_refusal or preferences.visibility == "private":
                await self._say(nick, chain.from_iterable(reply.screens))
            else:
                await self._say_next(reply.screens, asker, place)
        except OSError as error:
            log.warning("answer not sent", nick=nick, reason=str(error))
        except Exception:  # nobody waits for this task: what goes wrong is logged here or nowhere
            log.exception("an answer failed", nick=nick)

    async def _reply(self, question: str, asker: Asker, place: str) -> Screens:
        """The answer in screens; ``place`` is told where it takes longer."""
        work = self.pending.start(self._service.reply(question, asker, to_irc))
        try:
            if reply := await self.pending.result(work, self._defer_after):
                return reply
            await self._say(place, (STILL_LOOKING,))
            if reply := await self.pending.result(work, GIVE_UP_AFTER):
                return reply
            work.cancel()
        except Closing:
            return self._service.apologise(LEAVING, asker, to_irc)
        return self._service.apologise(FAILED, asker, to_irc)

    async def _say_next(self, screens: tuple[tuple[str, ...], ...], asker: Asker, place: str) -> None:
        """Show the first screen in a channel, and keep the others for ``!more``."""
        first, *further = screens
        self._further.pop(asker, None)
        if further:
            if len(self._further) >= MOST_KEPT:
                self._further.clear()
            self._further[asker] = tuple(further)
            first = (*first, f"— {sum(map(len, further))} more lines: {MARK}more")
        await self._say(place, first)

    async def _say(self, target: str, lines: Iterable[str]) -> None:
        """Say lines one after another, with nothing between them; the rest is dropped with its connection."""
        async with self._speaking:
            writer = self._writer
            for line in lines:
                await self._pace.take()
                if writer is None or writer is not self._writer:
                    raise ConnectionResetError("the connection is gone")
                writer.write(f"PRIVMSG {target} :{line}\r\n".encode())
                await writer.drain()

    def _send(self, *lines: str) -> None:
        """Send what the protocol asks for at once, if there is a connection."""
        if writer := self._writer:
            self._pace.spend(len(lines))
            writer.write("".join(f"{line}\r\n" for line in lines).encode())
