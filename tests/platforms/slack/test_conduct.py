"""What a member can have the bot say on Slack: limits, shares, unknown admins, installs and reports."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.db.database import open_database
from bot.db.slack_workspaces import shortcuts_of
from tests.fakes.slack.faults import Fault
from tests.fakes.slack.lines import HttpLine, SocketLine
from tests.fakes.slack.model import Channel
from tests.fakes.slack.person import Person, button, elements
from tests.fakes.slack.server import SlackServer
from tests.platforms.slack.bots import OVER_HTTP, SOCKET_MODE, running_bot

DAILY = "weekdays 9:00 Europe/Berlin"
LIMITS = {"COOLDOWN_ANSWERS": "5", "COOLDOWN_SECONDS": "60", "REPEAT_SECONDS": "30"}


@pytest.fixture
async def person(slack: SlackServer, content: Path, tmp_path: Path) -> AsyncIterator[Person]:
    """Somebody beside the unmodified program, with the limits that it has by itself."""
    async with running_bot(slack, tmp_path, content, **SOCKET_MODE, **LIMITS):
        yield Person(slack, SocketLine(slack))


async def said(person: Person, command: str) -> str:
    return str((await person.types(command)).body["text"])


async def last_shown_to(person: Person) -> dict[str, Any]:
    """The message that the last press brought."""
    hook = person.hook
    await person.slack.until(lambda: hook.posts)
    post: dict[str, Any] = hook.posts[-1]
    return post


async def test_a_member_shares_five_answers_a_minute_and_asks_thirty_times(person: Person) -> None:
    last = {}
    for name in ("status", "damages", "people", "statements", "timeline", "sources"):
        answer = (await person.types(f"/case {name}")).body
        await person.clicks(button(answer["blocks"], "Share to channel"))
        last = await last_shown_to(person)
    assert len(person.slack.messages()) == 5
    assert "The next one is possible in" in last["text"]
    answers = [await said(person, "/case damages") for _ in range(25)]
    assert "You have asked very often." not in answers[23]
    assert "You have asked very often." in answers[24]
    assert "You have asked very often." not in await said(person.but(user="U2"), "/case damages")


async def test_what_was_shared_just_now_is_not_shared_again(person: Person) -> None:
    posts = []
    for user in ("U1", "U2"):
        answer = (await person.but(user=user).types("/case damages")).body
        await person.but(user=user).clicks(button(answer["blocks"], "Share to channel"))
        posts.append(await last_shown_to(person))
    assert "is here already" in posts[1]["text"]
    assert len(person.slack.messages()) == 1


async def test_a_shared_answer_names_the_sharer_and_comes_once(person: Person) -> None:
    answer = (await person.types("/verify Carroll was awarded $50 million in damages in the case")).body
    share = button(answer["blocks"], "Share to channel")
    await person.clicks(share, ts="17.1")
    await person.slack.until(person.slack.messages)
    [shared] = person.slack.messages()
    assert shared.text.startswith("Shared by @somebody\n\n")
    assert {"type": "user", "user_id": "U1"} in shared.blocks[0]["elements"][0]["elements"]
    assert "$50" not in shared.text
    await person.clicks(share, ts="17.1")
    assert (await last_shown_to(person))["response_type"] == "ephemeral"
    assert len(person.slack.messages()) == 1


async def test_two_clicks_at_the_same_time_share_one_answer(person: Person) -> None:
    answer = (await person.types("/case damages")).body
    share = button(answer["blocks"], "Share to channel")
    await asyncio.gather(*(person.clicks(share, ts="18.1") for _ in range(4)))
    hooks = list(person.slack.state.hooks.values())[-4:]
    await person.slack.until(lambda: all(hook.posts for hook in hooks))
    assert len(person.slack.messages()) == 1


async def test_a_locked_channel_shares_nothing_of_a_member(person: Person) -> None:
    assert "can share one" in await said(person.but(user="U2"), "/settings set visibility:private, locked")
    answer = (await person.types("/case damages")).body
    await person.clicks(button(answer["blocks"], "Share to channel"))
    assert "Answers here are private" in (await last_shown_to(person))["text"]
    assert person.slack.messages() == []


async def test_an_admin_whom_slack_is_slow_to_name_is_told_to_try_again_and_then_known(
    person: Person,
) -> None:
    admin = person.but(user="U2")
    admin.slack.fail("users.info", Fault(held=True))
    assert "Slack did not tell us in time" in await said(admin, "/settings set zone:UTC")
    admin.slack.release()
    await admin.slack.until(lambda: admin.slack.calls("users.info"))
    answer = ""
    for _ in range(30):
        if "Saved for this channel" in (answer := await said(admin, "/settings set zone:UTC")):
            return
        await asyncio.sleep(0.5)
    raise AssertionError(answer)


async def test_nobody_schedules_into_a_private_channel_that_they_are_not_in(person: Person) -> None:
    admin = person.but(user="U2")
    people = {f"U{number}" for number in range(100, 2_600)}
    admin.slack.state.channels["C7"] = Channel("C7", "secret", private=True, people=people)
    refused = await said(admin, f"/digest schedule {DAILY} channel:<#C7|secret>")
    assert "you are not in that channel yourself" in refused
    people.add("U2")
    assert "Scheduled." in await said(admin, f"/digest schedule {DAILY} channel:<#C7|secret>")
    listed = (await admin.types("/digest list")).body
    assert {"type": "channel", "channel_id": "C7"} in [
        part
        for block in listed["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"]
        for part in element["elements"]
    ]


async def test_where_slack_does_not_tell_who_is_in_a_channel_nothing_is_scheduled_there(
    person: Person,
) -> None:
    admin = person.but(user="U2")
    admin.slack.state.channels["C7"] = Channel("C7", "secret", private=True, people={"U2"})
    team = admin.slack.state.teams["T1"]
    team.scopes = tuple(one for one in team.scopes if one != "groups:read")
    refused = await said(admin, f"/digest schedule {DAILY} channel:<#C7|secret>")
    assert "did not tell whether you are in that channel" in refused


async def test_a_command_replayed_to_a_second_process_is_carried_out_once(
    slack: SlackServer, content: Path, tmp_path: Path
) -> None:
    async with (
        running_bot(slack, tmp_path, content, "web", **OVER_HTTP) as one,
        running_bot(slack, tmp_path, content, "web", **OVER_HTTP) as other,
    ):
        admin = Person(slack, HttpLine(one.address), user="U2")
        trigger = slack.trigger()
        first = await admin.types(f"/digest schedule {DAILY}", trigger_id=trigger)
        again = await admin.but(line=HttpLine(other.address)).types(
            f"/digest schedule {DAILY}", trigger_id=trigger
        )
        assert "Scheduled." in first.body["text"]
        assert "was carried out once" in again.body["text"]
        assert "1 digest." in await said(admin, "/digest list")


async def test_a_shortcut_that_is_kept_often_at_once_is_kept_once(
    slack: SlackServer, content: Path, tmp_path: Path, database_url: str
) -> None:
    async with running_bot(slack, tmp_path, content, **SOCKET_MODE, DATABASE_URL=database_url):
        person = Person(slack, SocketLine(slack))
        keep = button((await person.types("/case damages")).body["blocks"], "Keep as a shortcut")
        before = len(slack.state.hooks)
        await asyncio.gather(*(person.clicks(keep) for _ in range(10)))
        hooks = list(slack.state.hooks.values())[before:]
        await slack.until(lambda: all(hook.posts for hook in hooks))
        assert all("Kept: you find it" in hook.posts[0]["text"] for hook in hooks)
    engine = open_database(database_url)
    with engine.connect() as connection:
        assert shortcuts_of(connection, "T1", "U1") == ("/case damages",)
    engine.dispose()


async def test_an_answer_is_reported_in_a_form_and_nobody_is_named(person: Person, tmp_path: Path) -> None:
    answer = (await person.types("/case damages")).body
    views = person.slack.state.views
    await person.clicks(button(answer["blocks"], "Report"))
    await person.slack.until(lambda: views)
    [view] = views.values()
    thanks = (await person.submits(view, {"reason": {"value": "It was\nfive."}})).body
    assert thanks["response_action"] == "update"
    assert "Thank you." in json.dumps(thanks)
    with sqlite3.connect(tmp_path / "var/bot.db") as database:
        [row] = database.execute("SELECT * FROM reports").fetchall()
    assert row[1:4] == ("slack", "/case damages", "It was five.")
    assert not {"U1", "C1", "T1"} & set(row)


async def test_a_member_reports_five_answers_an_hour(person: Person, tmp_path: Path) -> None:
    answer = (await person.types("/case damages")).body

    async def reports(member: Person, reason: str) -> str:
        before = len(views)
        await member.clicks(button(answer["blocks"], "Report"))
        await member.slack.until(lambda: len(views) > before)
        form = list(views.values())[-1]
        return json.dumps((await member.submits(form, {"reason": {"value": reason}})).body)

    views = person.slack.state.views
    for number in range(5):
        assert "Thank you." in await reports(person, f"Wrong {number}")
    assert "The next report is possible in 60 minutes." in await reports(person, "Wrong again")
    assert "Thank you." in await reports(person.but(user="U2"), "Wrong for me")
    with sqlite3.connect(tmp_path / "var/bot.db") as database:
        rows = database.execute("SELECT reason FROM reports ORDER BY id").fetchall()
    assert [reason for (reason,) in rows] == [*(f"Wrong {number}" for number in range(5)), "Wrong for me"]


async def test_what_holds_typed_words_alone_has_no_button_to_share_or_report(person: Person) -> None:
    answer = (await person.types("/verify no such words were ever said by anyone")).body
    labels = {one["text"]["text"] for one in elements(answer["blocks"]) if one["type"] == "button"}
    assert not labels & {"Share to channel", "Report"}
    assert answer["text"].count("x") < 200
    long = await said(person, "/verify " + "xylograph " * 580)
    assert 0 < long.count("xylograph") * len("xylograph ") <= 200


@pytest.mark.parametrize("what", ["button", "check quotes"])
async def test_a_workspace_without_an_install_is_told_what_to_do(
    slack: SlackServer, content: Path, tmp_path: Path, what: str
) -> None:
    settings = {key: value for key, value in OVER_HTTP.items() if key != "SLACK_BOT_TOKEN"} | {
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "the-client-secret",
        "ENCRYPTION_KEY": "A" * 43 + "=",
    }
    async with running_bot(slack, tmp_path, content, "web", **settings) as bot:
        person = Person(slack, HttpLine(bot.address))
        if what == "button":
            pressed = {"type": "button", "action_id": "ask:0", "value": "1::/case damages"}
            assert (await person.clicks(pressed)).status == 200
        else:
            await person.on_message("check_quotes", {"type": "message", "text": "“travesty”", "ts": "1.2"})
        assert "An admin can install it again at" in (await last_shown_to(person))["text"]
