"""Digests and settings on Slack, with the unmodified bot in both modes: who may, and what is shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.slack.checks import message_problems
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import SlackServer
from tests.platforms.slack.bots import MODES, running_bot, somebody

DAILY = "/digest schedule weekdays 9:00 Europe/Berlin"


@pytest.fixture(params=MODES)
async def person(
    request: pytest.FixtureRequest, slack: SlackServer, content: Path, tmp_path: Path
) -> AsyncIterator[Person]:
    """A member who is no administrator."""
    async with running_bot(slack, tmp_path, content, **MODES[request.param]) as bot:
        yield somebody(slack, bot, request.param)


async def said(person: Person, command: str) -> str:
    answer = (await person.types(command)).body
    assert message_problems(answer["text"], answer["blocks"]) == []
    return f"{answer['text']}\n{answer['blocks']}"


async def test_digests_are_scheduled_by_an_administrator_and_those_named(person: Person) -> None:
    admin = person.but(user="U2")
    assert "Only whoever may manage this place" in await said(person, DAILY)
    scheduled = await said(admin, DAILY)
    assert "Digest 1: weekdays 09:00 Europe/Berlin" in scheduled
    assert "'type': 'date'" in scheduled
    assert "Only whoever may manage this place" in await said(person, "/digest pause")
    await said(admin, "/settings set managers:<@U1|somebody>")
    assert "Digest 1 is paused." in await said(person, "/digest pause")
    assert "Digest 1 is on." in await said(person, "/digest resume")
    assert "where the case stands" in await said(person, "/digest preview")
    assert "Digest 1 is removed" in await said(person, "/digest remove")


async def test_another_channel_is_named_as_slack_names_it(person: Person) -> None:
    admin = person.but(user="U2")
    assert "Scheduled." in await said(admin, f"{DAILY} channel:<#C2|general>")
    assert "In the channel C2" in await said(admin, "/digest list")
    refused = await said(admin, f"{DAILY} channel:<#C404|gone>")
    assert "Nothing was scheduled: that channel is not there" in refused
