"""Mentions and direct messages are answered once, in their thread, and answers follow their questions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.rendering.proof import slack_quotations
from tests.fakes.slack.checks import message_problems
from tests.fakes.slack.faults import Fault, rate_limited, rejected
from tests.fakes.slack.lines import HttpLine
from tests.fakes.slack.model import Channel, Message, User
from tests.fakes.slack.person import Person, button, elements
from tests.fakes.slack.server import SlackServer, slack_server
from tests.platforms.slack.bots import MODES, OVER_HTTP, RunningBot, running_bot, somebody
from tests.rendering.limits import assert_slack_takes

AWARD = "Carroll was awarded $5 million in damages in the defamation case."
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module", params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(mode: str) -> AsyncIterator[SlackServer]:
    async with slack_server() as server:
        team = server.state.teams["T1"]
        team.scopes = (*team.scopes, "assistant:write")
        server.state.users["U9"] = User("U9")
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
def person(slack: SlackServer, bot: RunningBot, mode: str, request: pytest.FixtureRequest) -> Person:
    """Somebody in a channel of their own, where nobody has asked yet."""
    channel = slack.state.next_id("C")
    slack.state.channels[channel] = Channel(channel, "general")
    return somebody(slack, bot, mode).but(channel=channel, user="U1")


@pytest.fixture
def direct(person: Person) -> Person:
    """The same person in a direct message with the bot."""
    channel = person.slack.state.next_id("D")
    person.slack.state.channels[channel] = Channel(channel, "direct")
    return person.but(channel=channel)


def shown(person: Person, to: str = "") -> list[Message]:
    return [m for m in person.slack.state.messages if m.channel == person.channel and m.ephemeral_to == to]


async def posts(person: Person, count: int = 1, to: str = "") -> list[Message]:
    """What stands in the channel, or what somebody alone sees there, once it is so many messages."""
    await person.slack.until(lambda: len(shown(person, to)) >= count)
    found = shown(person, to)
    assert len(found) == count
    for message in found:
        assert message_problems(message.text, message.blocks) == []
        slack_quotations({"text": message.text, "blocks": message.blocks})
    return found


async def nothing_more(person: Person, *, after: int = 0) -> None:
    """Nothing else comes: what is asked next is answered, and that is all."""
    probe = person.but(channel=person.slack.state.next_id("D"))
    person.slack.state.channels[probe.channel] = Channel(probe.channel, "direct")
    await probe.writes("help")
    await posts(probe)
    assert len(shown(person)) == after


async def gone(person: Person) -> None:
    """Wait until nothing of the bot stands in the channel."""
    await person.slack.until(lambda: not shown(person))


async def test_a_mention_is_answered_in_its_thread(person: Person) -> None:
    ts = await person.mentions("<@U0BOT> case damages")
    [answer] = await posts(person)
    assert answer.thread_ts == ts
    assert AWARD in answer.text
    assert_slack_takes({"text": answer.text, "blocks": answer.blocks})
    assert "Share to channel" not in str(answer.blocks)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@U0BOT> /quote travesty of justice", "TRAVESTY OF JUSTICE"),
        ("hello <@U0BOT|verbatim>, how much was Carroll awarded?", "$5 million"),
        ("<@U0BOT> how much was Carroll awarded?", "$5 million"),
        ("`/case damages` <@U0BOT>", AWARD),
        ("<@U0BOT>\ncase   damages", AWARD),
    ],
)
async def test_the_grammar_holds_and_all_else_is_a_question(person: Person, text: str, words: str) -> None:
    thread = person.slack.state.stamp()
    await person.mentions(text, thread=thread)
    [answer] = await posts(person)
    assert answer.thread_ts == thread
    assert words in answer.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@U0BOT>", "/case status"),
        ("<@U0BOT> case", "/case needs one more word"),
        ("<@U0BOT> /nonsense", "There is no command"),
        ("<@U0BOT> settings show", "Settings of this place"),
        ("<@U0BOT> case status case:nonsense", "nonsense"),
        ("<@U0BOT> what is the capital of peru?", "does not say"),
        ("<@U0BOT> " + "word " * 3_000, "too long"),
    ],
)
async def test_what_concerns_whoever_asks_alone_is_for_their_eyes(
    person: Person, text: str, words: str
) -> None:
    await person.mentions(text)
    [whispered] = await posts(person, to="U1")
    assert words in whispered.text
    assert shown(person) == []


async def test_bots_and_what_is_no_message_of_a_person_are_never_answered(person: Person) -> None:
    loop = "<@U0BOT> case damages"
    await person.mentions(loop, event={"bot_id": "B77"})
    await person.mentions(loop, event={"bot_profile": {"id": "B77"}})
    await person.mentions(loop, event={"subtype": "bot_message"})
    await person.mentions(loop, event={"subtype": "channel_topic"})
    await person.but(user="U0BOT").mentions(loop)
    await person.but(user="USLACKBOT").mentions(loop)
    await person.but(user="").mentions(loop)
    # Of a channel, Slack would tell of every message to an app that asks for them.
    await person.writes("case damages")
    await nothing_more(person)


async def test_a_bot_that_repeats_our_answer_with_a_mention_does_not_start_a_loop(direct: Person) -> None:
    await direct.writes("case damages")
    [answer] = await posts(direct)
    await direct.writes(answer.text, event={"bot_id": "B0BOT", "user": "U0BOT"})
    await direct.writes(f"<@U0BOT> {answer.text}", event={"bot_id": "B77", "user": "U77"})
    await nothing_more(direct, after=1)


async def test_a_replay_is_answered_once(person: Person) -> None:
    ts = await person.mentions("<@U0BOT> case damages", event_id="Ev1")
    await person.event(
        {
            "type": "app_mention",
            "text": "<@U0BOT> case damages",
            "ts": ts,
            "channel": person.channel,
            "user": "U1",
        },
        event_id=person.slack.state.next_id("Ev"),
    )
    await posts(person)
    await nothing_more(person, after=1)


async def test_an_answer_follows_the_edit_of_its_question(person: Person) -> None:
    ts = await person.mentions("<@U0BOT> case damages")
    [before] = await posts(person)
    await person.mentions("<@U0BOT> case timeline", ts=ts)
    await person.slack.until(lambda: before.updates)
    [after] = await posts(person)
    assert after.ts == before.ts
    assert "timeline" in after.text
    # Slack tells of an edit where it adds a preview, too.
    await person.edits(ts, "<@U0BOT> case timeline")
    await nothing_more(person, after=1)
    assert after.updates == 1
    # Whoever asks now what it asked at first is not led to another answer.
    await person.but(user="U2").mentions("<@U0BOT> case damages", thread=ts)
    assert AWARD in (await posts(person, 2))[1].text


async def test_an_edit_that_asks_for_something_private_takes_the_answer_away(person: Person) -> None:
    ts = await person.mentions("<@U0BOT> case damages")
    await posts(person)
    await person.mentions("<@U0BOT> settings show", ts=ts)
    await posts(person, to="U1")
    assert shown(person) == []


async def test_an_answer_goes_with_its_question(person: Person, direct: Person) -> None:
    for one in (person, direct):
        ts = await (one.mentions("<@U0BOT> case damages") if one is person else one.writes("case damages"))
        await posts(one)
        await one.deletes(ts)
        await gone(one)
    await direct.deletes("1.0001")


async def test_a_question_that_is_deleted_while_it_is_answered_gets_no_answer(direct: Person) -> None:
    slack = direct.slack
    slack.fail("chat.postMessage", rate_limited(1))
    before = len(slack.calls("chat.postMessage"))
    ts = await direct.writes("case damages")
    await slack.until(lambda: len(slack.calls("chat.postMessage")) > before)
    await direct.deletes(ts)
    await slack.until(lambda: slack.calls("chat.delete"))
    await slack.until(lambda: not shown(direct))


async def test_a_direct_message_is_answered_there(direct: Person) -> None:
    await direct.writes("how much was Carroll awarded?")
    [answer] = await posts(direct)
    assert answer.thread_ts is None
    assert "$5 million" in answer.text
    labels = [one["text"]["text"] for one in elements(answer.blocks) if "text" in one]
    assert "Share to channel" not in labels
    assert "Report" in labels


async def test_everything_comes_in_place_in_a_direct_message_and_as_a_modal_below_an_answer_for_all(
    person: Person, direct: Person
) -> None:
    await direct.writes("case damages")
    [answer] = await posts(direct)
    await direct.clicks(button(answer.blocks, "Everything"), ephemeral=False, ts=answer.ts)
    await direct.slack.until(lambda: answer.updates)
    [whole] = await posts(direct)
    assert "No breakdown" in whole.text
    assert "Share to channel" not in str(whole.blocks)
    await person.mentions("<@U0BOT> case damages")
    [public] = await posts(person)
    views = person.slack.state.views
    before = len(views)
    await person.clicks(button(public.blocks, "Everything"), ephemeral=False, ts=public.ts)
    await person.slack.until(lambda: len(views) > before)
    assert "No breakdown" in str(list(views.values())[-1]["blocks"])
    assert public.updates == 0


async def test_a_digest_is_scheduled_once_by_a_message_however_often_it_is_edited(direct: Person) -> None:
    ts = await direct.writes("digest schedule weekdays 9:00 Europe/Berlin")
    [scheduled] = await posts(direct)
    assert "Scheduled." in scheduled.text
    await direct.edits(ts, "digest schedule weekdays 10:00 Europe/Berlin")
    await direct.slack.until(lambda: scheduled.updates)
    assert "carried out once" in scheduled.text
    await direct.writes("digest list")
    listed = (await posts(direct, 2))[1]
    assert "09:00" in listed.text
    assert "10:00 Europe" not in listed.text


async def test_the_assistant_suggests_questions_and_answers_in_its_thread(direct: Person) -> None:
    state, thread = direct.slack.state, direct.slack.state.stamp()
    where = {"user_id": "U1", "channel_id": direct.channel, "thread_ts": thread, "context": {}}
    await direct.event({"type": "assistant_thread_started", "assistant_thread": where})
    await direct.slack.until(lambda: thread in state.prompts)
    suggested = state.prompts[thread]
    assert len(suggested) == 4
    for number, prompt in enumerate(suggested[:3], start=1):
        assert 1 <= len(prompt["title"]) <= 75
        await direct.writes(prompt["message"], thread=thread)
        answer = (await posts(direct, number))[-1]
        assert answer.thread_ts == thread
        assert "Carroll v. Trump" in answer.text


async def test_a_workspace_without_the_assistant_gets_its_answers_all_the_same(direct: Person) -> None:
    slack, thread = direct.slack, direct.slack.state.stamp()
    slack.fail("assistant.threads.setStatus", rejected("missing_scope"))
    slack.fail("assistant.threads.setSuggestedPrompts", rejected("missing_scope"))
    where = {"user_id": "U1", "channel_id": direct.channel, "thread_ts": thread, "context": {}}
    await direct.event({"type": "assistant_thread_started", "assistant_thread": where})
    await direct.writes("case damages", thread=thread)
    await posts(direct)


async def test_the_same_answer_in_a_thread_is_pointed_to(person: Person) -> None:
    thread = await person.mentions("<@U0BOT> case damages")
    [answer] = await posts(person)
    await person.but(user="U2").mentions("<@U0BOT> case damages", thread=thread)
    [pointer] = await posts(person, to="U2")
    assert "is here already" in pointer.text
    [there] = [one for one in elements(pointer.blocks) if one.get("url")]
    assert there["url"].endswith(f"/archives/{person.channel}/p{answer.ts.replace('.', '')}")
    assert pointer.thread_ts == thread
    assert len(shown(person)) == 1


async def test_a_member_has_five_answers_for_all_and_then_waits(person: Person) -> None:
    names = ("damages", "timeline", "people", "statements", "sources", "caveats", "status")
    for name in names[:6]:
        await person.mentions(f"<@U0BOT> case {name}")
    [notice] = await posts(person, to="U1")
    assert "The next one is possible in" in notice.text
    await posts(person, 5)


async def test_a_private_channel_by_setting_is_answered_privately(person: Person) -> None:
    admin = person.but(user="U2")
    await admin.types("/settings set visibility:private, locked")
    thread = person.slack.state.stamp()
    await person.mentions("<@U0BOT> case damages", thread=thread)
    [whispered] = await posts(person, to="U1")
    assert AWARD in whispered.text
    assert whispered.thread_ts == thread
    assert shown(person) == []


async def test_a_channel_that_was_archived_takes_no_answer_and_costs_nothing(
    person: Person, bot: RunningBot
) -> None:
    person.slack.state.channels[person.channel].archived = True
    await person.mentions("<@U0BOT> case damages")
    await bot.logged("is_archived")
    person.slack.state.channels[person.channel].archived = False
    await person.mentions("<@U0BOT> case damages")
    await posts(person)


async def test_a_thread_whose_channel_is_archived_meanwhile_keeps_its_answer_and_gets_no_other(
    person: Person, bot: RunningBot
) -> None:
    ts = await person.mentions("<@U0BOT> case damages")
    [answer] = await posts(person)
    channel, slack = person.slack.state.channels[person.channel], person.slack
    channel.archived = True
    refused = len(slack.calls("chat.update")), len(slack.calls("chat.delete"))
    await person.mentions("<@U0BOT> case timeline", thread=ts)
    await person.mentions("<@U0BOT> case people", ts=ts)
    await slack.until(lambda: len(slack.calls("chat.update")) > refused[0])
    await person.deletes(ts)
    await slack.until(lambda: len(slack.calls("chat.delete")) > refused[1])
    await nothing_more(person, after=1)
    assert AWARD in answer.text
    assert answer.updates == 0
    channel.archived = False
    await person.but(user="U2").mentions("<@U0BOT> case people", thread=ts)
    await posts(person, 2)


async def test_a_post_that_slack_limits_waits_and_one_in_doubt_is_not_repeated(direct: Person) -> None:
    slack = direct.slack
    slack.fail("chat.postMessage", rate_limited(1))
    await direct.writes("case damages")
    await posts(direct)
    slack.fail("chat.postMessage", Fault(stored=True, dropped=True))
    await direct.writes("case timeline")
    await posts(direct, 2)
    await nothing_more(direct, after=2)


async def test_messages_of_the_strangest_forms_are_acknowledged(person: Person) -> None:
    for event in (
        {"type": "app_mention"},
        {"type": "message"},
        {"type": "message", "subtype": "message_changed"},
        {"type": "message", "subtype": "message_deleted", "channel": person.channel},
        {"type": "message", "subtype": "message_changed", "message": "?", "channel": person.channel},
        {"type": "app_mention", "text": 7, "ts": 8, "user": [], "channel": person.channel},
        {"type": "assistant_thread_started"},
    ):
        assert (await person.event(event)).status == 200
    await nothing_more(person)


async def test_a_reader_of_a_language_that_the_bot_has_not_reads_english(direct: Person) -> None:
    for number, locale in enumerate(("xx-YY", "", "\u202e", "de-" + "x" * 300), start=1):
        user = direct.slack.state.next_id("U")
        direct.slack.state.users[user] = User(user, locale=locale)
        await direct.but(user=user).writes("case damages")
        answer = (await posts(direct, number))[-1]
        assert "Awarded" in answer.text


async def test_two_processes_answer_a_message_once(
    slack: SlackServer, content: Path, tmp_path: Path, person: Person
) -> None:
    async with (
        running_bot(slack, tmp_path, content, **OVER_HTTP) as one,
        running_bot(slack, tmp_path, content, **OVER_HTTP) as other,
    ):
        lines = [HttpLine(bot.address) for bot in (one, other)]
        ts = slack.state.stamp()
        message = {"type": "app_mention", "text": "<@U0BOT> case damages", "ts": ts, "user": "U1"}
        event = {**message, "channel": person.channel}
        both = (replace(person, line=line).event(event, event_id="EvTwice") for line in lines)
        await asyncio.gather(*both)
        await posts(person)
        for line in lines:
            probe = replace(person, line=line, channel=slack.state.next_id("D"))
            slack.state.channels[probe.channel] = Channel(probe.channel, "direct")
            await probe.writes("help")
            await posts(probe)
    assert len(shown(person)) == 1


async def test_an_answer_follows_its_question_whichever_process_hears_of_it(
    slack: SlackServer, content: Path, tmp_path: Path, person: Person, direct: Person
) -> None:
    async with (
        running_bot(slack, tmp_path, content, **OVER_HTTP) as one,
        running_bot(slack, tmp_path, content, **OVER_HTTP) as other,
    ):
        for somewhere in (person, direct):
            here, there = (replace(somewhere, line=HttpLine(bot.address)) for bot in (one, other))
            asks = here.mentions if here.channel == person.channel else here.writes
            ts = await asks("<@U0BOT> case damages")
            [answer] = await posts(here)
            await there.edits(ts, "<@U0BOT> case timeline")
            await was_updated(slack, answer)
            assert "timeline" in answer.text
            await here.deletes(ts)
            await gone(here)


async def was_updated(slack: SlackServer, message: Message) -> None:
    """Wait until a message is edited."""
    await slack.until(lambda: message.updates)


async def test_an_answer_that_was_deleted_is_not_pointed_to(person: Person) -> None:
    thread = person.slack.state.stamp()
    ts = await person.mentions("<@U0BOT> case damages", thread=thread)
    await posts(person)
    await person.deletes(ts, thread=thread)
    await gone(person)
    await person.mentions("<@U0BOT> case damages", thread=thread)
    await posts(person)


async def test_a_flood_of_one_member_leaves_the_answers_of_others(person: Person) -> None:
    """Whoever asks 300 times within a minute, in mentions and commands, gets five answers for all."""
    began = time.monotonic()
    mentions = [person.mentions(f"<@U0BOT> quote trump page:{n}") for n in range(1, 151)]
    commands = [person.types(f"/quote trump page:{n}") for n in range(1, 151)]
    flood = asyncio.gather(*mentions, *commands)
    direct = person.but(user="U9", channel=person.slack.state.next_id("D"))
    person.slack.state.channels[direct.channel] = Channel(direct.channel, "direct")
    for number in (1, 2, 3):
        # How long each waits is measured by benchmarks/soak.py.
        await direct.writes("case damages")
        await posts(direct, number)
    await flood
    minutes = 1 + int((time.monotonic() - began) // 60)
    # Whoever floods is told to wait, and not for each message.
    await person.slack.until(lambda: shown(person, "U1"))
    another = person.but(user="U9")
    thread = await another.mentions("<@U0BOT> case damages")
    await person.slack.until(lambda: any(one.thread_ts == thread for one in shown(person)))
    assert 5 + 1 <= len(shown(person)) <= 5 * minutes + 1
    assert 1 <= len(shown(person, "U1")) <= 3 * minutes
