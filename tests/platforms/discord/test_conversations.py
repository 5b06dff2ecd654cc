"""Everything that people do on Discord, with the unmodified program over real sockets."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.answers.commands import COMMANDS, SUGGEST
from bot.rendering.proof import discord_quotations
from tests.fakes.discord import interactions
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, EPHEMERAL, USER, Exchange, Message
from tests.platforms.discord.running import ROOT, program

pytestmark = pytest.mark.asyncio(loop_scope="module")
ARTICLE = (ROOT / "content/carroll-v-trump/sources/2023-07-12.txt").read_text("utf-8")
OLDER = "This button is from an older answer."
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("case status", {}),
    ("case status", {"lawsuit": "The 2019 lawsuit"}),
    ("case damages", {"case": "carroll-v-trump"}),
    ("case statements", {}),
    ("case statements", {"speaker": "Donald Trump"}),
    ("case timeline", {}),
    ("case people", {}),
    ("case sources", {}),
    ("case caveats", {}),
    ("case changes", {}),
    ("case caveats", {}),
    ("quote", {}),
    ("quote", {"text": "travesty of justice"}),
    ("quote", {"text": "#eag7ef"}),
    ("verify", {"text": "Carroll was awarded $50 million in damages"}),
    ("verify", {"text": "no such words were ever said"}),
    ("ask", {"question": "How much was Carroll awarded?"}),
    ("ask", {"question": "Did he appeal?"}),
    ("help", {}),
    ("help", {"command": "case status"}),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FakeDiscord]:
    folder = tmp_path_factory.mktemp("bot")
    async with FakeDiscord() as running, program("discord", folder=folder, **running.env) as bot:
        await running.gateway.connected()
        await bot.line("connected to discord")
        yield running
        status, log = await bot.stop()
        assert (status, log) == (0, "")
        assert running.rest.violations == []
        assert {one.status for one in running.requests} <= {200, 204}


def texts(message: Message) -> str:
    return json.dumps(message.payload, ensure_ascii=False)


def buttons(message: Message) -> Iterator[dict[str, Any]]:
    for row in message.payload["components"]:
        yield from row["components"] if row["type"] == 1 else ()


def labelled(message: Message, label: str) -> str:
    return next(str(one["custom_id"]) for one in buttons(message) if one.get("label", "") == label)


def assert_proven(message: Message) -> None:
    """Every quotation is in the article, letter for letter, and nobody is pinged."""
    for quotation in discord_quotations(message.payload):
        assert quotation.text in ARTICLE
    assert message.payload["allowed_mentions"] == {"parse": []}


async def all_pages(discord: FakeDiscord, exchange: Exchange) -> int:
    """Turn all pages of an answer, in its place; how many quotations they show."""
    message = await exchange.answer()
    # On a busy machine the first answer about a case may be announced and then put in.
    announced = message.edits
    assert announced <= 1
    assert_proven(message)
    shown = len(discord_quotations(message.payload))
    page = 1
    while following := [one for one in buttons(message) if one.get("label", "").startswith(f"{page + 1}/")]:
        page += 1
        turned = await discord.press(message, following[0]["custom_id"])
        assert (await turned.callback())["type"] == 7
        assert_proven(message)
        shown += len(discord_quotations(message.payload))
    assert message.edits == announced + page - 1
    return shown


@pytest.mark.parametrize(("name", "options"), ASKED)
async def test_every_command_is_answered_with_proven_quotations_on_every_page(
    discord: FakeDiscord, name: str, options: dict[str, Any]
) -> None:
    shown = await all_pages(discord, await discord.slash(name, **options))
    assert (shown > 0) == (name not in {"help", "case changes"} and "no such words" not in str(options))


async def test_every_command_of_the_table_has_been_asked_or_is_about_a_channel() -> None:
    asked = {name for name, _ in ASKED}
    assert set(COMMANDS) - asked == {
        name for name in COMMANDS if name.startswith(("digest", "settings", SUGGEST))
    }


@pytest.mark.parametrize("name", ["case damages", "quote"])
async def test_every_button_and_entry_leads_to_a_proven_private_answer(
    discord: FakeDiscord, name: str
) -> None:
    message = await (await discord.slash(name)).answer()
    leading = [one for one in buttons(message) if one["type"] == 2 and one["custom_id"].startswith("1::")]
    for button in leading:
        answer = await (await discord.press(message, button["custom_id"])).answer()
        assert answer.is_private
        assert_proven(answer)
    [menu] = [one for one in buttons(message) if one["type"] == 3]
    for entry in menu["options"]:
        answer = await (await discord.choose(message, menu["custom_id"], entry["value"])).answer()
        assert answer.is_private
        assert "In its paragraph" in texts(answer)
        assert_proven(answer)


async def test_a_page_is_turned_and_turned_back_in_its_place(discord: FakeDiscord) -> None:
    message = await (await discord.slash("case statements")).answer()
    first = message.payload["components"]
    await (await discord.press(message, labelled(message, "2/4 ▶"))).callback()
    assert message.payload["components"] != first
    await (await discord.press(message, labelled(message, "◀ 1/4"))).callback()
    assert message.payload["components"] == first


async def test_nobody_turns_the_page_that_somebody_else_reads(discord: FakeDiscord) -> None:
    message = await (await discord.slash("case statements")).answer()
    pressed = interactions.press(discord.world, message, labelled(message, "2/4 ▶"))
    answer = await (await discord.send(interactions.by(pressed, USER + 1))).answer()
    assert answer.is_private
    assert message.edits == 0
    assert labelled(answer, "◀ 1/4")


async def test_a_button_of_a_message_from_long_ago_still_leads_on(discord: FakeDiscord) -> None:
    old = discord.world.store(CHANNEL, {"components": [], "flags": 1 << 15})
    turned = await discord.press(old, "1:2:/case statements")
    assert (await turned.callback())["type"] == 7
    assert_proven(old)
    beyond = await discord.press(old, "1:99:/case statements")
    await beyond.callback()
    assert labelled(old, "◀ 3/4")


@pytest.mark.parametrize(
    "custom_id",
    ["", "0:1:/help", "2:1:/case damages", "1:1:/case nonsense", "1:context", "close", "1:0:/help", "\u202e"],
)
async def test_a_button_of_an_old_version_or_a_forged_one_is_told_of(
    discord: FakeDiscord, custom_id: str
) -> None:
    message = await (await discord.slash("case damages")).answer()
    answer = await (await discord.press(message, custom_id)).answer()
    assert answer.is_private
    assert OLDER in texts(answer)
    assert message.edits == 0


@pytest.mark.parametrize("value", ["/nonsense", "", "/digest remove", "x" * 200])
async def test_an_entry_that_was_forged_is_told_of(discord: FakeDiscord, value: str) -> None:
    message = await (await discord.slash("case damages")).answer()
    answer = await (await discord.choose(message, "1:context", value)).answer()
    assert OLDER in texts(answer)


@pytest.mark.parametrize("command", [name for name, command in COMMANDS.items() if command.acts])
async def test_no_button_changes_anything(discord: FakeDiscord, command: str) -> None:
    message = await (await discord.slash("case damages")).answer()
    for custom_id in (f"1::/{command}", f"1:1:/{command}", f"1:1!:/{command}"):
        assert OLDER in texts(await (await discord.press(message, custom_id)).answer())


async def test_a_private_answer_is_seen_by_one_and_can_be_shared(discord: FakeDiscord) -> None:
    answer = await (await discord.slash("case statements", private=True)).answer()
    assert answer.is_private
    turned = await discord.press(answer, labelled(answer, "2/4 ▶"))
    assert (await turned.callback())["type"] == 7
    assert answer.is_private
    shared = await (await discord.press(answer, labelled(answer, "Share"))).answer()
    assert not shared.is_private
    assert "Share" not in [one.get("label") for one in buttons(shared)]
    assert f"-# Shared by <@{USER}>" in texts(shared)
    assert discord_quotations(shared.payload) == discord_quotations(answer.payload)
    shown = await (await discord.slash("case damages", private=False)).answer()
    assert not shown.is_private


async def test_everything_takes_the_place_of_an_answer_that_one_person_alone_sees(
    discord: FakeDiscord,
) -> None:
    answer = await (await discord.slash("case damages", private=True)).answer()
    short = discord_quotations(answer.payload)
    pressed = await discord.press(answer, labelled(answer, "Everything"))
    assert (await pressed.callback())["type"] == 7
    assert answer.is_private
    assert_proven(answer)
    full = await (await discord.slash("case damages", private=True, detail="full")).answer()
    assert discord_quotations(answer.payload) == discord_quotations(full.payload)
    assert len(discord_quotations(full.payload)) > len(short)
    assert not [one for one in buttons(answer) if one.get("label") == "Everything"]
    shared = await (await discord.press(answer, labelled(answer, "Share"))).answer()
    assert discord_quotations(shared.payload) == discord_quotations(full.payload)


async def test_everything_of_a_public_answer_is_shown_to_one_alone(discord: FakeDiscord) -> None:
    shown = await (await discord.slash("case damages", private=False)).answer()
    before = shown.edits
    full = await (await discord.press(shown, labelled(shown, "Everything"))).answer()
    assert full.is_private
    assert shown.edits == before
    assert_proven(full)
    asked = await (await discord.slash("case damages", private=True, detail="full")).answer()
    assert discord_quotations(full.payload) == discord_quotations(asked.payload)


async def test_a_question_too_long_for_its_buttons_is_answered_in_full(discord: FakeDiscord) -> None:
    question = "How much was Carroll awarded, please tell me in detail and with all that there is on it?"
    answer = await (await discord.slash("ask", question=question)).answer()
    assert not [one for one in buttons(answer) if one.get("label") == "Everything"]
    full = await (await discord.slash("ask", question=question, detail="full")).answer()
    assert discord_quotations(answer.payload) == discord_quotations(full.payload)


async def test_the_quotes_of_any_message_can_be_checked(discord: FakeDiscord) -> None:
    text = 'He wrote "STRONGLY APPEALING THIS TRAVESTY OF JUSTICE" and "I never met @everyone **her** <@1>".'
    asked = interactions.on_message(discord.world, "Check quotes", text)
    answer = await (await discord.send(asked)).answer()
    assert "Verbatim" in texts(answer)
    assert "Not in our sources" in texts(answer)
    assert answer.is_private
    assert_proven(answer)


async def test_the_report_on_a_message_links_it_has_a_colour_and_can_be_shared(discord: FakeDiscord) -> None:
    text = 'Trump said "three-post rant" and the jury found him guilty of rape and awarded her $50 million'
    asked = interactions.on_message(discord.world, "Check quotes", text)
    answer = await (await discord.send(asked)).answer()
    assert answer.is_private
    shown = texts(answer).replace("\\\\", "")
    assert "⇄ Misattributed" in shown
    assert "Outside the marks: 14 words, not checked." in shown
    assert "✓" not in shown
    assert answer.payload["components"][0]["accent_color"] == 0xC62828
    [link] = [one for one in buttons(answer) if one.get("style") == 5]
    assert link["url"].startswith("https://discord.com/channels/")
    shared = await (await discord.press(answer, labelled(answer, "Share"))).answer()
    assert not shared.is_private
    assert discord_quotations(shared.payload) == discord_quotations(answer.payload)
    assert "Share" not in [one.get("label") for one in buttons(shared)]
    forged = {**answer.payload["components"][0], "components": [{"type": 10, "content": "> I lied\nTrump"}]}
    answer.payload["components"][0] = forged
    refused = await (await discord.press(answer, "1:shown")).answer()
    assert refused.is_private
    assert "I lied" not in texts(refused)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("> The trial was very unfair", "✓ Verbatim"),
        (">>> The trial was very unfair", "✓ Verbatim"),
        ("||The trial was very unfair||", "✓ Verbatim"),
        ("[The trial was very unfair](https://a.example)", "✓ Verbatim"),
        ("&quot;The trial was very unfair&quot;", "✓ Verbatim"),
        ("「The trial was very unfair」", "✓ Verbatim"),
        ("‹The trial was very unfair›", "✓ Verbatim"),
        ("❝The trial was very unfair❞", "✓ Verbatim"),
        ("The trial was very unfair https://t.co/AbCdEfGh12", "✓ Verbatim"),
        ("The trial was very unfair 😂", "✓ Verbatim"),
        ("\u2066The trial was very unfair\u2069", "✓ Verbatim"),
        ("Trump said: The trial was very unfair", "✓ Verbatim"),
        ("- The trial was very unfair", "✓ Verbatim"),
        ("**The trial was very unfair**", "✓ Verbatim"),
        ("`The trial was very unfair`", "✓ Verbatim"),
        ('Biden said "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"', "⇄ Misattributed"),
        ('"Carroll has filed a ... countersuit"', "≠ Altered"),
        ("look:", "There is no quotation in this message."),
        ("lol", "There is no quotation in this message."),
    ],
)
async def test_a_message_is_judged_by_its_words(discord: FakeDiscord, text: str, verdict: str) -> None:
    asked = interactions.on_message(discord.world, "Check quotes", text)
    answer = await (await discord.send(asked)).answer()
    assert verdict in texts(answer)
    assert "wrote: >" not in texts(answer)
    assert_proven(answer)


@pytest.mark.parametrize(
    "text", ["", "   ", "\u200b", "@everyone <@1> **x** ||y|| # z [a](https://b.example)"]
)
async def test_a_message_without_quotes_is_answered_too(discord: FakeDiscord, text: str) -> None:
    asked = interactions.on_message(discord.world, "Check quotes", text)
    assert_proven(await (await discord.send(asked)).answer())


async def test_a_message_that_is_longer_than_a_command_gets_a_sentence(discord: FakeDiscord) -> None:
    asked = interactions.on_message(discord.world, "Check quotes", "word " * 1_300)
    assert "That is too long" in texts(await (await discord.send(asked)).answer())


@pytest.mark.parametrize(("name", "option"), [("quote", "text"), ("verify", "text"), ("ask", "question")])
async def test_a_question_of_six_thousand_characters_is_answered(
    discord: FakeDiscord, name: str, option: str
) -> None:
    exchange = await discord.slash(name, **{option: f'"{"travesty of justice " * 299}".'[:6_000]})
    for message in (await exchange.answer(), *exchange.follow_ups):
        assert_proven(message)


async def test_a_public_answer_without_buttons_is_one_message_of_the_channel(discord: FakeDiscord) -> None:
    before = len(discord.world.in_channel(CHANNEL))
    quoted = " ".join(f'"zymurgist {number} said: no such words at all"' for number in range(80))
    exchange = await discord.slash("verify", text=quoted, private=False)
    first = await exchange.answer()
    assert not first.is_private
    [more] = [one["label"] for one in buttons(first) if one.get("disabled")]
    others = int(more.split()[0])
    await exchange.until(lambda: len(exchange.follow_ups) == others)
    assert all(message.is_private for message in exchange.follow_ups)
    assert len(discord.world.in_channel(CHANNEL)) == before + 1
    for message in (first, *exchange.follow_ups):
        assert_proven(message)


async def test_what_is_no_choice_gets_a_sentence(discord: FakeDiscord) -> None:
    answer = await (await discord.slash("case damages", case="nobody-v-nobody")).answer()
    assert "There is no case" in texts(answer)
    answer = await (await discord.slash("case damages", colour="red")).answer()
    assert "has no option" in texts(answer)
    answer = await (await discord.slash("case nonsense")).answer()
    assert "There is no command" in texts(answer)
    answer = await (await discord.slash("quote", text="\x07")).answer()
    assert "is not text" in texts(answer)


async def test_why_there_is_no_answer_is_for_whoever_asked_alone(discord: FakeDiscord) -> None:
    assert (await (await discord.slash("case damages", case="nobody-v-nobody")).answer()).is_private
    asked = interactions.on_message(discord.world, "Check quotes", "word " * 1_300)
    assert (await (await discord.send(asked)).answer()).is_private


@pytest.mark.parametrize("custom_id", ["1:2:/case statements case:gone", "1:2!:/case statements case:gone"])
async def test_a_button_whose_question_has_no_answer_any_more_leaves_the_page_as_it_is(
    discord: FakeDiscord, custom_id: str
) -> None:
    message = await (await discord.slash("case statements")).answer()
    answer = await (await discord.press(message, custom_id)).answer()
    assert "There is no case" in texts(answer)
    assert answer.is_private
    assert message.edits == 0


async def test_mentions_and_markup_stay_words(discord: FakeDiscord) -> None:
    typed = "@everyone <@&1> **bold** [x](https://evil.example) `code` ||spoiler||"
    answer = await (await discord.slash("verify", text=typed)).answer()
    assert "https://evil.example)" not in texts(answer)
    assert_proven(answer)


async def test_a_free_question_is_answered_with_words_of_the_source_or_the_source_does_not_say(
    discord: FakeDiscord,
) -> None:
    answer = await (await discord.slash("ask", question="How much was Carroll awarded?")).answer()
    assert "$5 million" in texts(answer)
    assert_proven(answer)
    silent = await (
        await discord.slash("ask", question="@everyone what is the **weather** <@1> in Paris?")
    ).answer()
    assert "The source does not say" in texts(silent)
    assert_proven(silent)
    private = await (await discord.slash("ask", question="Did he appeal?", private=True)).answer()
    shared = await (await discord.press(private, labelled(private, "Share"))).answer()
    assert discord_quotations(shared.payload) == discord_quotations(private.payload)
    assert not shared.is_private


@pytest.mark.parametrize("context", [1, 2])
async def test_it_answers_in_direct_messages_too(discord: FakeDiscord, context: int) -> None:
    asked = interactions.in_private(interactions.slash(discord.world, "case damages"), context=context)
    answer = await (await discord.send(asked)).answer()
    assert_proven(answer)
    assert "5,000,000" in texts(answer)


async def test_it_speaks_the_readers_language_and_quotes_in_the_sources(discord: FakeDiscord) -> None:
    asked = {**interactions.slash(discord.world, "case damages"), "locale": "de"}
    answer = await (await discord.send(asked)).answer()
    assert "12. Juli 2023" in texts(answer)
    assert_proven(answer)
    older = {**interactions.press(discord.world, answer, "old"), "locale": "de"}
    assert "älteren Antwort" in texts(await (await discord.send(older)).answer())


@pytest.mark.parametrize("locale", ["es-ES", "es-419"])
async def test_it_speaks_spanish_to_whoever_has_set_discord_to_it(discord: FakeDiscord, locale: str) -> None:
    async def answered(name: str, **options: str) -> Message:
        asked = {**interactions.slash(discord.world, name, **options), "locale": locale}
        return await (await discord.send(asked)).answer()

    status = await answered("case status")
    assert "Según lo publicado el 12 de julio de 2023" in texts(status)
    assert "responsable (civilmente) de sexual abuse \\\\[en\\\\] y defamation" in texts(status)
    assert_proven(status)
    found = await answered("quote", text="travesty of justice")
    assert "1 resultado para" in texts(found)
    assert_proven(found)
    refused = await answered("case status", case="nowhere")
    assert "No existe el caso “nowhere”" in texts(refused)
    assert refused.is_private


async def test_an_option_is_completed_while_it_is_typed(discord: FakeDiscord) -> None:
    assert await discord.complete("case status", "case", case="car") == [
        {"name": "Carroll v. Trump", "value": "carroll-v-trump"}
    ]
    lawsuits = await discord.complete("case status", "lawsuit", lawsuit="")
    assert any("2019" in one["name"] for one in lawsuits)
    speakers = await discord.complete("case statements", "speaker", speaker="tru")
    assert [one["value"] for one in speakers] == ["Donald Trump"]
    quotations = await discord.complete("quote", "text", text="travesty of jus")
    assert any("TRAVESTY OF JUSTICE" in one["name"] for one in quotations)
    chosen = await (await discord.slash("quote", text=quotations[0]["value"])).answer()
    assert "TRAVESTY OF JUSTICE" in texts(chosen)
    commands = await discord.complete("help", "command", command="case st")
    assert {one["value"] for one in commands} == {"case status", "case statements"}


@pytest.mark.parametrize("typed", ["", "x" * 6_000, "\x00", "“”\"'", "\ud83d"])
async def test_whatever_is_typed_gets_choices_or_none(discord: FakeDiscord, typed: str) -> None:
    assert len(await discord.complete("quote", "text", text=typed)) <= 25
    assert await discord.complete("nonsense", "text", text=typed) == []


async def test_no_answer_is_public_that_was_to_be_private(discord: FakeDiscord) -> None:
    exchange = await discord.slash("verify", text="word " * 200, private=True)
    await exchange.answer()
    assert all(message.payload["flags"] & EPHEMERAL for message in exchange.messages)


async def test_the_commands_are_told_to_discord_once(
    discord: FakeDiscord, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder: Path = tmp_path_factory.mktemp("second")
    [put] = await discord.requested("PUT", "/commands")
    assert {one["name"] for one in put.body} == {name.split()[0] for name in COMMANDS} | {"Check quotes"}
    async with program("discord", folder=folder, **discord.env) as second:
        await second.line("commands known")
        await discord.gateway.identifications(2)
    other = {"DISCORD_SHARD_COUNT": "2", "DISCORD_SHARD_IDS": "1"}
    asked = len(discord.of("GET", "/commands"))
    async with program("discord", folder=folder, **discord.env, **other) as third:
        await third.line("connected to discord")
    assert len(discord.of("PUT", "/commands")) == 1
    assert len(discord.of("GET", "/commands")) == asked
    assert [one["intents"] for one in discord.gateway.identified] == [1, 1, 1]
