"""What a member can have the bot say on Discord: limits, repeats, shares, privacy, membership and reports."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.query import Query
from bot.db.database import open_database
from bot.platforms.discord.interaction import displayed
from bot.rendering.proof import discord_quotations
from bot.service.conduct import Conduct
from bot.service.preference_repository import CACHED_FOR
from tests.databases import new_migrated_database
from tests.fakes.discord import interactions
from tests.fakes.discord.permissions import FOR_MEMBER, SEND_MESSAGES, VIEW_CHANNEL, Overwrite
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, GUILD, USER, Channel, Message
from tests.platforms.discord.running import connected, program, service_of
from tests.rendering.hostile import answer_of

OTHER = CHANNEL + 1
DAILY = "weekdays 9:00 Europe/Berlin"
LIMITS = {"COOLDOWN_ANSWERS": "5", "COOLDOWN_SECONDS": "60", "REPEAT_SECONDS": "30"}


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as running:
        yield running
        assert running.rest.violations == []


@pytest.fixture
async def bot(discord: FakeDiscord, tmp_path: Path) -> AsyncIterator[FakeDiscord]:
    """The unmodified program, with the limits that it has by itself."""
    async with program("discord", folder=tmp_path, **{**discord.env, **LIMITS}) as running:
        await discord.gateway.connected()
        await running.line("connected to discord")
        yield discord


def texts(message: Message) -> str:
    return json.dumps(message.payload, ensure_ascii=False).replace("\\\\", "")


def seen(message: Message) -> str:
    """What people read: a button's custom_id, which holds its command, is shown to nobody."""
    return "\n".join(displayed(message.payload["components"]))


def button(message: Message, label: str) -> dict[str, Any]:
    rows = (row["components"] for row in message.payload["components"] if row["type"] == 1)
    return next(one for row in rows for one in row if one.get("label") == label)


async def asked(discord: FakeDiscord, name: str, /, **options: Any) -> Message:
    return await (await discord.slash(name, **options)).answer()


async def managed(discord: FakeDiscord, name: str, /, **options: Any) -> Message:
    asked = interactions.as_manager(interactions.slash(discord.world, name, **options))
    return await (await discord.send(asked)).answer()


async def test_a_member_has_five_answers_a_minute_shown_to_all_and_is_told_how_long_it_lasts(
    bot: FakeDiscord,
) -> None:
    answers = [await asked(bot, "quote", text=f"justice {number}") for number in range(60)]
    assert len(bot.world.in_channel(CHANNEL)) == 5
    refused = answers[5]
    assert refused.is_private
    assert "The next one is possible in" in texts(refused)
    another = interactions.by(interactions.slash(bot.world, "case damages"), USER + 1)
    assert not (await (await bot.send(another)).answer()).is_private
    elsewhere = interactions.in_channel(interactions.slash(bot.world, "case damages"), OTHER)
    assert not (await (await bot.send(elsewhere)).answer()).is_private


async def test_a_direct_message_among_people_is_spared_as_a_channel_is(bot: FakeDiscord) -> None:
    for context, shown in ((2, 5), (1, 8)):
        answers = []
        for number in range(8):
            slash = interactions.slash(bot.world, "quote", text=f"justice {context} {number}")
            sent = await bot.send(interactions.in_private(slash, context=context))
            answers.append(await sent.answer())
        assert sum(not one.is_private for one in answers) == shown


async def test_what_cannot_be_answered_is_not_counted(bot: FakeDiscord) -> None:
    for _ in range(8):
        assert (await asked(bot, "case damages", case="nobody")).is_private
    assert not (await asked(bot, "case damages")).is_private


async def test_the_same_answer_at_once_is_a_private_pointer_to_the_first(bot: FakeDiscord) -> None:
    first = await asked(bot, "case damages")
    second = await asked(bot, "case damages", private=False)
    assert second.is_private
    assert "is here already" in texts(second)
    assert button(second, "Go to it")["url"].endswith(f"/{CHANNEL}/{first.id}")
    at_once = await asyncio.gather(*(asked(bot, "case people") for _ in range(10)))
    assert sum(not message.is_private for message in at_once) == 1
    assert len(bot.world.in_channel(CHANNEL)) == 2


async def test_of_what_a_member_typed_200_characters_are_repeated(bot: FakeDiscord) -> None:
    words = "xylograph " * 588
    answer = await asked(bot, "verify", text=words[:5_880])
    assert 0 < seen(answer).count("xylograph") * len("xylograph ") <= 200
    quoted = " ".join(f'"zymurgist {number} said no such words at all"' for number in range(10))
    claims = seen(await asked(bot, "verify", text=quoted))
    assert "zymurgist" in claims
    assert claims.count("zymurgist") * len("zymurgist") <= 200


async def test_a_shared_answer_names_the_sharer_comes_once_and_holds_no_words_of_theirs(
    bot: FakeDiscord,
) -> None:
    claim = "Carroll was awarded $50 million in damages in the defamation case."
    answer = await asked(bot, "verify", text=claim, private=True)
    share = button(answer, "Share")["custom_id"]
    shared = await (await bot.press(answer, share)).answer()
    assert not shared.is_private
    assert f"-# Shared by <@{USER}>" in texts(shared)
    assert "$50" in seen(answer)
    assert "$50" not in seen(shared)
    assert discord_quotations(shared.payload) == discord_quotations(answer.payload)
    assert "Carroll was awarded $5 million in damages in the defamation case." in texts(shared)
    again = await (await bot.press(answer, share)).answer()
    assert again.is_private
    assert len(bot.world.in_channel(CHANNEL)) == 1
    question = await asked(bot, "ask", question="How much was Carroll awarded, pray?", private=True)
    shown = await (await bot.press(question, button(question, "Share")["custom_id"])).answer()
    assert "pray" in seen(question)
    assert "pray" not in seen(shown)


async def test_a_verdict_on_what_somebody_typed_is_for_them_alone_unless_all_are_to_see_it(
    bot: FakeDiscord,
) -> None:
    claim = "The trial was very unfair"
    assert (await asked(bot, "verify", text=claim)).is_private
    assert not (await asked(bot, "verify", text=claim, private=False)).is_private
    await managed(bot, "settings set", visibility="public")
    assert not (await asked(bot, "verify", text="I won that at trial")).is_private


REPORTS = (
    '"Carroll was awarded $50 million in damages in the defamation case, xylograph," said Paul Zymurgist.',
    'Trump said "three-post rant" and they say "The trial was very unfair, xylograph"',
)


@pytest.mark.parametrize("text", REPORTS)
async def test_a_report_on_a_message_is_shared_as_any_other_answer_is(bot: FakeDiscord, text: str) -> None:
    on_message = interactions.on_message(bot.world, "Check quotes", text)
    report = await (await bot.send(on_message)).answer()
    assert "xylograph" in seen(report)
    shared = await (await bot.press(report, button(report, "Share")["custom_id"])).answer()
    assert not shared.is_private
    assert f"-# Shared by <@{USER}>" in seen(shared)
    assert "xylograph" not in seen(shared).casefold()
    assert "zymurgist" not in seen(shared).casefold()
    assert discord_quotations(shared.payload) == discord_quotations(report.payload)
    again = await (await bot.press(report, button(report, "Share")["custom_id"])).answer()
    assert again.is_private
    assert "is here already" in seen(again)
    assert len(bot.world.in_channel(CHANNEL)) == 1


async def test_a_report_stands_whatever_becomes_of_its_message(bot: FakeDiscord) -> None:
    said = '"The trial was very unfair, xylograph," he wrote, and "three-post rant"'
    first = interactions.on_message(bot.world, "Check quotes", said)
    [(target, message)] = first["data"]["resolved"]["messages"].items()
    report = await (await bot.send(first)).answer()
    kept = seen(report)
    changed = {**message, "content": "nothing quoted", "guild_id": str(GUILD)}
    await bot.gateway.dispatch("MESSAGE_UPDATE", changed, GUILD)
    # What is checked is the message as it reads now: no report of it is kept.
    again = await (await bot.send(interactions.edited(first, "nothing quoted"))).answer()
    assert "There is no quotation in this message." in seen(again)
    other = await (await bot.send(interactions.edited(first, '"I didn\u2019t Rape her" he wrote'))).answer()
    assert "Verbatim" in seen(other)
    assert "xylograph" not in seen(other)
    gone = {"id": target, "channel_id": str(CHANNEL), "guild_id": str(GUILD)}
    await bot.gateway.dispatch("MESSAGE_DELETE", gone, GUILD)
    await bot.gateway.dispatch("MESSAGE_DELETE_BULK", {**gone, "ids": [target]}, GUILD)
    # Of a deleted message the sources' words are shared all the same, and none of its own.
    shared = await (await bot.press(report, button(report, "Share")["custom_id"])).answer()
    assert not shared.is_private
    assert "xylograph" not in seen(shared)
    assert discord_quotations(shared.payload) == discord_quotations(report.payload)
    assert seen(report) == kept
    assert report.edits == again.edits == other.edits == 0


async def test_only_the_askers_own_words_are_said_to_be_theirs(bot: FakeDiscord) -> None:
    said = "He called it “a total Scam” all along"
    own = interactions.on_message(bot.world, "Check quotes", said)
    report = seen(await (await bot.send(own)).answer()).replace("\\", "")
    assert "You wrote: a total Scam" in report
    for another in (
        interactions.by(interactions.on_message(bot.world, "Check quotes", said), USER + 1),
        _forwarding(interactions.on_message(bot.world, "Check quotes", ""), said),
    ):
        report = seen(await (await bot.send(another)).answer()).replace("\\", "")
        assert "You wrote" not in report
        assert "The message says: a total Scam" in report


def _forwarding(on_message: dict[str, Any], text: str) -> dict[str, Any]:
    """The command on a message that forwards another one."""
    [message] = on_message["data"]["resolved"]["messages"].values()
    message["message_snapshots"] = [{"message": {"content": text}}]
    return on_message


async def test_reports_are_shared_five_times_a_minute_and_never_from_a_locked_channel(
    bot: FakeDiscord,
) -> None:
    sentences = (
        "The trial was very unfair",
        "I didn’t Rape her",
        "three-post rant",
        "I won that at trial",
        "no idea who she is",
        "hostile Judge and Jury",
        "very unfair",
    )
    reports = []
    for sentence in sentences:
        text = f'"{sentence}" ' + "so " * 40
        sent = await bot.send(interactions.on_message(bot.world, "Check quotes", text))
        reports.append(await sent.answer())
    pressed = [await (await bot.press(one, "1:shown")).answer() for one in reports]
    assert sum(not one.is_private for one in pressed) == 5
    assert "The next one is possible in" in seen(pressed[-1])
    await managed(bot, "settings set", visibility="private, locked")
    another = interactions.by(interactions.press(bot.world, reports[-1], "1:shown"), USER + 1)
    refused = await (await bot.send(another)).answer()
    assert refused.is_private
    assert "Answers here are private" in seen(refused)
    assert len(bot.world.in_channel(CHANNEL)) == 5


async def test_what_no_source_has_is_not_shared(bot: FakeDiscord) -> None:
    answer = await asked(bot, "verify", text="He owes me a fortune", private=True)
    assert "Share" not in [
        one.get("label") for row in answer.payload["components"] for one in row["components"]
    ]
    forged = await (await bot.press(answer, "1:1!:/verify He owes me a fortune")).answer()
    assert forged.is_private
    assert "nothing to share" in texts(forged)
    assert bot.world.in_channel(CHANNEL) == []


async def test_a_locked_channel_is_private_whatever_a_member_wants(bot: FakeDiscord) -> None:
    set_so = await managed(bot, "settings set", visibility="private, locked")
    assert "only whoever may manage this place can share one" in texts(set_so)
    answer = await asked(bot, "case damages", private=False)
    assert answer.is_private
    refused = await (await bot.press(answer, button(answer, "Share")["custom_id"])).answer()
    assert refused.is_private
    assert "Answers here are private" in texts(refused)
    assert bot.world.in_channel(CHANNEL) == []
    await managed(bot, "settings set", visibility="private")
    assert not (await asked(bot, "case damages", private=False)).is_private


async def test_answers_of_a_private_channel_stay_private_while_the_database_is_locked_and_many_ask(
    discord: FakeDiscord, tmp_path: Path, postgres_server: str
) -> None:
    url = new_migrated_database(postgres_server)
    env = {**discord.env, **LIMITS, "DATABASE_URL": url}
    async with program("discord", folder=tmp_path, **env) as running:
        await discord.gateway.connected()
        await running.line("connected to discord")
        await managed(discord, "settings set", visibility="private")
        engine = open_database(url)
        with engine.begin() as other:
            other.exec_driver_sql("LOCK TABLE preferences IN ACCESS EXCLUSIVE MODE")
            await asyncio.sleep(CACHED_FOR + 0.5)  # what was read before has to be read again
            sent = []
            for number in range(50):
                question = f"How much was Carroll awarded in {1974 + number}?"
                slash = interactions.slash(discord.world, "ask", question=question)
                sent.append(await discord.send(interactions.by(slash, USER + number)))
            answers = [await one.answer() for one in sent]
            assert all(answer.is_private for answer in answers)
            # Nobody has asked in this channel yet: that it is not private is not known.
            unseen = interactions.in_channel(interactions.slash(discord.world, "case damages"), OTHER)
            assert (await (await discord.send(unseen)).answer()).is_private
            # Nor is it known whether members may show answers there to all.
            wanted = interactions.slash(discord.world, "case timeline", private=False)
            sent_there = await discord.send(interactions.in_channel(wanted, OTHER))
            assert (await sent_there.answer()).is_private
        engine.dispose()
    assert discord.world.in_channel(CHANNEL) == []
    assert discord.world.in_channel(OTHER) == []


async def test_nobody_turns_the_page_of_a_digest_for_all(discord: FakeDiscord, content: Path) -> None:
    async def preview(asked: Query, _: Asker) -> Answer:
        return answer_of("word " * 2_000, query=asked)

    async with connected(discord, service_of(content, {"digest preview": preview})):
        digest = discord.world.store(CHANNEL, {"components": [], "flags": 1 << 15})
        shown = await (await discord.press(digest, "1:2:/digest preview 7")).answer()
        assert shown.is_private
        # Whoever has the page for themselves turns it there.
        turned = await discord.press(shown, "1:1:/digest preview 7")
        assert (await turned.callback())["type"] == 7
    assert digest.edits == 0


async def test_settings_and_digests_are_answered_privately(bot: FakeDiscord) -> None:
    for name, options in (
        ("settings set", {"zone": "UTC"}),
        ("settings show", {}),
        ("digest schedule", {"when": DAILY}),
        ("digest list", {}),
        ("digest preview", {}),
    ):
        assert (await managed(bot, name, private=False, **options)).is_private, name


async def test_a_channel_is_mentioned_by_its_name_and_so_is_a_manager(bot: FakeDiscord) -> None:
    bot.world.channels[OTHER] = Channel(OTHER, bot.world.guilds[0])
    await managed(bot, "digest schedule", when=DAILY, channel=str(OTHER))
    assert f"In the channel <#{OTHER}>" in texts(await managed(bot, "digest list"))
    shown = texts(await managed(bot, "settings set", managers=f"<@{USER}> <@{USER + 1}>"))
    assert f"<@{USER}> and <@{USER + 1}>" in shown


async def test_nobody_schedules_into_a_channel_that_they_are_not_in_themselves(bot: FakeDiscord) -> None:
    private = Channel(OTHER, bot.world.guilds[0])
    private.overwrites.append(Overwrite(USER, FOR_MEMBER, deny=VIEW_CHANNEL))
    bot.world.channels[OTHER] = private
    refused = texts(await managed(bot, "digest schedule", when=DAILY, channel=str(OTHER)))
    assert "you are not in that channel yourself" in refused
    private.overwrites[:] = [Overwrite(USER, FOR_MEMBER, deny=SEND_MESSAGES)]
    assert "may not post there" in texts(
        await managed(bot, "digest schedule", when=DAILY, channel=str(OTHER))
    )
    private.overwrites.clear()
    thread = Channel(OTHER + 1, bot.world.guilds[0], kind=12, parent=OTHER)
    bot.world.channels[thread.id] = thread
    there = {"when": DAILY, "channel": str(thread.id)}
    assert "you are not in that channel yourself" in texts(await managed(bot, "digest schedule", **there))
    thread.people.add(USER)
    assert "Scheduled." in texts(await managed(bot, "digest schedule", **there))


async def test_a_channel_that_takes_no_digest_is_named_for_what_it_is(bot: FakeDiscord) -> None:
    for kind, sentence in (
        (4, "that channel is not there"),
        (15, "that is a forum"),
        (16, "that is a forum"),
    ):
        bot.world.channels[CHANNEL].kind = kind
        assert sentence in texts(await managed(bot, "digest schedule", when=DAILY)), kind


async def test_a_command_that_two_processes_receive_is_carried_out_once(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    async with (
        program("discord", folder=tmp_path, **discord.env) as one,
        program("discord", folder=tmp_path, **discord.env) as other,
    ):
        await one.line("connected to discord")
        await other.line("connected to discord")
        asked = interactions.as_manager(interactions.slash(discord.world, "digest schedule", when=DAILY))
        exchange = discord.expect(asked)
        await discord.gateway.dispatch_to_all("INTERACTION_CREATE", asked)
        await exchange.answer()
        await discord.requested("POST", "/callback", 2)
        assert "1 digest." in texts(await managed(discord, "digest list"))


async def test_an_answer_is_reported_with_a_reason_five_times_an_hour_and_nobody_is_named(
    bot: FakeDiscord, tmp_path: Path
) -> None:
    answer = await asked(bot, "case damages")
    pressed = await bot.press(answer, button(answer, "Report")["custom_id"])
    form = await pressed.callback()
    assert form["type"] == 9
    field = form["data"]["components"][0]["component"]
    for number in range(5):
        exchange = await bot.submit(form["data"]["custom_id"], **{field["custom_id"]: f"Wrong {number}"})
        thanks = await exchange.answer()
        assert thanks.is_private
        assert "Thank you." in texts(thanks)
    sixth = await (await bot.submit(form["data"]["custom_id"], reason="Wrong again")).answer()
    assert "The next report is possible in" in texts(sixth)
    with sqlite3.connect(tmp_path / "var/bot.db") as database:
        rows = database.execute("SELECT platform, command, reason FROM reports").fetchall()
        stored = json.dumps(database.execute("SELECT * FROM reports").fetchall())
    assert rows[0] == ("discord", "/case damages", "Wrong 0")
    assert len(rows) == 5
    assert str(USER) not in stored
    assert str(CHANNEL) not in stored


async def test_a_forged_report_is_taken_as_it_is_and_an_unknown_form_is_told_of(bot: FakeDiscord) -> None:
    for custom_id in ("report:", "report:/nonsense", "report:" + "x" * 90):
        assert "Thank you." in texts(await (await bot.submit(custom_id, reason="x")).answer()), custom_id
    assert "older answer" in texts(await (await bot.submit("something", reason="x")).answer())


async def test_a_flood_by_one_member_leaves_others_their_answers_and_the_channel_its_peace(
    discord: FakeDiscord, content: Path
) -> None:
    """300 commands in a minute of the limits' clock, sent as fast as they are taken."""
    now = [0.0]
    clock: Callable[[], float] = lambda: now[0]  # noqa: E731  -- typed as what it stands in for
    service = service_of(content, conduct=Conduct(5, 60.0, 30.0, clock))
    async with connected(discord, service):
        taken: list[float] = []
        for number in range(300):
            now[0] += 0.2
            await discord.slash("quote", text=f"travesty {number}")
            if number % 15 == 0:
                other = interactions.by(
                    interactions.slash(discord.world, "case damages", private=True), USER + 1 + number
                )
                begun = time.monotonic()
                answer = await (await discord.send(other)).answer()
                taken.append(time.monotonic() - begun)
                assert "5,000,000" in texts(answer)
        await discord.requested("POST", "/callback", 320)
    posted = [
        one
        for one in discord.world.in_channel(CHANNEL)
        if one.interaction and one.interaction["user"]["id"] == str(USER)
    ]
    assert len(posted) == 5
    assert max(taken) < 1.0
