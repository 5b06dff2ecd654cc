"""The Home tab as a dashboard: digests with their next run, settings, and the forms that change both."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.fakes.slack.checks import view_problems
from tests.fakes.slack.lines import Payload
from tests.fakes.slack.model import Channel, User
from tests.fakes.slack.person import Person, button
from tests.fakes.slack.server import SlackServer, slack_server
from tests.platforms.slack.bots import MODES, RunningBot, running_bot, somebody

pytestmark = pytest.mark.asyncio(loop_scope="module")
TIMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LARGEST_FORM = 6_000
"""Characters of a form at most, as JSON."""


@pytest.fixture(scope="module", params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(mode: str) -> AsyncIterator[SlackServer]:
    async with slack_server() as server:
        yield server


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, mode: str) -> Path:
    return tmp_path_factory.mktemp("bot")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(slack: SlackServer, mode: str, content: Path, folder: Path) -> AsyncIterator[RunningBot]:
    async with running_bot(slack, folder, content, **MODES[mode]) as running:
        yield running


@pytest.fixture
def admin(slack: SlackServer, bot: RunningBot, mode: str) -> Person:
    """An admin whom nobody knows yet, in a channel of their own."""
    channel, user = slack.state.next_id("C"), slack.state.next_id("U")
    slack.state.channels[channel] = Channel(channel, "general")
    slack.state.users[user] = User(user, admin=True)
    return somebody(slack, bot, mode).but(channel=channel, user=user)


@pytest.fixture
def member(admin: Person) -> Person:
    """Somebody who is no admin, in the same channel."""
    user = admin.slack.state.next_id("U")
    admin.slack.state.users[user] = User(user)
    return admin.but(user=user)


async def home(person: Person) -> Payload:
    homes = person.slack.state.homes
    homes.pop(person.user, None)
    await person.opens_home()
    await person.slack.until(lambda: person.user in homes)
    return homes[person.user]


async def changed_home(person: Person, words: str) -> Payload:
    """The Home tab once it has these words."""
    homes = person.slack.state.homes
    await person.slack.until(lambda: words in str(homes.get(person.user)))
    return homes[person.user]


def said(view: Payload) -> str:
    return " ".join(re.findall(r"'(?:text|fallback)': [\"']([^{].*?)[\"'][,}]", str(view["blocks"])))


async def opened(person: Person, label: str) -> Payload:
    """The modal that a button of the Home tab opens."""
    views, shown = person.slack.state.views, await home(person)
    before = len(views)
    await person.clicks(button(shown["blocks"], label), view=shown)
    await person.slack.until(lambda: len(views) > before)
    modal = list(views.values())[-1]
    assert view_problems(modal) == []
    return modal


def filled(**changed: Any) -> dict[str, Payload]:
    """What somebody fills in: Mondays and Thursdays at half past eight in Vienna, to them alone."""
    values: dict[str, Payload] = {
        "channel": {"selected_conversation": None},
        "days": {"selected_options": [{"value": "0"}, {"value": "3"}]},
        "time": {"selected_time": "08:30"},
        "zone": {"selected_option": {"value": "Europe/Vienna"}},
        "contents": {"selected_option": {"value": "changes"}},
        "nothing_new": {"selected_option": {"value": "say"}},
    }
    return values | changed


async def errors_of(person: Person, form: Payload, values: dict[str, Payload]) -> dict[str, str]:
    body = (await person.submits(form, values)).body
    assert body["response_action"] == "errors"
    found: dict[str, str] = body["errors"]
    return found


async def test_a_digest_is_scheduled_by_the_form_and_shown_with_its_next_run(member: Person) -> None:
    form = await opened(member, "Schedule a digest")
    zone = next(block["element"] for block in form["blocks"] if block.get("block_id") == "b:zone")
    assert zone["initial_option"]["value"] == "Europe/Berlin"
    body = (await member.submits(form, filled())).body
    assert body["response_action"] == "update"
    assert view_problems(body["view"]) == []
    assert "Scheduled." in said(body["view"])
    shown = await changed_home(member, "monday, thursday at 08:30 Europe/Vienna")
    assert "only what is new; says so when nothing is new" in said(shown)
    dates = [
        part
        for block in shown["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"]
        for part in element["elements"]
        if part["type"] == "date"
    ]
    # The next run in the reader's own time, and how long ago the case's source was.
    assert [one["format"] for one in dates] == ["{date_long} {time}", "{ago}"]


async def test_a_form_that_is_sent_twice_acts_once(member: Person) -> None:
    form = await opened(member, "Schedule a digest")
    bodies = [one.body for one in await asyncio.gather(*(member.submits(form, filled()) for _ in range(4)))]
    assert all(body["response_action"] == "update" for body in bodies)
    assert sum("Scheduled." in said(body["view"]) for body in bodies) == 1
    assert said(await changed_home(member, "monday, thursday")).count("monday, thursday") == 1


async def test_what_is_wrong_is_told_beside_its_field_and_the_form_can_be_sent_again(member: Person) -> None:
    form = await opened(member, "Schedule a digest")
    nothing: dict[str, Payload] = {"days": {"selected_options": []}, "time": {}, "zone": {}}
    assert await errors_of(member, form, filled(**nothing)) == {
        "b:days": "Choose one day at least.",
        "b:time": "Choose a time of day.",
        "b:zone": "Choose a time zone from the list.",
    }
    there = {"channel": {"selected_conversation": member.channel}}
    refused = await errors_of(member, form, filled(**there))
    assert "Only whoever may manage this place" in refused["b:channel"]
    body = (await member.submits(form, filled())).body
    assert "Scheduled." in said(body["view"])


@pytest.mark.parametrize(
    ("forged", "field"),
    [
        ({"time": {"selected_time": "25:99"}}, "b:time"),
        ({"time": {"selected_time": {"not": "text"}}}, "b:time"),
        ({"zone": {"selected_option": {"value": "Mars/Olympus"}}}, "b:zone"),
        ({"days": {"selected_options": [{"value": "9"}, 7]}}, "b:days"),
        ({"channel": {"selected_conversation": "U1"}}, "b:channel"),
        ({"channel": {"selected_conversation": "D1"}}, "b:channel"),
        ({"channel": {"selected_conversation": "<!channel>"}}, "b:channel"),
        ({"contents": {"selected_option": {"value": "nonsense"}}}, "b:channel"),
        ({"case": {"selected_option": {"value": "nonsense"}}}, "b:case"),
    ],
)
async def test_forged_values_are_refused_beside_their_field(
    admin: Person, forged: dict[str, Payload], field: str
) -> None:
    form = await opened(admin, "Schedule a digest")
    case = {"type": "input", "block_id": "b:case", "element": {"action_id": "case"}}
    form = {**form, "blocks": [*form["blocks"], case]}
    assert field in await errors_of(admin, form, filled(**forged))


async def test_a_channel_that_is_deleted_before_the_form_is_sent_is_told_of(admin: Person) -> None:
    form = await opened(admin, "Schedule a digest")
    gone = {"channel": {"selected_conversation": admin.channel}}
    del admin.slack.state.channels[admin.channel]
    refused = await errors_of(admin, form, filled(**gone))
    assert "that channel is not there" in refused["b:channel"]


async def test_nobody_schedules_into_a_private_channel_that_they_are_not_in(admin: Person) -> None:
    secret = admin.slack.state.next_id("C")
    admin.slack.state.channels[secret] = Channel(secret, "secret", private=True, people={"U1"})
    form = await opened(admin, "Schedule a digest")
    refused = await errors_of(admin, form, filled(channel={"selected_conversation": secret}))
    assert "you are not in that channel yourself" in refused["b:channel"]


async def test_digests_are_paused_resumed_and_previewed(admin: Person) -> None:
    form = await opened(admin, "Schedule a digest")
    await admin.submits(form, filled(channel={"selected_conversation": admin.channel}))
    shown = await changed_home(admin, admin.channel)
    assert {"type": "channel", "channel_id": admin.channel} in [
        part
        for block in shown["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"]
        for part in element["elements"]
    ]
    number = of_digest(shown, "monday, thursday")
    await admin.clicks(pressed(shown, f"pause:{number}"), view=shown)
    shown = await changed_home(admin, "Paused")
    await admin.clicks(pressed(shown, f"resume:{number}"), view=shown)
    await admin.slack.until(lambda: has(admin.slack.state.homes[admin.user], f"pause:{number}"))
    views = admin.slack.state.views
    before = len(views)
    await admin.clicks(pressed(shown, f"preview:{number}"), view=shown)
    await admin.slack.until(lambda: len(views) > before)
    assert "Carroll v. Trump" in said(list(views.values())[-1])


def of_digest(view: Payload, words: str) -> str:
    """The number of the last digest whose line has these words."""
    return str(re.findall(rf"Digest (\d+): {words}", said(view))[-1])


def pressed(view: Payload, value: str) -> Payload:
    for block in view["blocks"]:
        for element in block["elements"] if block["type"] == "actions" else ():
            if element.get("value") == value:
                return {**element, "block_id": "b1", "action_ts": "1.1"}
    raise AssertionError(value)


def has(view: Payload, value: str) -> bool:
    return any(
        element.get("value") == value
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    )


async def test_a_member_sees_and_changes_only_what_they_may(admin: Person, member: Person) -> None:
    form = await opened(admin, "Schedule a digest")
    await admin.submits(form, filled(channel={"selected_conversation": admin.channel}))
    shown = await changed_home(admin, admin.channel)
    number = of_digest(shown, "monday, thursday")
    theirs = await home(member)
    assert "No digest comes to you" in said(theirs)
    assert "Change settings" not in str(theirs["blocks"])
    views = member.slack.state.views
    before = len(views)
    await member.clicks(pressed(shown, f"pause:{number}"), view=theirs)
    await member.slack.until(lambda: len(views) > before)
    assert "Only whoever may manage this place" in said(list(views.values())[-1])
    named = await admin.types(f"/settings set managers:<@{member.user}|ann>")
    assert f"@{member.user}" in named.body["text"]
    await asyncio.sleep(5.1)  # what is set is known to all within five seconds
    assert f"Digest {number}" in said(await home(member))


@pytest.mark.parametrize("value", ["", "pause", "pause:x", "remove:1", "pause:99999999999999999999"])
async def test_forged_buttons_of_digests_change_nothing(member: Person, value: str) -> None:
    shown = await home(member)
    views = member.slack.state.views
    before = len(views)
    forged = {"type": "button", "action_id": "digest:pause", "value": value, "block_id": "b"}
    await member.clicks(forged, view=shown)
    await member.slack.until(lambda: len(views) > before)
    assert "digest" in said(list(views.values())[-1]).lower()


async def test_many_digests_and_cases_fit_the_tab(member: Person) -> None:
    form = await opened(member, "Schedule a digest")
    for hour in range(10):
        form = await opened(member, "Schedule a digest")
        await member.submits(form, filled(time={"selected_time": f"0{hour}:00"}))
    shown = await changed_home(member, "09:00 Europe/Vienna")
    assert view_problems(shown) == []
    form = await opened(member, "Schedule a digest")
    refused = await errors_of(member, form, filled(time={"selected_time": "10:00"}))
    assert "which is the limit" in refused["b:channel"]


async def test_settings_are_shown_and_changed_in_a_form(admin: Person, member: Person) -> None:
    assert "Time zone: each schedule names its own" in said(await home(admin))
    form = await opened(admin, "Change settings")
    values: dict[str, Payload] = {
        "channel": {"selected_conversation": admin.channel},
        "zone": {"selected_option": {"value": "Europe/Vienna"}},
        "visibility": {"selected_option": {"value": "private, locked"}},
        "managers": {"selected_users": [member.user]},
    }
    body = (await admin.submits(form, values)).body
    assert "Saved for this channel." in said(body["view"])
    kept = (await admin.types("/settings show")).body
    assert "Time zone: Europe/Vienna" in kept["text"]
    assert "Answers: private, and only whoever may manage this place" in kept["text"]
    assert f"@{member.user}" in kept["text"]
    again = (await admin.submits(form, values)).body
    assert "carried out once" in said(again["view"])
    form = await opened(admin, "Change settings")
    wrong = await errors_of(admin, form, {"zone": {"selected_option": {"value": "Mars"}}})
    assert "b:zone" in wrong
    assert "Nothing to set" in (await errors_of(admin, form, {}))["b:channel"]
    forged = (await member.submits(form, values)).body
    assert "Only whoever may manage this place" in forged["errors"]["b:channel"]


async def test_zones_are_offered_while_somebody_types(member: Person) -> None:
    form = await opened(member, "Schedule a digest")
    offered = await member.is_offered("zone", "vienna", form)
    assert "Europe/Vienna" in [one["value"] for one in offered]
    assert await member.is_offered("zone", "", form)


async def test_readers_of_german_get_german_forms(member: Person) -> None:
    member.slack.state.users[member.user].locale = "de-DE"
    form = await opened(member, "Einen Digest planen")
    assert "Montag" in said(form)
    refused = await errors_of(member, form, filled(days={"selected_options": []}))
    assert refused == {"b:days": "Bitte mindestens einen Tag wählen."}


async def test_forms_stay_small_however_many_members_and_channels_there_are(admin: Person) -> None:
    slack = admin.slack
    forms = [await opened(admin, "Schedule a digest"), await opened(admin, "Change settings")]
    users, channels = dict(slack.state.users), dict(slack.state.channels)
    before = len(slack.state.calls)
    slack.state.users |= {f"U2{number:06}": User(f"U2{number:06}") for number in range(200_000)}
    slack.state.channels |= {f"C2{number:04}": Channel(f"C2{number:04}", "many") for number in range(1_000)}
    try:
        many = [await opened(admin, "Schedule a digest"), await opened(admin, "Change settings")]
        assert [one["blocks"] for one in many] == [one["blocks"] for one in forms]
        assert max(len(json.dumps(one)) for one in many) < LARGEST_FORM
        # Slack itself fills the menus of people and channels: nobody's are fetched.
        asked = {call.method for call in slack.state.calls[before:]}
        assert asked <= {"views.open", "views.publish", "users.info", "auth.test"}
        people: Payload = {"selected_users": [f"U2{number:06}" for number in range(200)]}
        there = {"channel": {"selected_conversation": admin.channel}, "managers": people}
        saved = (await admin.submits(many[1], there)).body["view"]
        assert view_problems(saved) == []
        assert "U2000199" in json.dumps(saved["blocks"])
    finally:
        slack.state.users, slack.state.channels = users, channels


@pytest.mark.parametrize("locale", ["xx-YY", "", "de-" + "x" * 300, "<!channel>"])
async def test_readers_of_a_language_that_nobody_has_get_english_forms(member: Person, locale: str) -> None:
    member.slack.state.users[member.user].locale = locale
    form = await opened(member, "Schedule a digest")
    assert "Monday" in said(form)
    assert (
        "Choose one day at least."
        in (await errors_of(member, form, filled(days={"selected_options": []}))).values()
    )


async def test_without_the_database_the_tab_shows_what_it_can(
    slack: SlackServer, bot: RunningBot, mode: str, folder: Path, member: Person
) -> None:
    await home(member)
    with sqlite3.connect(folder / "var" / "bot.db") as database:
        database.execute("ALTER TABLE subscriptions RENAME TO away")
    try:
        shown = await home(member)
        assert "Carroll v. Trump" in said(shown)
        assert "the database does not answer" in said(shown)
    finally:
        with sqlite3.connect(folder / "var" / "bot.db") as database:
            database.execute("ALTER TABLE away RENAME TO subscriptions")
