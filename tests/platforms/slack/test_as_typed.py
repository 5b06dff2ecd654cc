"""What people type on Slack is understood as they mean it, or refused with its cure."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.fakes.slack.lines import Payload, SocketLine
from tests.fakes.slack.model import Channel, User
from tests.fakes.slack.person import Person, button
from tests.fakes.slack.server import SlackServer, slack_server
from tests.platforms.slack.bots import SOCKET_MODE, running_bot

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(content: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SlackServer]:
    """A stand-in Slack with the unmodified bot."""
    async with (
        slack_server() as server,
        running_bot(server, tmp_path_factory.mktemp("bot"), content, **SOCKET_MODE),
    ):
        yield server


@pytest.fixture
def admin(slack: SlackServer) -> Person:
    """An admin in a channel of their own, where nothing is scheduled yet."""
    channel = slack.state.next_id("C")
    slack.state.channels[channel] = Channel(channel, "general")
    return Person(slack, SocketLine(slack), user="U2", channel=channel)


@pytest.fixture
def german(admin: Person) -> Person:
    """Another admin there, who reads German."""
    admin.slack.state.users["U3"] = User("U3", admin=True, locale="de-DE")
    return admin.but(user="U3")


async def scheduled(person: Person, when: str) -> str:
    return str((await person.types(f"/digest schedule {when}")).body["text"])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("first monday of the month 9:00 Europe/Berlin", "first monday of the month at 09:00 Europe/Berlin"),
        ("1st and 15th at 9am America/New_York", "monthly on the 1st and 15th at 09:00 America/New_York"),
        ("mon/wed/fri 09:00 Europe/Berlin", "monday, wednesday, friday at 09:00 Europe/Berlin"),
        ("0900 weekdays Europe/Berlin", "weekdays 09:00 Europe/Berlin"),
        ("Friday @ 9am America/New_York", "every friday at 09:00 America/New_York"),
        ("“weekdays 9:00 Europe/Berlin”", "weekdays 09:00 Europe/Berlin"),
        ("jeden Montag um 8 Uhr Wien", "every monday at 08:00 Europe/Vienna"),
        ("am 1. jeden Monats um 9 Uhr Berlin", "monthly on the 1st at 09:00 Europe/Berlin"),
    ],
)
async def test_schedules_are_understood_as_people_write_them(
    admin: Person, german: Person, typed: str, written: str
) -> None:
    for person, sentence in ((admin, "Scheduled."), (german, "Das tut schon Digest")):
        answer = await scheduled(person, typed)
        assert sentence in answer
        assert f": {written}" in answer


@pytest.mark.parametrize(
    ("typed", "english", "in_german"),
    [
        ("every 3rd day 9am UTC", "“every 3rd day” is not possible", "„every 3rd day“ ist nicht möglich"),
        ("so mondays 9am Europe/Berlin", "“so” is not understood", "„so“ wird nicht verstanden"),
        ("0 9 * * 1-5", "In which time zone?", "In welcher Zeitzone?"),
        (
            "weekdays 9am San Francisco",
            "Did you mean America/Los_Angeles?",
            "War America/Los_Angeles gemeint?",
        ),
        ("9am eastern", "Did you mean America/New_York?", "War America/New_York gemeint?"),
        ("jeden Montag um 25 Uhr Wien", "is no time of the day; use", "ist keine Uhrzeit; möglich sind"),
    ],
)
async def test_what_is_no_schedule_is_refused_with_its_cure(
    admin: Person, german: Person, typed: str, english: str, in_german: str
) -> None:
    for person, cure in ((admin, english), (german, in_german)):
        answer = (await person.types(f"/digest schedule {typed}")).body
        assert cure in answer["text"]
        assert answer["response_type"] == "ephemeral"
    assert admin.channel not in (await admin.types("/digest list")).body["text"]


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("berl", "Europe/Berlin"), ("new york", "America/New_York"), ("wien", "Europe/Vienna")],
)
async def test_zones_are_offered_while_somebody_types(
    admin: Person, german: Person, typed: str, zone: str
) -> None:
    for person, label in ((admin, "Schedule a digest"), (german, "Einen Digest planen")):
        form = await opened_from_home(person, label)
        assert zone in [one["value"] for one in await person.is_offered("zone", typed, form)]


async def opened_from_home(person: Person, label: str) -> Payload:
    """The modal that a button of the Home tab opens."""
    homes, views = person.slack.state.homes, person.slack.state.views
    homes.pop(person.user, None)
    await person.opens_home()
    shown = await person.slack.until(lambda: homes.get(person.user))
    assert shown
    before = len(views)
    await person.clicks(button(shown["blocks"], label), view=shown)
    await person.slack.until(lambda: len(views) > before)
    return list(views.values())[-1]


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("travsty", "WE ARE STRONGLY APPEALING THIS TRAVESTY"),
        ("immunty", "the Department of Justice declined to"),
        ("trump rape", "didn't rape her"),
    ],
)
async def test_quotations_are_offered_as_forgivingly_as_they_are_found(
    admin: Person, typed: str, begins: str
) -> None:
    views = admin.slack.state.views
    before = len(views)
    await admin.shortcuts("look_up")
    await admin.slack.until(lambda: len(views) > before)
    offered = await admin.is_offered("quotation", typed, list(views.values())[-1])
    assert offered[0]["text"]["text"].startswith(begins)
