"""What only Discord has: its own mentions, times, colours, links and spoilers, each proven back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Answer, StatementPart
from bot.answers.asker import ANYBODY
from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.rendering.command_mentions import CommandIds
from bot.rendering.discord import QUOTE, can_be_veiled, veiled
from bot.rendering.discord_proof import (
    Expected,
    discord_accents,
    discord_commands,
    discord_instants,
    discord_links,
    prove_message,
)
from bot.rendering.gate import NotProvenOnPayload, prove
from bot.rendering.proof import Unreadable, Veiled, discord_quotations, discord_quoted
from bot.rendering.render import Presentation, to_discord
from bot.rendering.wording import Wording
from bot.search.archive import Archive
from tests.conftest import ARTICLE
from tests.fakes.discord import interactions
from tests.fakes.discord.rules import mistakes_of
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Message
from tests.platforms.discord.running import connected, program, service_of
from tests.rendering.discord_client import Client

TODAY = date(2026, 7, 13)
NATIVE = Presentation(
    public_url="https://bot.example.org",
    today=TODAY,
    commands=CommandIds({"/case status": "1234567890123456789", "/help": "42"}),
)
HELP_AND_MORE = ("/help", "/help case status", "/case status", "/case statements", "/case damages", "/quote")


def texts(message: Message) -> str:
    return json.dumps(message.payload, ensure_ascii=False)


def content_of(payload: dict[str, Any]) -> str:
    [container, *_] = payload["components"]
    return "\n".join(one.get("content", "") for one in container["components"])


def buttons(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for row in payload["components"]:
        yield from row["components"] if row["type"] == 1 else ()


def proven(answer: Answer, payload: dict[str, Any]) -> None:
    expected = Expected(NATIVE.articles(answer.quotations()), NATIVE.commands)
    prove_message(answer, payload, expected)


@pytest.mark.parametrize("command", [*HELP_AND_MORE, "/verify $50 million in damages", "/ask did he appeal?"])
def test_what_is_native_is_valid_by_discords_own_description(archive: Archive, command: str) -> None:
    for payload in to_discord(respond(archive, parse(command)), NATIVE):
        assert mistakes_of("message", payload) == []
        assert mistakes_of("follow-up", payload) == []


def test_commands_are_mentioned_where_their_ids_are_known_and_plain_elsewhere(archive: Archive) -> None:
    answer = respond(archive, parse("/help"))
    [payload] = to_discord(answer, NATIVE)
    assert "Where it stands\\: </case status:1234567890123456789>" in content_of(payload)
    assert "What happened when\\: /case timeline" in content_of(payload)
    assert set(discord_commands(payload)) == {("/case status", "1234567890123456789"), ("/help", "42")}
    [plain] = to_discord(answer, Presentation())
    assert "</" not in content_of(plain)


def test_a_command_that_somebody_typed_is_words(archive: Archive) -> None:
    for payload in to_discord(respond(archive, parse("/verify he used /case status and /help")), NATIVE):
        assert list(discord_commands(payload)) == []


def test_a_command_with_the_id_of_another_is_refused(archive: Archive) -> None:
    answer = respond(archive, parse("/help"))
    [payload] = to_discord(answer, NATIVE)
    forged = json.loads(json.dumps(payload).replace("</help:42>", "</help:43>"))
    with pytest.raises(NotProvenOnPayload, match="/help has not the id 43"):
        proven(answer, forged)


def test_an_answer_says_how_old_its_sources_are_and_what_they_cannot_know(archive: Archive) -> None:
    answer = respond(archive, parse("/case damages"))
    [payload, *_] = to_discord(answer, NATIVE)
    assert "-# As reported on 12 July 2023, <t:1689120000:R> · what came after is not in this source" in (
        content_of(payload)
    )
    assert list(discord_instants(payload)) == [1_689_120_000]
    forged = json.loads(json.dumps(payload).replace("1689120000", "1789120000"))
    with pytest.raises(NotProvenOnPayload, match="an instant"):
        proven(answer, forged)


@pytest.mark.parametrize(
    ("today", "line"),
    [
        (date(2023, 7, 12), "-# As reported on 12 July 2023"),
        (date(2023, 7, 13), "-# As reported on 12 July 2023, <t:1689120000:R>"),
        (date(2023, 8, 12), "-# As reported on 12 July 2023, <t:1689120000:R>"),
        (date(2020, 1, 1), "-# As reported on 12 July 2023"),
    ],
)
def test_what_is_not_a_month_old_is_not_called_old(archive: Archive, today: date, line: str) -> None:
    [payload, *_] = to_discord(respond(archive, parse("/case damages")), Presentation(today=today))
    assert line in content_of(payload).splitlines()


def test_a_source_from_before_1970_has_its_age_too(archive: Archive) -> None:
    old = replace(respond(archive, parse("/case damages detail:full")), as_of="1066-10-14")
    [payload, *_] = to_discord(old, NATIVE)
    assert "<t:-28502755200:R>" in content_of(payload)


def test_how_old_it_is_is_said_in_german(archive: Archive) -> None:
    german = Presentation(Wording("de"), today=TODAY)
    [payload, *_] = to_discord(respond(archive, parse("/case damages")), german)
    assert "<t:1689120000:R> · was danach kam, steht nicht in dieser Quelle" in content_of(payload)


async def test_an_answer_that_is_kept_is_made_anew_on_the_next_day(content: Path) -> None:
    days = [date(2023, 7, 13)]
    service = service_of(content, today=lambda: days[-1])
    query = parse("/case damages")
    assert service.kept(query, ANYBODY, to_discord) is None
    first = await service.reply(query, ANYBODY, to_discord)
    assert service.kept(query, ANYBODY, to_discord) == first
    assert "what came after" not in str(first)
    days.append(date(2023, 9, 1))
    assert service.kept(query, ANYBODY, to_discord) is None
    assert "what came after" in str(await service.reply(query, ANYBODY, to_discord))
    service.learn_command_ids(NATIVE.commands)
    assert service.kept(query, ANYBODY, to_discord) is None


def test_a_button_opens_the_article(archive: Archive) -> None:
    answer = respond(archive, parse("/case damages"))
    for payload in to_discord(answer, NATIVE):
        [link] = discord_links(payload)
        assert link == ("The article", "https://bot.example.org/cases/carroll-v-trump/sources/article")
        forged = json.loads(json.dumps(payload).replace('/sources/article"', '/sources/evil"'))
        with pytest.raises(NotProvenOnPayload, match="a link"):
            proven(answer, forged)
    for payload in to_discord(answer, Presentation()):
        assert list(discord_links(payload)) == []


@pytest.mark.parametrize(
    ("command", "colour"),
    [
        ("/verify STRONGLY APPEALING THIS TRAVESTY OF JUSTICE", 0x2E7D32),
        ("/verify Carroll was awarded $50 million in damages in the defamation case", 0xC62828),
        ("/verify no such words were ever said", 0x616161),
        ("/case status", None),
        ("/case timeline", None),
        ("/help", None),
    ],
)
def test_the_colour_is_that_of_the_verdict_and_neutral_where_findings_are_mixed(
    archive: Archive, command: str, colour: int | None
) -> None:
    answer = respond(archive, parse(command))
    for payload in to_discord(answer, NATIVE):
        assert list(discord_accents(payload)) == [colour]
        payload["components"][0]["accent_color"] = 0xFF0000
        with pytest.raises(NotProvenOnPayload, match="a colour"):
            proven(answer, payload)


def test_statements_of_a_case_with_a_content_note_are_hidden_until_they_are_wanted(archive: Archive) -> None:
    answer = respond(archive, parse("/case statements detail:full"))
    assert answer.content_note
    shown = [one for payload in to_discord(answer, NATIVE) for one in discord_quotations(payload)]
    said = [one.text for part in answer.parts if isinstance(part, StatementPart) for one in part.quotations]
    assert {one.text for one in shown if isinstance(one, Veiled)} >= {
        text for text in said if "\n" not in text
    }
    bare = respond(archive, parse("/case damages"))
    assert not any(
        isinstance(one, Veiled) for payload in to_discord(bare, NATIVE) for one in discord_quotations(payload)
    )


def test_what_is_hidden_without_a_content_note_is_refused(archive: Archive) -> None:
    answer = respond(archive, parse("/case damages detail:full"))
    visible = [one for payload in to_discord(answer, NATIVE) for one in discord_quotations(payload)]
    words = Wording("en", shows_ids=False)
    prove(answer, visible, words)
    hidden = [Veiled(*visible[0]), *visible[1:]]
    with pytest.raises(NotProvenOnPayload, match="is hidden"):
        prove(answer, hidden, words)


@given(st.text(alphabet=st.sampled_from("a |\\*_~`>#-1.[]()<@:\u00e9"), min_size=1, max_size=20))
def test_a_spoiler_is_read_back_or_not_made(line: str) -> None:
    if not line.strip() or line != line.strip() or not can_be_veiled(line):
        return
    written = veiled(line, "||")
    assert discord_quoted(written) == (line, True)
    client = Client(QUOTE + written)
    assert [one for one in client.markup if not one.startswith("spoiler")] == []


@pytest.mark.parametrize("line", ["||", "||||", "||a", "||a\\|||", "||a||b", "||a||b||", "a||b||"])
def test_a_spoiler_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(Unreadable):
        discord_quoted(line)


@pytest.fixture
def bot_folder(tmp_path: Path) -> Path:
    return tmp_path


async def test_the_bot_learns_the_ids_when_it_registers_and_another_shard_when_it_is_asked(
    discord: FakeDiscord, bot_folder: Path
) -> None:
    public = {"PUBLIC_URL": "https://bot.example.org", "REPEAT_SECONDS": "0"}
    async with program("discord", folder=bot_folder, **discord.env | public) as bot:
        await discord.gateway.connected()
        await bot.line("commands registered")
        [case] = [one for one in discord.world.commands if one["name"] == "case"]
        answer = await (await discord.slash("help")).answer()
        assert f"</case status:{case['id']}>" in texts(answer)
        damages = await (await discord.slash("case damages")).answer()
        assert '/cases/carroll-v-trump/sources/article"' in texts(damages)
        assert "<t:1689120000:R>" in texts(damages)
    assert len(discord.of("GET", "/commands")) == 1
    other = {"DISCORD_SHARD_COUNT": "2", "DISCORD_SHARD_IDS": "1"}
    discord.world.guilds = [discord.world.guilds[0] | 1 << 22]
    async with program("discord", folder=bot_folder, **discord.env | other) as second:
        await second.line("connected to discord")
        assert len(discord.of("GET", "/commands")) == 1
        asked = interactions.elsewhere(interactions.slash(discord.world, "case damages"), 0)
        guild = str(discord.world.guilds[0])
        await (await discord.send({**asked, "guild_id": guild})).answer()
        await discord.requested("GET", "/commands", times=2)
        answer = await (
            await discord.send({**interactions.slash(discord.world, "help"), "guild_id": guild})
        ).answer()
        assert f"</case status:{case['id']}>" in texts(answer)
    assert discord.rest.violations == []


async def test_a_server_that_cannot_be_understood_does_not_end_the_bot(
    discord: FakeDiscord, bot_folder: Path
) -> None:
    async with program("discord", folder=bot_folder, **discord.env) as bot:
        await discord.gateway.connected()
        await bot.line("connected to discord")
        broken = {
            **discord.world.guild_payload(discord.world.guilds[0]),
            "channels": [{"type": "x"}],
            "roles": 5,
        }
        await discord.gateway.dispatch("GUILD_CREATE", broken)
        await bot.line("event not understood")
        answer = await (await discord.slash("case damages")).answer()
        assert discord_quotations(answer.payload)
        assert bot.process.returncode is None


async def test_a_server_that_cannot_be_understood_at_the_start_does_not_keep_the_bot_out(
    discord: FakeDiscord, bot_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = discord.world.guild_payload
    monkeypatch.setattr(discord.world, "guild_payload", lambda guild: {**whole(guild), "roles": None})
    async with program("discord", folder=bot_folder, **discord.env) as bot:
        await discord.gateway.connected()
        await bot.line("event not understood")
        answer = await (await discord.slash("case damages")).answer()
        assert discord_quotations(answer.payload)


async def test_a_request_without_a_body_names_no_type_of_one(discord: FakeDiscord, content: Path) -> None:
    async with connected(discord, service_of(content)):
        await discord.requested("GET", "/gateway/bot")
    assert {one.method: one.content_type for one in discord.requests}["GET"] == ""
    assert all(one.content_type == "application/json" for one in discord.requests if one.body is not None)


async def test_no_answer_about_open_points_has_a_button_that_asks_it_again(
    discord: FakeDiscord, content: Path
) -> None:
    async with connected(discord, service_of(content)):
        answer = await (await discord.slash("case caveats")).answer()
        asked = [one["custom_id"] for one in buttons(answer.payload) if "custom_id" in one]
        assert not [one for one in asked if one.startswith("1::/case caveats")]
        answer = await (await discord.slash("case status")).answer()
        assert not [one for one in buttons(answer.payload) if one.get("custom_id") == "1::/case status"]


async def test_the_next_quotations_come_in_the_place_of_these(discord: FakeDiscord, content: Path) -> None:
    async with connected(discord, service_of(content)):
        answer = await (await discord.slash("quote")).answer()
        first = answer.payload["components"]
        [following] = [one for one in buttons(answer.payload) if one.get("label") == "Next"]
        await (await discord.press(answer, following["custom_id"])).callback()
        assert answer.payload["components"] != first
        [before] = [one for one in buttons(answer.payload) if one.get("label") == "Previous"]
        await (await discord.press(answer, before["custom_id"])).callback()
        assert answer.edits == 2
        assert len(discord.world.messages) == 1


@pytest.mark.parametrize("locale", ["xx-YY", "tlh", "", None, 7, "de-" + "x" * 300, "\u202e"])
async def test_a_locale_that_nobody_has_reads_english(
    discord: FakeDiscord, content: Path, locale: Any
) -> None:
    async with connected(discord, service_of(content)):
        asked = {**interactions.slash(discord.world, "case damages"), "locale": locale}
        answer = await asyncio.wait_for((await discord.send(asked)).answer(), 60)
        assert discord_quotations(answer.payload)


NAME = "Bell **Works** <@1> ||x|| [y](https://evil.example)"
MARKED = f"""
parties:
  - id: bell
    name: "{NAME}"
    kind: organization
    described_as: "{NAME} was there"
events:
  - {{label: "# the ~~suit~~ `of` @everyone", quote: a court awarded Stone $5 million}}
"""


async def test_names_with_markup_stay_names(discord: FakeDiscord, case_folder: Callable[..., Path]) -> None:
    folder = case_folder(MARKED, {"a.txt": f"{ARTICLE}{NAME} was there.\n"})
    async with connected(discord, service_of(folder.parent)):
        for name in ("case people", "case status"):
            answer = await (await discord.slash(name)).answer()
            assert "](https://evil.example)" not in content_of(answer.payload)
            assert "Works" in texts(answer) or name != "case people"
            client = Client(
                "\n".join(one.get("content", "") for one in answer.payload["components"][0]["components"])
            )
            assert [one for one in client.markup if "</" not in one and "<t:" not in one] == []
    assert discord.rest.violations == []


async def test_another_bot_that_mentions_it_gets_no_answer(discord: FakeDiscord, content: Path) -> None:
    async with connected(discord, service_of(content)):
        before = len(discord.requests)
        for number in range(20):
            other = {"id": "77", "username": "echo", "discriminator": "0", "avatar": None, "bot": True}
            said = Message(
                discord.world.new_id(), 1, {"content": f"<@1100000000000000001> {number}"}, author=other
            )
            event = {**said.as_discord_tells_it(), "guild_id": str(discord.world.guilds[0])}
            await discord.gateway.dispatch("MESSAGE_CREATE", event)
        await (await discord.slash("help")).answer()
        after = [one for one in discord.requests[before:] if "/interactions/" not in one.path]
        assert [one for one in after if one.method != "GET" and "commands" not in one.path] == []


async def test_a_checked_message_is_a_button_away(discord: FakeDiscord, content: Path) -> None:
    async with connected(discord, service_of(content)):
        asked = interactions.on_message(discord.world, "Check quotes", "“TRAVESTY OF JUSTICE”, he wrote")
        answer = await (await discord.send(asked)).answer()
        [address] = [one["url"] for one in buttons(answer.payload) if one.get("label") == "Open the message"]
        server, channel, message = address.removeprefix("https://discord.com/channels/").split("/")
        assert (server, channel) == (asked["guild_id"], asked["channel_id"])
        assert message == asked["data"]["target_id"]
        alone = interactions.in_private(interactions.on_message(discord.world, "Check quotes", "“and so on”"))
        answer = await (await discord.send(alone)).answer()
        [address] = [one["url"] for one in buttons(answer.payload) if one.get("label") == "Open the message"]
        assert address.startswith("https://discord.com/channels/@me/")
        again = await (await discord.slash("verify", text=asked["data"]["name"])).answer()
        assert not [one for one in buttons(again.payload) if one.get("label") == "Open the message"]
    assert discord.rest.violations == []
