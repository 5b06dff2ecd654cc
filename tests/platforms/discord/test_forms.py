"""Forms for /digest schedule and /settings set, with the unmodified program over real sockets."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.discord import interactions
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, USER, Channel, Message
from tests.platforms.discord.running import ROOT, program

OTHER = CHANNEL + 9
ROLE = 555_000_111
FORGED = "This form holds something that it did not offer."
FORGED_DIGESTS: tuple[dict[str, Any], ...] = (
    {"days": ["someday"]},
    {"days": []},
    {"days": ["monday", "monday\n; drop"]},
    {"channel": ["general"]},
    {"channel": [str(CHANNEL), str(OTHER)]},
    {"contents": "everything"},
)
FORGED_SETTINGS: tuple[dict[str, Any], ...] = (
    {"visibility": ["public", "private"]},
    {"visibility": ["some"]},
    {"managers": ["ada"]},
    {"where": "everywhere"},
)


@pytest.fixture
async def bot(discord: FakeDiscord, tmp_path: Path) -> AsyncIterator[FakeDiscord]:
    async with program("discord", folder=tmp_path, **discord.env) as running:
        await running.line("connected to discord")
        yield discord
        assert discord.rest.violations == []


def texts(message: Message) -> str:
    return json.dumps(message.payload, ensure_ascii=False).replace("\\\\", "")


def fields(form: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["component"]["custom_id"]: one["component"] for one in form["components"]}


def slash(bot: FakeDiscord, name: str, /, **options: Any) -> dict[str, Any]:
    return interactions.as_manager(interactions.slash(bot.world, name, **options))


async def opened(bot: FakeDiscord, asked: dict[str, Any]) -> dict[str, Any]:
    """The form that a command is answered with."""
    callback = await (await bot.send(asked)).callback()
    assert callback["type"] == 9, callback
    form: dict[str, Any] = callback["data"]
    return form


async def sent(bot: FakeDiscord, form: dict[str, Any], /, **filled: Any) -> Message:
    return await (
        await bot.send(interactions.as_manager(interactions.fill(bot.world, form, **filled)))
    ).answer()


async def said(bot: FakeDiscord, name: str, /, **options: Any) -> str:
    return texts(await (await bot.send(slash(bot, name, **options))).answer())


async def test_a_digest_is_scheduled_by_a_form_that_knows_the_place(bot: FakeDiscord) -> None:
    await said(bot, "settings set", zone="Asia/Tokyo")
    form = await opened(bot, slash(bot, "digest schedule"))
    shown = fields(form)
    assert list(shown) == ["channel", "days", "time", "zone", "contents"]
    assert [one["component"]["type"] for one in form["components"]] == [8, 3, 4, 4, 21]
    assert shown["channel"]["default_values"] == [{"id": str(CHANNEL), "type": "channel"}]
    assert (shown["time"]["value"], shown["zone"]["value"]) == ("09:00", "Asia/Tokyo")
    answer = await sent(
        bot, form, days=["monday", "friday"], time="4:30 pm", zone="berlin", contents="changes"
    )
    assert answer.is_private
    assert "Scheduled." in texts(answer)
    assert "monday, friday at 16:30 Europe/Berlin" in texts(answer)


async def test_a_form_keeps_the_options_that_were_given(bot: FakeDiscord) -> None:
    bot.world.channels[OTHER] = Channel(OTHER, bot.world.guilds[0], kind=5)
    asked = slash(bot, "digest schedule", channel=str(OTHER), contents="changes", nothing_new="say")
    form = await opened(bot, asked)
    shown = fields(form)
    assert shown["channel"]["default_values"] == [{"id": str(OTHER), "type": "channel"}]
    assert [one["value"] for one in shown["contents"]["options"] if one.get("default")] == ["changes"]
    answer = texts(await sent(bot, form))
    assert "Scheduled." in answer
    assert f"<#{OTHER}>" in answer


async def test_a_form_that_is_sent_twice_acts_once(bot: FakeDiscord) -> None:
    form = await opened(bot, slash(bot, "digest schedule"))
    assert "Scheduled." in texts(await sent(bot, form, time="8:00"))
    assert "came twice, and was carried out once" in texts(await sent(bot, form, time="10:00"))
    assert "1 digest." in await said(bot, "digest list")
    again = await opened(bot, slash(bot, "digest schedule"))
    assert "Digest 1 does that already" in texts(await sent(bot, again, time="8:00"))


async def test_a_form_with_a_mistake_says_so_and_can_be_sent_again(bot: FakeDiscord) -> None:
    form = await opened(bot, slash(bot, "digest schedule"))
    assert "Europe/Berlin" in texts(await sent(bot, form, zone="Europe/Berln"))
    assert (await sent(bot, form, time="25:99")).is_private
    assert "Scheduled." in texts(await sent(bot, form))


async def test_a_channel_that_is_deleted_before_the_form_is_sent_is_told_of(bot: FakeDiscord) -> None:
    bot.world.channels[OTHER] = Channel(OTHER, bot.world.guilds[0])
    form = await opened(bot, slash(bot, "digest schedule", channel=str(OTHER)))
    bot.world.channels[OTHER].deleted = True
    answer = texts(await sent(bot, form))
    assert "Nothing was scheduled: that channel is not there" in answer
    assert "No digest is scheduled here" in await said(bot, "digest list")


async def test_what_a_form_did_not_offer_is_refused(bot: FakeDiscord) -> None:
    for forged in FORGED_DIGESTS:
        answer = await sent(bot, await opened(bot, slash(bot, "digest schedule")), **forged)
        assert FORGED in texts(answer), forged
        assert answer.is_private, forged
    assert "No digest is scheduled here" in await said(bot, "digest list")


async def test_a_form_that_was_never_opened_is_refused(bot: FakeDiscord) -> None:
    form = await opened(bot, slash(bot, "digest schedule"))
    for custom_id in ("form:", "form:1:/digest remove id:1", "form:x:/digest schedule", "form:1:/help"):
        answer = await sent(bot, {**form, "custom_id": custom_id})
        assert "Scheduled" not in texts(answer), custom_id
        assert answer.is_private, custom_id


async def test_whoever_may_not_act_gets_the_sentence_and_no_form(bot: FakeDiscord) -> None:
    form = await opened(bot, slash(bot, "digest schedule"))
    for name in ("digest schedule", "settings set"):
        answer = await (await bot.send(interactions.slash(bot.world, name))).answer()
        assert "Only whoever may manage this place" in texts(answer)
    stranger = await (await bot.send(interactions.fill(bot.world, form))).answer()
    assert "Only whoever may manage this place" in texts(stranger)


async def test_a_direct_message_has_a_form_without_channels_and_managers(bot: FakeDiscord) -> None:
    alone = interactions.in_private(interactions.slash(bot.world, "digest schedule"))
    form = await opened(bot, alone)
    assert list(fields(form)) == ["days", "time", "zone", "contents"]
    answer = await (await bot.send(interactions.in_private(interactions.fill(bot.world, form)))).answer()
    assert "Scheduled." in texts(answer)
    form = await opened(bot, interactions.in_private(interactions.slash(bot.world, "settings set")))
    assert list(fields(form)) == ["visibility", "zone"]


async def test_settings_are_changed_by_a_form_that_shows_what_holds(bot: FakeDiscord) -> None:
    await said(bot, "settings set", zone="Europe/Paris", where="workspace")
    form = await opened(bot, slash(bot, "settings set"))
    shown = fields(form)
    assert list(shown) == ["visibility", "zone", "managers", "where"]
    assert shown["zone"]["value"] == "Europe/Paris"
    assert shown["managers"]["type"] == 7
    assert "Nothing was changed" in texts(await sent(bot, form))
    answer = texts(
        await sent(
            bot, form, roles=[ROLE], visibility=["private, locked"], managers=[str(USER + 1), str(ROLE)]
        )
    )
    assert "Saved for this channel." in answer
    assert f"<@{USER + 1}>" in answer
    assert f"<@&{ROLE}>" in answer
    assert "Europe/Paris (set for the workspace)" in answer
    again = fields(await opened(bot, slash(bot, "settings set")))
    assert again["managers"]["default_values"] == [
        {"id": str(ROLE), "type": "role"},
        {"id": str(USER + 1), "type": "user"},
    ]
    assert [one["value"] for one in again["visibility"]["options"] if one.get("default")] == [
        "private, locked"
    ]


async def test_settings_of_the_whole_server_are_set_and_unset_by_the_form(bot: FakeDiscord) -> None:
    form = await opened(bot, slash(bot, "settings set", where="workspace"))
    assert [one["value"] for one in fields(form)["where"]["options"] if one.get("default")] == ["workspace"]
    assert "Saved for the whole workspace." in texts(
        await sent(bot, form, visibility=["private"], zone="utc")
    )
    form = await opened(bot, slash(bot, "settings set"))
    answer = texts(await sent(bot, form, visibility=["none"], zone="", where="workspace"))
    assert "Time zone: each schedule names its own" in answer


async def test_what_the_form_of_settings_did_not_offer_is_refused(bot: FakeDiscord) -> None:
    for forged in FORGED_SETTINGS:
        answer = await sent(bot, await opened(bot, slash(bot, "settings set")), **forged)
        assert FORGED in texts(answer), forged
    assert "each schedule names its own" in await said(bot, "settings show")


async def test_a_role_manages_digests_as_long_as_one_has_it(bot: FakeDiscord) -> None:
    assert f"<@&{ROLE}>" in await said(bot, "settings set", managers=f"<@&{ROLE}>")
    await said(bot, "digest schedule", when="daily 9:00 UTC")
    member = interactions.slash(bot.world, "digest pause")
    refused = await (await bot.send(interactions.with_roles(member, ROLE + 1))).answer()
    assert "Only whoever may manage this place" in texts(refused)
    paused = await (
        await bot.send(interactions.with_roles(interactions.slash(bot.world, "digest pause"), ROLE))
    ).answer()
    assert "is paused" in texts(paused)
    resumed = await (await bot.send(interactions.slash(bot.world, "digest resume"))).answer()
    assert "Only whoever may manage this place" in texts(resumed)
    assert "everyone here" in await said(bot, "settings set", managers=f"<@&{bot.world.guilds[0]}>")


@pytest.mark.parametrize(
    ("locale", "title", "monday", "zone", "done"),
    [
        ("de", "Einen Digest planen", "Montag", "Europe/Berlin", "Geplant."),
        ("es-ES", "Programar un boletín", "lunes", "UTC", "Programado."),
    ],
)
async def test_a_form_is_in_its_readers_language(  # noqa: PLR0913, PLR0917  -- a table
    bot: FakeDiscord, locale: str, title: str, monday: str, zone: str, done: str
) -> None:
    form = await opened(bot, {**slash(bot, "digest schedule"), "locale": locale})
    assert form["title"] == title
    shown = fields(form)
    assert shown["days"]["options"][0]["label"] == monday
    assert shown["zone"]["value"] == zone
    asked = interactions.as_manager(interactions.fill(bot.world, form))
    answer = await (await bot.send({**asked, "locale": locale})).answer()
    assert done in texts(answer)


async def test_of_many_cases_the_form_offers_the_newest(discord: FakeDiscord, tmp_path: Path) -> None:
    cases = {"CONTENT_DIR": str(ROOT / "tests/cases_invented")}
    async with program("discord", folder=tmp_path, **discord.env | cases) as running:
        await running.line("connected to discord")
        form = await opened(discord, slash(discord, "digest schedule"))
        shown = fields(form)
        assert list(shown) == ["channel", "days", "time", "zone", "case"]
        chosen = shown["case"]["options"][0]["value"]
        answer = texts(await sent(discord, form, case=[chosen]))
        assert "Scheduled." in answer
        assert "There is no case" in texts(
            await sent(discord, await opened(discord, slash(discord, "digest schedule")), case=["nowhere"])
        )
        settings = await opened(discord, slash(discord, "settings set"))
        assert "case" in fields(settings)
        assert chosen in texts(await sent(discord, settings, case=[chosen]))
        assert list(fields(await opened(discord, slash(discord, "digest schedule"))))[-1] == "contents"
    assert discord.rest.violations == []


async def test_a_command_by_its_name_in_another_language_is_understood(bot: FakeDiscord) -> None:
    for name in ("fall stand", "case stand", "fall status"):
        answer = await (await bot.send(interactions.slash(bot.world, name, fall="carroll-v-trump"))).answer()
        assert "Carroll v. Trump" in texts(answer), name


async def test_a_form_is_as_small_on_the_largest_server(discord: FakeDiscord, tmp_path: Path) -> None:
    guild = discord.world.guilds[0]
    large = discord.world.guild_payload
    for number in range(1_000):
        discord.world.channels[OTHER + number] = Channel(OTHER + number, guild)
    discord.world.guild_payload = lambda guild: {**large(guild), "member_count": 200_000, "large": True}  # type: ignore[method-assign]
    async with program("discord", folder=tmp_path, **discord.env) as running:
        await running.line("connected to discord")
        for name in ("digest schedule", "settings set"):
            form = await opened(discord, slash(discord, name))
            assert len(json.dumps(form)) < 3_000
        last = str(OTHER + 999)
        form = await opened(discord, slash(discord, "digest schedule"))
        assert f"<#{last}>" in texts(await sent(discord, form, channel=[last]))
    assert discord.rest.violations == []
