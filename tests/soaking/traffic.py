"""What people do to a deployment: they ask on Discord and Slack, also in private, and flood the pages."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count

import aiohttp

from tests.fakes.discord.interactions import in_channel, slash
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL
from tests.fakes.slack.lines import SocketLine
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import SlackServer

CASE = "carroll-v-trump"
COMMANDS = ("case damages", "case status", "case timeline", "case people", "case statements")
SUBJECTS = ("damages", "the verdict", "the appeal", "the judge", "defamation", "the jury", "the payment")
QUESTIONS = ("how much was paid for {}", "who decided on {}", "when was {}", "what was said about {} in {}")
PRIVATE_CHANNEL = CHANNEL + 1
"""A channel of Discord whose answers are private."""
PRIVATE_SLACK = "C2"
"""The same of Slack."""
ANSWERED_WITHIN = 60.0
"""Seconds after which an answer is lost, on any machine."""
PAUSE = 0.2
"""Seconds between an answer and the next question of one person."""


@dataclass
class Asked:
    """What became of the questions in chat."""

    seconds: list[float] = field(default_factory=list)
    private: int = 0
    """Answers in channels where they are private."""
    made_public: int = 0
    """Those among them that others could see."""
    lost: int = 0


def question(numbers: random.Random) -> str:
    """A question that is hardly asked twice."""
    return numbers.choice(QUESTIONS).format(numbers.choice(SUBJECTS), numbers.randint(1990, 2026))


async def ask_on_discord(discord: FakeDiscord, asked: Asked, until: float, seed: int) -> None:
    """One person who asks in both channels in turn."""
    numbers = random.Random(seed)  # noqa: S311  -- the same questions in each run
    for turn in count():
        if time.monotonic() > until:
            return
        if turn % 3:
            interaction = slash(discord.world, numbers.choice(COMMANDS), case=CASE)
        else:
            interaction = slash(discord.world, "ask", question=question(numbers), case=CASE)
        is_private = bool(turn % 2)
        exchange = await discord.send(in_channel(interaction, PRIVATE_CHANNEL) if is_private else interaction)
        try:
            async with asyncio.timeout(ANSWERED_WITHIN):
                message = await exchange.answer()
        except TimeoutError:
            asked.lost += 1
        else:
            asked.seconds.append(time.monotonic() - exchange.begun)
            asked.private += is_private
            asked.made_public += is_private and not message.is_private
            discord.world.messages.pop(message.id, None)
        discord.world.exchanges.pop(exchange.interaction["token"], None)
        discord.requests.clear()
        await asyncio.sleep(PAUSE)


async def ask_on_slack(slack: SlackServer, asked: Asked, until: float, channel: str, seed: int) -> None:
    """One person who mentions the bot in a channel; answers are awaited one by one."""
    numbers = random.Random(seed)  # noqa: S311  -- the same questions in each run
    person, is_private = Person(slack, SocketLine(slack), channel=channel), channel == PRIVATE_SLACK
    for turn in count():
        if time.monotonic() > until:
            return
        typed = numbers.choice(COMMANDS) if turn % 3 else f"ask {question(numbers)}"
        there = slack.state.messages
        slack.state.messages = there = [one for one in there if one.channel != channel]
        began = time.monotonic()
        await person.mentions(f"<@U0BOT> {typed}")
        try:
            found = await slack.until(
                lambda: [one for one in slack.state.messages if one.channel == channel], ANSWERED_WITHIN
            )
        except TimeoutError:
            asked.lost += 1
        else:
            asked.seconds.append(time.monotonic() - began)
            asked.private += is_private
            asked.made_public += is_private and any(not one.ephemeral_to for one in found)
        slack.state.calls.clear()
        await asyncio.sleep(PAUSE)


async def flood(address: str, clients: int, seconds: float) -> Counter[int]:
    """Many clients who ask the playground without a pause; gives the statuses they were answered with."""
    until, statuses = time.monotonic() + seconds, Counter[int]()

    async def ask(number: int) -> None:
        numbers = random.Random(number)  # noqa: S311  -- the same questions in each run
        while time.monotonic() < until:
            command = {"command": f"/ask {question(numbers)} case:{CASE}"}
            try:
                async with http.post(f"{address}/playground", data=command) as response:
                    await response.read()
                    statuses[response.status] += 1
            except aiohttp.ClientError:
                statuses[0] += 1
                await asyncio.sleep(0.1)

    timeout = aiohttp.ClientTimeout(total=ANSWERED_WITHIN)
    async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0)) as http:
        await asyncio.gather(*map(ask, range(clients)))
    return statuses


if __name__ == "__main__":
    # In a process of its own, so that it does not slow those who measure.
    counted = asyncio.run(flood(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
    sys.stdout.writelines(f"{status} {number}\n" for status, number in counted.items())
