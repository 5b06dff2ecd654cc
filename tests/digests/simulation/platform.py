"""A platform as seen over a bad network: what it stores, what it answers, and what of that arrives."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from bot.digests.outcomes import (
    Absent,
    Ambiguous,
    CannotTell,
    Outcome,
    Reason,
    Rejected,
    Retry,
    Sent,
    Sighting,
)
from bot.digests.senders import Pace, Target
from bot.rendering.render import Payload
from tests.digests.simulation.faults import Faults

REMEMBERED = 300.0
"""Seconds for which the platform itself remembers a key; the sender counts on fewer."""


@dataclass
class Message:
    id: str
    key: str
    at: float
    payload: Payload


@dataclass
class Platform:
    """Channels with their messages. ``keys``: a second post with the same key is dropped for a while."""

    name: str
    keys: bool
    history: bool
    channels: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    closed: set[str] = field(default_factory=set)
    posts: int = 0

    def store(self, channel: str, key: str, payload: Payload) -> Message:
        """Post, or give what the key has posted before."""
        self.posts += 1
        time = asyncio.get_running_loop().time()
        if self.keys:
            for message in self.channels[channel]:
                if message.key == key and time - message.at < REMEMBERED:
                    return message
        message = Message(f"{channel}/{len(self.channels[channel])}", key, time, payload)
        self.channels[channel].append(message)
        return message

    def edit(self, channel: str, identifier: str, payload: Payload) -> bool:
        for message in self.channels[channel]:
            if message.id == identifier:
                message.payload = payload
                return True
        return False


class SimulatedSender:
    """One process's way to a platform."""

    def __init__(self, platform: Platform, faults: Callable[[], Faults], random: Random) -> None:
        self._platform = platform
        self._faults = faults
        self._random = random
        self.remembers_keys_for = 120.0 if platform.keys else 0.0

    def pace(self, _: Target) -> Pace:
        return Pace(self._platform.name, 50, 5 if self._platform.keys else 1)

    async def send(self, target: Target, payload: Payload, key: str) -> Outcome:
        faults = self._faults()
        refused = await self._on_the_way(faults, target)
        if refused:
            return refused
        if self._happens(faults.request_lost):
            return await self._silence("the request was lost")
        message = await self._at_the_server(faults, target, payload, key)
        if message is None or self._happens(faults.answer_lost):
            return await self._silence("the answer was lost")
        if self._happens(faults.failed):
            return Ambiguous("502")
        await asyncio.sleep(self._random.uniform(0.01, 0.3))
        return Sent(message.id)

    async def _at_the_server(
        self, faults: Faults, target: Target, payload: Payload, key: str
    ) -> Message | None:
        """What is on its way arrives even where whoever sent it has died, and sometimes very late."""
        stored: asyncio.Future[Message] = asyncio.get_running_loop().create_future()

        def store() -> None:
            message = self._platform.store(target.channel, key, payload)
            if not stored.done():
                stored.set_result(message)

        asyncio.get_running_loop().call_later(self._delay(faults), store, context=Context())
        return await stored

    def _delay(self, faults: Faults) -> float:
        return self._random.uniform(12, 19) if self._happens(faults.slow) else self._random.uniform(0.01, 0.2)

    async def edit(self, target: Target, message: str, payload: Payload) -> Outcome:
        faults = self._faults()
        refused = await self._on_the_way(faults, target)
        if refused:
            return refused
        if self._happens(faults.request_lost):
            return await self._silence("the request was lost")
        loop = asyncio.get_running_loop()
        edited: asyncio.Future[bool] = loop.create_future()

        def edit() -> None:
            is_there = self._platform.edit(target.channel, message, payload)
            if not edited.done():
                edited.set_result(is_there)

        loop.call_later(self._delay(faults), edit, context=Context())
        if not await edited:
            return Rejected(Reason.NO_CHANNEL)
        return await self._silence("lost") if self._happens(faults.answer_lost) else Sent(message)

    async def look_up(self, target: Target, _payload: Payload, key: str, _since: datetime) -> Sighting:
        await asyncio.sleep(self._random.uniform(0.01, 0.3))
        if not self._platform.history or target.channel in self._platform.closed:
            return CannotTell("the history cannot be read")
        if self._happens(self._faults().look_up_failed):
            return Retry(self._random.uniform(0.5, 90), why="look-up failed")
        for message in self._platform.channels[target.channel]:
            if message.key == key:
                return Sent(message.id)
        return Absent()

    async def can_post(self, target: Target) -> Rejected | None:
        return Rejected(Reason.NO_CHANNEL) if target.channel in self._platform.closed else None

    async def _on_the_way(self, faults: Faults, target: Target) -> Rejected | Retry | None:
        await asyncio.sleep(self._random.uniform(0.01, 0.2))
        if target.channel in self._platform.closed:
            return Rejected(Reason.NO_CHANNEL, "gone")
        if self._happens(faults.limited_everywhere):
            return Retry(self._random.uniform(0.5, 20), whole_bot=True, why="429")
        if self._happens(faults.limited):
            return Retry(self._random.uniform(0.2, 60), why="429")
        return None

    async def _silence(self, why: str) -> Ambiguous:
        await asyncio.sleep(self._random.choice((0.1, 1, 14.9, 60)))
        return Ambiguous(why)

    def _happens(self, probability: float) -> bool:
        return self._random.random() < probability
