"""Digests and settings on Slack, with the unmodified program: who may, where, and what is shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.slack.lines import SocketLine
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import SlackServer
from tests.platforms.slack.bots import SOCKET_MODE, running_bot

DAILY = "weekdays 9:00 Europe/Berlin"


@pytest.fixture
async def admin(slack: SlackServer, content: Path, tmp_path: Path) -> AsyncIterator[Person]:
    async with running_bot(slack, tmp_path, content, **SOCKET_MODE):
        yield Person(slack, SocketLine(slack), user="U2")


async def said(person: Person, command: str) -> str:
    return str((await person.types(command)).body["text"])


async def test_an_admin_schedules_a_digest_and_pauses_it(admin: Person) -> None:
    assert "Scheduled" in await said(admin, f"/digest schedule {DAILY}")
    assert "09:00" in await said(admin, "/digest list")
    assert "is paused" in await said(admin, "/digest pause")
    assert "is on" in await said(admin, "/digest resume")


async def test_the_same_digest_twice_is_told_of_and_scheduled_once(admin: Person) -> None:
    assert "Scheduled." in await said(admin, f"/digest schedule {DAILY}")
    for again in (DAILY, "werktags um 9 Uhr Berlin", f"{DAILY} channel:<#C1|general>"):
        answered = await said(admin, f"/digest schedule {again}")
        assert "Digest 1 does that already: nothing was scheduled." in answered
    assert "1 digest." in await said(admin, "/digest list")
    assert "Scheduled." in await said(admin.but(channel="C2"), f"/digest schedule {DAILY}")
    direct = admin.but(channel="D1")
    assert "Scheduled." in await said(direct, f"/digest schedule {DAILY}")
    assert "Digest 3 does that already" in await said(direct, f"/digest schedule {DAILY}")


async def test_another_channel_is_named_as_slack_names_it(admin: Person) -> None:
    assert "Scheduled" in await said(admin, f"/digest schedule {DAILY} channel:<#C2|law>")
    assert "09:00" in await said(admin.but(channel="C2"), "/digest list")


async def test_a_channel_in_which_the_bot_may_not_post_is_refused(admin: Person) -> None:
    admin.slack.state.channels["C2"].archived = True
    assert "Scheduled" not in await said(admin, f"/digest schedule {DAILY} channel:<#C2|law>")


async def test_a_member_changes_nothing_until_an_admin_names_them(admin: Person) -> None:
    member = admin.but(user="U1")
    assert "Only whoever may manage this place" in await said(member, f"/digest schedule {DAILY}")
    await said(admin, "/settings set managers:<@U1|ann>")
    assert "Scheduled" in await said(member, f"/digest schedule {DAILY}")


async def test_a_digest_is_posted_to_the_channel_at_once_when_asked_for(admin: Person) -> None:
    await said(admin, f"/digest schedule {DAILY}")
    await said(admin, "/digest now")
    [message] = await admin.slack.until(admin.slack.messages)
    assert message.metadata
    assert "Carroll v. Trump" in message.text
