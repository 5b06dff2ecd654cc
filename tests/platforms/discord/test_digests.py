"""Digests and settings on Discord, with the unmodified program: who may, where, and what is shown."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.answers.commands import COMMANDS
from bot.rendering.proof import discord_quotations
from tests.fakes.discord import interactions
from tests.fakes.discord.permissions import ADMINISTRATOR, SEND_MESSAGES
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, NEXT, PATIENCE, USER, Channel, Message
from tests.platforms.discord.running import ROOT, program
from tests.ports import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")
DAILY = "weekdays 9:00 Europe/Berlin"
ARTICLE = (ROOT / "content/carroll-v-trump/sources/2023-07-12.txt").read_text("utf-8")
SERVERS = 30
ONE_BY_ONE = count()


class Server:
    """A server of which nobody has asked yet, with people who ask in its channel."""

    def __init__(self, discord: FakeDiscord) -> None:
        self.discord = discord
        self.number = next(ONE_BY_ONE)

    @property
    def channel(self) -> Channel:
        return self.discord.world.channels[CHANNEL + self.number * NEXT]

    def asked(self, name: str, /, **options: Any) -> dict[str, Any]:
        return interactions.elsewhere(interactions.slash(self.discord.world, name, **options), self.number)

    async def answer(self, name: str, /, **options: Any) -> Message:
        """What a member is shown."""
        return await (await self.discord.send(self.asked(name, **options))).answer()

    async def managers_answer(self, name: str, /, **options: Any) -> Message:
        asked = interactions.as_manager(self.asked(name, **options))
        return await (await self.discord.send(asked)).answer()

    async def said(self, name: str, /, **options: Any) -> str:
        """What a manager is told."""
        return str((await self.managers_answer(name, **options)).payload)

    async def complete(self, name: str, focused: str, typed: str) -> list[dict[str, str]]:
        asked = self.asked(name, focused=focused, **{focused: typed})
        choices: list[dict[str, str]] = (await (await self.discord.send(asked)).callback())["data"]["choices"]
        return choices


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FakeDiscord]:
    folder = tmp_path_factory.mktemp("bot")
    async with (
        FakeDiscord(guilds=SERVERS) as running,
        program("discord", folder=folder, **running.env) as bot,
    ):
        await running.gateway.connected()
        await bot.line("connected to discord")
        yield running
        assert await bot.stop() == (0, "")
        assert running.rest.violations == []


@pytest.fixture
def server(discord: FakeDiscord) -> Server:
    return Server(discord)


async def test_every_command_of_a_channel_is_answered_and_taken_by_discord(server: Server) -> None:
    """The order is that of a digest's life."""
    replies = {
        "digest schedule": await server.said("digest schedule", when=DAILY, contents="full"),
        "digest list": await server.said("digest list"),
        "digest preview": await server.said("digest preview"),
        "digest now": await server.said("digest now"),
        "digest pause": await server.said("digest pause"),
        "digest resume": await server.said("digest resume"),
        "digest remove": await server.said("digest remove"),
        "settings show": await server.said("settings show"),
        "settings set": await server.said("settings set", zone="Europe/Berlin", case="carroll-v-trump"),
    }
    assert set(replies) == {name for name in COMMANDS if name.startswith(("digest", "settings"))}
    assert "Scheduled" in replies["digest schedule"]
    assert "<t:" in replies["digest schedule"]
    assert DAILY.replace("9:00", r"09\\:00") in replies["digest list"]
    assert "where the case stands" in replies["digest preview"]
    assert "is posted in a moment" in replies["digest now"]
    assert "is paused" in replies["digest pause"]
    assert "is on" in replies["digest resume"]
    assert "is removed" in replies["digest remove"]
    assert "each command names its own" in replies["settings show"]
    assert "Europe/Berlin (set for this channel)" in replies["settings set"].replace("\\\\", "")


async def test_what_a_digest_previews_is_proven_and_can_be_read_in_context(server: Server) -> None:
    await server.said("digest schedule", when=DAILY)
    preview = await server.answer("digest preview")
    assert len(discord_quotations(preview.payload)) > 0
    for quotation in discord_quotations(preview.payload):
        assert quotation.text in ARTICLE
    menu = preview.payload["components"][-1]["components"][0]
    chosen = interactions.choose(
        server.discord.world, preview, menu["custom_id"], menu["options"][0]["value"]
    )
    in_context = await (await server.discord.send(chosen)).answer()
    assert in_context.is_private
    assert "In its paragraph" in str(in_context.payload)


async def test_a_member_changes_no_digest_until_named(server: Server) -> None:
    await server.said("digest schedule", when=DAILY)
    for name in ("schedule", "now", "pause", "resume", "remove"):
        options = {"when": DAILY} if name == "schedule" else {}
        refused = await server.answer(f"digest {name}", **options)
        assert "Only whoever may manage this place" in str(refused.payload)
        assert refused.is_private
    assert "1 digest." in await server.said("digest list")
    await server.said("settings set", managers=f"<@{USER}>")
    assert "is paused" in str((await server.answer("digest pause")).payload)
    stranger = interactions.by(server.asked("digest remove"), USER + 1)
    refused = await (await server.discord.send(stranger)).answer()
    assert "Only whoever may manage this place" in str(refused.payload)


async def test_only_managers_and_administrators_change_settings_and_everybody_sees_them(
    server: Server,
) -> None:
    refused = await server.answer("settings set", visibility="private")
    assert "it takes the permission Manage Server" in str(refused.payload)
    assert refused.is_private
    asked = server.asked("settings set", zone="Asia/Tokyo")
    asked["member"] = {**asked["member"], "permissions": str(ADMINISTRATOR)}
    assert "Saved for this channel" in str((await (await server.discord.send(asked)).answer()).payload)
    assert "Asia/Tokyo" in str((await server.answer("settings show")).payload)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"zone": "Europe/Berln"}, "Did you mean Europe/Berlin?"),
        ({"case": "nobody"}, "There is no case"),
        ({"visibility": "some"}, "is public, private, none or “private, locked”"),
        ({"managers": "@ada"}, "names nobody whom Discord knows"),
        ({"managers": "<#5>"}, "names nobody whom Discord knows"),
    ],
)
async def test_what_cannot_be_set_is_answered_with_its_cure_to_whoever_tried(
    server: Server, options: dict[str, str], sentence: str
) -> None:
    answer = await server.managers_answer("settings set", **options)
    assert sentence in str(answer.payload).replace("\\\\", "")
    assert answer.is_private
    assert "each schedule names its own" in await server.said("settings show")


async def test_a_setting_of_the_server_holds_in_its_channels_until_they_have_their_own(
    server: Server,
) -> None:
    await server.said("settings set", where="workspace", visibility="private")
    assert (await server.answer("case damages")).is_private
    await server.said("settings set", visibility="public")
    assert not (await server.answer("case damages")).is_private
    await server.said("settings set", visibility="none")
    assert (await server.answer("case damages")).is_private
    assert not (await server.answer("case damages", private=False)).is_private


async def test_a_direct_message_is_a_place_of_its_own(server: Server) -> None:
    async def said(name: str, /, **options: Any) -> str:
        asked = interactions.in_private(interactions.slash(server.discord.world, name, **options))
        return str((await (await server.discord.send(asked)).answer()).payload)

    assert "Scheduled" in await said("digest schedule", when=DAILY)
    assert "1 digest." in await said("digest list")
    assert "No digest is scheduled here" in await server.said("digest list")
    assert "Saved for this channel" in await said("settings set", zone="UTC")
    assert "leave out where" in await said("settings set", zone="UTC", where="workspace")


async def test_nobody_sees_or_changes_a_digest_of_somebody_elses_direct_message(server: Server) -> None:
    """A person of Discord is the same on every server: their digests are theirs alone, and of no server."""
    ada, bob = NEXT + server.number * 10, NEXT + server.number * 10 + 1

    async def said(person: int, name: str, /, **options: Any) -> str:
        asked = interactions.in_private(interactions.slash(server.discord.world, name, **options))
        asked = {**asked, "user": interactions.user(person), "channel_id": str(CHANNEL + 10 * person)}
        asked["channel"] = {**asked["channel"], "id": asked["channel_id"]}
        return str((await (await server.discord.send(asked)).answer()).payload)

    assert "Scheduled" in await said(ada, "digest schedule", when=DAILY)
    [number] = re.findall(r"Digest (\d+)", (await said(ada, "digest list")).replace("\\", ""))
    assert "No digest is scheduled here" in await said(bob, "digest list")
    assert "No digest is scheduled here" in await server.said("digest list")
    for verb in ("pause", "resume", "remove", "preview", "now"):
        for answer in (
            await said(bob, f"digest {verb}", id=number),
            await server.said(f"digest {verb}", id=number),
        ):
            assert f"There is no digest “{number}” here" in answer
    for answer in (await said(bob, "digest pause"), await server.said("digest pause")):
        assert "No digest is scheduled" in answer
    assert "Paused" not in await said(ada, "digest list")
    assert "is paused" in await said(ada, "digest pause")


async def test_a_digest_of_a_server_is_seen_and_changed_on_no_other_server(
    discord: FakeDiscord, server: Server
) -> None:
    await server.said("digest schedule", when=DAILY)
    [number] = re.findall(r"Digest (\d+)", (await server.said("digest list")).replace("\\", ""))
    other = Server(discord)
    assert "No digest is scheduled here" in await other.said("digest list")
    for verb in ("pause", "resume", "remove", "preview", "now"):
        assert f"There is no digest “{number}” here" in await other.said(f"digest {verb}", id=number)
    assert "1 digest." in await server.said("digest list")


async def test_settings_and_digests_speak_the_readers_language(server: Server) -> None:
    asked = {**interactions.as_manager(server.asked("settings set", zone="Europe/Berlin")), "locale": "de"}
    assert "Für diesen Kanal gespeichert" in str((await (await server.discord.send(asked)).answer()).payload)
    asked = {**interactions.as_manager(server.asked("digest schedule", when="werktags")), "locale": "de"}
    refused = await (await server.discord.send(asked)).answer()
    assert refused.is_private
    assert "keine Antwort" in str(refused.payload)


async def test_a_spanish_reader_is_told_to_write_schedules_in_english(server: Server) -> None:
    async def said(when: str) -> str:
        asked = interactions.as_manager(server.asked("digest schedule", when=when))
        return str((await (await server.discord.send({**asked, "locale": "es-ES"})).answer()).payload)

    assert "El horario se escribe en inglés" in await said("lunes 9:00 Europe/Madrid")
    assert "los días en inglés" in await said("todos los lunes")
    assert "Programado." in await said("every monday 9:00 Europe/Madrid")
    completing = {**server.asked("digest schedule", focused="when", when="mon"), "locale": "es-419"}
    choices = (await (await server.discord.send(completing)).callback())["data"]["choices"]
    assert choices[0]["name"].startswith("every monday at 09:00 ")


async def test_a_channel_in_which_the_bot_may_not_post_is_refused_with_the_permission(server: Server) -> None:
    server.channel.allowed &= ~SEND_MESSAGES
    answer = await server.said("digest schedule", when=DAILY)
    assert "Nothing was scheduled" in answer
    assert "Send Messages" in answer
    server.channel.deleted = True
    assert "that channel is not there" in await server.said("digest schedule", when=DAILY)
    assert "No digest is scheduled here" in await server.said("digest list")


async def test_schedules_zones_cases_and_digests_are_completed(server: Server) -> None:
    offered = await server.complete("digest schedule", "when", "mon 8am germ")
    assert offered[0]["value"] == "every monday at 08:00 Europe/Berlin"
    await server.said("digest schedule", when=DAILY)
    [digest] = await server.complete("digest pause", "id", "")
    assert digest["name"].endswith("weekdays 09:00 Europe/Berlin")
    assert "is paused" in await server.said("digest pause", id=digest["value"])
    assert [one["value"] for one in await server.complete("settings set", "zone", "berl")] == [
        "Europe/Berlin"
    ]
    assert [one["value"] for one in await server.complete("settings set", "case", "car")] == [
        "carroll-v-trump"
    ]


async def test_a_digest_is_posted_once_as_it_was_previewed_and_then_there_is_nothing_new(
    tmp_path: Path,
) -> None:
    async with FakeDiscord() as discord:
        port = str(free_port())
        async with program("run", folder=tmp_path, PORT=port, **discord.env) as bot:
            await bot.line("connected to discord")
            server = Server(discord)
            server.number = 0
            await server.said("digest schedule", when=DAILY)
            preview = (await server.managers_answer("digest preview")).payload
            assert "posted in a moment" in await server.said("digest now")
            await discord.requested("POST", f"/channels/{CHANNEL}/messages")
            # The bot has the answer a little later than it has asked.
            async with asyncio.timeout(PATIENCE):
                while "nothing is posted" not in await server.said("digest now"):
                    pass
            [post] = discord.of("POST", f"/channels/{CHANNEL}/messages")
            assert post.body["components"] == preview["components"]
            await bot.stop()
