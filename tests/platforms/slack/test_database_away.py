"""While the database is away or busy, nothing of a private channel comes public on Slack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from bot.db.database import open_database
from tests.databases import Postgres, new_migrated_database, postgres_server
from tests.fakes.slack.lines import SocketLine
from tests.fakes.slack.model import Message
from tests.fakes.slack.person import Person, button
from tests.fakes.slack.server import SlackServer
from tests.platforms.slack.bots import SOCKET_MODE, RunningBot, running_bot

AWARD = "Carroll was awarded $5 million in damages in the defamation case."
LOCKED = "Answers here are private"


@contextmanager
def away(server: Postgres, _: str) -> Iterator[None]:
    server.stop()
    yield


@contextmanager
def busy(_: Postgres, url: str) -> Iterator[None]:
    engine = open_database(url)
    with engine.begin() as other:
        other.exec_driver_sql("LOCK TABLE preferences IN ACCESS EXCLUSIVE MODE")
        yield
    engine.dispose()


def whispered(person: Person) -> list[Message]:
    """What the person alone was sent in the channel."""
    there = [one for one in person.slack.state.messages if one.channel == person.channel]
    return [one for one in there if one.ephemeral_to == person.user]


async def answered(person: Person) -> Message:
    """The answer to a mention, for its sender alone."""
    before = len(whispered(person))
    await person.mentions("<@U0BOT> case damages")
    await person.slack.until(lambda: whispered(person)[before:] or person.slack.messages(person.channel))
    assert person.slack.messages(person.channel) == []
    return whispered(person)[-1]


async def shared(person: Person) -> str:
    """What a member is told who wants to share an answer with the channel."""
    answer = (await person.types("/case damages")).body
    await person.clicks(button(answer["blocks"], "Share to channel"))
    hook = person.hook
    await person.slack.until(lambda: hook.posts)
    return str(hook.posts[0]["text"])


async def until_it_is_noticed(person: Person, bot: RunningBot) -> None:
    """Ask until what was read before has expired, and has to be read from a database that does not answer."""
    while "preferences not read" not in bot.log:
        assert AWARD in (await answered(person)).text


@pytest.mark.parametrize("fails", [away, busy])
async def test_answers_of_a_private_channel_stay_private(
    fails: Callable[[Postgres, str], AbstractContextManager[None]],
    slack: SlackServer,
    content: Path,
    tmp_path: Path,
) -> None:
    with postgres_server() as server:
        url = new_migrated_database(server.url)
        settings = {**SOCKET_MODE, "DATABASE_URL": url}
        async with running_bot(slack, tmp_path, content, **settings) as bot:
            member = Person(slack, SocketLine(slack))
            saved = await member.but(user="U2").types("/settings set visibility:private, locked")
            assert "Saved for this channel" in saved.body["text"]
            with fails(server, url):
                await until_it_is_noticed(member, bot)
                assert AWARD in (await answered(member)).text
                assert LOCKED in await shared(member)
                # Nobody has asked in this channel yet: that it is not private is not known.
                elsewhere = member.but(channel="C2")
                assert AWARD in (await answered(elsewhere)).text
                assert LOCKED in await shared(elsewhere)
    assert slack.messages("C1") == slack.messages("C2") == []
