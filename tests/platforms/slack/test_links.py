"""A link to the bot's own pages shows all what it leads to, within the limits that any answer has."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.slack.lines import SocketLine
from tests.fakes.slack.model import Message
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import SlackServer
from tests.platforms.slack.bots import PUBLIC_URL, SOCKET_MODE, running_bot

CASE = f"{PUBLIC_URL}/cases/carroll-v-trump"


@pytest.fixture
async def person(slack: SlackServer, content: Path, tmp_path: Path) -> AsyncIterator[Person]:
    """Somebody beside the unmodified program, with the limits that it has by itself."""
    async with running_bot(slack, tmp_path, content, **SOCKET_MODE, COOLDOWN_ANSWERS="5"):
        yield Person(slack, SocketLine(slack))


async def shows(person: Person) -> None:
    """Wait until a link that is posted after all others, elsewhere and by somebody else, shows its case."""
    message = await person.but(user="U3", channel="C2").posts_links(CASE)
    await person.slack.until(lambda: message.unfurls)


async def test_where_answers_are_private_a_link_shows_nothing(person: Person) -> None:
    message: list[Message] = []
    for visibility in ("private", "private, locked"):
        set_so = await person.but(user="U2").types(f"/settings set visibility:{visibility}")
        assert "Saved for this channel" in set_so.body["text"]
        message.append(await person.posts_links(CASE))
    await shows(person)
    assert not any(one.unfurls for one in message)


async def test_a_link_that_is_still_being_written_shows_nothing(person: Person) -> None:
    """It is in no channel yet, so that it is not known who would see what is shown."""
    before = len(person.slack.calls("chat.unfurl"))
    links = [{"url": CASE, "domain": "cases.example.org"}]
    where = {"channel": "COMPOSER", "message_ts": "U1-909b5454", "unfurl_id": "U1-909b5454"}
    composed = {"type": "link_shared", "user": "U1", "source": "composer", "links": links}
    await person.event({**composed, **where})
    await shows(person)
    assert len(person.slack.calls("chat.unfurl")) == before + 1


async def test_a_member_has_five_links_a_minute_show_what_they_lead_to(person: Person) -> None:
    messages = [await person.posts_links(f"{CASE}?{number}") for number in range(4)]
    messages.append(await person.posts_links(*(f"{CASE}?{number}" for number in range(4, 9))))
    await shows(person)
    await person.mentions("<@U0BOT> case damages")
    # It was the sixth that all would have seen: the five links before it are shown.
    await person.slack.until(lambda: any(one.ephemeral_to for one in person.slack.state.messages))
    assert sum(len(one.unfurls) for one in messages) == 5
