"""What goes wrong between the bot and Discord: nothing is answered twice, nothing is lost without a word."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.choices import Choice
from bot.answers.phrases import phrase
from bot.answers.query import CommandError, Query
from bot.platforms.discord.gateway import REFUSED
from bot.service.command_service import Handler
from bot.service.preferences import Preferences
from bot.settings import CannotServe
from tests.fakes.discord.faults import (
    CALLBACK,
    COMMANDS,
    FOLLOW_UP,
    ORIGINAL,
    Fault,
    dropped,
    error,
    failed,
    rate_limited,
)
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, Exchange, Message
from tests.platforms.discord.running import connected, program, service_of
from tests.rendering.hostile import answer_of

LONG_QUESTION = "a question that is too long for a button " * 4


class Slow:
    """A command whose answer takes as long as the test likes."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()
        self.fails = False
        self.refuses = False

    async def __call__(self, asked: Query, _: Asker) -> Answer:
        self.begun.set()
        await self.go_on.wait()
        if self.fails:
            raise ZeroDivisionError
        if self.refuses:
            raise CommandError(phrase("There is no case “{case}”.", case="xylograph"))
        return answer_of("slow words", query=asked)


async def long(asked: Query, _: Asker) -> Answer:
    """Three pages that no button can turn, since the question is too long for one."""
    return answer_of("word " * 2_000, query=asked)


LONG = 60.0
"""Seconds that nobody waits in these tests: what is late is known by its clock."""


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(guilds=2) as running:
        yield running


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
async def bot(discord: FakeDiscord, content: Path, slow: Slow) -> AsyncIterator[None]:
    handlers: dict[str, Handler] = {"case status": slow, "verify": long}
    async with connected(discord, service_of(content, handlers)):
        await discord.requested("PUT", "/commands")
        yield
    assert discord.rest.violations == []


def texts(*messages: Message) -> str:
    return json.dumps([message.payload for message in messages], ensure_ascii=False)


def callbacks(discord: FakeDiscord) -> list[int]:
    return [one.status for one in discord.of("POST", "/callback")]


async def assert_answered_once(exchange: Exchange, messages: int = 1) -> None:
    await exchange.answer(messages)
    assert len(exchange.callbacks) == 1
    assert len(exchange.messages) == messages


async def drop(discord: FakeDiscord) -> None:
    await discord.gateway.drop()
    await discord.gateway.resumptions(1)


async def drop_and_forget(discord: FakeDiscord) -> None:
    await discord.gateway.drop(forget=True)
    await discord.gateway.identifications(2)


async def reconnect(discord: FakeDiscord) -> None:
    await discord.gateway.tell_to_reconnect()
    await discord.gateway.resumptions(1)


async def invalidate(discord: FakeDiscord) -> None:
    await discord.gateway.invalidate()
    await discord.gateway.identifications(2)


@pytest.mark.parametrize("cut", [drop, drop_and_forget, reconnect, invalidate], ids=lambda cut: cut.__name__)
@pytest.mark.usefixtures("bot")
async def test_the_bot_comes_back_and_answers(
    discord: FakeDiscord, cut: Callable[[FakeDiscord], asyncio.Future[None]]
) -> None:
    await assert_answered_once(await discord.slash("case damages"))
    await cut(discord)
    await assert_answered_once(await discord.slash("case damages"))
    assert len(discord.of("PUT", "/commands")) == 1


@pytest.mark.usefixtures("bot")
async def test_what_was_asked_while_the_connection_was_away_is_answered_once_it_resumes(
    discord: FakeDiscord,
) -> None:
    await discord.gateway.drop()
    exchange = await discord.slash("case damages")
    await assert_answered_once(exchange)
    assert len(discord.gateway.resumed) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("stored", [False, True])
@pytest.mark.usefixtures("bot")
async def test_a_failed_callback_is_repeated_and_answers_once(
    discord: FakeDiscord, status: int, *, stored: bool
) -> None:
    discord.faults.append(failed("POST", CALLBACK, status, stored=stored))
    await assert_answered_once(await discord.slash("case damages"))
    await discord.requested("POST", "/callback", 2)
    assert callbacks(discord) == [status, 400 if stored else 204]
    assert discord.of("POST", "/webhooks/") == []


@pytest.mark.parametrize("stored", [False, True])
@pytest.mark.usefixtures("bot")
async def test_a_callback_whose_connection_drops_is_repeated_and_answers_once(
    discord: FakeDiscord, *, stored: bool
) -> None:
    discord.faults.append(dropped("POST", CALLBACK, stored=stored))
    await assert_answered_once(await discord.slash("case damages"))
    await discord.requested("POST", "/callback", 2)
    assert callbacks(discord) == [0, 400 if stored else 204]


@pytest.mark.parametrize("everywhere", [False, True])
@pytest.mark.usefixtures("bot")
async def test_a_limited_callback_waits_as_long_as_discord_says(
    discord: FakeDiscord, *, everywhere: bool
) -> None:
    discord.faults.append(rate_limited("POST", CALLBACK, 0.3, everywhere=everywhere))
    exchange = await discord.slash("case damages")
    await assert_answered_once(exchange)
    assert exchange.answered_after >= 0.3
    assert callbacks(discord) == [429, 204]


@pytest.mark.usefixtures("bot")
async def test_a_limit_that_lasts_longer_than_discord_waits_is_not_waited_for(
    discord: FakeDiscord, capsys: pytest.CaptureFixture[str]
) -> None:
    discord.faults.append(rate_limited("POST", CALLBACK, 30))
    await discord.slash("case damages")
    await discord.requested("POST", "/callback")
    await assert_answered_once(await discord.slash("case damages"))
    assert callbacks(discord) == [429, 204]
    assert "an answer was not delivered" in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    "refusal", [error(10062, "Unknown interaction"), error(40060, "Already acknowledged")]
)
@pytest.mark.usefixtures("bot")
async def test_what_is_too_late_or_answered_elsewhere_is_not_repeated(
    discord: FakeDiscord, refusal: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    discord.faults.append(Fault("POST", CALLBACK, 404 if refusal["code"] == 10062 else 400, refusal))
    await discord.slash("verify", text=LONG_QUESTION)
    await discord.requested("POST", "/callback")
    await assert_answered_once(await discord.slash("case damages"))
    assert len(callbacks(discord)) == 2
    assert discord.of("POST", "/webhooks/") == []
    assert str(refusal["code"]) in "".join(capsys.readouterr())


@pytest.mark.usefixtures("bot")
async def test_a_payload_that_discord_refuses_is_not_repeated_and_whoever_asked_is_told(
    discord: FakeDiscord, capsys: pytest.CaptureFixture[str]
) -> None:
    discord.faults.append(Fault("POST", CALLBACK, 400, error(50035, "Invalid Form Body")))
    exchange = await discord.slash("case damages")
    assert "Something went wrong here" in texts(await exchange.answer())
    assert len(callbacks(discord)) == 2
    assert "discord refused an answer" in "".join(capsys.readouterr())


@pytest.mark.usefixtures("bot")
async def test_an_answer_that_takes_long_is_announced_and_then_there(
    discord: FakeDiscord, slow: Slow
) -> None:
    exchange = await discord.slash("case status")
    assert await exchange.callback() == {"type": 5, "data": {"flags": 0}}
    slow.go_on.set()
    assert "slow words" in texts(await exchange.answer())
    await assert_answered_once(exchange)


@pytest.mark.usefixtures("bot")
async def test_a_private_answer_is_announced_in_private(discord: FakeDiscord, slow: Slow) -> None:
    exchange = await discord.slash("case status", private=True)
    assert (await exchange.callback())["data"]["flags"] == 64
    slow.go_on.set()
    answer = await exchange.answer()
    assert answer.is_private
    assert "slow words" in texts(answer)


@pytest.mark.usefixtures("bot")
async def test_why_there_is_no_answer_is_for_whoever_asked_alone_although_it_was_announced_to_all(
    discord: FakeDiscord, slow: Slow
) -> None:
    slow.refuses = True
    exchange = await discord.slash("case status")
    assert await exchange.callback() == {"type": 5, "data": {"flags": 0}}
    slow.go_on.set()
    await exchange.until(lambda: exchange.follow_ups)
    [refused] = exchange.messages
    assert refused.is_private
    assert "xylograph" in texts(refused)
    assert discord.world.in_channel(CHANNEL) == []


@pytest.mark.usefixtures("bot")
async def test_why_there_is_no_answer_is_said_where_the_announcement_cannot_be_deleted(
    discord: FakeDiscord, slow: Slow
) -> None:
    slow.refuses = True
    discord.faults.append(Fault("DELETE", ORIGINAL, 403, error(50001, "Missing Access")))
    exchange = await discord.slash("case status")
    await exchange.callback()
    slow.go_on.set()
    assert "xylograph" in texts(await exchange.answer())


@pytest.mark.usefixtures("bot")
async def test_a_page_that_takes_long_is_announced_and_turned_in_its_place(
    discord: FakeDiscord, slow: Slow
) -> None:
    message = await (await discord.slash("case damages")).answer()
    exchange = await discord.press(message, "1:1:/case status")
    assert await exchange.callback() == {"type": 6}
    slow.go_on.set()
    await exchange.until(lambda: message.edits == 1)
    assert "slow words" in texts(message)


@pytest.mark.usefixtures("bot")
async def test_a_page_that_cannot_be_turned_in_the_end_stays_and_whoever_pressed_is_told(
    discord: FakeDiscord, slow: Slow
) -> None:
    message = await (await discord.slash("case damages")).answer()
    slow.fails = True
    exchange = await discord.press(message, "1:1:/case status")
    assert await exchange.callback() == {"type": 6}
    slow.go_on.set()
    await exchange.until(lambda: exchange.follow_ups)
    [notice] = exchange.follow_ups
    assert "Something went wrong here" in texts(notice)
    assert notice.is_private
    assert message.edits == 0


@pytest.mark.usefixtures("bot")
async def test_a_page_that_discord_refuses_to_turn_stays_and_whoever_pressed_is_told(
    discord: FakeDiscord, slow: Slow
) -> None:
    message = await (await discord.slash("case damages")).answer()
    discord.faults.append(Fault("PATCH", ORIGINAL, 400, error(50035, "Invalid Form Body")))
    exchange = await discord.press(message, "1:1:/case status")
    await exchange.callback()
    slow.go_on.set()
    await exchange.until(lambda: exchange.follow_ups)
    assert "Something went wrong here" in texts(*exchange.follow_ups)
    assert message.edits == 0


async def test_an_answer_is_announced_in_time_although_its_place_takes_long_to_say_who_sees_it(
    discord: FakeDiscord, content: Path, slow: Slow
) -> None:
    passed = [0.0]

    class Slow:
        async def of(self, _: Asker) -> Preferences:
            passed[0] += LONG
            return Preferences(visibility="private")

    service = service_of(content, {"case status": slow}, preferences=Slow())
    async with connected(discord, service, defer_after=LONG, clock=lambda: passed[0]):
        exchange = await discord.slash("case status")
        # Were the time of the preferences not counted, this would come LONG seconds later.
        assert await exchange.callback() == {"type": 5, "data": {"flags": 64}}
        slow.go_on.set()
        assert "slow words" in texts(await exchange.answer())


async def test_choices_that_fail_are_none_and_are_told_of(
    discord: FakeDiscord, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fails(_: str, __: Asker) -> tuple[Choice, ...]:
        raise ZeroDivisionError

    async with connected(discord, service_of(content, completers={"zone": fails})):
        assert await discord.complete("settings set", "zone", zone="ber") == []
    assert callbacks(discord) == [204]
    assert "choices failed" in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    "fault",
    [
        failed("PATCH", ORIGINAL, 500),
        failed("PATCH", ORIGINAL, 502, stored=True),
        failed("PATCH", ORIGINAL, 503),
        dropped("PATCH", ORIGINAL, stored=True),
        dropped("PATCH", ORIGINAL, stored=False),
        rate_limited("PATCH", ORIGINAL, 0.2),
    ],
    ids=["500", "502 stored", "503", "dropped stored", "dropped", "429"],
)
@pytest.mark.usefixtures("bot")
async def test_an_announced_answer_gets_there_whatever_happens_on_the_way(
    discord: FakeDiscord, slow: Slow, fault: Fault
) -> None:
    discord.faults.append(fault)
    exchange = await discord.slash("case status")
    await exchange.callback()
    slow.go_on.set()
    await discord.requested("PATCH", "@original", 2)
    assert "slow words" in texts(await exchange.answer())
    await assert_answered_once(exchange)


@pytest.mark.usefixtures("bot")
async def test_an_announced_answer_that_is_refused_becomes_an_apology(
    discord: FakeDiscord, slow: Slow
) -> None:
    discord.faults.append(Fault("PATCH", ORIGINAL, 400, error(50035, "Invalid Form Body")))
    exchange = await discord.slash("case status")
    await exchange.callback()
    slow.go_on.set()
    assert "Something went wrong here" in texts(await exchange.answer())


@pytest.mark.usefixtures("bot")
async def test_pages_that_no_button_turns_are_sent_one_after_the_other(discord: FakeDiscord) -> None:
    exchange = await discord.slash("verify", text=LONG_QUESTION)
    await assert_answered_once(exchange, messages=3)
    assert "Page 2" not in texts(*exchange.messages)


@pytest.mark.parametrize(
    "fault",
    [
        failed("POST", FOLLOW_UP, 502, stored=True),
        failed("POST", FOLLOW_UP, 500, stored=True),
        failed("POST", FOLLOW_UP, 503, stored=True),
        dropped("POST", FOLLOW_UP, stored=True),
    ],
    ids=["502", "500", "503", "dropped"],
)
@pytest.mark.usefixtures("bot")
async def test_a_page_that_may_have_arrived_is_not_sent_twice_and_this_is_told(
    discord: FakeDiscord, fault: Fault
) -> None:
    discord.faults.append(fault)
    exchange = await discord.slash("verify", text=LONG_QUESTION)
    await assert_answered_once(exchange, messages=4)
    *_, last = exchange.messages
    assert "A part of this answer may not have arrived." in texts(last)
    assert last.is_private
    assert len({texts(message) for message in exchange.messages}) == 4


@pytest.mark.usefixtures("bot")
async def test_a_page_that_is_limited_waits_and_is_sent(discord: FakeDiscord) -> None:
    discord.faults.append(rate_limited("POST", FOLLOW_UP, 0.2))
    await assert_answered_once(await discord.slash("verify", text=LONG_QUESTION), messages=3)
    assert [one.status for one in discord.of("POST", "/webhooks/")] == [429, 200, 200]


async def test_answers_under_way_are_finished_when_the_bot_is_told_to_stop(
    discord: FakeDiscord, content: Path, slow: Slow
) -> None:
    stop = asyncio.Event()
    async with connected(discord, service_of(content, {"case status": slow}), stop) as keeping:
        exchange = await discord.slash("case status")
        await slow.begun.wait()
        stop.set()
        slow.go_on.set()
        assert "slow words" in texts(await exchange.answer())
        await keeping


async def test_what_discord_had_sent_when_the_bot_was_told_to_stop_is_answered(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    async with program("discord", folder=tmp_path, **discord.env) as bot:
        await bot.line("connected to discord")
        asked = [
            await discord.slash("verify", text=f"the {number} travesty of words " * 20)
            for number in range(40)
        ]
        assert await bot.stop() == (0, "")
    assert [len(exchange.callbacks) for exchange in asked] == [1] * 40


async def test_answers_that_are_not_done_in_time_are_refused_with_a_sentence(
    discord: FakeDiscord, content: Path, slow: Slow
) -> None:
    stop = asyncio.Event()
    async with connected(discord, service_of(content, {"case status": slow}), stop) as keeping:
        exchange = await discord.slash("case status")
        await slow.begun.wait()
        stop.set()
        await keeping
    assert "The bot is being restarted. Ask again in a moment." in texts(await exchange.answer())
    await assert_answered_once(exchange)


async def test_an_interaction_that_nobody_knows_is_passed_over(
    discord: FakeDiscord, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with connected(discord, service_of(content)):
        strange = (await discord.slash("case damages")).interaction
        await discord.send({**strange, "id": "7", "token": "t", "data": {"id": "1", "name": "x", "type": 4}})
        await assert_answered_once(await discord.slash("case damages"))
    assert "not an interaction of ours" in "".join(capsys.readouterr())


async def test_commands_that_discord_refuses_are_told_of_and_not_repeated(
    discord: FakeDiscord, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    discord.faults.append(Fault("PUT", COMMANDS, 400, error(50035, "Invalid Form Body"), times=9))
    async with connected(discord, service_of(content)):
        await discord.requested("PUT", "/commands")
        await assert_answered_once(await discord.slash("case damages"))
    assert len(discord.of("PUT", "/commands")) == 1
    assert "commands not registered" in "".join(capsys.readouterr())


async def test_commands_are_told_again_after_a_fault(discord: FakeDiscord, content: Path) -> None:
    discord.faults.append(failed("PUT", COMMANDS, 503))
    async with connected(discord, service_of(content)):
        await discord.requested("PUT", "/commands", 2)
    assert discord.world.commands


async def test_a_token_that_is_revoked_while_the_bot_runs_ends_it_with_a_sentence(
    discord: FakeDiscord, content: Path
) -> None:
    async def revoked() -> None:
        async with connected(discord, service_of(content)) as keeping:
            discord.world.token = "another"
            await discord.gateway.invalidate()
            await keeping

    with pytest.raises(CannotServe, match="does not accept the token"):
        await revoked()


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"DISCORD_TOKEN": ""}, "There is no token:"),
        ({"DISCORD_TOKEN": "revoked"}, REFUSED),
        ({"DISCORD_SHARD_IDS": "0,1"}, "Discord does not accept these shards:"),
        ({"DISCORD_SHARD_IDS": "4", "DISCORD_SHARD_COUNT": "4"}, "Discord does not accept these shards:"),
    ],
)
async def test_what_cannot_connect_ends_with_one_sentence(
    discord: FakeDiscord, tmp_path: Path, env: dict[str, str], sentence: str
) -> None:
    async with program("discord", folder=tmp_path, **{**discord.env, **env}) as bot:
        await bot.process.wait()
        _, log = await bot.stop()
    assert bot.process.returncode == 1
    assert "Traceback" not in log
    last = json.loads(log.splitlines()[-1])
    assert last["event"] == "cannot serve"
    assert last["reason"].startswith(sentence)


async def test_a_discord_that_is_not_there_yet_is_waited_for(tmp_path: Path, discord: FakeDiscord) -> None:
    discord.faults.append(failed("GET", "/gateway/bot", 503))
    async with program("discord", folder=tmp_path, **discord.env) as bot:
        await bot.line("discord not reached")
        await discord.gateway.connected()
        await assert_answered_once(await discord.slash("case damages"))
    away = {**discord.env, "DISCORD_API_URL": "http://127.0.0.1:1"}
    async with program("discord", folder=tmp_path, **away) as bot:
        await bot.line("discord not reached")
        assert (await bot.stop())[0] == 0
