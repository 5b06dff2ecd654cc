"""What people type on Discord is understood as they mean it, from the first question after a start on."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.platforms.discord.interaction import displayed
from tests.fakes.discord import interactions
from tests.fakes.discord.server import FakeDiscord
from tests.platforms.discord.running import program

pytestmark = pytest.mark.asyncio(loop_scope="module")
MESSAGE = 4
"""The type of a callback that carries the answer itself, and does not announce it."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FakeDiscord]:
    """A stand-in Discord with the unmodified program, which is ready for questions."""
    async with FakeDiscord() as running:
        env = {**running.env, "COOLDOWN_ANSWERS": "0"}
        async with program("discord", folder=tmp_path_factory.mktemp("bot"), **env) as bot:
            await running.gateway.connected()
            # Whoever asks anything has the newest case prepared: a bot that nobody asks keeps its memory.
            await (await running.slash("help")).callback()
            await bot.line("ready for questions")
            yield running
        assert running.rest.violations == []


async def scheduled(discord: FakeDiscord, when: str) -> str:
    asked = interactions.as_manager(interactions.slash(discord.world, "digest schedule", when=when))
    answer = await (await discord.send(asked)).answer()
    return "\n".join(displayed(answer.payload["components"])).replace("\\", "")


async def test_the_first_question_after_a_start_is_answered_at_once(discord: FakeDiscord) -> None:
    asked = await discord.slash("ask", question="How much was Carroll awarded?")
    assert (await asked.callback())["type"] == MESSAGE


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("first monday of the month 9:00 Europe/Berlin", "first monday of the month at 09:00 Europe/Berlin"),
        ("1st and 15th at 9am America/New_York", "monthly on the 1st and 15th at 09:00 America/New_York"),
        ("mon/wed/fri 09:00 Europe/Berlin", "monday, wednesday, friday at 09:00 Europe/Berlin"),
        ("MWF 9am UTC", "monday, wednesday, friday at 09:00 UTC"),
        ("0900 weekdays Europe/Berlin", "weekdays 09:00 Europe/Berlin"),
        ("Friday @ 9am America/New_York", "every friday at 09:00 America/New_York"),
        ("every morning at 9 UTC", "daily 09:00 UTC"),
        ("0 9 * * 1-5 Europe/Paris", "weekdays 09:00 Europe/Paris"),
        ("“weekdays 9:15 Europe/Berlin”", "weekdays 09:15 Europe/Berlin"),
    ],
)
async def test_schedules_are_understood_as_people_write_them(
    discord: FakeDiscord, typed: str, written: str
) -> None:
    answer = await scheduled(discord, typed)
    assert "Scheduled." in answer or "does that already" in answer
    assert f": {written}" in answer


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("every 3rd day 9am UTC", "“every 3rd day” is not possible"),
        ("last day of the week 9:00 UTC", "On which day of the week?"),
        ("so mondays 9am Europe/Berlin", "“so” is not understood"),
        ("0 9 * * 1-5", "In which time zone?"),
        ("weekdays 9am San Francisco", "Did you mean America/Los_Angeles?"),
        ("9am eastern", "Did you mean America/New_York?"),
    ],
)
async def test_what_is_no_schedule_is_refused_with_its_cure(
    discord: FakeDiscord, typed: str, sentence: str
) -> None:
    answer = await scheduled(discord, typed)
    assert sentence in answer
    assert "Scheduled" not in answer


@pytest.mark.parametrize("typed", ["monday", "mon 9", "9", "berlin"])
async def test_whole_schedules_are_offered_while_somebody_types(discord: FakeDiscord, typed: str) -> None:
    offered = [one["value"] for one in await discord.complete("digest schedule", "when", when=typed)]
    assert offered
    assert all(sum(char.isdigit() for char in one) >= 4 for one in offered), "each has its time"


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("travsty", "WE ARE STRONGLY APPEALING THIS TRAVESTY"),
        ("immunty", "the Department of Justice declined to offer him immunity"),
        ("#eag7ef", "WE ARE STRONGLY APPEALING THIS TRAVESTY"),
        ("trump rape", "didn't rape her"),
    ],
)
async def test_quotations_are_offered_as_forgivingly_as_they_are_found(
    discord: FakeDiscord, typed: str, begins: str
) -> None:
    offered = await discord.complete("quote", "text", text=typed)
    assert offered[0]["name"].startswith(begins)
