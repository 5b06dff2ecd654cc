"""A mention where answers are private is answered to whoever wrote it, and to nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.asker import Asker
from bot.corpus.corpus import Corpus
from bot.service.preferences import Preferences, Visibility
from tests.fakes.slack.server import SlackServer
from tests.platforms.slack.inside import SOCKET_MODE, inside


@pytest.mark.parametrize(("visibility", "to_all"), [("private", 0), ("public", 1), (None, 1)])
async def test_a_mention_is_answered_to_all_unless_answers_are_private_there(
    slack: SlackServer, corpus: Corpus, tmp_path: Path, visibility: Visibility | None, to_all: int
) -> None:
    class Place:
        async def of(self, _: Asker) -> Preferences:
            return Preferences(visibility=visibility)

    async with inside(slack, SOCKET_MODE, corpus, tmp_path) as running:
        running.service.preferences = Place()
        await running.person.mentions("<@U0BOT> case damages")
        await slack.until(lambda: slack.state.messages)
    assert len(slack.messages()) == to_all
    [answer] = slack.state.messages
    assert bool(answer.ephemeral_to) is not bool(to_all)
