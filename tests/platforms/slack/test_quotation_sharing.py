"""One quotation is shared from its paragraph: with its source and the sharer's name, and once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.rendering.proof import slack_quotations
from tests.fakes.slack.faults import Fault
from tests.fakes.slack.lines import Payload
from tests.fakes.slack.model import Channel
from tests.fakes.slack.person import Person, button, elements, option
from tests.fakes.slack.server import SlackServer, slack_server
from tests.platforms.slack.bots import MODES, RunningBot, running_bot, somebody

AWARD = "Carroll was awarded $5 million in damages in the defamation case."
IN_THE_THREAD: dict[str, Payload] = {"thread": {"type": "checkboxes", "selected_options": [{"value": "yes"}]}}
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module", params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(mode: str) -> AsyncIterator[SlackServer]:
    async with slack_server() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(
    slack: SlackServer, mode: str, content: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningBot]:
    folder = tmp_path_factory.mktemp("bot")
    limits = {"COOLDOWN_ANSWERS": "5", "COOLDOWN_SECONDS": "3600", "REPEAT_SECONDS": "3600"}
    async with running_bot(slack, folder, content, **MODES[mode], **limits) as running:
        yield running


@pytest.fixture
def person(slack: SlackServer, bot: RunningBot, mode: str) -> Person:
    """Somebody in a channel of their own, where nobody has shared anything yet."""
    channel = slack.state.next_id("C")
    slack.state.channels[channel] = Channel(channel, "general")
    return somebody(slack, bot, mode).but(channel=channel)


async def paragraph(person: Person, **more: Any) -> Payload:
    """The modal of the award in its paragraph, opened from an answer that only the person sees."""
    views = person.slack.state.views
    answer = (await person.types("/case damages")).body
    before = len(views)
    await person.clicks(option(answer["blocks"], "Carroll was awarded $5 million"), **more)
    await person.slack.until(lambda: len(views) > before)
    return list(views.values())[-1]


async def last_notice(person: Person) -> str:
    notes = [m for m in person.slack.state.messages if m.channel == person.channel and m.ephemeral_to]
    return notes[-1].text


async def test_a_quotation_is_shared_alone_with_its_source_and_its_sharer(person: Person) -> None:
    modal = await paragraph(person)
    assert modal["submit"]["text"] == "Share"
    acknowledged = (await person.submits(modal, {})).body
    assert acknowledged == {"response_action": "clear"}
    [shared] = person.slack.messages(person.channel)
    assert [one.text for one in slack_quotations({"text": shared.text, "blocks": shared.blocks})] == [AWARD]
    assert {"type": "user", "user_id": "U1"} in shared.blocks[0]["elements"][0]["elements"]
    assert shared.text.startswith("Shared by @somebody\n\n")
    assert "Carroll v. Trump" in shared.text
    assert "The article" in shared.text
    assert shared.thread_ts is None
    # The answer that the quotation was chosen in stays.
    assert all("delete_original" not in post for post in person.hook.posts)


async def test_it_goes_into_the_thread_where_that_is_wished(person: Person) -> None:
    public = {"ephemeral": False, "ts": "1700000000.000100"}
    modal = await paragraph(person, **public)
    await person.submits(modal, IN_THE_THREAD)
    [shared] = person.slack.messages(person.channel)
    assert shared.thread_ts == "1700000000.000100"


async def test_below_an_answer_that_one_person_sees_no_thread_is_offered(person: Person) -> None:
    modal = await paragraph(person)
    assert [block["type"] for block in modal["blocks"]].count("input") == 0


async def test_two_submissions_share_it_once_and_a_later_one_is_told(person: Person) -> None:
    modal = await paragraph(person)
    await asyncio.gather(*(person.submits(modal, {}) for _ in range(4)))
    assert len(person.slack.messages(person.channel)) == 1
    await person.slack.until(lambda: any(m.ephemeral_to for m in person.slack.state.messages))
    assert "already" in await last_notice(person)


async def test_where_slack_named_the_message_a_repeat_leads_there(person: Person) -> None:
    person.slack.fail("hook", Fault(404, "expired_url"))
    await person.submits(await paragraph(person), {})
    [shared] = person.slack.messages(person.channel)
    other = person.but(user="U2")
    await other.submits(await paragraph(other), {})
    notes = [m for m in person.slack.state.messages if m.channel == person.channel and m.ephemeral_to == "U2"]
    [there] = [one for one in elements(notes[-1].blocks) if one.get("url")]
    assert there["url"].endswith(f"/archives/{person.channel}/p{shared.ts.replace('.', '')}")


async def test_a_locked_channel_and_a_direct_message_share_none(person: Person) -> None:
    direct = person.but(channel=person.slack.state.next_id("D"))
    person.slack.state.channels[direct.channel] = Channel(direct.channel, "direct")
    assert "submit" not in await paragraph(direct)
    await person.but(user="U2").types("/settings set visibility:private, locked")
    await person.submits(await paragraph(person), {})
    assert "Answers here are private" in await last_notice(person)
    assert person.slack.messages(person.channel) == []


async def test_a_quotation_that_no_source_has_cannot_be_shared(person: Person) -> None:
    views, before = person.slack.state.views, len(person.slack.state.views)
    answer = (await person.types("/case damages")).body
    chosen = option(answer["blocks"], "Carroll was awarded $5 million")
    forged = {**chosen["selected_option"], "value": "/quote #zzzzzz case:carroll-v-trump"}
    await person.clicks({**chosen, "selected_option": forged})
    await person.slack.until(lambda: len(views) > before)
    assert "submit" not in list(views.values())[-1]


@pytest.mark.parametrize(
    "metadata",
    [
        "",
        "{}",
        "[1]",
        "nonsense",
        '{"command": "/case damages", "channel": "C1", "thread": "", "message": "", "response_url": ""}',
        '{"command": "/digest now", "channel": "C1", "thread": "", "message": "", "response_url": ""}',
    ],
)
async def test_a_forged_or_outdated_form_shares_nothing(person: Person, metadata: str) -> None:
    before = len(person.slack.state.messages)
    modal = {**await paragraph(person), "private_metadata": metadata}
    acknowledged = (await person.submits(modal, {})).body
    assert "another version of the bot" in str(acknowledged["view"]["blocks"])
    assert len(person.slack.state.messages) == before


async def test_a_channel_that_is_gone_by_then_is_told_of(person: Person) -> None:
    modal = await paragraph(person)
    person.slack.fail("hook", Fault(404, "channel_not_found"))
    del person.slack.state.channels[person.channel]
    await person.submits(modal, {})
    assert person.slack.messages(person.channel) == []
    assert "Slack refused to share it (channel_not_found)" in await last_notice(person)


async def test_german_readers_get_german_forms(person: Person) -> None:
    person.slack.state.users["U3"] = type(person.slack.state.users["U1"])("U3", locale="de-DE")
    german = person.but(user="U3")
    views = person.slack.state.views
    answer = (await german.types("/case damages")).body
    before = len(views)
    chosen = option(answer["blocks"], "Carroll was awarded $5 million")
    await german.clicks(chosen, ephemeral=False, ts="1700000000.000100")
    await person.slack.until(lambda: len(views) > before)
    modal = list(views.values())[-1]
    assert modal["submit"]["text"] == "Teilen"
    assert "Im Thread" in str(modal["blocks"])
    assert button(answer["blocks"], "Im Kanal teilen")
